"""Hints: how an assistant may go on where what it asked for does not match, or is more than it was given."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from app.api.asked import WHOLE_AREA
from app.queries.observations import ObservationFilter, StoredObservation, list_observations
from app.queries.paging import COUNT_LIMIT, Window
from app.vocabulary.names import nearest

NAMED = 12
"""How many values a hint names at most."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Something that figures are filtered by: the field of the filter, and what a figure has of it."""

    field: str
    of: Callable[[StoredObservation], str]


FACETS: Mapping[str, Facet] = MappingProxyType(
    {
        "force": Facet("forces", lambda row: row.force),
        "measure": Facet("measures", lambda row: row.measure),
        "topic": Facet("topics", lambda row: row.topic),
        "round": Facet("rounds", lambda row: row.round),
        "period": Facet("periods", lambda row: "no period named" if row.period is None else row.period.label),
        "area": Facet("areas", lambda row: WHOLE_AREA if row.area is None else row.area),
        "status": Facet("statuses", lambda row: row.status),
    }
)
"""The facets, by the names of the arguments."""


def nothing_matches(session: Session, wanted: ObservationFilter) -> str:
    """Return why no figure passes a filter, as far as one of its parts is the reason, and what there is instead."""
    told = list(_left_out(session, wanted)) or list(_unknown(session, wanted))
    return " ".join(["No figure matches.", *(told or ["Each part alone matches some: ask for fewer at once."])])


def _left_out(session: Session, wanted: ObservationFilter) -> Iterator[str]:
    """Yield what there would be if one part of a filter were left out."""
    for name, facet, given in _asked(wanted):
        nothing: Any = ()
        others = _figures(session, replace(wanted, **{facet.field: nothing}))
        if others:
            there = _named(map(facet.of, others), given)
            yield f"Without {name}={' or '.join(given)} there are {len(others)}: of {name} {there}."


def _unknown(session: Session, wanted: ObservationFilter) -> Iterator[str]:
    """Yield the parts of a filter that no figure of the forces passes, and what these have."""
    of_forces = ObservationFilter(forces=wanted.forces)
    for name, facet, given in _asked(replace(wanted, forces=())):
        if not _figures(session, replace(of_forces, **{facet.field: getattr(wanted, facet.field)})):
            there = _named(map(facet.of, _figures(session, of_forces)), given)
            yield f"None is of {name} {' or '.join(given)}, only of {there}."


def _asked(wanted: ObservationFilter) -> Iterator[tuple[str, Facet, list[str]]]:
    """Yield the facets that a filter asks for, with the values it asks for."""
    for name, facet in FACETS.items():
        values: Collection[str | None] = getattr(wanted, facet.field)
        if values:
            yield name, facet, [WHOLE_AREA if value is None else value for value in values]


def _figures(session: Session, wanted: ObservationFilter) -> list[StoredObservation]:
    return list_observations(session, wanted, "force", Window(COUNT_LIMIT)).items


def _named(values: Iterable[str], given: Iterable[str]) -> str:
    """Return values in words: all of them where they are few, else those most like what was given, or the first."""
    known = list(dict.fromkeys(values))
    if len(known) <= NAMED:
        return ", ".join(known)
    near = list(dict.fromkeys(found for value in given for found in nearest(value, known))) or known[:NAMED]
    return f"{', '.join(near)} and {len(known) - len(near)} others"
