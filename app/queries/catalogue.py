"""The measure catalogue with the number of figures per measure, and how much data there is in all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Label, bindparam, distinct, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db import models
from app.queries.paging import (
    LISTINGS,
    MOST_NAMED,
    RELEASES_AT_ONCE,
    AnyRow,
    AnySelect,
    Listing,
    Page,
    SortKey,
    Window,
    whole_number,
)
from app.queries.releases import standing
from app.vocabulary.measures import Measure, Topic, measures


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """An entry of the catalogue, with how many figures stand that statements state, and that official datasets have."""

    of: Measure
    observations: int
    official_figures: int
    datasets: tuple[str, ...]


SORT = (SortKey(models.Measure.position.expression, whole_number),)


def list_measures(
    session: Session,
    window: Window,
    *,
    ids: Collection[str] | None = None,
    topics: Collection[Topic] = (),
    as_of: int | None = None,
) -> Page[MeasureRow]:
    """Return a page of the catalogue in catalogue order, counting the figures current now or as of a release."""
    asked = {"ids": None if ids is None else [*ids], "topics": [*topics] or None}
    given = {name: choices for name, choices in asked.items() if choices is not None}
    connection = session.connection()
    stated = {measure: int(figures) for measure, figures in connection.execute(_stated(as_of))}
    official: dict[str, dict[str, int]] = {}
    for measure, dataset, figures in connection.execute(_official(as_of)):
        official.setdefault(measure, {})[dataset] = int(figures)

    def row(found: AnyRow) -> MeasureRow:
        counted = official.get(found.id, {})
        return MeasureRow(measures()[found.id], stated.get(found.id, 0), sum(counted.values()), tuple(counted))

    return _listing(tuple(given)).page(connection, window, row, given)


@lru_cache(maxsize=LISTINGS)
def _listing(given: tuple[str, ...]) -> Listing:
    """Return the list of the measures that are stored; what they are, the vocabulary says."""
    query: AnySelect = select(models.Measure.id)
    for name, column in (("ids", models.Measure.id), ("topics", models.Measure.topic)):
        if name in given:
            query = query.where(column.in_(bindparam(name, expanding=True)))
    return Listing(query, SORT)


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _stated(as_of: int | None) -> AnySelect:
    """Return the query of how many figures of each measure statements state; those of an older release are counted."""
    if as_of is None:
        by = models.StatedCount.measure_id
        return select(by, func.sum(models.StatedCount.figures)).group_by(by)
    by = models.Observation.measure_id
    return select(by, func.count()).where(standing(as_of, models.Observation)).group_by(by)


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _official(as_of: int | None) -> AnySelect:
    """Return the query of how many figures each dataset has of a measure, in the order of the datasets."""
    table = models.OfficialCount if as_of is None else models.OfficialFigure
    figures: ColumnElement[int] = func.count() if as_of is not None else func.sum(models.OfficialCount.figures)
    there = models.OfficialCount.figures > 0 if as_of is None else standing(as_of, models.OfficialFigure)
    by = (table.measure_id, table.dataset_id)
    counted = select(*by, figures.label("figures")).where(there).group_by(*by).subquery()
    query = select(*counted.c).join(models.Dataset, counted.c.dataset_id == models.Dataset.id)
    return query.order_by(models.Dataset.position, counted.c.dataset_id)


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much data there is, and how complete it is.

    ``statements`` has the number of statements for each of the newest rounds, newest first, ``all_statements`` is how
    many there are, and ``read_in_part`` how many of them were not read to the end. ``with_place`` and ``with_period``
    count the observations with a known place in the text and a known period.
    """

    forces: int
    statements: dict[str, int]
    all_statements: int
    read_in_part: int
    observations: int
    with_place: int
    with_period: int
    datasets: int
    editions: int
    official_figures: int
    official_gaps: int


def holdings(session: Session) -> Holdings:
    """Return how much current data there is."""
    connection = session.connection()
    counts = {name: int(count) for name, count in connection.execute(_HELD).mappings().one().items()}
    statements = {row.round: row.statements for row in connection.execute(_ROUNDS)}
    return Holdings(statements=statements, **counts)


def _sum(count: InstrumentedAttribute[int], name: str) -> Label[int]:
    return func.coalesce(func.sum(count), 0).label(name)


_STATEMENTS = select(
    func.count().label("forces"),
    _sum(models.ForceCount.statements, "all_statements"),
    _sum(models.ForceCount.read_in_part, "read_in_part"),
).subquery()
_FIGURES = select(
    _sum(models.StatedCount.figures, "observations"),
    _sum(models.StatedCount.with_place, "with_place"),
    _sum(models.StatedCount.with_period, "with_period"),
).subquery()
_OFFICIAL = select(
    _sum(models.OfficialCount.figures, "official_figures"), _sum(models.OfficialCount.gaps, "official_gaps")
).subquery()
_EDITIONS = select(
    func.count(distinct(models.Edition.dataset_id)).label("datasets"), func.count().label("editions")
).subquery()
_HELD = select(*_STATEMENTS.c, *_FIGURES.c, *_OFFICIAL.c, *_EDITIONS.c).select_from(
    _STATEMENTS.join(_FIGURES, true()).join(_OFFICIAL, true()).join(_EDITIONS, true())
)
_MODIFIED_AT = select(models.DataState.modified_at)
_ROUNDS = (
    select(models.RoundCount.round, models.RoundCount.statements)
    .order_by(models.RoundCount.round.desc())
    .limit(MOST_NAMED)
)


def modified_at(session: Session) -> datetime | None:
    """Return when the data last changed; ``None`` if the database was never seeded."""
    return session.connection().scalar(_MODIFIED_AT)


def bundle(session: Session) -> str | None:
    """Return the hash of the bundled data that was last loaded completely; ``None`` if none was."""
    return session.scalar(select(models.DataState.bundle))
