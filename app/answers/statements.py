"""Statements: what a profile is made of, and the revisions of one."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownStatement
from app.http.problems import NotReady
from app.queries import profiles, statements
from app.queries.profiles import ProfileRows
from app.queries.statements import StatementRow
from app.vocabulary.forces import Force
from app.vocabulary.rounds import nearest_in_time, parse_round


def profile_rows(session: Session, named: Force, round_: str | None, as_of: int | None = None) -> ProfileRows:
    """Return the data of a profile. Raises ``UnknownStatement`` if the force has no statement for the round."""
    mistakes = Mistakes()
    rounds = mistakes.rounds([] if round_ is None else [round_])
    mistakes.refuse()
    rows = profiles.profile(session, named.id, rounds[0] if rounds else None, as_of)
    if rows is None:
        raise NotReady(f"{named.name} is not in the database. Bring it up to date with `force-profiles seed`.")
    if rounds and rows.statement is None:
        raise no_statement(named, rounds[0], [row.round for row in rows.statements])
    return rows


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


def no_statement(named: Force, round_: str, rounds: list[str]) -> UnknownStatement:
    """Return the problem that a force has no statement for a round, listing the rounds it has one for."""
    has = f"there is one for {', '.join(rounds)}" if rounds else "there is none of any round yet"
    return UnknownStatement(f"{named.name} has no statement for {round_!r}; {has}.", nearest=rounds)
