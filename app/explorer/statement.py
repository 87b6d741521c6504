"""The page of a statement: its figures where they stand in it, and the numbers that are none."""

from app.explorer.pages import Pages

router = Pages()
