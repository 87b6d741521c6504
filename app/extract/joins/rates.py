"""Rates: "63 crimes per 1,000 people", "one officer for every 480 residents"."""

from app.extract.clauses import Parse
from dataclasses import replace

from app.extract.groups import Join, NounGroup
from app.extract.modifiers import topic_of
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, things
from app.vocabulary.units import Unit

_RATES = frozenset({Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE})


def rate(spot: Spot) -> Tie | None:
    """Return the rate of the thing that it counts, or that the clause speaks of."""
    if spot.quantity.unit is Unit.RATIO:
        return _ratio(spot)
    if spot.quantity.unit in _RATES:
        thing = spot.group.thing
        if thing is not None and Aspect.RATE in thing.measures:
            return spot.tie(thing, Aspect.RATE, how="rate", named=spot.i)
        for j in spot.parse.back(spot.i):
            noun = spot.parse.noun(j)
            for token in () if noun is None else reversed(noun.things):
                if token.thing is not None and Aspect.RATE in token.thing.thing.measures:
                    return spot.tie(token.thing.thing, Aspect.RATE, how="rate", named=j)
        return None
    return _told_before(spot) or _one_for_every(spot) or _for_one_officer(spot)


def _for_one_officer(spot: Spot) -> Tie | None:
    """Return the residents of "570 people for each officer", "for every 634 residents there is a single officer"."""
    if spot.group.thing is None or spot.group.thing.id not in {"people", "population"}:
        return None
    j = spot.parse.after(spot.i)
    after = spot.parse.noun(j + 1) if spot.parse.word(j) in {"for", "per", "to"} else None
    if after is not None and _is_one(spot, after):
        return spot.tie(things()["officers"], Aspect.PER, how="one_for_every", named=j + 1)
    if spot.preposition == "for" and spot.group.determiner in {"every", "each"}:
        for k in spot.parse.ahead(spot.i):
            noun = spot.parse.noun(k)
            if noun is not None and _is_one(spot, noun):
                return spot.tie(things()["officers"], Aspect.PER, how="one_for_every", named=k)
    subject = spot.parse.noun(spot.subject) if spot.subject is not None else None
    if subject is not None and subject.determiner in {"each", "every"} and _is_one(spot, subject):
        return spot.tie(things()["officers"], Aspect.PER, how="one_for_every", named=spot.subject)
    return None


def _ratio(spot: Spot) -> Tie | None:
    """Return the residents of "the ratio of officers to residents is 1:450", where no other workforce is named."""
    named = {t.thing.thing.id for g in spot.parse.groups if isinstance(g, NounGroup) for t in g.things if t.thing and topic_of(t.thing.thing) is Topic.WORKFORCE}
    if named != {"officers"}:
        return None
    counted = Spot(spot.parse, spot.n, spot.found, spot.previous)
    counted.quantity = replace(spot.quantity, unit=None)
    return counted.tie(things()["officers"], Aspect.PER, how="ratio")


def _told_before(spot: Spot) -> Tie | None:
    """Return the rate of "Crime per 1,000 people was 119.3", "Per 1,000 residents that is 1.8 officers"."""
    told = next((j for j in spot.parse.back(spot.i) if spot.parse.joint(j, Join.RATE)), None)
    if told is None or spot.quantity.unit is not None or spot.in_words:
        return None
    unit = Unit.PER_100000_PEOPLE if "100" in spot.parse.word(told) else Unit.PER_1000_PEOPLE
    named = [(t.thing.thing, j) for j in (spot.i, *spot.parse.back(spot.i)) if (n := spot.parse.noun(j)) for t in reversed(n.things) if t.thing]
    earlier = [tie for tie in spot.found if tie is not None]
    if earlier:
        return None
    thing, j = next(((thing, j) for thing, j in named if Aspect.RATE in thing.measures), (None, 0))
    if thing is None:
        return None
    rated = Spot(spot.parse, spot.n, spot.found, spot.previous)
    rated.quantity = replace(spot.quantity, unit=unit)
    return rated.tie(thing, Aspect.RATE, how="rate", named=j)


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
