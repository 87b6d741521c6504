"""Store statements and official editions, each in one transaction.

Nothing is stored twice, and what is superseded stays readable.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from app.db import models
from app.db.models import Origin
from app.db.write_lock import take_write_lock
from app.load import official
from app.load.analysis import MUCH, analyze
from app.load.counts import Changes, count_gaps, mark_newest
from app.load.outcomes import Outcome
from app.load.settling import Due, settle
from app.load.statements import Statements
from app.vocabulary.official import Edition, Gap, OfficialFigure
from app.vocabulary.records import StatementRecord


class ForceNotSeededError(LookupError):
    """The force of a statement is not in the database."""


class NothingToWithdrawError(LookupError):
    """The statement to withdraw has no current revision."""


class Intake:
    """A run that takes in or withdraws statements, or takes in editions of official statistics.

    Its changes are one release of the data, or several if other runs make releases in between. What is derived of
    figures is settled before they are committed, once however many of them came in.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._release: int | None = None
        self._transaction: _Transaction | None = None

    @contextmanager
    def together(self) -> Iterator[Session]:
        """Yield a session whose changes are committed together or not at all. Outside it, each change is separate."""
        if self._transaction is not None:
            yield self._transaction.session
            return
        begun = self._release
        try:
            with _nothing_collected(), writing(self._engine) as session:
                self._transaction = _Transaction(session)
                yield session
                self._transaction.close(self._number)
        except BaseException:
            self._release = begun
            raise
        finally:
            self._transaction = None

    @contextmanager
    def _writing(self) -> Iterator["_Transaction"]:
        with self.together():
            assert self._transaction is not None  # noqa: S101 - together() begins one
            yield self._transaction

    def settle_again(self, forces: Iterable[str]) -> None:
        """Have all that is derived of the figures of forces settled, as rules that are newer may find."""
        with self._writing() as transaction:
            transaction.whole.update(forces)

    def store(self, record: StatementRecord, origin: Origin) -> Outcome:
        """Take in a statement and return what changed. Raises ``ForceNotSeededError`` if its force is not stored.

        A reading that is already stored changes nothing. The page that the reviewed figures were read from adds its
        text to them. Any other content makes a new revision. It becomes the current one, except that bundled data does
        not replace an ingested page or restore a withdrawn statement.
        """
        return self.store_all([record], origin)[0]

    def store_all(self, records: Sequence[StatementRecord], origin: Origin) -> list[Outcome]:
        """Take in statements together, each as ``store`` does, and return what changed by each."""
        with self._writing() as transaction:
            statements = transaction.statements
            for record in records:
                if not statements.knows(record.force):
                    raise ForceNotSeededError(f"{record.force} is not in the database: run `force-profiles seed` first")
            statements.look_up((record.force, record.round) for record in records)
            outcomes = [statements.store(record, origin, self._number) for record in records]
            for record, outcome in zip(records, outcomes, strict=True):
                if outcome is not Outcome.UNCHANGED:
                    transaction.changed = True
                    transaction.figures += len(record.observations)
            return outcomes

    def take_in(self, edition: Edition, origin: Origin) -> Outcome:
        """Take in an edition of official statistics and return what changed; nothing, if it is already stored.

        It is a revision if other editions say something of the same forces, measures and times. What a newer version
        tells otherwise of a bundled edition that counts the same is changed in place. Raises
        ``official.DatasetNotSeededError`` if its dataset is not stored, and ``official.OtherContentError`` if the
        edition of its date says something else.
        """
        with self._writing() as transaction:
            session = transaction.session
            held = official.held_of_date(session, edition)
            if held is not None:
                if not official.reword(session, held, edition, origin):
                    return Outcome.UNCHANGED
                transaction.comes_in(edition)
                return Outcome.REWORDED
            revised = official.store(session, edition, origin, self._number(), transaction.changes)
            transaction.comes_in(edition)
            return Outcome.REVISED if revised else Outcome.ADDED

    def withdraw(self, force: str, round_: str, reason: str) -> None:
        """Withdraw a statement: it has no current revision any more, but all its revisions stay readable.

        Raises ``NothingToWithdrawError`` if it has no current revision.
        """
        with self._writing() as transaction:
            if not transaction.statements.withdraw(force, round_, reason, self._number):
                raise NothingToWithdrawError(f"no statement {force}/{round_} is current")
            transaction.changed = True

    def _number(self) -> int:
        """Return the number of this run's release, which is created by its first change.

        The run starts another release if a newer one exists by now: older releases have been published and must not
        change. The number is not from a sequence, which would leave a gap after a failed run.
        """
        assert self._transaction is not None  # noqa: S101 - who changes something has begun one
        if not self._transaction.numbered:
            session = self._transaction.session
            newest = session.execute(_NEWEST).one_or_none()
            if self._release is None or newest is None or self._release != newest.number:
                self._release = 1 if newest is None else newest.number + 1
                published_at = later_than(None if newest is None else newest.published_at, timedelta(microseconds=1))
                session.execute(insert(models.Release).values(number=self._release, published_at=published_at))
            self._transaction.numbered = True
        assert self._release is not None  # noqa: S101 - it was just given
        return self._release


_NEWEST = select(models.Release.number, models.Release.published_at).order_by(models.Release.number.desc()).limit(1)


class _Transaction:
    """What one transaction has changed, and what is to be settled before it is committed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.changes = Changes()
        self.changed = False
        self.figures = 0
        self.numbered = False
        self.whole: set[str] = set()
        self._counted: dict[str, set[str]] = defaultdict(set)

    @cached_property
    def statements(self) -> Statements:
        """The statements that it takes in or withdraws."""
        return Statements(self.session, self.changes)

    def comes_in(self, edition: Edition) -> None:
        """Note that an edition came in."""
        self.changed = True
        rows: tuple[OfficialFigure | Gap, ...] = (*edition.figures, *edition.gaps)
        self.figures += len(rows)
        for row in rows:
            self._counted[row.force].add(row.measure)

    def close(self, release: Callable[[], int]) -> None:
        """Settle what is due, and write what waits."""
        if self.changed or self.whole:
            self.statements.close()
            due = Due(self.statements.came_in, self.statements.areas, self._counted, self.whole)
            self.session.flush()
            if measures := set().union(*self._counted.values()):
                mark_newest(self.session, measures)
                count_gaps(self.session, measures)
            self.changed |= settle(self.session, due, release, self.changes)
            self.changes.write(self.session)
        if self.changed:
            touch(self.session)
        if self.figures >= MUCH:
            self.session.flush()
            analyze(self.session.connection())


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Yield a session whose changes are committed together or not at all, while nobody else writes."""
    with Session(engine) as session, session.begin():
        take_write_lock(session.connection())
        yield session


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Do not look for unreachable objects meanwhile: what comes in is all needed until it is written.

    Looking through it again and again would take a fifth of the time of taking in.
    """
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


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
