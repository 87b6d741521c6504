"""What is counted when data changes and not when somebody asks: the tables of counts, and what they have to say.

Whoever changes what stands keeps them up by the difference (``app.load.counts``); ``expected`` counts it all.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import BindParameter, Column, and_, bindparam, case, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db import models
from app.queries.paging import AnySelect
from app.queries.releases import standing, stood

Table = type[
    models.StatedCount
    | models.OfficialCount
    | models.OfficialTimeCount
    | models.ForceCount
    | models.RoundCount
    | models.Release
]
Key = tuple[str | int | date | None, ...]
Counts = dict[Key, tuple[int, ...]]
"""The rows of a table of counts: what was counted, by what. Where nothing was, there is none."""

_OBSERVATION, _FIGURE, _GAP = models.Observation, models.OfficialFigure, models.OfficialGap
_RECONCILIATION, _REVISION = models.Reconciliation, models.Revision


def _stated() -> AnySelect:
    by = (_OBSERVATION.force_id, _OBSERVATION.measure_id)
    laid_beside = and_(_RECONCILIATION.observation_id == _OBSERVATION.id, standing(of=_RECONCILIATION))
    counts = (func.count(), func.count(_OBSERVATION.paragraph), func.count(_OBSERVATION.period_label))
    nothing = literal(0)
    stated = select(*by, *counts, func.count(_RECONCILIATION.id), nothing).outerjoin(_RECONCILIATION, laid_beside)
    stated = stated.where(standing(of=_OBSERVATION)).group_by(*by)
    official_by = (_FIGURE.force_id, _FIGURE.measure_id)
    official = select(*official_by, nothing, nothing, nothing, nothing, func.count()).where(standing(of=_FIGURE))
    force, measure, *both = union_all(stated, official.group_by(*official_by)).subquery().c
    return select(force, measure, *map(func.sum, both)).group_by(force, measure)


def _official(*keys: str) -> AnySelect:
    both = union_all(
        *(
            select(
                *(getattr(table, key) for key in keys),
                literal(int(table is _FIGURE)).label("figures"),
                literal(int(table is _GAP)).label("gaps"),
            ).where(standing(of=table))
            for table in (_FIGURE, _GAP)
        )
    ).subquery()
    by = [both.c[key] for key in keys]
    return select(*by, func.sum(both.c.figures), func.sum(both.c.gaps)).group_by(*by)


def _statements(by: Any, *more: Any) -> AnySelect:  # noqa: ANN401 - columns
    query = select(by, func.count(), *more).select_from(models.Statement)
    return query.join(_REVISION, _REVISION.statement_id == models.Statement.id).where(standing()).group_by(by)


def _releases() -> AnySelect:
    """Return the query of what each release did: it added a statement of which no revision stood before it."""
    bounds = union_all(
        select(_REVISION.taken_in_by.label("number"), _REVISION.statement_id, literal(0).label("before")).where(
            stood()
        ),
        select(_REVISION.superseded_in, _REVISION.statement_id, literal(1)).where(
            stood(), _REVISION.superseded_in.is_not(None)
        ),
    ).subquery()
    of_one = (bounds.c.number, bounds.c.statement_id)
    change = (
        select(
            bounds.c.number,
            case((func.min(bounds.c.before) == 1, 1), else_=0).label("withdrawn"),
            case((func.max(bounds.c.before) == 0, 1), else_=0).label("added"),
        )
        .group_by(*of_one)
        .subquery()
    )
    corrected = 1 - change.c.added - change.c.withdrawn
    nothing = literal(0)
    parts = union_all(
        select(
            change.c.number.label("number"),
            *(change.c.added.label("added"), corrected.label("corrected"), change.c.withdrawn.label("withdrawn")),
            *(nothing.label("editions_added"), nothing.label("reconciled")),
        ),
        select(models.Edition.taken_in_by, nothing, nothing, nothing, literal(1), nothing),
        select(_RECONCILIATION.taken_in_by, nothing, nothing, nothing, nothing, literal(1)),
        select(_RECONCILIATION.superseded_in, nothing, nothing, nothing, nothing, literal(1)).where(
            _RECONCILIATION.superseded_in.is_not(None)
        ),
    ).subquery()
    sums = (func.sum(parts.c[name]) for name in ("added", "corrected", "withdrawn", "editions_added", "reconciled"))
    return select(parts.c.number, *sums).group_by(parts.c.number)


_EXPECTED: Mapping[Table, AnySelect] = MappingProxyType(
    {
        models.StatedCount: _stated(),
        models.OfficialCount: _official("dataset_id", "force_id", "measure_id"),
        models.OfficialTimeCount: _official(
            *("measure_id", "dataset_id", "basis", "period_start", "period_end", "period_kind", "period_label")
        ),
        models.ForceCount: _statements(models.Statement.force_id, func.sum(case((_REVISION.complete, 0), else_=1))),
        models.RoundCount: _statements(models.Statement.round),
        models.Release: _releases(),
    }
)
TABLES = tuple(_EXPECTED)


def columns_of(table: Table) -> tuple[list[Column[Any]], list[Column[Any]]]:
    """Return the columns of a table of counts: those that say of what, and those of the counts."""
    columns = table.metadata.tables[table.__tablename__].columns
    keys = [column for column in columns if column.primary_key]
    return keys, [column for column in columns if column.server_default is not None and column.name != "changed"]


def expected(session: Session, table: Table) -> Counts:
    """Return what a table of counts has to say, by counting."""
    return _counts(session, table, _EXPECTED[table])


def written(session: Session, table: Table) -> Counts:
    """Return what a table of counts says."""
    keys, counts = columns_of(table)
    return _counts(session, table, select(*keys, *counts))


def _counts(session: Session, table: Table, query: AnySelect) -> Counts:
    width = len(columns_of(table)[0])
    rows = ((tuple(row[:width]), tuple(map(int, row[width:]))) for row in session.execute(query))
    return {key: counts for key, counts in rows if any(counts)}


def figures_stated(session: Session, **of: Collection[str]) -> int:
    """Return how many figures stand that statements state ``of`` any of the forces, measures and topics."""
    return _sum(session, models.StatedCount.figures, of)


def reconciliations(session: Session, **of: Collection[str]) -> int:
    """Return how many reconciliations stand of figures ``of`` any of the forces, measures and topics."""
    return _sum(session, models.StatedCount.reconciliations, of)


def official_figures(session: Session, **of: Collection[str]) -> int:
    """Return how many official figures stand ``of`` any of the forces, measures, topics and datasets."""
    return _sum(session, models.OfficialCount.figures, of)


def statements(session: Session, forces: Collection[str] = ()) -> int:
    """Return how many statements stand of any of the forces."""
    return _sum(session, models.ForceCount.statements, {"forces": forces})


_COLUMNS = MappingProxyType({"forces": "force_id", "measures": "measure_id", "datasets": "dataset_id"})


def _sum(session: Session, count: InstrumentedAttribute[int], of: Mapping[str, Collection[str]]) -> int:
    given = {name: list(choices) for name, choices in of.items() if choices}
    return int(session.connection().execute(_summing(count, tuple(given)), given).scalar_one())


@cache
def _summing(count: InstrumentedAttribute[int], of: tuple[str, ...]) -> AnySelect:
    table = count.class_
    query = select(func.coalesce(func.sum(count), 0))
    for name in of:
        choices: BindParameter[Any] = bindparam(name, expanding=True)
        if name == "topics":
            query = query.join(models.Measure, table.measure_id == models.Measure.id)
            query = query.where(models.Measure.topic.in_(choices))
        else:
            query = query.where(getattr(table, _COLUMNS[name]).in_(choices))
    return query
