"""The server: everything between a socket and the application, on uvicorn."""
