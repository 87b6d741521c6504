"""The area of a figure, if it is not the whole force area: the others it is of, or a place in its clause."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.extract.clauses import Parse
from app.extract.groups import Join
from app.extract.places import PlaceMention
from app.extract.scope.clause import first_of, last_of
from app.extract.scope.compared import area_of_count, area_of_others
from app.extract.scope.reach import after_in_clause, before_in_clause, is_listed, is_of_whole
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.measures import Kind, Topic
from app.vocabulary.things import Aspect

_LOCAL_TOPICS = frozenset({Topic.GEOGRAPHY, Topic.DEMOGRAPHICS})
"""Only figures about the territory and its people are of parts of it; budgets and workforces are the force's."""
_RIGHT_AFTER = frozenset("of in on at across for within".split())


@dataclass(frozen=True, slots=True)
class Named:
    """A place and those of the groups that name it."""

    mention: PlaceMention
    first: int
    last: int


def area_of(spot: Spot, tie: Tie, places: Sequence[PlaceMention]) -> str | None:
    """Return the area of a figure among the ``places`` of its sentence; ``None`` is the whole force area."""
    if tie.area is not None:
        return tie.area
    begin, end = first_of(spot.parse, tie.start), last_of(spot.parse, tie.end)
    counts = tie.aspect is Aspect.LEVEL and tie.measure.kind in {Kind.COUNT, Kind.EXTENT}
    others = area_of_count(spot, end) if counts else area_of_others(spot, begin, end, tie.role)
    if others is not None:
        return others
    named = [] if is_of_whole(spot) else [_named(spot.parse, mention) for mention in places]
    local = _is_local(spot, tie, places)
    place = _beside(spot, tie, named, local=local) or (_in_clause(spot, end, named) if local else None)
    return None if place is None else place.mention.place


def _named(parse: Parse, mention: PlaceMention) -> Named:
    within = [j for j, g in enumerate(parse.groups) if g.start < mention.end and mention.start < g.end]
    return Named(mention, within[0], within[-1])


def _is_local(spot: Spot, tie: Tie, places: Sequence[PlaceMention]) -> bool:
    text = spot.parse.text
    return tie.measure.topic in _LOCAL_TOPICS or any(text.startswith(" alone", place.end) for place in places)


def _beside(spot: Spot, tie: Tie, named: list[Named], *, local: bool) -> Named | None:
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
    for j in range(spot.i - 1, -1, -1):
        if spot.parse.joint(j, Join.OPEN):
            return j
        noun = spot.parse.noun(j)
        if spot.parse.joint(j, Join.CLOSE) or (noun is not None and noun.quantity is not None):
            return None
    return None


def _is_owner(spot: Spot, tie: Tie, place: Named) -> bool:
    """Return whether a place owns what a figure is of: "Brackwater's population of 16,500"."""
    first = first_of(spot.parse, tie.start)
    noun = spot.parse.noun(place.last)
    return (
        noun is not None and first <= place.last <= spot.i and any(t.end == place.mention.end for t in noun.owner[:-1])
    )


def _is_right_before(spot: Spot, tie: Tie, place: Named) -> bool:
    """Return whether a place stands right before a figure: "Marlow 84,000", "Brackwater has 143,000"."""
    parse, j = spot.parse, spot.i - 1
    begin = first_of(parse, tie.start)
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


def _in_clause(spot: Spot, end: int, named: list[Named]) -> Named | None:
    """Return the only place that the clause of a figure gives it."""
    found = [
        place
        for place in named
        if not is_listed(spot.parse, place.first, place.last)
        and (before_in_clause(spot, place.first, place.last) or after_in_clause(spot, end, place.first))
    ]
    return found[0] if len({place.mention.place for place in found}) == 1 else None
