"""Statements and their revisions, with everything they say apart from observations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial

from sqlalchemy import BindParameter, ColumnElement, Integer, bindparam, case, exists, func, literal, select
from sqlalchemy.orm import Session, aliased

from app.db import models
from app.db.models import Origin
from app.db.rows import place_of
from app.queries import counts
from app.queries.observations import newest_first
from app.queries.paging import (
    LISTINGS,
    RELEASES_AT_ONCE,
    AnyRow,
    AnySelect,
    Listing,
    Page,
    SortKey,
    Window,
    distinct_values,
    whole_number,
)
from app.queries.releases import standing, stood
from app.vocabulary.records import Note, Unassigned


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One revision of a statement, without its text; ``observations`` is the number of its figures.

    ``current`` and ``withdrawn_because`` are as of the requested release; ``stood`` says whether it was ever current.
    """

    revision_id: int
    force: str
    force_name: str
    round: str
    revision: int
    current: bool
    stood: bool
    origin: Origin
    title: str | None
    url: str | None
    archived_url: str | None
    published: date | None
    language: str
    complete: bool
    disclaimer: bool | None
    sha256: str | None
    taken_in_at: datetime
    reason: str | None
    withdrawn_because: str | None
    observations: int


SORT = (
    SortKey(models.Statement.force_id.expression, str),
    SortKey(models.Statement.newest_first.expression, whole_number),
)


def round_of(
    force: ColumnElement[str], passed: int | BindParameter[int], as_of: int | None = None
) -> ColumnElement[int]:
    """Return the round of a force after a number of newer ones, as it is sorted by; one older than all, if less are."""
    of_force = aliased(models.Statement)
    revision = aliased(models.Revision)
    stands = exists().where(revision.statement_id == of_force.id, standing(as_of, revision))
    found = select(of_force.newest_first).where(of_force.force_id == force, stands).order_by(of_force.newest_first)
    return func.coalesce(found.offset(passed).limit(1).scalar_subquery(), 0)


def revision_standing(as_of: int | None = None) -> ColumnElement[bool]:
    """Return the condition that a revision is the one of its statement that stands, now or as of a release.

    It leads from each statement to its revision, and not the other way: statements have an index of their order.
    """
    other = aliased(models.Revision)
    found = select(other.id).where(other.statement_id == models.Statement.id, standing(as_of, other))
    return models.Revision.id == found.correlate(models.Statement).scalar_subquery()


def _select(
    as_of: int | None = None, revision: ColumnElement[bool] = models.Revision.statement_id == models.Statement.id
) -> AnySelect:
    stands = standing(as_of)
    counted = (
        select(func.count())
        .where(models.Observation.revision_id == models.Revision.id)
        .correlate(models.Revision)
        .scalar_subquery()
    )
    return (
        select(
            models.Statement.force_id,
            models.Force.name,
            models.Statement.round,
            models.Revision.id,
            models.Revision.number,
            stands,
            stood(),
            models.Revision.origin,
            models.Revision.title,
            models.Revision.url,
            models.Revision.archived_url,
            models.Revision.published,
            models.Revision.language,
            models.Revision.complete,
            models.Revision.disclaimer,
            models.Revision.sha256,
            models.Release.published_at,
            models.Revision.reason,
            # While it was current, the reason for its withdrawal was not yet known.
            case((~stands, models.Revision.withdrawn_because)),
            counted,
        )
        .select_from(models.Statement)
        .join(models.Revision, revision)
        .outerjoin(models.Force, models.Force.id == models.Statement.force_id)
        .outerjoin(models.Release, models.Release.number == models.Revision.taken_in_by)
    )


def list_statements(
    session: Session,
    window: Window,
    *,
    forces: Collection[str] = (),
    rounds: Collection[str] = (),
    as_of: int | None = None,
) -> Page[StatementRow]:
    """Return a page of the revisions current now or as of a release, by force, newest round first."""
    given = {"forces": [*forces], "rounds": [newest_first(round_) for round_ in rounds]}
    listing = _listing(min(len(forces), 2), bool(rounds), as_of)
    number = None if rounds or as_of is not None else partial(counts.statements, session, forces)
    return listing.page(session.connection(), window, statement_row, given, number=number)


@lru_cache(maxsize=LISTINGS)
def _listing(forces: int, rounds: bool, as_of: int | None) -> Listing:
    matches = select(literal(1)).select_from(models.Revision).where(standing(as_of))
    conditions = []
    if forces:
        conditions.append(models.Statement.force_id.in_(bindparam("forces", expanding=True)))
    if rounds:
        conditions.append(models.Statement.newest_first.in_(bindparam("rounds", expanding=True)))
    if conditions:
        matches = select(literal(1)).select_from(models.Statement).join(models.Revision, revision_standing(as_of))
        matches = matches.where(*conditions)
    fixed = [SORT[0].column] if forces == 1 else []
    return Listing(_standing(as_of).where(*conditions), SORT, fixed=fixed, matches=matches)


def _standing(as_of: int | None) -> AnySelect:
    return _select(as_of, revision_standing(as_of))


def rounds_held(session: Session, as_of: int | None = None) -> list[str]:
    """Return the rounds that statements are for now, or were for in a release, the oldest first."""
    found = distinct_values(
        models.Statement.newest_first.expression,
        exists().where(models.Revision.statement_id == models.Statement.id, standing(as_of)),
    )
    other = aliased(models.Statement)
    name = select(other.round).where(other.newest_first == found.c.value).limit(1).scalar_subquery()
    query = select(name).select_from(found).where(found.c.value.is_not(None))
    return list(session.scalars(query.order_by(found.c.value.desc())))


def statements_of(
    session: Session, force: str, as_of: int | None = None, *, most: int | None = None
) -> list[StatementRow]:
    """Return the revisions of a force's statements current now or as of a release, newest round first."""
    given = {"force": force, "most": most}
    query = _of_force(as_of) if most is None else newest_of_force(as_of)
    return [statement_row(row) for row in session.connection().execute(query, given)]


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _of_force(as_of: int | None) -> AnySelect:
    of_force = models.Statement.force_id == bindparam("force")
    return _standing(as_of).where(of_force).order_by(models.Statement.newest_first)


@lru_cache(maxsize=RELEASES_AT_ONCE)
def newest_of_force(as_of: int | None) -> AnySelect:
    """Return the query of the newest statements, ``most`` of them, of a ``force``."""
    return _of_force(as_of).limit(bindparam("most", type_=Integer()))


def statement_of(session: Session, force: str, round_: str, as_of: int | None = None) -> StatementRow | None:
    """Return the revision of a statement current now or as of a release; ``None`` if there is none."""
    query = _standing(as_of).where(models.Statement.force_id == force, models.Statement.round == round_)
    row = session.execute(query).one_or_none()
    return None if row is None else statement_row(row)


def any_statement(
    session: Session, *, forces: Collection[str] = (), rounds: Collection[str] = (), as_of: int | None = None
) -> bool:
    """Return whether there is a statement of the forces and rounds, now or as of a release. None named are all."""
    found = select(models.Statement.id).join(models.Revision, models.Revision.statement_id == models.Statement.id)
    found = found.where(standing(as_of))
    if forces:
        found = found.where(models.Statement.force_id.in_(forces))
    if rounds:
        found = found.where(models.Statement.newest_first.in_([newest_first(round_) for round_ in rounds]))
    return session.scalar(found.limit(1)) is not None


def revisions_of(session: Session, force: str, round_: str) -> list[StatementRow]:
    """Return every revision of a statement, newest first; an empty list if there is no such statement."""
    query = _select().where(models.Statement.force_id == force, models.Statement.round == round_)
    return [statement_row(row) for row in session.execute(query.order_by(models.Revision.number.desc()))]


def text_of(session: Session, revision_id: int) -> str | None:
    """Return the normalised text of a revision, or ``None`` if it is not stored."""
    return session.scalar(select(models.Revision.text).where(models.Revision.id == revision_id))


_NOTE = models.Note
_NOTES: AnySelect = select(
    *(_NOTE.revision_id, _NOTE.topic, _NOTE.kind, _NOTE.text, _NOTE.year, _NOTE.month),
    *(_NOTE.paragraph, _NOTE.char_start, _NOTE.char_end, _NOTE.method),
).order_by(_NOTE.ordinal)
_NOTES_OF_REVISION = _NOTES.where(_NOTE.revision_id == bindparam("revision"))
_NOTES_OF_REVISIONS = _NOTES.where(_NOTE.revision_id.in_(bindparam("revisions", expanding=True)))


def notes_of(session: Session, revision_id: int) -> list[Note]:
    """Return the notes of a revision in the order of its text."""
    return [_note(row) for row in session.connection().execute(_NOTES_OF_REVISION, {"revision": revision_id})]


def notes_by_revision(session: Session, revision_ids: Collection[int]) -> dict[int, list[Note]]:
    """Return the notes of each of several revisions in the order of its text."""
    found: dict[int, list[Note]] = {id_: [] for id_ in revision_ids}
    for row in session.connection().execute(_NOTES_OF_REVISIONS, {"revisions": list(revision_ids)}):
        found[row[0]].append(_note(row))
    return found


def _note(row: AnyRow) -> Note:
    _, topic, kind, text, year, month, paragraph, start, end, method = row
    place = place_of(paragraph, start, end)
    return Note(topic=topic, kind=kind, text=text, year=year, month=month, place=place, method=method)


def unassigned_of(session: Session, revision_id: int) -> list[Unassigned]:
    """Return a revision's numbers that no rule could assign to a measure, in the order of its text."""
    return unassigned_by_revision(session, [revision_id])[revision_id]


def unassigned_by_revision(session: Session, revision_ids: Collection[int]) -> dict[int, list[Unassigned]]:
    """Return each revision's numbers that no rule could assign to a measure, in the order of its text."""
    query = (
        select(models.Unassigned)
        .where(models.Unassigned.revision_id.in_(revision_ids))
        .order_by(models.Unassigned.ordinal)
    )
    found: dict[int, list[Unassigned]] = {id_: [] for id_ in revision_ids}
    for number in session.scalars(query):
        found[number.revision_id].append(
            Unassigned(
                as_stated=number.as_stated,
                value=number.value,
                unit=number.unit,
                qualifier=number.qualifier,
                place=place_of(number.paragraph, number.char_start, number.char_end),
            )
        )
    return found


def statement_row(row: AnyRow) -> StatementRow:
    """Return the revision in a row of the queries of statements."""
    return StatementRow(
        force=row[0],
        force_name=row[1],
        round=row[2],
        revision_id=row[3],
        revision=row[4],
        current=row[5],
        stood=row[6],
        origin=row[7],
        title=row[8],
        url=row[9],
        archived_url=row[10],
        published=row[11],
        language=row[12],
        complete=row[13],
        disclaimer=row[14],
        sha256=row[15],
        taken_in_at=row[16],
        reason=row[17],
        withdrawn_because=row[18],
        observations=row[19],
    )
