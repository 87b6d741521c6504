"""The explorer: pages for people, made of the same answers as the API's."""
