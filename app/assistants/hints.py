"""Hints: what an assistant can do if nothing matches its filters, or if an answer is not the whole of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from app.answers.figures import WHOLE_AREA
from app.queries.observations import ObservationFilter, values_of
from app.vocabulary.names import nearest

NAMED = 12
"""The maximum number of values that a hint names."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Something to filter figures by: the field of the filter, and the word for figures that have no such value."""

    field: str
    none: str = "none named"


FACETS: Mapping[str, Facet] = MappingProxyType(
    {
        "force": Facet("forces"),
        "measure": Facet("measures"),
        "topic": Facet("topics"),
        "round": Facet("rounds"),
        "period": Facet("periods"),
        "area": Facet("areas", WHOLE_AREA),
        "status": Facet("statuses"),
    }
)
"""The facets, by the name of the tool argument."""


def nothing_matches(session: Session, wanted: ObservationFilter) -> str:
    """Return which part of a filter keeps all figures out, if a single one does, and which values it could have."""
    told = list(_left_out(session, wanted)) or list(_unknown(session, wanted))
    return " ".join(["No figure matches.", *(told or ["Each part alone matches some: ask for fewer at once."])])


def _left_out(session: Session, wanted: ObservationFilter) -> Iterator[str]:
    """Yield, for each part of a filter, what would match without it."""
    for name, facet, given in _asked(wanted):
        there = values_of(session, _with(wanted, facet, ()), facet.field)
        if there:
            total = sum(there.values())
            match = "1 figure matches" if total == 1 else f"{total:,} figures match"
            yield f"Without {name}={' or '.join(given)}, {match}: {name} is {_named(there, facet, given)}."


def _unknown(session: Session, wanted: ObservationFilter) -> Iterator[str]:
    """Yield the parts of a filter that no figure of the forces matches, and the values that their figures have."""
    of_forces = ObservationFilter(forces=wanted.forces)
    of = f" of {' or '.join(wanted.forces)}" if wanted.forces else ""
    for name, facet, given in _asked(replace(wanted, forces=())):
        if not values_of(session, _with(of_forces, facet, getattr(wanted, facet.field)), facet.field):
            there = _named(values_of(session, of_forces, facet.field), facet, given)
            yield f"No figure{of} has {name} {' or '.join(given)}; there are: {there}."


def _asked(wanted: ObservationFilter) -> Iterator[tuple[str, Facet, list[str]]]:
    """Yield the facets that a filter uses, with their wanted values."""
    for name, facet in FACETS.items():
        values: Collection[str | None] = getattr(wanted, facet.field)
        if values:
            yield name, facet, [facet.none if value is None else value for value in values]


def _with(wanted: ObservationFilter, facet: Facet, values: Collection[str | None]) -> ObservationFilter:
    changed: dict[str, Any] = {facet.field: values}
    return replace(wanted, **changed)


def _named(values: Iterable[str | None], facet: Facet, given: Iterable[str]) -> str:
    """Return values in words: all of them if they are few, otherwise those most like the given ones, or the first."""
    known = [facet.none if value is None else value for value in values]
    if len(known) > NAMED:
        near = list(dict.fromkeys(found for value in given for found in nearest(value, known))) or known[:NAMED]
        return f"{', '.join(near)} and {len(known) - len(near)} others"
    *others, last = known or ["none"]
    return f"{', '.join(others)} or {last}" if others else last
