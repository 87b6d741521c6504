"""Numbers that may be the level of a thing named elsewhere, and what they are then."""

from app.extract.groups import Head
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, Thing

_TEN = 10
FEWEST_RESIDENTS = 10_000
"""A number below this is not that of the residents of a city or county, where nothing else tells what it counts."""


def is_bare(spot: Spot) -> bool:
    """Return whether a number has no noun of its own but "people" or "posts"; "one" and "two" alone are no figures."""
    if spot.in_words and (spot.quantity.value or 0) < _TEN:
        return False
    return spot.group.head is Head.NONE or spot.group.noun in members("people_noun") | members("unit_noun")


def may_be_residents(spot: Spot) -> bool:
    """Return whether a number without a noun is large enough to be that of residents."""
    many = spot.quantity.unit is None and (spot.quantity.value or 0) >= FEWEST_RESIDENTS
    return many and spot.group.thing is None and is_bare(spot)


def level_of(spot: Spot, topic: tuple[Thing, int] | None, *, how: str, end: int = 0) -> Tie | None:
    """Return the level, or the rate in its unit, that a number is of a thing named at a place."""
    return None if topic is None else spot.tie(topic[0], Aspect.RATE, Aspect.LEVEL, how=how, named=topic[1], end=end)
