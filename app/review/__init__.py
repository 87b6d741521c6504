"""Review files: what is read from a page, for a person to correct by hand, and to be taken in as reviewed."""
