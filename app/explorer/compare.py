"""The page that compares the forces and measures that one chooses."""

from app.explorer.pages import Pages

router = Pages()
