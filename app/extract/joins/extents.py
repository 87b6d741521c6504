"""Lengths and areas: "979 square miles", "64 miles of coastline", "350 motorway miles"."""

import re
from dataclasses import replace

from app.extract.groups import Head, Join
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, things
from app.vocabulary.units import Unit

_SQUARE = frozenset({Unit.SQUARE_MILES, Unit.SQUARE_KM})
_LONG = frozenset({Unit.MILES, Unit.KM})


def extent(spot: Spot) -> Tie | None:
    """Return the length of what the miles are of, or the area that square miles are of."""
    if spot.quantity.unit is None and spot.group.head is Head.UNIT and spot.group.things:
        return _of_unit_noun(spot)
    unit = spot.quantity.unit
    if unit in _SQUARE:
        return _area(spot)
    if unit not in _LONG:
        return None
    if spot.group.thing is not None:
        return spot.tie(spot.group.thing, Aspect.LEVEL, how="extent", named=spot.i)
    j = spot.parse.after(spot.i)
    if spot.parse.joint(j, Join.PREPOSITION) and spot.parse.word(j) in {"of", "along", "around", "in"}:
        while spot.parse.joint(j, Join.PREPOSITION) and (noun := spot.parse.noun(j + 1)) is not None:
            if noun.thing is not None:
                return spot.tie(noun.thing, Aspect.LEVEL, how="extent", named=j + 1)
            if _MOTORWAY.search(noun.text):
                return spot.tie(things()["motorways"], Aspect.LEVEL, how="extent")
            j = spot.parse.after(j + 1)
        return None
    if spot.verb is not None and spot.is_object and spot.verb.among("serve") and not spot.verb.passive:
        return spot.tie(things()["area"], Aspect.LEVEL, how="extent")
    if spot.v is not None and spot.verb is not None and spot.verb.among("stretch", "be", "reach"):
        topic = spot.topic(spot.subject)
        return None if topic is None else spot.tie(topic[0], Aspect.LEVEL, how="extends", named=topic[1])
    return None


_MOTORWAY = re.compile(r"\bm\d+$|\ba\d+ ?\( ?m ?\)$|\bm\d+ ")


def _of_unit_noun(spot: Spot) -> Tie | None:
    """Return the length of "58 motorway miles": the unit is the head, and what is measured stands before it."""
    measured = Spot(spot.parse, spot.n, spot.found, spot.previous)
    measured.quantity = replace(spot.quantity, unit=Unit.MILES if spot.group.noun in {"mile", "miles"} else Unit.KM)
    thing = spot.group.things[-1].thing
    return None if thing is None else measured.tie(thing.thing, Aspect.LEVEL, how="extent", named=spot.i, end=spot.group.end)


def _area(spot: Spot) -> Tie | None:
    j = spot.parse.after(spot.i)
    noun = spot.parse.noun(j + 1) if spot.parse.word(j) == "of" else None
    if noun is not None and noun.noun in members("facility_noun") | members("water_noun"):
        return None
    subject = spot.parse.noun(spot.subject) if spot.subject is not None else None
    if subject is not None and subject.noun in members("facility_noun") | members("water_noun") and spot.verb is not None and not spot.verb.among("have"):
        return None
    return spot.tie(things()["area"], Aspect.LEVEL, how="extent")
