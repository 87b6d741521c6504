"""Coverage: in which rounds each force states a measure, and in which years official statistics have it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db import models
from app.queries.observations import ObservationFilter, passing
from app.queries.paging import AnyRow, AnySelect, Page, SortKey, Window, page
from app.queries.releases import standing
from app.vocabulary.measures import Topic
from app.vocabulary.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedYears:
    """When official statistics have a measure of a force, and in which datasets.

    ``first`` and ``last`` are the days that the figures reach from and to; ``years`` are those in which their periods
    end, the newest first.
    """

    figures: int
    first: date
    last: date
    years: tuple[int, ...]
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """A measure of a force: the rounds that state it, newest first, in how many figures, and the years it is counted.

    ``official`` is ``None`` where no official statistic has it.
    """

    force: str
    measure: str
    topic: Topic
    rounds: tuple[str, ...]
    observations: int
    official: CountedYears | None


SORT = (SortKey(models.Force.id.expression, str), SortKey(models.Measure.id.expression, str))
_FIGURE = models.OfficialFigure


def list_coverage(
    session: Session,
    wanted: ObservationFilter,
    window: Window,
    *,
    source: Source | None = None,
    as_of: int | None = None,
) -> Page[CoverageRow]:
    """Return a page of the coverage, by force and measure, of the figures current now or as of a release.

    What has no figure of the ``source`` is left out and, where rounds are asked for, what none of them states.
    """
    found = page(session, _subjects(wanted, source, as_of), SORT, window, lambda row: (row[0], row[1], row[2]))
    here = ObservationFilter(forces={row[0] for row in found.items}, measures={row[1] for row in found.items})
    rounds = _rounds(session, replace(here, rounds=wanted.rounds), as_of)
    years = _years(session, here, as_of)
    return Page(
        items=[
            CoverageRow(
                force=force,
                measure=measure,
                topic=topic,
                rounds=tuple(rounds[force, measure]),
                observations=sum(rounds[force, measure].values()),
                official=years.get((force, measure)),
            )
            for force, measure, topic in found.items
        ],
        total=found.total,
        next_after=found.next_after,
    )


def read_to_the_end(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> dict[str, bool]:
    """Return the statements of the forces and rounds of a filter, as force/round: whether each was read to its end."""
    query = (
        select(models.Statement.force_id, models.Statement.round, models.Revision.complete)
        .join(models.Revision, models.Revision.statement_id == models.Statement.id)
        .where(standing(as_of))
        .order_by(models.Statement.force_id, models.Statement.round.desc())
    )
    for column, choices in ((models.Statement.force_id, wanted.forces), (models.Statement.round, wanted.rounds)):
        if choices:
            query = query.where(column.in_(choices))
    return {f"{force}/{round_}": complete for force, round_, complete in session.execute(query)}


def _subjects(wanted: ObservationFilter, source: Source | None, as_of: int | None) -> AnySelect:
    """Return a query of the forces and measures that have figures, and the topics of the measures."""
    subject = tuple_(models.Force.id, models.Measure.id)
    stated = subject.in_(
        passing(
            _stated(models.Statement.force_id, models.Observation.measure_id, as_of=as_of),
            ObservationFilter(rounds=wanted.rounds),
        )
    )
    counted = subject.in_(select(_FIGURE.force_id, _FIGURE.measure_id).where(standing(as_of, _FIGURE)))
    query = select(models.Force.id, models.Measure.id, models.Measure.topic).join(models.Measure, true())
    if source is Source.STATED or wanted.rounds:
        query = query.where(stated)
    if source is Source.OFFICIAL:
        query = query.where(counted)
    for column, choices in (
        (models.Force.id, wanted.forces),
        (models.Measure.id, wanted.measures),
        (models.Measure.topic, wanted.topics),
    ):
        if choices:
            query = query.where(column.in_(choices))
    return query.where(or_(stated, counted))


def _stated(*columns: InstrumentedAttribute[str], as_of: int | None) -> AnySelect:
    """Return a query of columns of the statements that stand and their figures."""
    return (
        select(*columns)
        .join(models.Revision, models.Revision.statement_id == models.Statement.id)
        .join(models.Observation, models.Observation.revision_id == models.Revision.id)
        .where(standing(as_of))
    )


def _rounds(session: Session, wanted: ObservationFilter, as_of: int | None) -> dict[tuple[str, str], dict[str, int]]:
    """Return for each force and measure the rounds that state it, the newest first, and in how many figures."""
    by = (models.Statement.force_id, models.Observation.measure_id, models.Statement.round)
    query = passing(_stated(*by, as_of=as_of), wanted).add_columns(func.count()).group_by(*by)
    rounds: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for force, measure, round_, figures in session.execute(query.order_by(models.Statement.round.desc())):
        rounds[force, measure][round_] = figures
    return rounds


def _years(session: Session, wanted: ObservationFilter, as_of: int | None) -> dict[tuple[str, str], CountedYears]:
    """Return for each force and measure when official statistics have it."""
    by = (_FIGURE.force_id, _FIGURE.measure_id, _FIGURE.period_end, _FIGURE.dataset_id, models.Dataset.position)
    query = (
        select(*by, func.count().label("figures"), func.min(_FIGURE.period_start).label("start"))
        .join(models.Dataset, _FIGURE.dataset_id == models.Dataset.id)
        .where(standing(as_of, _FIGURE), _FIGURE.force_id.in_(wanted.forces), _FIGURE.measure_id.in_(wanted.measures))
        .group_by(*by)
        .order_by(models.Dataset.position, _FIGURE.dataset_id)
    )
    found: dict[tuple[str, str], list[AnyRow]] = defaultdict(list)
    for row in session.execute(query):
        found[row.force_id, row.measure_id].append(row)
    return {subject: _counted_years(rows) for subject, rows in found.items()}


def _counted_years(rows: Sequence[AnyRow]) -> CountedYears:
    return CountedYears(
        figures=sum(row.figures for row in rows),
        first=min(row.start for row in rows),
        last=max(row.period_end for row in rows),
        years=tuple(sorted({row.period_end.year for row in rows}, reverse=True)),
        datasets=tuple(dict.fromkeys(row.dataset_id for row in rows)),
    )
