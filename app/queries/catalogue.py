"""The measure catalogue with the number of figures per measure, and how much data there is in all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db import models
from app.queries.paging import MOST_NAMED, AnyRow, AnySelect, Page, SortKey, Window, page, whole_number
from app.queries.releases import standing
from app.vocabulary.measures import Aggregation, Kind, Topic, measures
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """An entry of the catalogue, with how many figures stand that statements state, and that official datasets have."""

    id: str
    label: str
    description: str
    topic: Topic
    kind: Kind
    units: tuple[Unit, ...]
    aggregation: Aggregation
    related: tuple[str, ...]
    part_of: str | None
    observations: int
    official_figures: int
    datasets: tuple[str, ...]

    @property
    def unit(self) -> Unit:
        """The preferred unit."""
        return self.units[0]


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
    counted = _stated(as_of).subquery()
    query = select(*_MEASURE, func.coalesce(counted.c.figures, 0).label("observations")).outerjoin(
        counted, counted.c.measure_id == models.Measure.id
    )
    if ids is not None:
        query = query.where(models.Measure.id.in_(ids))
    if topics:
        query = query.where(models.Measure.topic.in_(topics))
    units: dict[str, list[Unit]] = {}
    for measure, unit in session.execute(_UNITS):
        units.setdefault(measure, []).append(unit)
    official: dict[str, dict[str, int]] = {}
    for measure, dataset, figures in session.execute(_official(as_of)):
        official.setdefault(measure, {})[dataset] = figures
    return page(session, query, SORT, window, lambda row: _row(row, tuple(units[row.id]), official.get(row.id, {})))


_MEASURE = (
    *(models.Measure.id, models.Measure.label, models.Measure.description),
    *(models.Measure.topic, models.Measure.kind, models.Measure.aggregation),
)
_UNITS = select(models.MeasureUnit.measure_id, models.MeasureUnit.unit).order_by(models.MeasureUnit.position)


def _stated(as_of: int | None) -> AnySelect:
    """Return the query of how many figures of each measure statements state; those of an older release are counted."""
    if as_of is None:
        by = models.StatedCount.measure_id
        return select(by, func.sum(models.StatedCount.figures).label("figures")).group_by(by)
    by = models.Observation.measure_id
    return select(by, func.count().label("figures")).where(standing(as_of, models.Observation)).group_by(by)


def _official(as_of: int | None) -> AnySelect:
    """Return the query of how many figures each dataset has of a measure, in the order of the datasets."""
    table = models.OfficialCount if as_of is None else models.OfficialFigure
    figures: ColumnElement[int] = func.count() if as_of is not None else func.sum(models.OfficialCount.figures)
    there = models.OfficialCount.figures > 0 if as_of is None else standing(as_of, models.OfficialFigure)
    by = (table.measure_id, table.dataset_id)
    query = select(*by, figures).join(models.Dataset, table.dataset_id == models.Dataset.id).where(there)
    return query.group_by(*by, models.Dataset.position).order_by(models.Dataset.position, table.dataset_id)


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
    forces, statements, in_part = session.execute(_STATEMENTS).one()
    observations, with_place, with_period = session.execute(_FIGURES).one()
    figures, gaps = session.execute(_OFFICIAL).one()
    datasets, editions = session.execute(_EDITIONS).one()
    return Holdings(
        forces=forces,
        statements={row.round: row.statements for row in session.execute(_ROUNDS)},
        all_statements=int(statements),
        read_in_part=int(in_part),
        observations=int(observations),
        with_place=int(with_place),
        with_period=int(with_period),
        datasets=datasets,
        editions=editions,
        official_figures=int(figures),
        official_gaps=int(gaps),
    )


def _sum(count: InstrumentedAttribute[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(count), 0)


_STATEMENTS = select(func.count(), _sum(models.ForceCount.statements), _sum(models.ForceCount.read_in_part))
_FIGURES = select(
    _sum(models.StatedCount.figures), _sum(models.StatedCount.with_place), _sum(models.StatedCount.with_period)
)
_OFFICIAL = select(_sum(models.OfficialCount.figures), _sum(models.OfficialCount.gaps))
_MODIFIED_AT = select(models.DataState.modified_at)
_EDITIONS = select(func.count(distinct(models.Edition.dataset_id)), func.count())
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


def _row(row: AnyRow, units: tuple[Unit, ...], official: Mapping[str, int]) -> MeasureRow:
    entry = measures()[row.id]
    return MeasureRow(
        id=row.id,
        label=row.label,
        description=row.description,
        topic=row.topic,
        kind=row.kind,
        units=units,
        aggregation=row.aggregation,
        related=entry.related,
        part_of=entry.part_of,
        observations=int(row.observations),
        official_figures=int(sum(official.values())),
        datasets=tuple(official),
    )
