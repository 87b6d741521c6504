"""Releases of the data: which there are, what stood when, and what each changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.db import models
from app.derived.revisions import ChangeKind
from app.queries.paging import Page, SortKey, Window, page, whole_number


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release and how many statements it added, corrected and withdrew."""

    number: int
    published_at: datetime
    added: int
    corrected: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class StatementChange:
    """What a release did to a statement: the revisions that stood before and after, by id and number."""

    kind: ChangeKind
    force: str
    round: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    reason: str | None


SORT = (SortKey(models.Release.number.expression, whole_number, descending=True),)


def standing(as_of: int | None = None) -> ColumnElement[bool]:
    """Return the condition that a revision is the one of its statement that stands: now, or in a release."""
    if as_of is None:
        return models.Revision.superseded_in.is_(None)
    return and_(
        models.Revision.taken_in_by <= as_of,
        or_(models.Revision.superseded_in.is_(None), models.Revision.superseded_in > as_of),
    )


def release_at(session: Session, moment: datetime) -> int | None:
    """Return the number of the release that was the newest at a moment; ``None`` where there was none yet."""
    return session.scalar(select(func.max(models.Release.number)).where(models.Release.published_at <= moment))


def release_number(session: Session, number: int) -> int | None:
    """Return a release's number; ``None`` where there is no such release."""
    return session.scalar(select(models.Release.number).where(models.Release.number == number))


def list_releases(session: Session, window: Window) -> Page[ReleaseRow]:
    """Return a page of the releases, the newest first."""
    rows = page(session, select(models.Release), SORT, window, lambda row: (row[0].number, row[0].published_at))
    changed = {number: statement_changes(session, number) for number, _ in rows.items}
    return Page(
        items=[
            ReleaseRow(number, published_at, *(sum(c.kind is kind for c in changed[number]) for kind in ChangeKind))
            for number, published_at in rows.items
        ],
        total=rows.total,
        next_after=rows.next_after,
    )


def release(session: Session, number: int) -> ReleaseRow | None:
    """Return one release by its number."""
    found = session.get(models.Release, number)
    if found is None:
        return None
    changed = statement_changes(session, number)
    return ReleaseRow(number, found.published_at, *(sum(c.kind is kind for c in changed) for kind in ChangeKind))


def statement_changes(session: Session, number: int) -> Sequence[StatementChange]:
    """Return what a release did to statements, by force and round."""
    query = (
        select(models.Revision, models.Statement.force_id, models.Statement.round)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .where(or_(models.Revision.taken_in_by == number, models.Revision.superseded_in == number))
        .order_by(models.Statement.force_id, models.Statement.round, models.Revision.number)
    )
    stood: dict[tuple[str, str], models.Revision] = {}
    stands: dict[tuple[str, str], models.Revision] = {}
    for revision, force, round_ in session.execute(query):
        if revision.superseded_in == number and revision.taken_in_by < number:
            stood[force, round_] = revision
        elif revision.taken_in_by == number and revision.superseded_in != number:
            stands[force, round_] = revision
    return [_change(statement, stood.get(statement), stands.get(statement)) for statement in sorted({*stood, *stands})]


def _change(
    statement: tuple[str, str], before: models.Revision | None, after: models.Revision | None
) -> StatementChange:
    kind = ChangeKind.CORRECTED
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.WITHDRAWN
    return StatementChange(
        kind=kind,
        force=statement[0],
        round=statement[1],
        before=None if before is None else (before.id, before.number),
        after=None if after is None else (after.id, after.number),
        reason=after.reason if after is not None else None if before is None else before.withdrawn_because,
    )
