"""The data of a force's profile."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.queries import forces, statements
from app.queries.forces import ForceRow
from app.queries.observations import StoredObservation, observations_of
from app.queries.official import StoredOfficialFigure, newest_of_force
from app.queries.reconciliations import StoredReconciliation, reconciliations_of_revision
from app.queries.statements import StatementRow
from app.vocabulary.records import Note


@dataclass(frozen=True, slots=True)
class ProfileRows:
    """A force, its statements, and the contents of one of them; ``statement`` is ``None`` if the round has none.

    ``official`` are the newest official figures of the force, and ``reconciliations`` those of the statement's figures.
    """

    force: ForceRow
    statements: list[StatementRow]
    statement: StatementRow | None
    observations: list[StoredObservation]
    notes: list[Note]
    official: list[StoredOfficialFigure]
    reconciliations: list[StoredReconciliation]


MOST_STATEMENTS = 20
"""How many statements of a force its profile tells, the newest: /v1/forces/{force}/statements has all."""


def profile(
    session: Session,
    force_id: str,
    round_: str | None = None,
    as_of: int | None = None,
    *,
    counted: Collection[str] | None = None,
) -> ProfileRows | None:
    """Return a force's profile for a round, by default the newest; ``None`` if the force is not stored.

    It has the official figures of all measures unless those that are ``counted`` are named.
    """
    sources = statements.statements_of(session, force_id, as_of, most=MOST_STATEMENTS)
    all_rounds = [source.round for source in sources] if len(sources) < MOST_STATEMENTS else None
    force = forces.force(session, force_id, as_of, rounds=all_rounds)
    if force is None:
        return None
    source = next((s for s in sources if round_ is None or s.round == round_), None)
    if source is None and round_ is not None and len(sources) == MOST_STATEMENTS:
        source = statements.statement_of(session, force_id, round_, as_of)
    return ProfileRows(
        force=force,
        statements=sources,
        statement=source,
        observations=observations_of(session, source.revision_id) if source else [],
        notes=statements.notes_of(session, source.revision_id) if source else [],
        official=newest_of_force(session, force_id, as_of, measures=counted),
        reconciliations=reconciliations_of_revision(session, source.revision_id, as_of) if source else [],
    )
