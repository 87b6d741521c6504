"""The data of a force's profile."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import Session

from app.db import models
from app.queries import forces, statements
from app.queries.forces import ForceRow
from app.queries.observations import StoredObservation
from app.queries.official import StoredOfficialFigure, newest_of_force
from app.queries.paging import RELEASES_AT_ONCE, AnySelect
from app.queries.reconciliations import StoredReconciliation, figures_of_revision
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
    force, sources = _force_with_statements(session, force_id, as_of)
    if force is None:
        return None
    source = next((s for s in sources if round_ is None or s.round == round_), None)
    if source is None and round_ is not None and len(sources) == MOST_STATEMENTS:
        source = statements.statement_of(session, force_id, round_, as_of)
    stated, reconciliations = figures_of_revision(session, source.revision_id, as_of) if source else ([], [])
    return ProfileRows(
        force=force,
        statements=sources,
        statement=source,
        observations=stated,
        notes=statements.notes_of(session, source.revision_id) if source else [],
        official=newest_of_force(session, force_id, as_of, measures=counted),
        reconciliations=reconciliations,
    )


def _force_with_statements(
    session: Session, force_id: str, as_of: int | None
) -> tuple[ForceRow | None, list[StatementRow]]:
    """Return a force, ``None`` if it is not stored, and its newest statements: by one query, if it has some."""
    given = {"force": force_id, "most": MOST_STATEMENTS}
    found = session.connection().execute(_statements_with_force(as_of), given).all()
    sources = [statements.statement_row(row) for row in found]
    if not sources:
        return forces.force(session, force_id, as_of, rounds=()), sources
    if len(sources) == MOST_STATEMENTS:  # of more rounds than these
        return forces.force(session, force_id, as_of), sources
    id_, name, country, region, ons_code, website, aliases, places = found[0][-len(_FORCE) :]
    rounds = tuple(source.round for source in sources)
    force = ForceRow(id_, name, country, region, ons_code, website, tuple(aliases), tuple(places), rounds)
    return force, sources


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _statements_with_force(as_of: int | None) -> AnySelect:
    return statements.newest_of_force(as_of).add_columns(*_FORCE)


_FORCE = (
    *(models.Force.id, models.Force.name, models.Force.country, models.Force.region),
    *(models.Force.ons_code, models.Force.website, models.Force.aliases, models.Force.places),
)
