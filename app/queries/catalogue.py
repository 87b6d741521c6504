"""The measure catalogue with the number of figures per measure, and how much data there is in all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from app.db import models
from app.queries.paging import Page, SortKey, Window, page, whole_number
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
    counted = (
        select(models.Observation.measure_id, func.count().label("observations"))
        .join(models.Revision, models.Observation.revision_id == models.Revision.id)
        .where(standing(as_of))
        .group_by(models.Observation.measure_id)
        .subquery()
    )
    query = select(models.Measure, func.coalesce(counted.c.observations, 0)).outerjoin(
        counted, counted.c.measure_id == models.Measure.id
    )
    if ids is not None:
        query = query.where(models.Measure.id.in_(ids))
    if topics:
        query = query.where(models.Measure.topic.in_(topics))
    units: dict[str, list[Unit]] = {}
    for unit in session.scalars(select(models.MeasureUnit).order_by(models.MeasureUnit.position)):
        units.setdefault(unit.measure_id, []).append(unit.unit)
    official = _official(session, as_of)
    return page(
        session,
        query,
        SORT,
        window,
        lambda row: _row(row[0], tuple(units[row[0].id]), row[1], official.get(row[0].id, {})),
    )


def _official(session: Session, as_of: int | None) -> dict[str, dict[str, int]]:
    """Return how many figures stand of each measure in each dataset that has any, in the order of the datasets."""
    figure = models.OfficialFigure
    by = (figure.measure_id, figure.dataset_id)
    query = (
        select(*by, func.count())
        .join(models.Dataset, figure.dataset_id == models.Dataset.id)
        .where(standing(as_of, figure))
        .group_by(*by, models.Dataset.position)
        .order_by(models.Dataset.position, figure.dataset_id)
    )
    found: dict[str, dict[str, int]] = {}
    for measure, dataset, figures in session.execute(query):
        found.setdefault(measure, {})[dataset] = figures
    return found


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much data there is, and how complete it is.

    ``statements`` has the number of statements for each round, newest first; ``read_in_part`` is how many were not read
    to the end. ``with_place`` and ``with_period`` count the observations with a known place in the text and a known
    period.
    """

    forces: int
    statements: dict[str, int]
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
    stated = (
        select(models.Statement.force_id, models.Statement.round, models.Revision.complete)
        .join(models.Revision, models.Revision.statement_id == models.Statement.id)
        .where(standing())
        .subquery()
    )
    rounds = select(stated.c.round, func.count()).group_by(stated.c.round).order_by(stated.c.round.desc())
    figures = select(
        func.count(), func.count(models.Observation.paragraph), func.count(models.Observation.period_label)
    )
    observations, with_place, with_period = session.execute(
        figures.select_from(models.Observation).join(models.Revision).where(standing())
    ).one()
    in_part = select(func.count()).select_from(stated).where(~stated.c.complete)
    datasets, editions = session.execute(select(func.count(distinct(models.Edition.dataset_id)), func.count())).one()
    return Holdings(
        forces=session.scalar(select(func.count(distinct(stated.c.force_id)))) or 0,
        statements=dict(session.execute(rounds).all()),
        read_in_part=session.scalar(in_part) or 0,
        observations=observations,
        with_place=with_place,
        with_period=with_period,
        datasets=datasets,
        editions=editions,
        official_figures=_standing_rows(session, models.OfficialFigure),
        official_gaps=_standing_rows(session, models.OfficialGap),
    )


def _standing_rows(session: Session, of: type[models.Standing]) -> int:
    return session.scalar(select(func.count()).select_from(of).where(standing(of=of))) or 0


def modified_at(session: Session) -> datetime | None:
    """Return when the data last changed; ``None`` if the database was never seeded."""
    return session.scalar(select(models.DataState.modified_at))


def bundle(session: Session) -> str | None:
    """Return the hash of the bundled data that was last loaded completely; ``None`` if none was."""
    return session.scalar(select(models.DataState.bundle))


def _row(
    measure: models.Measure, units: tuple[Unit, ...], observations: int, official: Mapping[str, int]
) -> MeasureRow:
    entry = measures()[measure.id]
    return MeasureRow(
        id=measure.id,
        label=measure.label,
        description=measure.description,
        topic=measure.topic,
        kind=measure.kind,
        units=units,
        aggregation=measure.aggregation,
        related=entry.related,
        part_of=entry.part_of,
        observations=observations,
        official_figures=sum(official.values()),
        datasets=tuple(official),
    )
