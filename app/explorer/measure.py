"""The page of a measure: all forces by it, at one time."""

from app.explorer.pages import Pages

router = Pages()
