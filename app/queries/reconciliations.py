"""Stored reconciliations: how stated figures agree with official ones, of a statement or all that match a filter."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from sqlalchemy import ColumnElement, FromClause, String, and_, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased, join

from app.db import models, rows
from app.queries import counts, observations
from app.queries.observations import (
    HAS_ID,
    ObservationFilter,
    StoredObservation,
    counted_by,
    fixed_by,
    is_counted,
    left_open_in,
    matches_all,
    observations_among,
    parts_of,
    passing,
    standing_figures,
    stored_observation_of,
    values_left_open,
)
from app.queries.paging import (
    COUNT_LIMIT,
    LISTINGS,
    RELEASES_AT_ONCE,
    AnyRow,
    AnySelect,
    Listing,
    Page,
    SortKey,
    Window,
    backwards,
    is_few,
    stored_decimal,
    whole_number,
)
from app.queries.releases import standing
from app.vocabulary.measures import measures
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
_FIGURE = models.Observation
_COLUMNS = (
    *(_TABLE.relation, _TABLE.reasons, _TABLE.primary_candidate, _TABLE.closest_candidate, _TABLE.candidates),
    *(_TABLE.difference, _TABLE.explanation),
)
_OF_FIGURE = _TABLE.observation_id == _FIGURE.id
_RECONCILIATIONS = observations_among(join(_FIGURE, _TABLE, _OF_FIGURE), *_COLUMNS)
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
    by_difference, of_any = sort.removeprefix("-") == "difference", not (wanted.relations or wanted.reasons)
    left_open = values_left_open(wanted.stated) if of_any else None
    if left_open is None:
        figures_first = not by_difference and (of_any or not is_few(session, _alone(wanted, as_of)))
        listing = _listing_of(wanted, sort, as_of, figures_first=figures_first)
    else:
        listing = _listing(tuple(left_open), sort, as_of)
    counted = of_any and is_counted(wanted.stated, as_of)
    number = partial(counts.reconciliations, session, **counted_by(wanted.stated)) if counted else None
    return listing.page(session.connection(), window, _row, left_open or {}, number=number)


def number_of_each_relation(
    session: Session, wanted: ReconciliationFilter, as_of: int | None = None
) -> dict[Relation, int] | None:
    """Return how many match a filter of each relation, whichever it asks for; ``None`` where there are too many."""
    of_any = replace(wanted, relations=())
    figures_first = not wanted.reasons and not matches_all(wanted.stated)
    matches = _matches(of_any, of_any.stated, as_of, figures_first=figures_first)
    found = matches.with_only_columns(_TABLE.relation, maintain_column_froms=True).limit(COUNT_LIMIT + 1).subquery()
    rows = session.execute(select(found.c.relation, func.count().label("number")).group_by(found.c.relation))
    numbers: dict[Relation, int] = {row.relation: row.number for row in rows}
    return None if sum(numbers.values()) > COUNT_LIMIT else {one: numbers.get(one, 0) for one in Relation}


def _listing_of(wanted: ReconciliationFilter, sort: str, as_of: int | None, *, figures_first: bool) -> Listing:
    by, stated = sort.removeprefix("-"), wanted.stated
    if by == "measure" and not stated.measures:
        stated = replace(stated, measures=[measure.id for measure in measures().values() if measure.counted_as])
    of_figures, conditions = _beside(wanted, as_of, figures_first=figures_first)
    return Listing(
        passing(observations_among(of_figures, *_COLUMNS).where(*conditions), stated, by),
        sort_keys(sort),
        fixed=fixed_by(stated, by),
        matches=_matches(wanted, stated, as_of, figures_first=figures_first),
    )


def _matches(
    wanted: ReconciliationFilter, stated: ObservationFilter, as_of: int | None, *, figures_first: bool
) -> AnySelect:
    if matches_all(wanted.stated):
        return _alone(wanted, as_of)
    of_figures, conditions = _beside(wanted, as_of, figures_first=figures_first)
    return passing(select(literal(1)).select_from(of_figures).where(*conditions), stated)


def _beside(
    wanted: ReconciliationFilter, as_of: int | None, *, figures_first: bool
) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """Return the figures with their reconciliations, and what is to hold of them besides what a filter says."""
    found = _of_each_figure(wanted, as_of) if figures_first else _OF_FIGURE
    conditions = [] if figures_first else list(_conditions(_TABLE, wanted, as_of))
    if as_of is None:  # what stands is of a figure that stands, which the indexes of figures are of
        conditions.append(standing_figures())
    return join(_FIGURE, _TABLE, found), conditions


@lru_cache(maxsize=LISTINGS)
def _listing(fields: tuple[str, ...], sort: str, as_of: int | None) -> Listing:
    wanted = ReconciliationFilter(stated=left_open_in(fields))
    return _listing_of(wanted, sort, as_of, figures_first=sort.removeprefix("-") != "difference")


def _alone(wanted: ReconciliationFilter, as_of: int | None) -> AnySelect:
    return select(literal(1)).where(*_conditions(_TABLE, wanted, as_of))


def _of_each_figure(wanted: ReconciliationFilter, as_of: int | None) -> ColumnElement[bool]:
    """Return the condition that a reconciliation is of a figure, so that they are looked up one figure after the other.

    Where a database lays the tables side by side, it would read one of them whole.
    """
    other = aliased(_TABLE)
    found = select(other.id).where(other.observation_id == _FIGURE.id, *_conditions(other, wanted, as_of))
    return _TABLE.id == found.correlate(_FIGURE).scalar_subquery()


def reconciliation_of(session: Session, observation: str) -> StoredReconciliation | None:
    """Return the reconciliation of an observation by its id; ``None`` where none stands."""
    parts = parts_of(observation)
    row = None if parts is None else session.connection().execute(_OF_ONE, parts).one_or_none()
    return None if row is None else _row(row)


_OF_ONE = _RECONCILIATIONS.where(standing(of=_TABLE), HAS_ID)


def figures_of_revision(
    session: Session, revision_id: int, as_of: int | None = None
) -> tuple[list[StoredObservation], list[StoredReconciliation]]:
    """Return the figures of a revision in the order of its text, and the reconciliations that some of them have."""
    stated, found = [], []
    for row in session.connection().execute(_of_revision(as_of), {"revision": revision_id}).all():
        stated.append(stored_observation_of(row))
        if row.relation is not None:
            found.append(StoredReconciliation(stated[-1], rows.reconciliation_of(row)))
    return stated, found


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _of_revision(as_of: int | None) -> AnySelect:
    if_any = join(_FIGURE, _TABLE, and_(_OF_FIGURE, standing(as_of, _TABLE)), isouter=True)
    query = observations_among(if_any, *_COLUMNS).where(_FIGURE.revision_id == bindparam("revision"))
    return query.order_by(_FIGURE.ordinal)


def _conditions(
    table: type[models.Reconciliation], wanted: ReconciliationFilter, as_of: int | None
) -> Iterator[ColumnElement[bool]]:
    yield standing(as_of, table)
    if wanted.relations:
        yield table.relation.in_(wanted.relations)
    if wanted.reasons:
        named = cast(table.reasons, String)  # as JSON, in which each stands between quotes
        yield or_(*(named.contains(f'"{reason}"', autoescape=True) for reason in wanted.reasons))


def _row(row: AnyRow) -> StoredReconciliation:
    return StoredReconciliation(stored_observation_of(row), rows.reconciliation_of(row))
