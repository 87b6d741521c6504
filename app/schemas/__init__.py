"""What goes over the wire: response and query models. They know the vocabulary, not the database."""
