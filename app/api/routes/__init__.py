"""The routes, a file for each resource: parameters in, one question to the database, a schema out."""
