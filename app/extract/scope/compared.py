"""Whose figure it is, where a sentence names others: theirs, if they lead to it or follow it."""

from collections.abc import Iterator

from app.extract.clauses import Parse
from app.extract.groups import Join
from app.extract.scope.clause import is_figure
from app.extract.scope.leading import begins, leads_to
from app.extract.scope.others import Others, is_average, others_in
from app.extract.spots import Spot
from app.vocabulary.areas import NATIONAL

_WHERE = frozenset("in for across among of throughout within over".split())


def area_of_others(spot: Spot, begin: int, end: int) -> str | None:
    """Return the area of the others whose figure it is, or ``None``. Its words are the groups ``begin`` to ``end``."""
    for others in _others(spot):
        start = begin if others.last < begin else spot.i
        if others.first <= spot.i <= others.last or leads_to(spot, others, start) or _is_after(spot, others, end):
            return others.area
    return None


def area_around(spot: Spot) -> str | None:
    """Return the area of the others named between the figures around one that is known to be of others."""
    figures = [i for i in spot.parse.spots if i >= 0]
    before = max((i for i in figures if i < spot.i), default=-1)
    after = min((i for i in figures if i > spot.i), default=len(spot.parse.groups))
    return next((others.area for others in _others(spot) if before < others.first < after), None)


def _others(spot: Spot) -> Iterator[Others]:
    return (others for others in others_in(spot.parse) if not _is_of_another(spot, others))


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
        if whole and begins(parse, others.first) and leads_to(spot, others, spot.i):
            return NATIONAL
        after = others.first - (1 if parse.word(others.first - 1) in {"in", "across", "throughout"} else 0)
        if whole and after in {spot.i + 1, end + 1}:
            return NATIONAL
    return None


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
