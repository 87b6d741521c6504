"""Store statements and official editions, each in one transaction.

Nothing is stored twice, and what is superseded stays readable.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from app.db import models
from app.db.models import Origin
from app.db.write_lock import take_write_lock
from app.load import official
from app.load.bulk_insert import bulk_insert
from app.load.settling import settle
from app.vocabulary.official import Edition
from app.vocabulary.records import Note, Observation, Place, StatementRecord, Unassigned


class Outcome(StrEnum):
    """The result of taking in a statement or an edition."""

    ADDED = "added"
    REVISED = "revised"
    TEXT_ADDED = "text added"
    REWORDED = "reworded"
    UNCHANGED = "unchanged"


class ForceNotSeededError(LookupError):
    """The force of a statement is not in the database."""


class NothingToWithdrawError(LookupError):
    """The statement to withdraw has no current revision."""


class Intake:
    """A run that takes in or withdraws statements, or takes in editions of official statistics.

    Its changes are one release of the data, or several if other runs make releases in between. What is derived of a
    force's figures is settled before they are committed, once however many of them came in.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: Session | None = None
        self._release: int | None = None
        self._due: set[str] = set()

    @contextmanager
    def together(self) -> Iterator[Session]:
        """Yield a session whose changes are committed together or not at all. Outside it, each change is separate."""
        if self._session is not None:
            yield self._session
            return
        begun = self._release
        try:
            with writing(self._engine) as session:
                self._session = session
                yield session
                self._settle(session)
        except BaseException:
            self._release = begun
            raise
        finally:
            self._session = None
            self._due.clear()

    def due(self, forces: Iterable[str]) -> None:
        """Have what is derived of the figures of forces settled before the changes made together are committed."""
        self._due.update(forces)

    def store(self, record: StatementRecord, origin: Origin) -> Outcome:
        """Take in a statement and return what changed. Raises ``ForceNotSeededError`` if its force is not stored.

        A reading that is already stored changes nothing. The page that the reviewed figures were read from adds its
        text to them. Any other content makes a new revision. It becomes the current one, except that bundled data does
        not replace an ingested page or restore a withdrawn statement.
        """
        with self.together() as session:
            if session.get(models.Force, record.force) is None:
                raise ForceNotSeededError(f"{record.force} is not in the database: run `force-profiles seed` first")
            statement = _statement(session, record.force, record.round)
            if statement is None:
                statement = models.Statement(force_id=record.force, round=record.round)
                session.add(statement)
                session.flush()
            outcome = self._store_revision(session, statement, record, origin)
            if outcome is not Outcome.UNCHANGED:
                self.due([record.force])
                touch(session)
            return outcome

    def take_in(self, edition: Edition, origin: Origin) -> Outcome:
        """Take in an edition of official statistics and return what changed; nothing, if it is already stored.

        It is a revision if other editions say something of the same forces, measures and times. What a newer version
        tells otherwise of a bundled edition that counts the same is changed in place. Raises
        ``official.DatasetNotSeededError`` if its dataset is not stored, and ``official.OtherContentError`` if the
        edition of its date says something else.
        """
        with self.together() as session:
            held = official.held_of_date(session, edition)
            if held is not None:
                if not official.reword(session, held, edition, origin):
                    return Outcome.UNCHANGED
                self.due(edition.forces)
                touch(session)
                return Outcome.REWORDED
            revised = official.store(session, edition, origin, self._release_number(session))
            self.due(edition.forces)
            touch(session)
            return Outcome.REVISED if revised else Outcome.ADDED

    def withdraw(self, force: str, round_: str, reason: str) -> None:
        """Withdraw a statement: it has no current revision any more, but all its revisions stay readable.

        Raises ``NothingToWithdrawError`` if it has no current revision.
        """
        with self.together() as session:
            statement = _statement(session, force, round_)
            current = None if statement is None else _current(_revisions(session, statement))
            if current is None:
                raise NothingToWithdrawError(f"no statement {force}/{round_} is current")
            _supersede(session, current, self._release_number(session))
            current.withdrawn_because = reason
            self.due([force])
            touch(session)

    def _settle(self, session: Session) -> None:
        session.flush()
        if self._due and settle(session, sorted(self._due), lambda: self._release_number(session)):
            touch(session)

    def _release_number(self, session: Session) -> int:
        """Return the number of this run's release, which is created by its first change.

        The run starts another release if a newer one exists by now: older releases have been published and must not
        change. The number is not from a sequence, which would leave a gap after a failed run.
        """
        newest = session.scalar(select(models.Release).order_by(models.Release.number.desc()).limit(1))
        if self._release is None or newest is None or self._release != newest.number:
            number = 1 if newest is None else newest.number + 1
            published_at = later_than(None if newest is None else newest.published_at, timedelta(microseconds=1))
            session.add(models.Release(number=number, published_at=published_at))
            session.flush()
            self._release = number
        return self._release

    def _store_revision(
        self, session: Session, statement: models.Statement, record: StatementRecord, origin: Origin
    ) -> Outcome:
        digest = record.digest
        revisions = _revisions(session, statement)
        current = _current(revisions)
        known = _outcome_if_known(record, digest, origin, revisions, current)
        if known is not None:
            return known
        release = self._release_number(session)
        # Bundled data neither replaces an ingested page nor undoes a withdrawal.
        set_aside = (
            origin is Origin.BUNDLED and len(revisions) > 0 and (current is None or current.origin is Origin.INGESTED)
        )
        if current is not None and not set_aside:
            _supersede(session, current, release)
        revision = models.Revision(
            statement_id=statement.id,
            number=len(revisions) + 1,
            taken_in_by=release,
            superseded_in=release if set_aside else None,
            reason=record.reason,
            origin=origin,
            title=record.title,
            url=record.url or next((r.url for r in reversed(revisions) if r.url is not None), None),
            archived_url=record.archived_url,
            published=record.published,
            language=record.language,
            complete=record.complete,
            disclaimer=record.disclaimer,
            sha256=record.sha256,
            digest=digest,
            text=record.text or (current.text if current and current.sha256 == record.sha256 else None),
        )
        session.add(revision)
        session.flush()
        stands = {
            "force_id": statement.force_id,
            "round": statement.round,
            "taken_in_by": revision.taken_in_by,
            "superseded_in": revision.superseded_in,
        }
        positions = dict(session.execute(_POSITIONS).all())
        rows = (_observation_row(o) | stands | {"measure_position": positions[o.measure]} for o in record.observations)
        _insert(session, models.Observation, revision.id, rows)
        _insert(session, models.Note, revision.id, (_note_row(n) for n in record.notes))
        _insert(session, models.Unassigned, revision.id, (_unassigned_row(u) for u in record.unassigned))
        return Outcome.REVISED if revisions else Outcome.ADDED


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Yield a session whose changes are committed together or not at all, while nobody else writes."""
    with Session(engine) as session, session.begin():
        take_write_lock(session.connection())
        yield session


def touch(session: Session) -> None:
    """Record that the data changed now, and later than the last change even in whole seconds."""
    state = session.get(models.DataState, 1)
    if state is None:
        session.add(models.DataState(id=1, modified_at=datetime.now(UTC)))
    else:
        state.modified_at = later_than(state.modified_at, timedelta(seconds=1))


def later_than(before: datetime | None, step: timedelta) -> datetime:
    """Return the current time; if that is not later than ``before``, return ``before`` plus ``step``."""
    now = datetime.now(UTC)
    return now if before is None or now > before else before + step


def _statement(session: Session, force: str, round_: str) -> models.Statement | None:
    return session.scalar(
        select(models.Statement).where(models.Statement.force_id == force, models.Statement.round == round_)
    )


def _revisions(session: Session, statement: models.Statement) -> Sequence[models.Revision]:
    """Return the revisions of a statement by number."""
    return session.scalars(
        select(models.Revision).where(models.Revision.statement_id == statement.id).order_by(models.Revision.number)
    ).all()


def _outcome_if_known(
    record: StatementRecord,
    digest: str,
    origin: Origin,
    revisions: Sequence[models.Revision],
    current: models.Revision | None,
) -> Outcome | None:
    """Return the outcome if a record needs no new revision. The text of a bundled page is added if it is missing."""
    if origin is Origin.BUNDLED:
        known = any(r.origin is Origin.BUNDLED and r.digest == digest for r in revisions)
        return Outcome.UNCHANGED if known else None
    if current is None:
        return None
    if current.origin is Origin.INGESTED:
        return Outcome.UNCHANGED if current.digest == digest else None
    if current.sha256 != record.sha256:
        return None
    if current.text is not None:
        return Outcome.UNCHANGED
    current.text = record.text
    return Outcome.TEXT_ADDED


def _current(revisions: Iterable[models.Revision]) -> models.Revision | None:
    return next((revision for revision in revisions if revision.superseded_in is None), None)


def _supersede(session: Session, revision: models.Revision, release: int) -> None:
    """End the standing of a revision and of its figures: only one may be current at a time."""
    revision.superseded_in = release
    session.flush()
    figures = update(models.Observation).where(models.Observation.revision_id == revision.id)
    session.execute(figures.values(superseded_in=release))


_POSITIONS = select(models.Measure.id, models.Measure.position)
Row = dict[str, Any]


def _insert(
    session: Session,
    table: type[models.Observation | models.Note | models.Unassigned],
    revision_id: int,
    rows: Iterable[Row],
) -> None:
    numbered = [row | {"revision_id": revision_id, "ordinal": n} for n, row in enumerate(rows, start=1)]
    bulk_insert(session.connection(), table, numbered)


def _observation_row(observation: Observation) -> Row:
    period = observation.period
    return {
        "measure_id": observation.measure,
        "label": observation.label,
        "value": observation.value,
        "value_max": observation.value_max,
        "unit": observation.unit,
        "qualifier": observation.qualifier,
        "low": observation.bounds.low,
        "high": observation.bounds.high,
        "period_label": period and period.label,
        "period_kind": period and period.kind,
        "period_start": period and period.start,
        "period_end": period and period.end,
        "area": observation.area,
        "status": observation.status,
        "as_stated": observation.as_stated,
        "method": observation.method,
    } | _place_columns(observation.place)


def _note_row(note: Note) -> Row:
    return {
        "topic": note.topic,
        "kind": note.kind,
        "text": note.text,
        "year": note.year,
        "month": note.month,
        "method": note.method,
    } | _place_columns(note.place)


def _unassigned_row(number: Unassigned) -> Row:
    return {
        "as_stated": number.as_stated,
        "value": number.value,
        "unit": number.unit,
        "qualifier": number.qualifier,
    } | _place_columns(number.place)


def _place_columns(place: Place | None) -> Row:
    return {
        "paragraph": place and place.paragraph,
        "char_start": place and place.start,
        "char_end": place and place.end,
    }
