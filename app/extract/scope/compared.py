"""Whose figure it is, where a sentence names others: theirs, if they lead to it or follow it."""

from app.extract.clauses import Parse
from app.extract.groups import Head, Join
from app.extract.scope.clause import begins_clause, is_figure
from app.extract.scope.others import Others, is_average, others_in
from app.extract.spots import Spot
from app.extract.ties import Role
from app.vocabulary.areas import NATIONAL

_LINKS = frozenset("of at by to for on as".split())
_WHERE = frozenset("in for across among of throughout within over".split())


def area_of_others(spot: Spot, begin: int, end: int, role: Role) -> str | None:
    """Return the area of the others whose figure it is, or ``None``. Its words are the groups ``begin`` to ``end``."""
    found = [others for others in others_in(spot.parse) if not _is_of_another(spot, others)]
    for others in found:
        start = begin if others.last < begin else spot.i
        if others.first <= spot.i <= others.last or _leads_to(spot, others, start) or _is_after(spot, others, end):
            return others.area
    if role is not Role.COMPARATOR:
        return None
    figures = [i for i in spot.parse.spots if i >= 0]
    before = max((i for i in figures if i < spot.i), default=-1)
    after = min((i for i in figures if i > spot.i), default=len(spot.parse.groups))
    return next((others.area for others in found if before < others.first < after), None)


def _is_of_another(spot: Spot, others: Others) -> bool:
    """Return whether others are named in the group of another figure: "the 26 percent England and Wales average"."""
    return any(is_figure(spot.parse, j) and j != spot.i for j in range(others.first, others.last + 1))


def area_of_count(spot: Spot, end: int) -> str | None:
    """Return the country if a count is of all of it: "Nationally, ...", "... in England and Wales"."""
    parse = spot.parse
    for others in others_in(parse):
        if others.area is not NATIONAL:
            continue
        whole = others.last > others.first or parse.joint(others.first, Join.ADVERB)
        if whole and _begins(parse, others.first) and _leads_to(spot, others, spot.i):
            return NATIONAL
        after = others.first - (1 if parse.word(others.first - 1) in {"in", "across", "throughout"} else 0)
        if whole and after in {spot.i + 1, end + 1}:
            return NATIONAL
    return None


def _begins(parse: Parse, j: int) -> bool:
    """Return whether the group at ``j``, with its preposition, begins a clause."""
    while parse.joint(j - 1, Join.PREPOSITION) or (j > 0 and parse.noun(j - 1) and not parse.noun(j - 1).quantity):  # type: ignore[union-attr]
        j -= 1
    return j <= 0 or parse.joint(j - 1, Join.COMMA, Join.STOP, Join.SUBORDINATOR, Join.AND, Join.OPEN) is not None


def _leads_to(spot: Spot, others: Others, start: int) -> bool:
    """Return whether only what links stands between the others and a figure after them, whose words ``start`` there."""
    parse = spot.parse
    between = range(others.last + 1, start)
    if others.last >= start:
        return False
    if _is_told_of(parse, others.last + 1):
        return not any(is_figure(parse, j) for j in between)
    noun = parse.noun(others.first)
    first = _begins(parse, others.first)
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
        return noun.quantity is None and plain
    if parse.joint(j, Join.COMMA):
        return first
    if parse.joint(j, Join.STOP):
        return (first or average) and not begins_clause(parse, j)
    if parse.joint(j, Join.PREPOSITION):
        return parse.word(j) in _LINKS
    return parse.joint(j, Join.CLOSE, Join.AND, Join.SUBORDINATOR, Join.RELATIVE) is None


def _is_after(spot: Spot, others: Others, end: int) -> bool:
    """Return whether others stand right after a figure: "12% nationally", "5.7% seen in England", "12% (region)"."""
    return any(_follow(spot.parse, others, last, own=last == spot.i) for last in {spot.i, end} if others.first > last)


def _follow(parse: Parse, others: Others, last: int, *, own: bool) -> bool:
    j = last + 1
    opened = parse.joint(j, Join.OPEN)
    apart = parse.joint(j, Join.COMMA, Join.OPEN) is not None
    j += apart
    verb = parse.verb(j)
    if verb is not None and ((len(verb.tokens) == 1 and verb.past) or (verb.lemma == "be" and not verb.infinitive)):
        j += 1
    noun = parse.noun(j)
    if noun is not None and j < others.first and is_average(noun) and noun.quantity is None and not apart:
        j += 1
    if parse.word(j) in _WHERE and (
        own or (parse.word(j) != "of" and parse.groups[others.first].text != "the country")
    ):
        j += 1
    if j != others.first:
        return False
    if opened is not None:
        closing = next((k for k in range(j, len(parse.groups)) if parse.joint(k, Join.CLOSE)), len(parse.groups))
        return not any(is_figure(parse, k) for k in range(j, closing))
    following = parse.at(others.last + 1)
    return not apart or following is None or parse.joint(others.last + 1, Join.COMMA, Join.STOP, Join.AND) is not None
