"""The figure before on which another depends, its host, and what stands between the two."""

from collections.abc import Iterator
from dataclasses import replace

from app.extract.clauses import Parse
from app.extract.groups import Join
from app.extract.scope.clause import is_figure
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.extract.tokens import Token
from app.vocabulary.things import Aspect

_REACH = 4
"""A figure may be like one of so many before it."""
_ENDS = (Join.STOP, Join.COMMA, Join.AND)


def alike(spot: Spot) -> Tie | None:
    """Return the nearest figure before in the unit of a number, unless what another between states is unknown."""
    for n in reversed(range(max(0, len(spot.found) - _REACH), len(spot.found))):
        tie = spot.found[n]
        if tie is None and spot.parse.quantity(n).unit is spot.quantity.unit:
            return None
        if tie is not None and has_unit_of(spot, tie):
            return tie
    previous = None if spot.found else spot.previous
    return previous if previous is not None and has_unit_of(spot, previous) else None


def has_unit_of(spot: Spot, tie: Tie) -> bool:
    """Return whether a number may have the unit of a figure, which one that is counted or a rate need not repeat."""
    unit = spot.quantity.unit
    return unit is tie.unit or (unit is None and (tie.unit.counted or tie.aspect is Aspect.RATE))


def like(spot: Spot, host: Tie, how: str, role: Role) -> Tie:
    """Return that a number states what another does, at its own place and time."""
    start, end = spot.quantity.start, spot.quantity.end
    return replace(host, start=start, end=end, how=how, role=role, area=None, period=None)


def between(spot: Spot) -> range:
    """Return the places of the groups between the number before and this one, or from the beginning."""
    return range(spot.parse.spots[spot.n - 1] + 1 if spot.n else 0, spot.i)


def words_before(spot: Spot) -> Iterator[Token]:
    """Yield the words between the groups of the number before and of this one, and those before it in its group."""
    for j in between(spot):
        yield from spot.parse.groups[j].tokens
    yield from spot.group.tokens[: spot.group.at]


def end_of_words(parse: Parse, i: int) -> int:
    """Return the place after ``i`` where the words of a number end: a comma, "and", a stop, another number."""
    for j in parse.ahead(i):
        if parse.joint(j, *_ENDS) or is_figure(parse, j):
            return j
    return len(parse.groups)
