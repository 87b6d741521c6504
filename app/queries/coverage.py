"""Coverage: in which rounds each force states a measure, and in which years official statistics have it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Label,
    String,
    Subquery,
    and_,
    bindparam,
    cast,
    extract,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, join

from app.db import models
from app.queries.observations import ObservationFilter, newest_first, round_of_years
from app.queries.official import dataset_ids
from app.queries.paging import (
    LISTINGS,
    MOST_NAMED,
    MOST_ROUNDS,
    AnyRow,
    AnySelect,
    Counting,
    Listing,
    Page,
    SortKey,
    Window,
)
from app.queries.releases import standing
from app.vocabulary.measures import Topic, measures
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


_WRITTEN, _FIGURE, _STATED, _STATEMENT = (
    models.StatedCount,
    models.OfficialFigure,
    models.Observation,
    models.Statement,
)
SORT = (SortKey(_WRITTEN.force_id.expression, str), SortKey(_WRITTEN.measure_id.expression, str))


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
    asked: dict[str, list[Any]] = {
        "forces": [*wanted.forces],
        "measures": [*wanted.measures],
        "of_topics": [of.id for of in measures().values() if of.topic in wanted.topics],
        "rounds": [*map(newest_first, wanted.rounds)],
    }
    given = {name: choices for name, choices in asked.items() if choices}
    datasets = dataset_ids(session)
    if window.counting is Counting.CAPPED:  # of which there are fewer than are counted in any case
        window = replace(window, counting=Counting.EXACT)
    listing = _listing(tuple(given), source, as_of)
    return listing.page(session.connection(), window, lambda row: _row(row, datasets), given)


def _row(row: AnyRow, datasets: Sequence[str]) -> CoverageRow:
    force, measure, observations, rounds, figures, first, last, years, of_datasets, *_ = row
    official = None
    if figures:
        official = CountedYears(
            figures=figures,
            first=first,
            last=last,
            years=tuple(sorted(map(int, {*years.split()}), reverse=True)),
            datasets=tuple(sorted({*of_datasets.split()}, key=datasets.index)),
        )
    newest = sorted((rounds or "").split(), reverse=True)[:MOST_ROUNDS]
    return CoverageRow(
        force=force,
        measure=measure,
        topic=measures()[measure].topic,
        rounds=tuple(map(round_of_years, newest)),
        observations=observations,
        official=official,
    )


def read_in_part(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> list[str]:
    """Return the statements of the forces and rounds of a filter that were not read to their end, as force/round."""
    asked: dict[str, list[Any]] = {"forces": [*wanted.forces], "rounds": [*map(newest_first, wanted.rounds)]}
    query = _in_part(bool(wanted.forces), bool(wanted.rounds), as_of)
    return [f"{force}/{round_}" for force, round_ in session.connection().execute(query, asked)]


@lru_cache(maxsize=LISTINGS)
def _in_part(of_forces: bool, of_rounds: bool, as_of: int | None) -> AnySelect:
    query = select(_STATEMENT.force_id, _STATEMENT.round)
    if as_of is None:
        query = query.where(_STATEMENT.complete == false())
    else:
        query = query.join(models.Revision, models.Revision.statement_id == _STATEMENT.id)
        query = query.where(standing(as_of), ~models.Revision.complete)
    if of_forces:
        query = query.where(_STATEMENT.force_id.in_(bindparam("forces", expanding=True)))
    if of_rounds:
        query = query.where(_STATEMENT.newest_first.in_(bindparam("rounds", expanding=True)))
    return query.order_by(_STATEMENT.force_id, _STATEMENT.newest_first).limit(MOST_NAMED)


@lru_cache(maxsize=LISTINGS)
def _listing(given: tuple[str, ...], source: Source | None, as_of: int | None) -> Listing:
    """Return the list of the forces and measures that have figures, with what is told of them."""
    of_rounds = "rounds" in given
    of = (_written(of_rounds) if as_of is None else _counted(of_rounds, as_of)).subquery().c
    query = select(*of)
    if source is Source.STATED or of_rounds:
        query = query.where(of.observations > 0)
    if source is Source.OFFICIAL:
        query = query.where(of.official > 0)
    for name, column in (("forces", of.force_id), ("measures", of.measure_id), ("of_topics", of.measure_id)):
        if name in given:
            query = query.where(column.in_(bindparam(name, expanding=True)))
    return Listing(query, [SortKey(of.force_id, str), SortKey(of.measure_id, str)])


_YEARS_OF_ROUND = cast(-_STATED.newest_first, String).label("years")
_TOLD: tuple[Label[Any], ...] = (
    func.min(_FIGURE.period_start).label("first"),
    func.max(_FIGURE.period_end).label("last"),
    func.aggregate_strings(cast(extract("year", _FIGURE.period_end), String), " ").label("years"),
    func.aggregate_strings(_FIGURE.dataset_id, " ").label("datasets"),
)
"""What is told of official figures, but for how many they are."""


def _written(of_rounds: bool) -> AnySelect:
    """Return the query of what stands now: how much that is was written down, and the rest is looked up for a page.

    Indexes have all that is told, in the order of rounds, so that no more are read than are named.
    """
    of_subject = (_FIGURE.force_id == _WRITTEN.force_id, _FIGURE.measure_id == _WRITTEN.measure_id)
    official = (select(told).where(standing(of=_FIGURE), *of_subject).correlate(_WRITTEN) for told in _TOLD)
    told = (query.scalar_subquery().label(told.name) for query, told in zip(official, _TOLD, strict=True))
    if of_rounds:
        stated = _stated(of_rounds=True)
        of = stated.c
        query = select(_WRITTEN.force_id, _WRITTEN.measure_id, of.observations, of.rounds, _WRITTEN.official, *told)
        return query.join(stated, and_(of.force_id == _WRITTEN.force_id, of.measure_id == _WRITTEN.measure_id))
    position = select(models.Measure.position).where(models.Measure.id == _WRITTEN.measure_id).correlate(_WRITTEN)
    of_measure = _STATED.measure_position == position.scalar_subquery()
    newest = select(_YEARS_OF_ROUND).where(standing(of=_STATED), _STATED.force_id == _WRITTEN.force_id, of_measure)
    newest = newest.group_by(_STATED.newest_first).order_by(_STATED.newest_first).limit(MOST_ROUNDS)
    rounds = select(func.aggregate_strings(newest.correlate(_WRITTEN).subquery().c.years, " ")).scalar_subquery()
    return select(
        *(_WRITTEN.force_id, _WRITTEN.measure_id, _WRITTEN.figures.label("observations"), rounds.label("rounds")),
        *(_WRITTEN.official, *told),
    )


def _counted(of_rounds: bool, as_of: int) -> AnySelect:
    """Return the query of the same as of a release, of which nothing was written down."""
    force, measure = models.Force, models.Measure
    stated = _stated(of_rounds, as_of)
    by = (_FIGURE.force_id, _FIGURE.measure_id)
    official = select(*by, func.count().label("figures"), *_TOLD).where(standing(as_of, _FIGURE))
    counted = official.group_by(*by).subquery()
    subjects = join(force, measure, true())
    for found in (stated, counted):
        of_subject = and_(found.c.force_id == force.id, found.c.measure_id == measure.id)
        subjects = join(subjects, found, of_subject, isouter=True)
    return (
        select(
            *(force.id.label("force_id"), measure.id.label("measure_id")),
            *(func.coalesce(stated.c.observations, 0).label("observations"), stated.c.rounds),
            func.coalesce(counted.c.figures, 0).label("official"),
            *(counted.c[told.name] for told in _TOLD),
        )
        .select_from(subjects)
        .where(or_(stated.c.observations > 0, counted.c.figures > 0))
    )


def _stated(of_rounds: bool, as_of: int | None = None) -> Subquery:
    """Return how many figures of a force and measure are stated, and in which rounds, by counting them."""
    by = (_STATED.force_id, _STATED.measure_id)
    query = select(*by, _YEARS_OF_ROUND, func.count().label("figures")).where(standing(as_of, _STATED))
    if of_rounds:
        query = query.where(_STATED.newest_first.in_(bindparam("rounds", expanding=True)))
    of = query.group_by(*by, _STATED.newest_first).subquery().c
    counts = (func.sum(of.figures).label("observations"), func.aggregate_strings(of.years, " ").label("rounds"))
    return select(of.force_id, of.measure_id, *counts).group_by(of.force_id, of.measure_id).subquery()
