"""The same share, rate or population of a place: "12% speak Welsh, in Brackwater 8%"."""

from app.extract.groups import Head, Join, NounGroup
from app.extract.joins.dependent.hosts import alike, between, like
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Kind
from app.vocabulary.things import Aspect

_IN = frozenset({"in", "for"})


def in_place(spot: Spot) -> Tie | None:
    """Return what the figure before states, of a place that is named beside a number."""
    host = alike(spot)
    if host is None or not spot.headless:
        return None
    if host.measure.id == "population":
        placed = _lives_there(spot)
    else:
        placed = (host.measure.kind is Kind.SHARE or host.aspect is Aspect.RATE) and _is_placed(spot)
    return like(spot, host, "in_place", Role.IN_PLACE) if placed else None


def _is_named(noun: NounGroup | None) -> bool:
    return noun is not None and any(token.named for token in noun.tokens)


def _lives_there(spot: Spot) -> bool:
    """Return whether a part of the residents lives in a place: "412,000 of them in Fenwith", "and Fenwith 412,000"."""
    parse = spot.parse
    before, beside = parse.before(spot.i), spot.i - 1
    name = parse.noun(before)
    if name is not None and name.proper:
        return parse.joint(parse.before(before), Join.AND, Join.COMMA) is not None
    after = parse.after(spot.i)
    of_them = parse.word(after) == "of"
    after = parse.after(after + 1) if of_them else after
    after = after if parse.verb(after) is None else parse.after(after)
    where = parse.noun(after + 1) if parse.word(after) in {"in", "on"} else None
    return _is_named(where) and (of_them or _is_listed(spot) or parse.joint(beside, Join.RELATIVE) is not None)


def _is_listed(spot: Spot) -> bool:
    """Return whether a number is in a list of places: ": 612,000 in Marlow and 428,000 in Fenwith"."""
    last = spot.found[-1] if spot.found else None
    goes_on = last is not None and last.how == "in_place" and spot.parse.joint(spot.i - 1, Join.AND, Join.COMMA)
    return spot.parse.word(spot.i - 1) in {":", "–"} or bool(goes_on)


def _is_placed(spot: Spot) -> bool:
    """Return whether a place is named before a number, or right after it, and no thing: "in Brackwater 8%"."""
    after = spot.parse.after(spot.i)
    if spot.parse.word(after) == "of":
        return False
    where = spot.parse.noun(after + 1) if spot.parse.word(after) in _IN else None
    placed = False
    for j in reversed(between(spot)):
        noun = spot.parse.noun(j)
        if placed and spot.parse.joint(j, Join.OPEN, Join.COMMA, Join.STOP):
            break
        if noun is not None and noun.head is Head.THING:
            return False
        placed = placed or _is_named(noun)
    return placed or _is_named(where)
