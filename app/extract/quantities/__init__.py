"""Stage 4: the quantities of a sentence: its numbers with unit, hedge and period, but not yet what they count."""

from app.extract.quantities.quantity import Quantity, Reading
from app.extract.quantities.read import read_sentence

__all__ = ["Quantity", "Reading", "read_sentence"]
