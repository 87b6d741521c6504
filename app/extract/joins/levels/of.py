"""The level that a thing is "of" or "at": "a population of 1.1 million"."""

from app.extract.groups import Head
from app.extract.joins.levels.bare import is_bare, level_of
from app.extract.spots import Spot
from app.extract.ties import Tie


def of_quantity(spot: Spot) -> Tie | None:
    """Return "a population of 1.1 million", "a budget of £223m", "a coastline of 64 miles"."""
    if spot.preposition not in {"of", "at"} or not is_bare(spot):
        return None
    j = spot.parse.before(spot.parse.before(spot.i))
    noun = spot.parse.noun(j)
    if noun is None or noun.head in {Head.RISE, Head.FALL, Head.CHANGE} or _is_of_many(spot, j):
        return None
    return level_of(spot, spot.topic(j), how="of", end=spot.group.end if spot.group.thing else 0)


def _is_of_many(spot: Spot, j: int) -> bool:
    """Return whether it is that of each of several: "four districts of 40,000", "two cities with a population of"."""
    several = spot.parse.noun(j)
    if spot.parse.preposition(j) == "with":
        several = spot.parse.noun(spot.parse.before(spot.parse.before(j)))
    return several is not None and several.quantity is not None and several.head is Head.THING
