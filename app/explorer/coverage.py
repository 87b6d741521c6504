"""The page of what is there: forces by rounds and years."""

from app.explorer.pages import Pages

router = Pages()
