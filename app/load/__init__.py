"""Everything that writes to the database, and the bundled records."""
