"""The database: its models, column types and engines."""
