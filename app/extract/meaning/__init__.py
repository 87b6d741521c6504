"""Stage 11: the measure that is meant where a thing has several, and what the words around a number object to."""
