"""Rates for a number of residents: "63 crimes per 1,000 people", "per 1,000 residents that is 1.8 officers"."""

from dataclasses import replace

from app.extract.groups import Join
from app.extract.joins.named import things_back_from
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit

_RATES = frozenset({Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE})


def rate(spot: Spot) -> Tie | None:
    """Return the rate of what a number counts, or of the nearest thing before it that has one."""
    if spot.quantity.unit in _RATES:
        return _rate_of(spot)
    told = next((j for j in spot.parse.back(spot.i) if spot.parse.joint(j, Join.RATE)), None)
    if told is None or spot.quantity.unit is not None or spot.in_words or any(spot.found):
        return None
    unit = Unit.PER_100000_PEOPLE if "100" in spot.parse.word(told) else Unit.PER_1000_PEOPLE
    return _rate_of(in_unit(spot, unit))


def _rate_of(spot: Spot) -> Tie | None:
    """Return the rate of the nearest thing that has rates, in its own group or before."""
    rated = (found for found in things_back_from(spot.parse, spot.i) if Aspect.RATE in found[0].measures)
    thing, named = next(rated, (None, None))
    return None if thing is None else spot.tie(thing, Aspect.RATE, how="rate", named=named)


def in_unit(spot: Spot, unit: Unit | None) -> Spot:
    """Return a spot whose quantity is in the unit that other words than its own tell."""
    other = Spot(spot.parse, spot.n, spot.found, spot.previous)
    other.quantity = replace(spot.quantity, unit=unit)
    return other
