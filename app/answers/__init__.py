"""Answers to questions about forces, shared by the API, the assistants' tools and the command line."""
