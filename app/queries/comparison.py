"""The input of a comparison: what is said of each force by its statements, or by official statistics."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, and_, bindparam, literal, select
from sqlalchemy.orm import Session, join

from app.db import models
from app.derived.pairing import Counting
from app.derived.said import Counted, Stated
from app.queries.observations import (
    ObservationFilter,
    StoredObservation,
    newest_first,
    observations_among,
    passed_over,
    standing_figures,
    stored_observation_of,
)
from app.queries.official import OfficialFilter, StoredGap, StoredOfficialFigure, official_figures_in, official_gaps
from app.queries.paging import MOST_NAMED, MOST_ROUNDS, RELEASES_AT_ONCE, AnySelect
from app.queries.statements import revision_standing, round_of
from app.vocabulary.forces import forces as register
from app.vocabulary.official import Basis
from app.vocabulary.periods import Period

Counts = dict[str, list[Counted[StoredOfficialFigure]]]
"""By force, what official statistics count of it, in the order of the times asked for."""


IN_TURN = (1, 4, 10, 25)
"""Of how many rounds statements are read at once, of ``MOST_ROUNDS`` in all: of most forces the first will do."""


def statements_with(
    session: Session,
    measures: Collection[str],
    waiting: Collection[str],
    *,
    rounds: Collection[str] = (),
    as_of: int | None = None,
) -> Iterator[tuple[str, Stated[StoredObservation]]]:
    """Yield what statements of forces say about some measures, from the newest on, of all rounds unless some are named.

    Whoever goes through them takes out of ``waiting`` the forces of which no more statements are wanted.
    """
    wanted = ObservationFilter(measures=measures, rounds=rounds)
    asked, passed = list(waiting), 0
    for number in IN_TURN[:1] if rounds else IN_TURN:
        stated = _stated(session, wanted, asked, passed, number, as_of) if asked else {}
        for force, said in stated.items():
            yield from ((force, of_round) for of_round in said)
        asked = [force for force, said in stated.items() if force in waiting and len(said) == number]
        passed += number


def quotes_with(
    session: Session,
    measure: str,
    areas: Collection[str],
    *,
    rounds: Collection[str] = (),
    as_of: int | None = None,
) -> list[StoredObservation]:
    """Return the figures that statements quote of other areas, by force, the newest first; the newest, if many."""
    given: dict[str, Any] = {"measure": measure, "areas": list(areas), "rounds": list(map(newest_first, rounds))}
    rows = session.connection().execute(_quotes(bool(rounds), as_of), given)
    return sorted(map(stored_observation_of, rows), key=lambda quote: (quote.force, newest_first(quote.round)))


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _quotes(rounds_named: bool, as_of: int | None) -> AnySelect:
    figure, measure = models.Observation, models.Measure
    of_measure = select(measure.position).where(measure.id == bindparam("measure")).scalar_subquery()
    query = observations_among(figure.__table__).where(
        standing_figures(as_of),
        # Few figures are of these areas, and many of a measure or a round: those are not to be looked up.
        passed_over(figure.measure_position.expression) == of_measure,
        figure.area_in_small.in_(bindparam("areas", expanding=True)),
        figure.area_in_small.is_not(None),
    )
    round_ = passed_over(figure.newest_first.expression)
    if rounds_named:
        query = query.where(round_.in_(bindparam("rounds", expanding=True)))
    return query.order_by(round_, figure.force_id, figure.ordinal).limit(MOST_NAMED)


def any_stated(
    session: Session, measures: Collection[str], *, forces: Collection[str] = (), as_of: int | None = None
) -> bool:
    """Return whether statements say anything about some measures, of all forces unless some are named."""
    given = {"measures": list(measures)} | ({"forces": list(forces)} if forces else {})
    return session.connection().execute(_any_stated(as_of, bool(forces)), given).first() is not None


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _any_stated(as_of: int | None, of_forces: bool) -> AnySelect:
    table = models.StatedCount if as_of is None else models.Observation
    there = models.StatedCount.figures > 0 if as_of is None else standing_figures(as_of)
    found = select(literal(1)).where(table.measure_id.in_(bindparam("measures", expanding=True)), there).limit(1)
    return found.where(table.force_id.in_(bindparam("forces", expanding=True))) if of_forces else found


def newest_statements_with(
    session: Session, measures: Collection[str], force: str, as_of: int | None = None
) -> list[Stated[StoredObservation]]:
    """Return what a force's statements of the newest rounds say about some measures, the newest first."""
    return _stated(session, ObservationFilter(measures=measures), [force], 0, MOST_ROUNDS, as_of)[force]


def has_older_rounds(session: Session, force: str) -> bool:
    """Return whether a force has statements of more rounds than a series goes through."""
    older = select(models.Statement.id).where(models.Statement.force_id == force)
    return session.scalar(older.order_by(models.Statement.newest_first).offset(MOST_ROUNDS).limit(1)) is not None


def _stated(  # noqa: PLR0913, PLR0917 - what is asked, of whom, and how far back
    session: Session, wanted: ObservationFilter, forces: Sequence[str], passed: int, rounds: int, as_of: int | None
) -> dict[str, list[Stated[StoredObservation]]]:
    """Return what statements of each of some forces say of rounds as many after those passed by, the newest first.

    If a filter names the rounds, these are of all times. It names measures besides, and nothing else.
    """
    given: dict[str, Any] = {"forces": [*forces], "measures": [*wanted.measures]}
    if wanted.rounds:
        given["rounds"] = [newest_first(round_) for round_ in wanted.rounds]
    else:
        given |= {"passed": passed, "last": passed + rounds - 1}
    statements, figures = _statements_and_figures(bool(wanted.rounds), as_of)
    stated: dict[tuple[str, str], list[StoredObservation]] = defaultdict(list)
    for observation in map(stored_observation_of, session.connection().execute(figures, given).all()):
        stated[observation.force, observation.round].append(observation)
    found: dict[str, list[Stated[StoredObservation]]] = {force: [] for force in forces}
    for force, round_, complete in session.connection().execute(statements, given).all():
        found[force].append(Stated(stated[force, round_], round_, complete))
    return found


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _statements_and_figures(rounds_named: bool, as_of: int | None) -> tuple[AnySelect, AnySelect]:
    """Return the query of statements of some forces, and that of what these say about some measures."""
    force, statement, figure = models.Force.id, models.Statement, models.Observation
    of_forces = force.in_(bindparam("forces", expanding=True))
    of_measures = select(models.Measure.position).where(models.Measure.id.in_(bindparam("measures", expanding=True)))

    def of_rounds(round_: ColumnElement[int]) -> ColumnElement[bool]:
        if rounds_named:
            return round_.in_(bindparam("rounds", expanding=True))
        first, last = (round_of(force.expression, bindparam(n, type_=Integer()), as_of) for n in ("passed", "last"))
        return and_(round_ >= first, round_ <= last)

    statements = (
        select(statement.force_id, statement.round, models.Revision.complete)
        .select_from(models.Force)
        .join(statement, statement.force_id == force)
        .join(models.Revision, revision_standing(as_of))
        .where(of_forces, of_rounds(statement.newest_first.expression))
        .order_by(statement.force_id, statement.newest_first)
    )
    figures = (
        observations_among(join(models.Force, figure, figure.force_id == force))
        .where(of_forces, standing_figures(as_of))
        .where(figure.measure_position.in_(of_measures), of_rounds(figure.newest_first.expression))
        .order_by(figure.ordinal)
    )
    return statements, figures


def counts_with(
    session: Session, countings: Sequence[Counting], *, forces: Collection[str] = (), as_of: int | None = None
) -> Counts:
    """Return what official statistics count of each force at some times, for all forces unless some are named."""
    slices = {of for counting in countings for of in counting.slices}
    ends = {of.period.end for of in slices if of.period.end is not None}
    wanted = OfficialFilter(
        forces=forces,
        measures={of.measure for of in slices},
        datasets={of.dataset for of in slices},
        since=min(ends, default=None),
        until=max(ends, default=None),
    )
    figures = _by_slice(official_figures_in(session, wanted, as_of) if slices else ())
    gaps = _by_slice(official_gaps(session, wanted, as_of) if any(of.gaps for of in slices) else ())

    def counted(force: str, counting: Counting) -> Counted[StoredOfficialFigure]:
        keys = [(force, of.dataset, of.measure, of.basis, of.period) for of in counting.slices]
        return Counted(
            [figures[key] for key in keys if key in figures],
            counting.period,
            [gaps[key] for key in keys if key in gaps],
        )

    return {force: [counted(force, counting) for counting in countings] for force in sorted(forces or register())}


_Counted = TypeVar("_Counted", StoredOfficialFigure, StoredGap)


def _by_slice(counted: Iterable[_Counted]) -> dict[tuple[str, str, str, Basis, Period], _Counted]:
    """Return figures or gaps by force and by what tells their slice from others."""
    return {(of.force, of.dataset, of.measure, of.basis, of.period): of for of in counted}
