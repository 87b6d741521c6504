"""What answers questions about forces, for the API, the tools of assistants and the commands alike."""
