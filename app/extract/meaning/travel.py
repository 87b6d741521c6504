"""Which passengers are meant: those of an airport or of a port."""

from app.extract.meaning.people import words_of
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members


def passengers(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of passengers by sea: "the ferry port had 3 million passengers"."""
    words = words_of(spot)
    by_sea = not words.isdisjoint(members("by_sea")) and words.isdisjoint(members("by_air"))
    return "port_passengers" if by_sea and tie.measure.id == "airport_passengers" else None
