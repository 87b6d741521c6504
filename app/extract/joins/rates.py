"""Rates: "63 crimes per 1,000 people", "one officer for every 480 residents"."""

from app.extract.clauses import Parse
from app.extract.groups import NounGroup
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.things import Aspect, things
from app.vocabulary.units import Unit

_RATES = frozenset({Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE})


def rate(spot: Spot) -> Tie | None:
    """Return the rate of the thing that it counts, or that the clause speaks of."""
    if spot.quantity.unit in _RATES:
        thing = spot.group.thing
        if thing is not None and Aspect.RATE in thing.measures:
            return spot.tie(thing, Aspect.RATE, how="rate", named=spot.i)
        for j in range(spot.i - 1, -1, -1):
            noun = spot.parse.noun(j)
            for token in () if noun is None else reversed(noun.things):
                if token.thing is not None and Aspect.RATE in token.thing.thing.measures:
                    return spot.tie(token.thing.thing, Aspect.RATE, how="rate", named=j)
        return None
    return _one_for_every(spot)


def _one_for_every(spot: Spot) -> Tie | None:
    """Return the 480 of "one officer for every 480 residents"."""
    if spot.preposition not in {"for", "per", "to"} or spot.n == 0:
        return None
    officers, people = things()["officers"], spot.group.thing
    j = spot.parse.before(spot.parse.before(spot.i))
    noun = spot.parse.noun(j)
    again = noun is not None and noun.noun in {"", "one"} and spot.previous_per
    if noun is None or not (again or _is_one(spot, noun)):
        return None
    if people is not None and people.id not in {"people", "population"}:
        return None
    return spot.tie(officers, Aspect.PER, how="one_for_every", named=j)


def _is_one(spot: Spot, noun: NounGroup) -> bool:
    """Return whether a noun group is one officer: "1 officer", "a police officer", "every officer"."""
    if noun.thing is None or noun.thing.id != "officers":
        return False
    if noun.quantity is None:
        return noun.determiner in {"a", "an", "one", "each", "every"}
    return spot.parse.quantity(noun.quantity).value == 1
