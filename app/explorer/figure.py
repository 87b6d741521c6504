"""The page of a stated figure: its words, what they allow, and how it stands beside what is counted."""

from app.explorer.pages import Pages

router = Pages()
