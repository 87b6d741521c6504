"""The page to try the reading of a text."""

from app.explorer.pages import Pages

router = Pages()
