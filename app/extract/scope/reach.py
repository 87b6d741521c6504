"""How far a place reaches in its clause: as its subject, at its beginning, after its verb."""

from app.extract.clauses import Parse
from app.extract.groups import Join
from app.extract.scope.clause import begins_clause, is_figure, tense
from app.extract.spots import Spot

_TOLD_OF_IT = frozenset({"where", "which", "with", "that", "who"})
_WHOLE = frozenset({"the force area", "the county", "the force", "our area", "the whole force", "the whole county"})
_BESIDE_IT = frozenset({"around", "near", "outside", "beyond", "between", "from", "round"})


def before_in_clause(spot: Spot, first: int, last: int) -> bool:
    """Return whether a place before a figure gives its clause an area."""
    parse, i = spot.parse, spot.i
    if last >= i:
        return False
    if _is_told_of(spot, last) or _is_there(spot, last):
        return True
    if _ends_between(spot, last + 1, i):
        return False
    verb = parse.governing(first)
    if verb is not None and verb > _clause_start(spot, first):
        return not any(parse.joint(j, Join.AND, Join.COMMA) or is_figure(parse, j) for j in range(last + 1, i))
    subject = parse.preposition(first) == "" and not parse.joint(last + 1, Join.STOP)
    return not subject or any(tense(parse.verb(j)) for j in range(last + 1, i))


def _is_told_of(spot: Spot, last: int) -> bool:
    """Return whether a figure is in a clause that tells of a place: "Marlow, where 84,000 people live"."""
    for j in range(last + 1, spot.i):
        if spot.parse.verb(j) is not None or begins_clause(spot.parse, j):
            return False
        if spot.parse.word(j) in _TOLD_OF_IT and (spot.parse.word(j) != "with" or j <= last + 2):
            return not _ends_between(spot, j + 1, spot.i)
    return False


def _is_there(spot: Spot, last: int) -> bool:
    """Return whether "there" after a figure points to a place: "Port Ansell is busy; 802,000 embarked there"."""
    parse = spot.parse
    j = next((j for j in range(spot.i, len(parse.groups)) if parse.groups[j].text == "there"), None)
    return j is not None and not any(is_figure(parse, k) for k in (*range(last, spot.i), *range(spot.i + 1, j)))


def after_in_clause(spot: Spot, end: int, first: int) -> bool:
    """Return whether a place after a figure is where it is: "live in Brackwater", "use the Port of Kelder"."""
    parse = spot.parse
    if first <= spot.i or (parse.preposition(first) in _BESIDE_IT and not _is_visited(parse, first)):
        return False
    begin = max(spot.i, min(end, first - 1)) + 1
    if any(is_figure(parse, j) or parse.joint(j, Join.COMMA, Join.OPEN) for j in range(begin, first)):
        return False
    if any(parse.joint(j, Join.AND) and not _joins_nouns(parse, j) for j in range(begin, first)):
        return False
    return not any(begins_clause(parse, j) or parse.joint(j, Join.STOP, Join.RELATIVE) for j in range(begin, first))


def _is_visited(parse: Parse, j: int) -> bool:
    """Return whether a place is one that people pass: "fly from Brackwater Airport"."""
    noun = parse.noun(j)
    return noun is not None and noun.noun in {"airport", "port"}


def _joins_nouns(parse: Parse, j: int) -> bool:
    """Return whether "and" only joins two nouns of a verb that stands before it: "attended concerts and matches at"."""
    return parse.verb(j - 2) is not None and parse.noun(j - 1) is not None and parse.noun(j + 1) is not None


def _ends_between(spot: Spot, start: int, end: int) -> bool:
    """Return whether a clause ends between a place and a figure: at "while", at "and" before another subject."""
    parse, opened = spot.parse, 0
    for j in range(start, end):
        opened += (parse.joint(j, Join.OPEN) is not None) - (parse.joint(j, Join.CLOSE) is not None)
        if begins_clause(parse, j) or opened < 0 or (parse.joint(j, Join.STOP) and parse.word(j) != ":"):
            return True
        if parse.joint(j, Join.AND) and _has_own_subject(spot, j):
            return True
    return False


def _has_own_subject(spot: Spot, j: int) -> bool:
    """Return whether a clause with a subject of its own begins at the "and" at ``j``, and the figure is in it."""
    parse = spot.parse
    verb = next((v for v in range(j + 1, spot.i) if tense(parse.verb(v))), None)
    if verb is not None:
        subject = parse.subject(verb)
        return subject is not None and subject > j
    listed = spot.is_object or any(parse.joint(k, Join.STOP) for k in range(j, spot.i))
    return not listed and spot.next_verb is not None


def _clause_start(spot: Spot, first: int) -> int:
    return next((j for j in spot.parse.back(first) if begins_clause(spot.parse, j)), -1)


def is_of_whole(spot: Spot) -> bool:
    """Return whether a figure is said to be of the whole force area: "16% across the force area"."""
    noun = spot.parse.noun(spot.i + 2)
    return spot.parse.word(spot.i + 1) in {"across", "in", "for"} and noun is not None and noun.text in _WHOLE
