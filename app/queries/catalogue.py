"""The measure catalogue with the number of figures per measure, and the state of the whole dataset."""

from collections.abc import Collection
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
    """An entry of the catalogue; ``observations`` is the number of its current figures."""

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
    return page(session, query, SORT, window, lambda row: _row(row[0], tuple(units[row[0].id]), row[1]))


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much data there is, and how complete it is.

    ``statements`` has the number of statements for each round, newest first; ``read_in_part`` is how many were not read
    to the end. ``with_place`` and ``with_period`` count the figures with a known place in the text and a known period.
    """

    forces: int
    statements: dict[str, int]
    read_in_part: int
    observations: int
    with_place: int
    with_period: int


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
    return Holdings(
        forces=session.scalar(select(func.count(distinct(stated.c.force_id)))) or 0,
        statements=dict(session.execute(rounds).all()),
        read_in_part=session.scalar(in_part) or 0,
        observations=observations,
        with_place=with_place,
        with_period=with_period,
    )


def modified_at(session: Session) -> datetime | None:
    """Return when the data last changed; ``None`` if the database was never seeded."""
    return session.scalar(select(models.DataState.modified_at))


def bundle(session: Session) -> str | None:
    """Return the hash of the bundled data that was last loaded completely; ``None`` if none was."""
    return session.scalar(select(models.DataState.bundle))


def _row(measure: models.Measure, units: tuple[Unit, ...], observations: int) -> MeasureRow:
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
    )
