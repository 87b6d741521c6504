"""Stored reconciliations: how stated figures agree with official ones, of a statement or all that match a filter."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, String, cast, literal, or_, select
from sqlalchemy.orm import Session

from app.db import models, rows
from app.queries import observations
from app.queries.observations import (
    ObservationFilter,
    StoredObservation,
    fixed_by,
    has_id,
    passing,
    select_observations,
    standing_figures,
    stored_observation_of,
)
from app.queries.paging import AnyRow, AnySelect, Page, SortKey, Window, backwards, page, stored_decimal, whole_number
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
_OF_FIGURE = _TABLE.observation_id == models.Observation.id
_RECONCILIATIONS: AnySelect = (
    select_observations()
    .add_columns(
        *(_TABLE.relation, _TABLE.reasons, _TABLE.primary_candidate, _TABLE.closest_candidate, _TABLE.candidates),
        *(_TABLE.difference, _TABLE.explanation),
    )
    .join(_TABLE, _OF_FIGURE)
)
_MATCHES: AnySelect = select(literal(1)).select_from(models.Observation).join(_TABLE, _OF_FIGURE)
_BY_DIFFERENCE = (
    SortKey(_TABLE.size.expression, stored_decimal),
    SortKey(_TABLE.observation_id.expression, whole_number),
)
SORTS = ("force", "measure", "difference")


def sort_keys(sort: str) -> tuple[SortKey, ...]:
    """Return the keys of a sort order: one of ``SORTS``, prefixed with ``-`` for the same backwards."""
    if sort.removeprefix("-") != "difference":
        return observations.sort_keys(sort)
    return backwards(_BY_DIFFERENCE) if sort.startswith("-") else _BY_DIFFERENCE


def list_reconciliations(
    session: Session, wanted: ReconciliationFilter, sort: str, window: Window, as_of: int | None = None
) -> Page[StoredReconciliation]:
    """Return a page of the reconciliations that match a filter and stand now or stood as of a release."""
    conditions = [*_standing(as_of), *_agreeing(wanted)]
    return page(
        session,
        passing(_RECONCILIATIONS.where(*conditions), wanted.stated, sort.removeprefix("-")),
        sort_keys(sort),
        window,
        _row,
        fixed=fixed_by(wanted.stated),
        matches=passing(_MATCHES.where(*conditions), wanted.stated),
    )


def reconciliation_of(session: Session, observation: str) -> StoredReconciliation | None:
    """Return the reconciliation of an observation by its id; ``None`` where none stands."""
    row = session.execute(_RECONCILIATIONS.where(standing(of=_TABLE), has_id(observation))).one_or_none()
    return None if row is None else _row(row)


def reconciliations_of_revision(
    session: Session, revision_id: int, as_of: int | None = None
) -> list[StoredReconciliation]:
    """Return the reconciliations of the figures of a revision, in the order of its text."""
    query = _RECONCILIATIONS.where(standing(as_of, _TABLE), models.Observation.revision_id == revision_id)
    return [_row(row) for row in session.execute(query.order_by(models.Observation.ordinal))]


def _standing(as_of: int | None) -> Iterator[ColumnElement[bool]]:
    yield standing(as_of, _TABLE)
    if as_of is None:  # what stands is of a figure that stands, which the indexes of figures are of
        yield standing_figures()


def _agreeing(wanted: ReconciliationFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.relations:
        yield _TABLE.relation.in_(wanted.relations)
    if wanted.reasons:
        named = cast(_TABLE.reasons, String)  # as JSON, in which each stands between quotes
        yield or_(*(named.contains(f'"{reason}"', autoescape=True) for reason in wanted.reasons))


def _row(row: AnyRow) -> StoredReconciliation:
    return StoredReconciliation(stored_observation_of(row), rows.reconciliation_of(row))
