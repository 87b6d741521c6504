"""The page of how claims stand beside counts."""

from app.explorer.pages import Pages

router = Pages()
