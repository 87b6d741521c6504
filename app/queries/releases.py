"""Releases of the data: which there are, what was current in each, and what each changed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.db import models
from app.derived.revisions import ChangeKind
from app.queries.paging import AnyRow, Page, SortKey, Window, page, whole_number


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release: how many statements it added, corrected and withdrew, and how many editions of datasets it added."""

    number: int
    published_at: datetime
    added: int
    corrected: int
    withdrawn: int
    editions_added: int


@dataclass(frozen=True, slots=True)
class StatementChange:
    """What a release did to a statement: the revisions current before and after, each as its id and number."""

    kind: ChangeKind
    force: str
    round: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    reason: str | None


SORT = (SortKey(models.Release.number.expression, whole_number, descending=True),)


def standing(as_of: int | None = None, of: type[models.Standing] = models.Revision) -> ColumnElement[bool]:
    """Return the condition that a row stands, now or as of a release: a revision, an official figure, a gap."""
    if as_of is None:
        return of.superseded_in.is_(None)
    return and_(of.taken_in_by <= as_of, or_(of.superseded_in.is_(None), of.superseded_in > as_of))


def stood() -> ColumnElement[bool]:
    """Return the condition that a revision is or was current in some release.

    One that was set aside, or replaced by the run that made it, belongs to a release but never appears in its answers.
    """
    return models.Revision.superseded_in.is_distinct_from(models.Revision.taken_in_by)


def release_at(session: Session, moment: datetime) -> int | None:
    """Return the number of the newest release at a moment; ``None`` if there was none yet."""
    return session.scalar(select(func.max(models.Release.number)).where(models.Release.published_at <= moment))


def release_number(session: Session, number: int) -> int | None:
    """Return the release number if such a release exists, else ``None``."""
    return session.scalar(select(models.Release.number).where(models.Release.number == number))


def newest(session: Session) -> int | None:
    """Return the number of the newest release that changed the current data; ``None`` if there is none."""
    return session.scalar(select(func.max(models.Release.number)).where(_changing()))


def list_releases(session: Session, window: Window) -> Page[ReleaseRow]:
    """Return a page of the releases that changed the current data, newest first."""
    query = select(models.Release.number, models.Release.published_at).where(_changing())
    rows = page(session, query, SORT, window, lambda row: (row[0], row[1]))
    numbers = [number for number, _ in rows.items]
    changed, editions = _changes_by_release(session, numbers), _editions_by_release(session, numbers)
    return Page(
        items=[_row(number, published_at, changed[number], editions[number]) for number, published_at in rows.items],
        total=rows.total,
        next_after=rows.next_after,
    )


def _changing() -> ColumnElement[bool]:
    """Return the condition that a release changed the current data: statements, statistics, or how they agree."""
    statements = exists().where(stood(), _bounded_by_release(models.Revision))
    editions = exists().where(models.Edition.taken_in_by == models.Release.number)
    return or_(statements, editions, exists().where(_bounded_by_release(models.Reconciliation)))


def _bounded_by_release(table: type[models.Standing]) -> ColumnElement[bool]:
    return or_(table.taken_in_by == models.Release.number, table.superseded_in == models.Release.number)


def release(session: Session, number: int) -> ReleaseRow | None:
    """Return a release by its number, even if it changed nothing; ``None`` if there is none."""
    found = session.get(models.Release, number)
    if found is None:
        return None
    editions = _editions_by_release(session, [number])[number]
    return _row(number, found.published_at, statement_changes(session, number), editions)


def statement_changes(session: Session, number: int) -> Sequence[StatementChange]:
    """Return the changes of a release to statements, by force and round."""
    return _changes_by_release(session, [number])[number]


def _changes_by_release(session: Session, numbers: Collection[int]) -> dict[int, list[StatementChange]]:
    query = (
        select(
            models.Statement.force_id,
            models.Statement.round,
            models.Revision.id,
            models.Revision.number,
            models.Revision.taken_in_by,
            models.Revision.superseded_in,
            models.Revision.reason,
            models.Revision.withdrawn_because,
        )
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .where(stood(), or_(models.Revision.taken_in_by.in_(numbers), models.Revision.superseded_in.in_(numbers)))
    )
    before: dict[tuple[int, str, str], AnyRow] = {}
    after: dict[tuple[int, str, str], AnyRow] = {}
    for row in session.execute(query):
        after[row.taken_in_by, row.force_id, row.round] = row
        if row.superseded_in is not None:
            before[row.superseded_in, row.force_id, row.round] = row
    changes: dict[int, list[StatementChange]] = {number: [] for number in numbers}
    for number, force, round_ in sorted({*before, *after}):
        if number in changes:
            key = number, force, round_
            changes[number].append(_change(force, round_, before.get(key), after.get(key)))
    return changes


def _editions_by_release(session: Session, numbers: Collection[int]) -> Counter[int]:
    """Return how many editions of datasets each release added."""
    by = models.Edition.taken_in_by
    query = select(by, func.count()).where(by.in_(numbers)).group_by(by)
    return Counter({row[0]: row[1] for row in session.execute(query)})


def _row(number: int, published_at: datetime, changed: Sequence[StatementChange], editions: int) -> ReleaseRow:
    kinds = Counter(change.kind for change in changed)
    return ReleaseRow(
        number=number,
        published_at=published_at,
        added=kinds[ChangeKind.ADDED],
        corrected=kinds[ChangeKind.CORRECTED],
        withdrawn=kinds[ChangeKind.WITHDRAWN],
        editions_added=editions,
    )


def _change(force: str, round_: str, before: AnyRow | None, after: AnyRow | None) -> StatementChange:
    kind = ChangeKind.CORRECTED
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.WITHDRAWN
    return StatementChange(
        kind=kind,
        force=force,
        round=round_,
        before=None if before is None else (before.id, before.number),
        after=None if after is None else (after.id, after.number),
        reason=after.reason if after is not None else None if before is None else before.withdrawn_because,
    )
