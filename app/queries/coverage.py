"""Coverage: in which rounds each force states a measure, and in which years official statistics have it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, false, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, join

from app.db import models
from app.queries.observations import ObservationFilter, newest_first
from app.queries.paging import MOST_NAMED, AnyRow, AnySelect, Page, SortKey, Window, page
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
    """A measure of a force: the newest rounds that state it, in how many figures all do, and the years it is counted.

    ``official`` is ``None`` where no official statistic has it.
    """

    force: str
    measure: str
    topic: Topic
    rounds: tuple[str, ...]
    observations: int
    official: CountedYears | None


SORT = (SortKey(models.Force.id.expression, str), SortKey(models.Measure.id.expression, str))
_FIGURE, _STATED, _STATEMENT = models.OfficialFigure, models.Observation, models.Statement


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
    found = page(session, _subjects(wanted, source, as_of), SORT, window, lambda row: row)
    rounds = _rounds(session, found.items, wanted.rounds, as_of)
    years = _years(session, found.items, as_of)
    return Page(
        items=[
            CoverageRow(
                force=row.force,
                measure=row.measure,
                topic=row.topic,
                rounds=tuple(rounds[row.force, row.measure]),
                observations=row.figures,
                official=years.get((row.force, row.measure)),
            )
            for row in found.items
        ],
        total=found.total,
        next_after=found.next_after,
    )


def read_in_part(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> list[str]:
    """Return the statements of the forces and rounds of a filter that were not read to their end, as force/round."""
    query = _of_filter(select(_STATEMENT.force_id, _STATEMENT.round), wanted).limit(MOST_NAMED)
    if as_of is None:
        query = query.where(_STATEMENT.complete == false())
    else:
        query = query.join(models.Revision, models.Revision.statement_id == _STATEMENT.id)
        query = query.where(standing(as_of), ~models.Revision.complete)
    return [f"{force}/{round_}" for force, round_ in session.execute(query)]


def _of_filter(query: AnySelect, wanted: ObservationFilter) -> AnySelect:
    if wanted.forces:
        query = query.where(_STATEMENT.force_id.in_(wanted.forces))
    if wanted.rounds:
        query = query.where(_STATEMENT.newest_first.in_([newest_first(round_) for round_ in wanted.rounds]))
    return query.order_by(_STATEMENT.force_id, _STATEMENT.newest_first)


def _subjects(wanted: ObservationFilter, source: Source | None, as_of: int | None) -> AnySelect:
    """Return a query of the forces and measures that have figures, with the topics of the measures and how many."""
    force, measure = models.Force, models.Measure
    stated, counted = _stated(wanted.rounds, as_of).subquery(), _counted(as_of).subquery()
    figures = func.coalesce(stated.c.figures, 0)
    subjects = join(
        join(join(force, measure, true()), stated, _is_of(stated), isouter=True), counted, _is_of(counted), isouter=True
    )
    query = select(force.id.label("force"), measure.id.label("measure"), measure.topic, figures.label("figures"))
    query = query.select_from(subjects)
    if source is Source.STATED or wanted.rounds:
        query = query.where(stated.c.figures > 0)
    if source is Source.OFFICIAL:
        query = query.where(counted.c.figures > 0)
    for column, choices in (
        (force.id, wanted.forces),
        (measure.id, wanted.measures),
        (measure.topic, wanted.topics),
    ):
        if choices:
            query = query.where(column.in_(choices))
    return query.where(or_(stated.c.figures > 0, counted.c.figures > 0))


def _stated(rounds: Collection[str], as_of: int | None) -> AnySelect:
    """Return the query of how many figures of a force and measure statements state; of all rounds, that is written."""
    if as_of is None and not rounds:
        return select(models.StatedCount.force_id, models.StatedCount.measure_id, models.StatedCount.figures)
    by = (_STATED.force_id, _STATED.measure_id)
    query = select(*by, func.count().label("figures")).where(standing(as_of, _STATED)).group_by(*by)
    return query.where(_of_rounds(rounds)) if rounds else query


def _is_of(counts: Subquery) -> ColumnElement[bool]:
    return and_(counts.c.force_id == models.Force.id, counts.c.measure_id == models.Measure.id)


def _of_rounds(rounds: Collection[str]) -> ColumnElement[bool]:
    return _STATED.newest_first.in_([newest_first(round_) for round_ in rounds])


def _counted(as_of: int | None) -> AnySelect:
    """Return the query of how many figures of a force and measure official statistics have."""
    table = models.OfficialCount if as_of is None else _FIGURE
    figures = func.sum(models.OfficialCount.figures) if as_of is None else func.count()
    by = (table.force_id, table.measure_id)
    query = select(*by, figures.label("figures")).group_by(*by)
    return query if as_of is None else query.where(standing(as_of, _FIGURE))


def _rounds(
    session: Session, subjects: Collection[AnyRow], rounds: Collection[str], as_of: int | None
) -> dict[tuple[str, str], list[str]]:
    """Return the newest rounds that state each measure of a force, the newest first."""
    force, measure = models.Force, models.Measure
    named = tuple_(force.id, measure.id).in_([(row.force, row.measure) for row in subjects])
    if as_of is None:
        newest = _NEWEST.where(_of_rounds(rounds)) if rounds else _NEWEST
        listed = select(func.aggregate_strings(newest.subquery().c.round, " ")).scalar_subquery()
        query = select(force.id, measure.id, listed).select_from(force).join(measure, true()).where(named)
        return {(force_, measure_): (of or "").split() for force_, measure_, of in session.execute(query)}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    by = (_STATED.force_id, _STATED.measure_id, _STATED.newest_first, _STATED.round)
    query = (
        select(*by)
        .distinct()
        .where(
            standing(as_of, _STATED),
            _STATED.force_id.in_({row.force for row in subjects}),
            _STATED.measure_id.in_({row.measure for row in subjects}),
        )
    )
    for force_, measure_, _, round_ in session.execute(query.order_by(_STATED.newest_first)):
        if len(found[force_, measure_]) < MOST_NAMED and (not rounds or round_ in rounds):
            found[force_, measure_].append(round_)
    return found


_NEWEST = (
    select(func.max(_STATED.round).label("round"))  # they have one
    .where(
        standing(of=_STATED),
        _STATED.measure_position == models.Measure.position,
        _STATED.force_id == models.Force.id,
    )
    .group_by(_STATED.newest_first)  # which is the order of the index, so that no more are read than are named
    .order_by(_STATED.newest_first)
    .limit(MOST_NAMED)
    .correlate(models.Measure, models.Force)
)


def _years(session: Session, subjects: Collection[AnyRow], as_of: int | None) -> dict[tuple[str, str], CountedYears]:
    """Return for each force and measure when official statistics have it."""
    by = (_FIGURE.force_id, _FIGURE.measure_id, _FIGURE.period_end, _FIGURE.dataset_id, models.Dataset.position)
    query = (
        select(*by, func.count().label("figures"), func.min(_FIGURE.period_start).label("start"))
        .join(models.Dataset, _FIGURE.dataset_id == models.Dataset.id)
        .where(
            standing(as_of, _FIGURE),
            _FIGURE.force_id.in_({row.force for row in subjects}),
            _FIGURE.measure_id.in_({row.measure for row in subjects}),
        )
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
