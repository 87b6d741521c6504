"""Stage 9: a quantity in its clause: its noun group, what governs it, and how the words around it are to be taken."""

from app.extract.spots.spot import Spot

__all__ = ["Spot"]
