"""Lengths and areas: "979 square miles", "64 miles of coastline", "350 motorway miles"."""

import re

from app.extract.groups import Head, Join
from app.extract.joins.levels.bare import level_of
from app.extract.joins.rates import in_unit
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, Thing, things
from app.vocabulary.units import Unit

_MOTORWAY = re.compile(r"\bm\d+$|\ba\d+ ?\( ?m ?\)$|\bm\d+ ")


def extent(spot: Spot) -> Tie | None:
    """Return the length of what miles are of, or the area that square miles are of."""
    if spot.quantity.unit in {Unit.SQUARE_MILES, Unit.SQUARE_KM}:
        area = things()["area"]
        return None if _is_of_a_site(spot) else spot.tie(area, Aspect.LEVEL, how="extent", named=_area_named(spot))
    if spot.quantity.unit in {Unit.MILES, Unit.KM}:
        return _length(spot)
    return _of_unit_noun(spot) if spot.quantity.unit is None and spot.group.head is Head.UNIT else None


def _area_named(spot: Spot) -> int | None:
    """Return the place of the "force area" of "a force area of 834 square miles", if it is named."""
    told = spot.parse.before(spot.parse.before(spot.i)) if spot.preposition == "of" else spot.subject
    topic = spot.parse.topic(told)
    return topic[1] if topic is not None and topic[0].id == "area" else None


def _length(spot: Spot) -> Tie | None:
    """Return "64 miles of coastline", "the coast stretches for 64 miles"; "it polices 979 miles" is the area."""
    measured, named = _measured(spot)
    if measured is not None:
        return spot.tie(measured, Aspect.LEVEL, how="extent", named=named)
    verb = spot.verb
    if verb is None or verb.passive:
        return None
    if verb.among("serve") and spot.is_object:
        return spot.tie(things()["area"], Aspect.LEVEL, how="extent")
    return level_of(spot, spot.topic(spot.subject), how="extends") if verb.among("stretch", "be", "reach") else None


def _measured(spot: Spot) -> tuple[Thing | None, int | None]:
    """Return what miles are said to be of, and where that is named: the "coastline" of "64 miles of coastline"."""
    if spot.group.thing is not None:
        return spot.group.thing, spot.i
    j = spot.parse.after(spot.i)
    while spot.parse.joint(j, Join.PREPOSITION, Join.AND):
        j = spot.parse.after(j)
        if (noun := spot.parse.noun(j)) is None:
            break
        if noun.thing is not None:
            return noun.thing, j
        if _MOTORWAY.search(noun.text):
            return things()["motorways"], None
        j = spot.parse.after(j)
    return None, None


def _of_unit_noun(spot: Spot) -> Tie | None:
    """Return the length of "58 motorway miles": the unit is the head, and what is measured stands before it."""
    thing = spot.group.things[-1].thing if spot.group.things else None
    if thing is None:
        return None
    measured = in_unit(spot, Unit.MILES if spot.group.noun in {"mile", "miles"} else Unit.KM)
    return measured.tie(thing.thing, Aspect.LEVEL, how="extent", named=spot.i, end=spot.group.end)


def _is_of_a_site(spot: Spot) -> bool:
    """Return whether it is the area of a park or a lake: "12 square miles of woodland", "the airport covers 3"."""
    j = spot.parse.after(spot.i)
    of = spot.parse.noun(j + 1) if spot.parse.word(j) == "of" else None
    has = spot.verb is None or spot.verb.among("have")
    subject = None if has or spot.subject is None else spot.parse.noun(spot.subject)
    sites = members("facility_noun") | members("water_noun")
    return any(noun is not None and noun.noun in sites for noun in (of, subject))
