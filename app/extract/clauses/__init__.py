"""Stage 8: the clauses of a sentence: what governs a noun group, and what the subject of a verb is."""

from app.extract.clauses.grouped import once
from app.extract.clauses.parse import Parse

__all__ = ["Parse", "once"]
