"""The place right beside a figure: "Brackwater (15%)", "612,000 in Brackwater", "Brackwater's population"."""

from app.extract.groups import Join
from app.extract.scope.named import Named, is_listed
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.measures import Kind

_RIGHT_AFTER = frozenset("of in on at across for within".split())


def place_beside(spot: Spot, tie: Tie, named: list[Named], *, local: bool) -> Named | None:
    """Return the place right beside a figure: "Brackwater (15%)", "612,000 in Brackwater", "Marlow's population"."""
    opening = _opening(spot)
    for place in named:
        if opening == place.last + 1 or _is_owner(spot, tie, place):
            return place
    for place in named:
        if tie.start < place.mention.start and place.mention.end <= tie.end and tie.measure.kind is not Kind.EXTENT:
            return place
        before = (local or spot.headless) and _is_right_before(spot, tie, place)
        if before or _is_right_after(spot, place):
            return place
    return None


def _opening(spot: Spot) -> int | None:
    """Return the place where the bracket opens whose first figure it is: "Brackwater (population: 591,000)"."""
    for j in spot.parse.back(spot.i):
        if spot.parse.joint(j, Join.OPEN):
            return j
        noun = spot.parse.noun(j)
        if spot.parse.joint(j, Join.CLOSE) or (noun is not None and noun.quantity is not None):
            return None
    return None


def _is_owner(spot: Spot, tie: Tie, place: Named) -> bool:
    """Return whether a place owns what a figure is of: "Brackwater's population of 16,500"."""
    first = spot.parse.first_of(tie.start)
    noun = spot.parse.noun(place.last)
    return (
        noun is not None and first <= place.last <= spot.i and any(t.end == place.mention.end for t in noun.owner[:-1])
    )


def _is_right_before(spot: Spot, tie: Tie, place: Named) -> bool:
    """Return whether a place stands right before a figure: "Marlow 84,000", "Brackwater has 143,000"."""
    parse, j = spot.parse, spot.i - 1
    begin = parse.first_of(tie.start)
    if spot.headless and parse.joint(begin - 1, Join.COMMA) and begin == place.last + 2 and begin < spot.i:
        return True  # "the town of Marlow, population 61,500"
    if spot.before_number and set(spot.before_number) - {"a", "an"}:
        return False
    if parse.word(j) == "at":
        j -= 1
    verb = parse.verb(j)
    if verb is not None and verb.lemma in {"be", "have"} and not verb.intent:
        j -= 1
        pointer = parse.noun(j)
        j -= pointer is not None and pointer.text == "it"
    return j == place.last and not is_listed(parse, place.first, place.last)


def _is_right_after(spot: Spot, place: Named) -> bool:
    """Return whether a place stands right after a number: "612,000 in Brackwater", "15% (Brackwater)"."""
    parse, j = spot.parse, spot.i + 1
    if not spot.headless:
        return False
    if parse.word(j) == "of" and parse.joint(j + 1, Join.RELATIVE):  # "412,000 of whom in Brackwater"
        j += 2
    if parse.joint(j, Join.OPEN) or parse.word(j) in _RIGHT_AFTER:
        return place.first == j + 1 and not is_listed(parse, place.first, place.last)
    return False
