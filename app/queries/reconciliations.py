"""Stored reconciliations: how stated figures agree with official ones, of a statement or all that match a filter."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_
from sqlalchemy.orm import Session

from app.db import models, rows
from app.db.types import ExactDecimal
from app.queries.observations import (
    PLACE_IN_DATASET,
    ObservationFilter,
    StoredObservation,
    has_id,
    passing,
    select_observations,
    stored_observation_of,
)
from app.queries.paging import AnyRow, AnySelect, Page, SortKey, Window, page, stored_decimal, whole_number
from app.queries.releases import standing
from app.vocabulary.reconciliations import Reason, Reconciliation, Relation


@dataclass(frozen=True, slots=True)
class StoredReconciliation:
    """A stated figure, and how it agrees with official ones."""

    stated: StoredObservation
    found: Reconciliation


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationFilter:
    """Which reconciliations to select: of which stated figures, and how these agree. An empty field matches all."""

    stated: ObservationFilter = field(default_factory=ObservationFilter)
    relations: Collection[Relation] = ()
    reasons: Collection[Reason] = ()


_TABLE = models.Reconciliation
# Nothing is less than what could not be compared at all.
_SIZE = func.coalesce(func.abs(_TABLE.difference, type_=ExactDecimal()), Decimal(-1))
_SORTS: dict[str, tuple[ColumnElement[Any], Any]] = {
    "force": (models.Statement.force_id.expression, str),
    "measure": (models.Measure.position.expression, whole_number),
    "difference": (_SIZE, stored_decimal),
}
SORTS = tuple(_SORTS)


def sort_keys(sort: str) -> tuple[SortKey, ...]:
    """Return the keys of a sort order: one of ``SORTS``, prefixed with ``-`` for descending."""
    column, read = _SORTS[sort.removeprefix("-")]
    return (SortKey(column, read, descending=sort.startswith("-")), *PLACE_IN_DATASET)


def list_reconciliations(
    session: Session, wanted: ReconciliationFilter, sort: str, window: Window, as_of: int | None = None
) -> Page[StoredReconciliation]:
    """Return a page of the reconciliations that match a filter and stand now or stood as of a release."""
    query = passing(_select(as_of), wanted.stated)
    if wanted.relations:
        query = query.where(_TABLE.relation.in_(wanted.relations))
    if wanted.reasons:
        named = cast(_TABLE.reasons, String)  # as JSON, in which each stands between quotes
        query = query.where(or_(*(named.contains(f'"{reason}"', autoescape=True) for reason in wanted.reasons)))
    return page(session, query, sort_keys(sort), window, _row)


def reconciliation_of(session: Session, observation: str) -> StoredReconciliation | None:
    """Return the reconciliation of an observation by its id; ``None`` where none stands."""
    row = session.execute(_select(None).where(has_id(observation))).one_or_none()
    return None if row is None else _row(row)


def reconciliations_of_revision(
    session: Session, revision_id: int, as_of: int | None = None
) -> list[StoredReconciliation]:
    """Return the reconciliations of the figures of a revision, in the order of its text."""
    query = _select(as_of).where(models.Observation.revision_id == revision_id).order_by(models.Observation.ordinal)
    return [_row(row) for row in session.execute(query)]


def _select(as_of: int | None) -> AnySelect:
    return (
        select_observations()
        .add_columns(_TABLE)
        .join(_TABLE, _TABLE.observation_id == models.Observation.id)
        .where(standing(as_of, _TABLE))
    )


def _row(row: AnyRow) -> StoredReconciliation:
    return StoredReconciliation(stored_observation_of(row), rows.reconciliation_of(row.Reconciliation))
