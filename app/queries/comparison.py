"""The input of a comparison: each force's statements with their figures of some measures."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import models
from app.derived.compared import Said
from app.queries.observations import ObservationFilter, StoredObservation, observations_in
from app.queries.releases import standing

Statements = Mapping[str, Mapping[str, Said[StoredObservation]]]
"""By force and round, newest round first: what the statement says."""


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
    found: dict[str, dict[str, Said[StoredObservation]]] = {force: {} for force in session.scalars(known)}
    for force, round_, complete in session.execute(standing_statements):
        found[force][round_] = Said(stated[force, round_], complete)
    return found
