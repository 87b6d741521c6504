"""Whether others lead to a figure: only what links stands between, as in "the average for England is 12%"."""

from app.extract.clauses import Parse
from app.extract.groups import Head, Join
from app.extract.scope.clause import begins_clause, is_figure
from app.extract.scope.others import Others, is_average
from app.extract.spots import Spot

_LINKS = frozenset("of at by to for on as".split())


def begins(parse: Parse, j: int) -> bool:
    """Return whether the group at ``j``, with its preposition, begins a clause."""
    while parse.joint(j - 1, Join.PREPOSITION) or (j > 0 and parse.noun(j - 1) and not parse.noun(j - 1).quantity):  # type: ignore[union-attr]
        j -= 1
    return j <= 0 or parse.joint(j - 1, Join.COMMA, Join.STOP, Join.SUBORDINATOR, Join.AND, Join.OPEN) is not None


def leads_to(spot: Spot, others: Others, start: int) -> bool:
    """Return whether only what links stands between the others and a figure after them, whose words ``start`` there."""
    parse = spot.parse
    between = range(others.last + 1, start)
    if others.last >= start:
        return False
    if _is_told_of(parse, others.last + 1):
        return not any(is_figure(parse, j) for j in between)
    noun = parse.noun(others.first)
    first = begins(parse, others.first)
    average = noun is not None and (is_average(noun) or noun.noun == "national")
    return all(_links(parse, j, first=first, average=average) for j in between)


def _is_told_of(parse: Parse, j: int) -> bool:
    """Return whether what follows is told of others: "the region, where", "England and Wales as a whole, which"."""
    if parse.word(j) == "as":
        j += 2
    j += parse.joint(j, Join.COMMA) is not None
    return parse.word(j) in {"where", "which"}


def _links(parse: Parse, j: int, *, first: bool, average: bool) -> bool:
    """Return whether a group only links others to their figure; after a colon, it is theirs if they head the clause."""
    noun = parse.noun(j)
    if noun is not None:
        plain = noun.head in {Head.NONE, Head.POINTER} or is_average(noun)
        single = noun.quantity is None or parse.quantity(noun.quantity).value == 1  # "is one for every 541"
        return single and plain
    if parse.joint(j, Join.COMMA):
        return first
    if parse.joint(j, Join.STOP):
        return (first or average) and not begins_clause(parse, j)
    if parse.joint(j, Join.PREPOSITION):
        return parse.word(j) in _LINKS
    return parse.joint(j, Join.CLOSE, Join.AND, Join.SUBORDINATOR, Join.RELATIVE) is None
