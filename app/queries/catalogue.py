"""The measure catalogue with the number of figures per measure, and how much data there is in all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Label, bindparam, distinct, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db import models
from app.queries.counts import figures_by_measure
from app.queries.paging import (
    LISTINGS,
    MOST_ROUNDS,
    RELEASES_AT_ONCE,
    AnyRow,
    AnySelect,
    Listing,
    Page,
    SortKey,
    Window,
    whole_number,
)
from app.vocabulary.measures import Measure, Topic, measures
from app.vocabulary.sources import Source


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
    counts: dict[str, dict[str, int]] = {}
    for measure, source, figures in connection.execute(_counts(as_of)):
        counts.setdefault(measure, {})[source] = figures

    def row(found: AnyRow) -> MeasureRow:
        official = counts.get(found.id, {})
        stated = official.pop(Source.STATED, 0)
        return MeasureRow(measures()[found.id], stated, sum(official.values()), tuple(official))

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
def _counts(as_of: int | None) -> AnySelect:
    """Return the query of how many figures of a measure each source has, in the order of the datasets.

    Of what stands now it is written, and counted of an older release.
    """
    written = select(*models.MeasureCount.__table__.columns).where(models.MeasureCount.figures > 0)
    of = (written if as_of is None else figures_by_measure(as_of)).subquery().c
    query = select(of.measure_id, of.source, of.figures).outerjoin(models.Dataset, of.source == models.Dataset.id)
    return query.order_by(models.Dataset.position, of.source)


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


_OF_FORCES = select(
    func.count().label("forces"),
    _sum(models.ForceCount.statements, "all_statements"),
    _sum(models.ForceCount.read_in_part, "read_in_part"),
    _sum(models.ForceCount.figures, "observations"),
    _sum(models.ForceCount.with_place, "with_place"),
    _sum(models.ForceCount.with_period, "with_period"),
).subquery()
_OFFICIAL = select(
    _sum(models.OfficialTimeCount.figures, "official_figures"), _sum(models.OfficialTimeCount.gaps, "official_gaps")
).subquery()
_EDITIONS = select(
    func.count(distinct(models.Edition.dataset_id)).label("datasets"), func.count().label("editions")
).subquery()
_HELD = select(*_OF_FORCES.c, *_OFFICIAL.c, *_EDITIONS.c).select_from(
    _OF_FORCES.join(_OFFICIAL, true()).join(_EDITIONS, true())
)
_MODIFIED_AT = select(models.DataState.modified_at)
_ROUNDS = (
    select(models.RoundCount.round, models.RoundCount.statements)
    .order_by(models.RoundCount.round.desc())
    .limit(MOST_ROUNDS)
)


def modified_at(session: Session) -> datetime | None:
    """Return when the data last changed; ``None`` if the database was never seeded."""
    return session.connection().scalar(_MODIFIED_AT)


def bundle(session: Session) -> str | None:
    """Return the hash of the bundled data that was last loaded completely; ``None`` if none was."""
    return session.scalar(select(models.DataState.bundle))
