"""The area of a figure, if it is not the whole force area: the others it is of, or a place in its clause."""

from collections.abc import Sequence

from app.extract.places import PlaceMention
from app.extract.scope.beside import place_beside
from app.extract.scope.compared import area_around, area_of_count, area_of_others
from app.extract.scope.named import Named, is_listed, named
from app.extract.scope.reach import after_in_clause, before_in_clause, is_of_whole
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Kind, Topic
from app.vocabulary.things import Aspect

_LOCAL_TOPICS = frozenset({Topic.GEOGRAPHY, Topic.DEMOGRAPHICS})
"""Only figures about the territory and its people are of parts of it; budgets and workforces are the force's."""
_RATE = "residents_per_officer"
"""This is counted in residents, and compared with others as rates and shares are."""


def area_of(spot: Spot, tie: Tie, places: Sequence[PlaceMention]) -> str | None:
    """Return the area of a figure among the ``places`` of its sentence; ``None`` is the whole force area."""
    if tie.area is not None:
        return tie.area
    begin, end = spot.parse.first_of(tie.start), spot.parse.last_of(tie.end)
    counts = tie.aspect is Aspect.LEVEL and tie.measure.kind in {Kind.COUNT, Kind.EXTENT} and tie.measure.id != _RATE
    others = area_of_count(spot, end) if counts else area_of_others(spot, begin, end)
    if others is not None:
        return others
    found = [] if is_of_whole(spot) else [named(spot.parse, mention) for mention in places]
    local = _is_local(spot, tie, places)
    place = place_beside(spot, tie, found, local=local) or (_in_clause(spot, end, found) if local else None)
    if place is None:
        return area_around(spot) if tie.role is Role.COMPARATOR else None
    return place.mention.place


def _is_local(spot: Spot, tie: Tie, places: Sequence[PlaceMention]) -> bool:
    text = spot.parse.text
    return tie.measure.topic in _LOCAL_TOPICS or any(text.startswith(" alone", place.end) for place in places)


def _in_clause(spot: Spot, end: int, places: list[Named]) -> Named | None:
    """Return the only place that the clause of a figure gives it."""
    found = [
        place
        for place in places
        if not is_listed(spot.parse, place.first, place.last)
        and (before_in_clause(spot, place.first, place.last) or after_in_clause(spot, end, place.first))
    ]
    return found[0] if len({place.mention.place for place in found}) == 1 else None
