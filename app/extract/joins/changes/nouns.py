"""Changes that a noun tells: "a 4% increase in crime", "an increase in crime of 4%", "a 13% population increase"."""

from app.extract.groups import Head, Join, NounGroup
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.things import Aspect, Thing

_IN = frozenset({"in", "to", "of", "for", "on", "across", "among"})
_OF_A_PART = frozenset({"against", "involving"})


def is_change(noun: NounGroup | None) -> bool:
    """Return whether a noun group tells a rise or a fall: "an increase", "further cuts"."""
    return noun is not None and noun.head in {Head.RISE, Head.FALL}


def noun_of_change(spot: Spot) -> Tie | None:
    """Return the change of what a noun of change names, is "in", or has for its subject: "it saw a fall of 4%"."""
    j = _noun(spot)
    noun = None if j is None else spot.parse.noun(j)
    if j is None or noun is None:
        return None
    falls = noun.head is Head.FALL
    if noun.things and (mention := noun.things[-1].thing) is not None:
        return spot.tie(mention.thing, Aspect.CHANGE, how="change_noun", named=j, falls=falls, end=noun.end)
    if (inside := _inside(spot, j)) is not None:
        of_a_part = spot.parse.word(inside[1] + 1) in _OF_A_PART
        return None if of_a_part else spot.tie(inside[0], Aspect.CHANGE, how="change_in", named=inside[1], falls=falls)
    if (topic := _subject(spot, j)) is not None:
        return spot.tie(topic[0], Aspect.CHANGE, how="change_noun", named=topic[1], falls=falls, end=noun.end)
    return None


def _noun(spot: Spot) -> int | None:
    """Return the noun of change of a number: its head, that after "4% (102 crimes)" or that before "of 4%"."""
    if is_change(spot.group):
        return spot.i
    if not spot.headless:
        return None
    beyond = spot.parse.after(spot.i)
    if is_change(spot.parse.noun(beyond)):
        return beyond
    return _governor(spot) if spot.preposition in {"of", "by"} else None


def _governor(spot: Spot) -> int | None:
    """Return the place of the noun of change that phrases lead from to a number: "an increase in crime of 4%"."""
    parse = spot.parse
    j = parse.before(parse.before(spot.i))
    while parse.noun(j) is not None and not is_change(parse.noun(j)):
        if not parse.joint(parse.before(j), Join.PREPOSITION):
            return None
        j = parse.before(parse.before(j))
    return j if is_change(parse.noun(j)) else None


def _inside(spot: Spot, j: int) -> tuple[Thing, int] | None:
    """Return what the noun of change at ``j``, or the number after it, is "in": "an increase of 4% in crime"."""
    for start in (spot.parse.after(j), spot.parse.after(spot.i)):
        if spot.parse.word(start) in _IN and (topic := spot.topic(start + 1)) is not None:
            return topic
    return None


def _subject(spot: Spot, j: int) -> tuple[Thing, int] | None:
    """Return the subject of the verb whose object is the noun of change at ``j``: "burglary saw a fall of 4%"."""
    v = spot.parse.governing(j)
    return None if v is None else spot.topic(spot.parse.subject(v))
