"""Statements: what a profile is made of, what one states, and the revisions of one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownStatement
from app.http.problems import NotReady
from app.queries import forces, profiles, statements
from app.queries.forces import ForceRow
from app.queries.observations import StoredObservation, observations_of
from app.queries.profiles import ProfileRows
from app.queries.statements import StatementRow
from app.schemas.observations import note, stored_observation, unassigned
from app.schemas.statements import Revision, StatementDetail, statement
from app.vocabulary.forces import Force
from app.vocabulary.rounds import nearest_in_time, parse_round


class StatedFigures(NamedTuple):
    """A statement and its figures; ``statement`` is ``None`` where the force has none yet."""

    statement: StatementRow | None
    observations: list[StoredObservation]


def stated_figures(session: Session, named: Force, round_: str | None, as_of: int | None = None) -> StatedFigures:
    """Return what a statement states, by default the newest of a force. Raises ``UnknownStatement``."""
    wanted = _round_asked(round_)
    if wanted is None:
        found = next(iter(statements.statements_of(session, named.id, as_of, most=1)), None)
    else:
        found = statements.statement_of(session, named.id, wanted, as_of)
        if found is None:
            raise no_statement(named, wanted, [row.round for row in statements.statements_of(session, named.id, as_of)])
    return StatedFigures(found, observations_of(session, found.revision_id) if found else [])


def profile_rows(
    session: Session,
    named: Force,
    round_: str | None,
    as_of: int | None = None,
    *,
    counted: Collection[str] | None = None,
) -> ProfileRows:
    """Return the data of a profile, with the official figures of all measures unless some are named as ``counted``.

    Raises ``UnknownStatement`` if the force has no statement for the round.
    """
    wanted = _round_asked(round_)
    rows = profiles.profile(session, named.id, wanted, as_of, counted=counted)
    if rows is None:
        raise _not_stored(named)
    if wanted is not None and rows.statement is None:
        raise no_statement(named, wanted, [row.round for row in rows.statements])
    return rows


def force_row(session: Session, named: Force) -> ForceRow:
    """Return a force with the rounds of its statements."""
    found = forces.force(session, named.id)
    if found is None:
        raise _not_stored(named)
    return found


def _not_stored(named: Force) -> NotReady:
    return NotReady(f"{named.name} is not in the database. Bring it up to date with `force-profiles seed`.")


def _round_asked(round_: str | None) -> str | None:
    mistakes = Mistakes()
    rounds = mistakes.rounds([] if round_ is None else [round_])
    mistakes.refuse()
    return rounds[0] if rounds else None


def refuse_unknown_rounds(session: Session, rounds: Collection[str], as_of: int | None = None) -> None:
    """Raise ``InvalidParameter`` for a round that no statement is for, with the nearest that some are for."""
    mistakes, held = Mistakes(), statements.rounds_held(session, as_of) if rounds else []
    for round_ in rounds:
        if round_ not in held:
            mistakes.wrong("round", f"no statement is for the round {round_!r}", nearest_in_time(round_, held))
    mistakes.refuse()


def statement_revisions(session: Session, named: Force, round_: str) -> list[StatementRow]:
    """Return the revisions of a statement, newest first. Raises ``UnknownStatement`` if there are none."""
    round_ = parse_round(round_) or round_
    found = statements.revisions_of(session, named.id, round_) if round_.isprintable() else []
    if not found:
        raise no_statement(named, round_, [row.round for row in statements.statements_of(session, named.id)])
    return found


@dataclass(frozen=True, slots=True)
class FoundRevision:
    """A revision of a statement, and all that there are of it, the newest first."""

    row: StatementRow
    revisions: list[StatementRow]


def revision_asked(session: Session, named: Force, round_: str, revision: int | None) -> FoundRevision:
    """Return a revision of a statement, by default the one that stands. Raises ``UnknownStatement``."""
    revisions = statement_revisions(session, named, round_)
    found = next((row for row in revisions if (row.current if revision is None else row.revision == revision)), None)
    if found is None:
        known = f"{named.id}/{round_} has revisions 1 to {len(revisions)}"
        why = f"no {revision}" if revision else "and is withdrawn: read one with ?revision="
        raise UnknownStatement(f"{known}, {why}.")
    return FoundRevision(found, revisions)


def statement_detail(
    session: Session, found: FoundRevision, observations: Iterable[StoredObservation]
) -> StatementDetail:
    """Return all that a revision of a statement says, with the figures that it states."""
    row = found.row
    id_, revision = f"{row.force}/{row.round}", row.revision_id
    return StatementDetail(
        statement=statement(row),
        observations=[stored_observation(one) for one in observations],
        notes=[note(claim, id_, row.url) for claim in statements.notes_of(session, revision)],
        unassigned=[unassigned(number, id_, row.url) for number in statements.unassigned_of(session, revision)],
        revisions=[Revision.model_validate(one) for one in found.revisions],
        text=statements.text_of(session, revision),
    )


def no_statement(named: Force, round_: str, rounds: list[str]) -> UnknownStatement:
    """Return the problem that a force has no statement for a round, listing the rounds it has one for."""
    has = f"there is one for {', '.join(rounds)}" if rounds else "there is none of any round yet"
    return UnknownStatement(f"{named.name} has no statement for {round_!r}; {has}.", nearest=rounds)
