"""Questions to the database, each a function from a session to frozen rows. Nothing here writes."""
