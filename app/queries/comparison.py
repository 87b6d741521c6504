"""The input of a comparison: what is said of each force by its statements, or by official statistics."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import models
from app.derived.pairing import Counting
from app.derived.said import Counted, Stated
from app.queries.observations import ObservationFilter, StoredObservation, observations_in
from app.queries.official import OfficialFilter, StoredGap, StoredOfficialFigure, official_figures_in, official_gaps
from app.queries.releases import standing
from app.vocabulary.official import Basis
from app.vocabulary.periods import Period

Statements = dict[str, list[Stated[StoredObservation]]]
"""By force, what its statements say, the newest round first."""
Counts = dict[str, list[Counted[StoredOfficialFigure]]]
"""By force, what official statistics count of it, in the order of the times asked for."""


def statements_with(
    session: Session,
    measures: Collection[str],
    *,
    forces: Collection[str] = (),
    rounds: Collection[str] = (),
    as_of: int | None = None,
) -> Statements:
    """Return what statements say about some measures, for all forces and rounds unless some are named."""
    known = select(models.Force.id).order_by(models.Force.id)
    standing_statements = (
        select(models.Statement.force_id, models.Statement.round, models.Revision.complete)
        .join(models.Revision, models.Revision.statement_id == models.Statement.id)
        .where(standing(as_of))
        .order_by(models.Statement.round.desc())
    )
    if forces:
        known = known.where(models.Force.id.in_(forces))
        standing_statements = standing_statements.where(models.Statement.force_id.in_(forces))
    if rounds:
        standing_statements = standing_statements.where(models.Statement.round.in_(rounds))
    stated: dict[tuple[str, str], list[StoredObservation]] = defaultdict(list)
    wanted = ObservationFilter(measures=measures, forces=forces, rounds=rounds)
    for observation in observations_in(session, wanted, as_of):
        stated[observation.force, observation.round].append(observation)
    found: Statements = {force: [] for force in session.scalars(known)}
    for force, round_, complete in session.execute(standing_statements):
        found[force].append(Stated(stated[force, round_], round_, complete))
    return found


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
    known = select(models.Force.id).order_by(models.Force.id)
    if forces:
        known = known.where(models.Force.id.in_(forces))

    def counted(force: str, counting: Counting) -> Counted[StoredOfficialFigure]:
        keys = [(force, of.dataset, of.measure, of.basis, of.period) for of in counting.slices]
        return Counted(
            [figures[key] for key in keys if key in figures],
            counting.period,
            [gaps[key] for key in keys if key in gaps],
        )

    return {force: [counted(force, counting) for counting in countings] for force in session.scalars(known)}


_Counted = TypeVar("_Counted", StoredOfficialFigure, StoredGap)


def _by_slice(counted: Iterable[_Counted]) -> dict[tuple[str, str, str, Basis, Period], _Counted]:
    """Return figures or gaps by force and by what tells their slice from others."""
    return {(of.force, of.dataset, of.measure, of.basis, of.period): of for of in counted}
