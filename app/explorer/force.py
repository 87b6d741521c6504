"""The page of a force: what it says of itself, beside what is counted of it."""

from app.explorer.pages import Pages

router = Pages()
