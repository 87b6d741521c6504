"""Stored observations: those of a revision, a single one, or all that match a filter."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select
from sqlalchemy.orm import Session

from app.db import models
from app.db.rows import observation_fields
from app.queries.paging import AnyRow, AnySelect, Page, SortKey, Window, page, stored_decimal, whole_number
from app.queries.releases import standing
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import Observation
from app.vocabulary.warnings import FigureWarning, WarningCode


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObservation(Observation):
    """An observation with its id and the statement it comes from."""

    id: str
    force: str
    round: str
    revision: int
    url: str | None
    topic: Topic
    measure_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationFilter:
    """Which observations to select. An empty field matches all; ``None`` in ``areas`` is the whole force area."""

    forces: Collection[str] = ()
    measures: Collection[str] = ()
    topics: Collection[Topic] = ()
    rounds: Collection[str] = ()
    periods: Collection[str] = ()
    areas: Collection[str | None] = ()
    qualifiers: Collection[Qualifier] = ()
    statuses: Collection[Status] = ()
    min_value: Decimal | None = None
    max_value: Decimal | None = None


def select_observations() -> AnySelect:
    """Return the query of all observations, with the statements and revisions they are of and their measures."""
    return (
        select(models.Observation, models.Statement, models.Revision.number, models.Revision.url, models.Measure)
        .join(models.Revision, models.Observation.revision_id == models.Revision.id)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .join(models.Measure, models.Observation.measure_id == models.Measure.id)
    )


_COLUMNS: Mapping[str, ColumnElement[Any]] = MappingProxyType(
    {
        "forces": models.Statement.force_id.expression,
        "measures": models.Observation.measure_id.expression,
        "topics": models.Measure.topic.expression,
        "rounds": models.Statement.round.expression,
        "periods": models.Observation.period_label.expression,
        "areas": models.Observation.area.expression,
        "qualifiers": models.Observation.qualifier.expression,
        "statuses": models.Observation.status.expression,
    }
)
"""The column that each list field of a filter applies to."""


def passing(query: AnySelect, wanted: ObservationFilter) -> AnySelect:
    """Return a query restricted to the observations that match a filter."""
    for field, column in _COLUMNS.items():
        choices: Collection[str | None] = getattr(wanted, field)
        if choices:
            query = query.where(_area_among(choices) if field == "areas" else column.in_(choices))
    if wanted.min_value is not None:
        query = query.where(models.Observation.value >= wanted.min_value)
    if wanted.max_value is not None:
        query = query.where(models.Observation.value <= wanted.max_value)
    return query


def _area_among(areas: Collection[str | None]) -> ColumnElement[bool]:
    named = func.lower(models.Observation.area).in_([area.lower() for area in areas if area is not None])
    return or_(named, models.Observation.area.is_(None)) if None in areas else named


PLACE_IN_DATASET = (
    SortKey(models.Statement.force_id.expression, str),
    SortKey(models.Statement.round.expression, str, descending=True),
    SortKey(models.Observation.ordinal.expression, whole_number),
)
# Figures without a period sort before those with one.
_BEFORE_ALL = date(1, 1, 1)
_SORTS: dict[str, tuple[ColumnElement[Any], Any]] = {
    "force": (models.Statement.force_id.expression, str),
    "round": (models.Statement.round.expression, str),
    "measure": (models.Measure.position.expression, whole_number),
    "value": (models.Observation.value.expression, stored_decimal),
    "period": (func.coalesce(models.Observation.period_end, _BEFORE_ALL), date.fromisoformat),
}
SORTS = tuple(_SORTS)


def sort_keys(sort: str) -> tuple[SortKey, ...]:
    """Return the keys of a sort order: one of ``SORTS``, prefixed with ``-`` for descending."""
    column, read = _SORTS[sort.removeprefix("-")]
    return (SortKey(column, read, descending=sort.startswith("-")), *PLACE_IN_DATASET)


def list_observations(
    session: Session, wanted: ObservationFilter, sort: str, window: Window, as_of: int | None = None
) -> Page[StoredObservation]:
    """Return a page of the observations that match a filter and are current now or as of a release."""
    query = passing(select_observations().where(standing(as_of)), wanted)
    return page(session, query, sort_keys(sort), window, stored_observation_of)


def any_observation(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> bool:
    """Return whether any figure that is current now, or was as of a release, matches a filter."""
    query = passing(select_observations().where(standing(as_of)), wanted)
    return bool(session.scalar(select(query.with_only_columns(literal(1), maintain_column_froms=True).exists())))


def values_of(
    session: Session, wanted: ObservationFilter, field: str, as_of: int | None = None
) -> dict[str | None, int]:
    """Return the values of a filter field among the matching current figures, and how many figures have each.

    The most frequent come first. ``None`` counts the figures without a value.
    """
    column, count = _COLUMNS[field], func.count()
    query = passing(select_observations().where(standing(as_of)), wanted)
    query = query.with_only_columns(column, count, maintain_column_froms=True).group_by(column)
    return {row[0]: row[1] for row in session.execute(query.order_by(count.desc(), column))}


def observations_of(session: Session, revision_id: int) -> list[StoredObservation]:
    """Return the observations of a revision in the order of its text."""
    return observations_by_revision(session, [revision_id])[revision_id]


def observations_by_revision(session: Session, revision_ids: Collection[int]) -> dict[int, list[StoredObservation]]:
    """Return the observations of each of several revisions in the order of its text."""
    query = (
        select_observations()
        .where(models.Observation.revision_id.in_(revision_ids))
        .order_by(models.Observation.ordinal)
    )
    found: dict[int, list[StoredObservation]] = {id_: [] for id_ in revision_ids}
    for row in session.execute(query):
        found[row[0].revision_id].append(stored_observation_of(row))
    return found


def observations_in(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> list[StoredObservation]:
    """Return all observations that match a filter and are current now or as of a release, by force, newest first."""
    query = passing(select_observations().where(standing(as_of)), wanted)
    query = query.order_by(models.Statement.force_id, models.Statement.round.desc(), models.Observation.ordinal)
    return [stored_observation_of(row) for row in session.execute(query)]


def observations_with_warnings(session: Session) -> list[StoredObservation]:
    """Return the current figures that have a warning."""
    query = select_observations().where(standing())
    query = query.order_by(models.Statement.force_id, models.Statement.round, models.Observation.ordinal)
    return [row for row in map(stored_observation_of, session.execute(query)) if row.warnings]


def observation_by_id(session: Session, id_: str) -> StoredObservation | None:
    """Return an observation by its id, even from a superseded revision; ``None`` if there is none."""
    row = session.execute(select_observations().where(has_id(id_))).one_or_none()
    return None if row is None else stored_observation_of(row)


def has_id(id_: str) -> ColumnElement[bool]:
    """Return the condition that an observation has an id, which none has that is not made like one."""
    parts = _ID.fullmatch(id_)
    if parts is None:
        return false()
    return and_(
        models.Statement.force_id == parts["force"],
        models.Statement.round == parts["round"],
        models.Revision.number == int(parts["revision"]),
        models.Observation.ordinal == int(parts["ordinal"]),
    )


_NUMBER = r"[1-9]\d{0,5}"
_ID = re.compile(rf"(?P<force>[a-z-]+)\.(?P<round>[\d-]+)\.(?P<revision>{_NUMBER})\.(?P<ordinal>{_NUMBER})", re.ASCII)


def stored_observation_of(row: AnyRow) -> StoredObservation:
    """Return the observation in a row of ``select_observations``."""
    found: models.Observation = row[0]
    statement: models.Statement = row[1]
    measure: models.Measure = row[4]
    return StoredObservation(
        id=f"{statement.force_id}.{statement.round}.{row[2]}.{found.ordinal}",
        force=statement.force_id,
        round=statement.round,
        revision=row[2],
        url=row[3],
        topic=measure.topic,
        measure_label=measure.label,
        warnings=tuple(map(_warning, found.warnings or ())),
        **observation_fields(found),
    )


def _warning(stored: Mapping[str, str]) -> FigureWarning:
    return FigureWarning(WarningCode(stored["check"]), stored["detail"])
