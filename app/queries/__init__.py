"""Read-only queries: each is a function from a session to frozen rows."""
