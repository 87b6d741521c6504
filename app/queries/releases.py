"""Releases of the data: which there are, what was current in each, and what each changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.db import models
from app.derived.revisions import ChangeKind
from app.queries.paging import AnyRow, Listing, Page, SortKey, Window, whole_number


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


def last_number(session: Session) -> int | None:
    """Return the number of the newest release, even if it changed nothing; ``None`` if there is none."""
    return session.scalar(_LAST)


def newest(session: Session) -> int | None:
    """Return the number of the newest release that changed the current data; ``None`` if there is none."""
    return session.scalar(_NEWEST)


def list_releases(session: Session, window: Window) -> Page[ReleaseRow]:
    """Return a page of the releases that changed the current data, newest first."""
    return _CHANGING.page(session.connection(), window, _row)


_RELEASE = (
    *(models.Release.number, models.Release.published_at),
    *(models.Release.added, models.Release.corrected, models.Release.withdrawn, models.Release.editions_added),
)
_LAST = select(func.max(models.Release.number))
_CHANGING = Listing(select(*_RELEASE).where(models.Release.changed), SORT)
_ONE = select(*_RELEASE).where(models.Release.number == bindparam("number"))
_NEWEST = select(models.Release.number).where(models.Release.changed).order_by(models.Release.number.desc()).limit(1)


def release(session: Session, number: int) -> ReleaseRow | None:
    """Return a release by its number, even if it changed nothing; ``None`` if there is none."""
    row = session.execute(_ONE, {"number": number}).one_or_none()
    return None if row is None else _row(row)


def _row(row: AnyRow) -> ReleaseRow:
    return ReleaseRow(*row[: len(_RELEASE)])


def statement_changes(session: Session, number: int) -> Sequence[StatementChange]:
    """Return the changes of a release to statements, by force and round."""
    before: dict[tuple[str, str], AnyRow] = {}
    after: dict[tuple[str, str], AnyRow] = {}
    for row in session.execute(_CHANGED, {"number": number}):
        changed = after if row.taken_in_by == number else before
        changed[row.force_id, row.round] = row
    return [_change(*key, before.get(key), after.get(key)) for key in sorted({*before, *after})]


_CHANGED = (
    select(
        models.Statement.force_id,
        models.Statement.round,
        models.Revision.id,
        models.Revision.number,
        models.Revision.taken_in_by,
        models.Revision.reason,
        models.Revision.withdrawn_because,
    )
    .join(models.Statement, models.Revision.statement_id == models.Statement.id)
    .where(
        stood(),
        or_(models.Revision.taken_in_by == bindparam("number"), models.Revision.superseded_in == bindparam("number")),
    )
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
