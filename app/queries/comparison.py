"""The input of a comparison: what is said of each force by its statements, or by official statistics."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, and_, bindparam, select
from sqlalchemy.orm import Session, join

from app.db import models
from app.derived.pairing import Counting
from app.derived.said import Counted, Stated
from app.queries.observations import (
    ObservationFilter,
    StoredObservation,
    newest_first,
    observations_among,
    standing_figures,
    stored_observation_of,
)
from app.queries.official import OfficialFilter, StoredGap, StoredOfficialFigure, official_figures_in, official_gaps
from app.queries.paging import RELEASES_AT_ONCE, AnySelect
from app.queries.statements import revision_standing, round_of
from app.vocabulary.forces import forces as register
from app.vocabulary.official import Basis
from app.vocabulary.periods import Period

Statements = dict[str, Iterable[Stated[StoredObservation]]]
"""By force, what its statements say, the newest round first; to be gone through once."""
Counts = dict[str, list[Counted[StoredOfficialFigure]]]
"""By force, what official statistics count of it, in the order of the times asked for."""


AT_ONCE = 10
"""Of how many rounds the statements of all forces are read at once: one of these will nearly always do."""
LOOKED_BACK = 40
"""In how many rounds of a force a figure to compare it by is looked for at most, the newest."""
MOST_ROUNDS = 40
"""How many rounds of a force a series goes through at most, the newest."""


def statements_with(
    session: Session,
    measures: Collection[str],
    *,
    forces: Collection[str] = (),
    rounds: Collection[str] = (),
    as_of: int | None = None,
) -> Statements:
    """Return what statements say about some measures, for all forces and rounds unless some are named.

    They are read from the newest on, and of a force no more than is gone through.
    """
    known = select(models.Force.id).order_by(models.Force.id)
    if forces:
        known = known.where(models.Force.id.in_(forces))
    named = list(session.scalars(known))
    wanted = ObservationFilter(measures=measures, rounds=rounds)
    newest = _stated(session, wanted, named, 0, AT_ONCE, as_of)
    older = cache(lambda: _stated(session, wanted, named, AT_ONCE, LOOKED_BACK - AT_ONCE, as_of))

    def from_the_newest(force: str) -> Iterator[Stated[StoredObservation]]:
        yield from newest[force]
        if len(newest[force]) == AT_ONCE and not rounds:
            yield from older()[force]

    return {force: from_the_newest(force) for force in named}


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
    for observation in map(stored_observation_of, session.connection().execute(figures, given)):
        stated[observation.force, observation.round].append(observation)
    found: dict[str, list[Stated[StoredObservation]]] = {force: [] for force in forces}
    for force, round_, complete in session.connection().execute(statements, given):
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
    gaps = _by_slice(official_gaps(session, wanted, as_of) if slices else ())

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
