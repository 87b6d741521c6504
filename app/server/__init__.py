"""The server: everything between the socket and the application, built on uvicorn."""
