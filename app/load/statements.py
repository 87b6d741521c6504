"""Store statements: what is held of them is looked up at once for many, and what comes in is written at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, tuple_, update
from sqlalchemy.orm import Session

from app.db import models
from app.db.models import Origin
from app.derived.checks import is_compared_across_rounds, within_statement
from app.derived.revisions import ChangeKind
from app.load.bulk_insert import bulk_insert
from app.load.counts import Changes
from app.load.ids import Ids
from app.load.outcomes import Outcome
from app.queries.releases import standing
from app.vocabulary.records import REVIEWED, Observation, Place, StatementRecord
from app.vocabulary.sources import Source
from app.vocabulary.warnings import FigureWarning

Key = tuple[str, str]
"""What identifies a statement: its force and round."""


@dataclass(slots=True)
class Held:
    """A revision of a statement, as far as it decides on what comes in later."""

    id: int
    number: int
    taken_in_by: int
    superseded_in: int | None
    origin: Origin
    url: str | None
    complete: bool
    sha256: str | None
    digest: str
    has_text: bool
    reviewed: bool


@dataclass(slots=True)
class HeldStatement:
    """A statement with its revisions by number."""

    id: int
    force: str
    round: str
    revisions: list[Held] = field(default_factory=list)

    @property
    def current(self) -> Held | None:
        """The revision that stands."""
        return next((revision for revision in reversed(self.revisions) if revision.superseded_in is None), None)

    def change_in(self, release: int) -> ChangeKind | None:
        """Return what the newest release did to it, as far as it has come."""
        current = self.current
        if current is not None and current.taken_in_by < release:
            return None
        stood = any(r.taken_in_by < release and r.superseded_in == release for r in self.revisions)
        if current is None:
            return ChangeKind.WITHDRAWN if stood else None
        return ChangeKind.CORRECTED if stood else ChangeKind.ADDED


@dataclass(frozen=True, slots=True)
class CameIn:
    """The figures of a revision that came in and stands: their ids follow one another."""

    first: int
    observations: Sequence[Observation]
    warnings: Sequence[list[FigureWarning]]


class Statements:
    """The statements that one transaction takes in or withdraws.

    What it writes waits until there is much of it or ``write`` is called. ``came_in`` has the statements that came in
    and stand, and ``areas`` of each force the rounds that state its area otherwise than before.
    """

    def __init__(self, session: Session, changes: Changes) -> None:
        self._session = session
        self._changes = changes
        self._ids = Ids(session.connection())
        self._forces = set(session.scalars(select(models.Force.id)))
        self._held: dict[Key, HeldStatement | None] = {}
        self._positions = dict(session.execute(_POSITIONS).all())
        self._waiting = _Waiting(self._positions)
        self.came_in: dict[Key, CameIn] = {}
        self.areas: dict[str, set[str]] = defaultdict(set)

    def knows(self, force: str) -> bool:
        """Whether a force is in the database."""
        return force in self._forces

    def look_up(self, keys: Iterable[Key]) -> None:
        """Find what is held of statements."""
        unknown = [key for key in dict.fromkeys(keys) if key not in self._held]
        for n in range(0, len(unknown), _AT_ONCE):
            some = unknown[n : n + _AT_ONCE]
            self._held.update(dict.fromkeys(some))
            forces, rounds = {force for force, _ in some}, {round_ for _, round_ in some}
            wanted = {"forces": forces, "rounds": rounds, "keys": some}
            for id_, force, round_, *revision in self._session.connection().execute(_HELD, wanted):
                statement = self._held[force, round_] or HeldStatement(id_, force, round_)
                self._held[force, round_] = statement
                if revision[0] is not None:
                    statement.revisions.append(Held(*revision))

    def store(self, record: StatementRecord, origin: Origin, release: Callable[[], int]) -> Outcome:
        """Store a statement that was looked up, unless it is known; ``release`` returns the number of its release."""
        statement = self._held[record.force, record.round]
        if statement is None:
            return self._store(self._new(record), record, origin, release())
        known = _outcome_if_known(record, origin, statement)
        if known is Outcome.TEXT_ADDED and (current := statement.current) is not None:
            self.write()
            of_current = update(models.Revision).where(models.Revision.id == current.id)
            self._session.execute(of_current.values(text=record.text))
            current.has_text = record.text is not None
        return known or self._store(statement, record, origin, release())

    def withdraw(self, force: str, round_: str, reason: str, release: Callable[[], int]) -> bool:
        """Withdraw a statement, and return whether there was anything to withdraw."""
        self.look_up([(force, round_)])
        statement = self._held[force, round_]
        current = None if statement is None else statement.current
        if statement is None or current is None:
            return False
        number = release()
        before = statement.change_in(number)
        self._end(statement, current, number, reason)
        self._count_change(number, before, statement.change_in(number))
        return True

    def write(self) -> None:
        """Write what waits: first what ceases to stand, because only one revision may stand at a time."""
        waiting, self._waiting = self._waiting, _Waiting(self._positions)
        waiting.write(self._session)

    def close(self) -> None:
        """Write what waits, after which nothing more is stored."""
        self.write()
        self._ids.close()

    def _new(self, record: StatementRecord) -> HeldStatement:
        statement = HeldStatement(self._ids.take(models.Statement), record.force, record.round)
        self._held[record.force, record.round] = statement
        self._waiting.statements[statement.id] = (statement.id, record.force, record.round, None)
        return statement

    def _store(self, statement: HeldStatement, record: StatementRecord, origin: Origin, release: int) -> Outcome:
        revisions, current = statement.revisions, statement.current
        # Bundled data neither replaces an ingested page nor undoes a withdrawal.
        set_aside = (
            origin is Origin.BUNDLED and len(revisions) > 0 and (current is None or current.origin is Origin.INGESTED)
        )
        text, before = self._text(record, current), statement.change_in(release)
        if current is not None and not set_aside:
            self._end(statement, current, release)
        revision = Held(
            id=self._ids.take(models.Revision),
            number=len(revisions) + 1,
            taken_in_by=release,
            superseded_in=release if set_aside else None,
            origin=origin,
            url=record.url or next((r.url for r in reversed(revisions) if r.url is not None), None),
            complete=record.complete,
            sha256=record.sha256,
            digest=record.digest,
            has_text=text is not None,
            reviewed=record.reviewed or origin is Origin.BUNDLED,
        )
        outcome = Outcome.REVISED if revisions else Outcome.ADDED
        revisions.append(revision)
        warnings: list[list[FigureWarning]] = [[] for _ in record.observations]
        figures = CameIn(self._ids.take(models.Observation, len(warnings)), record.observations, warnings)
        if not set_aside:
            for n, warning in within_statement(record.round, record.observations):
                warnings[n].append(warning)
            self._begin(statement, record, figures)
        self._waiting.add(statement, revision, record, text, figures)
        self._count_change(release, before, statement.change_in(release))
        if len(self._waiting.observations) >= _ENOUGH:
            self.write()
        return outcome

    def _text(self, record: StatementRecord, current: Held | None) -> str | None:
        """Return the text of a revision that comes in: its own, or that of the same page."""
        if record.text is not None or current is None or not current.has_text or current.sha256 != record.sha256:
            return record.text
        self.write()
        return self._session.scalar(select(models.Revision.text).where(models.Revision.id == current.id))

    def _begin(self, statement: HeldStatement, record: StatementRecord, figures: CameIn) -> None:
        """Note that the figures of a revision stand."""
        self.came_in[statement.force, statement.round] = figures
        self._count_statement(statement, complete=record.complete, by=1)
        for figure in record.observations:
            self._changes.count(models.StatedCount, (statement.force, figure.measure), figures=1)
            self._changes.count(models.MeasureCount, (figure.measure, Source.STATED), figures=1)
            self._count_figure(statement, placed=figure.place is not None, dated=figure.period is not None, by=1)
            if is_compared_across_rounds(figure):
                self.areas[statement.force].add(statement.round)

    def _end(self, statement: HeldStatement, current: Held, release: int, because: str | None = None) -> None:
        """Note that a revision and its figures do not stand any more, nor what they were found to agree with."""
        if current.id in self._waiting.revisions:
            self.write()
        current.superseded_in = release
        self.came_in.pop((statement.force, statement.round), None)
        self._count_statement(statement, complete=current.complete, by=-1)
        self._waiting.ended.append({"revision": current.id, "release": release, "because": because})
        reconciled = 0
        for measure, paragraph, period, reconciliation in self._session.execute(_FIGURES, {"revision": current.id}):
            self._changes.count(
                models.StatedCount,
                (statement.force, measure),
                figures=-1,
                reconciliations=-int(reconciliation is not None),
            )
            self._changes.count(models.MeasureCount, (measure, Source.STATED), figures=-1)
            self._count_figure(statement, placed=paragraph is not None, dated=period is not None, by=-1)
            if reconciliation is not None:
                reconciled += 1
                self._waiting.reconciliations.append({"reconciliation": reconciliation, "release": release})
            if measure == "area":
                self.areas[statement.force].add(statement.round)
        self._changes.count(models.Release, (release,), reconciled=reconciled)

    def _count_statement(self, statement: HeldStatement, *, complete: bool, by: int) -> None:
        self._waiting.complete[statement.id] = complete if by > 0 else None
        self._changes.count(models.ForceCount, (statement.force,), statements=by, read_in_part=by * (not complete))
        self._changes.count(models.RoundCount, (statement.round,), statements=by)

    def _count_figure(self, statement: HeldStatement, *, placed: bool, dated: bool, by: int) -> None:
        of_force = {"figures": by, "with_place": by * placed, "with_period": by * dated}
        self._changes.count(models.ForceCount, (statement.force,), **of_force)

    def _count_change(self, release: int, before: ChangeKind | None, after: ChangeKind | None) -> None:
        for kind, by in ((before, -1), (after, 1)):
            if kind is not None:
                self._changes.count(models.Release, (release,), **{kind.value: by})


_AT_ONCE = 1000
"""How many statements are looked up at once."""
_ENOUGH = 10_000
"""How many figures wait until they are written."""

_REVISION = models.Revision
_POSITIONS = select(models.Measure.id, models.Measure.position)
_FIGURE = select(models.Observation.id).where(models.Observation.revision_id == _REVISION.id).correlate(_REVISION)
_IS_REVIEWED = or_(
    _REVISION.origin == Origin.BUNDLED,
    and_(
        _FIGURE.where(models.Observation.method == REVIEWED).exists(),
        ~_FIGURE.where(models.Observation.method != REVIEWED).exists(),
    ),
)
_HELD = (
    select(
        models.Statement.id,
        models.Statement.force_id,
        models.Statement.round,
        *(_REVISION.id, _REVISION.number, _REVISION.taken_in_by, _REVISION.superseded_in, _REVISION.origin),
        *(_REVISION.url, _REVISION.complete, _REVISION.sha256, _REVISION.digest, _REVISION.text.is_not(None)),
        _IS_REVIEWED,
    )
    .outerjoin(_REVISION, _REVISION.statement_id == models.Statement.id)
    .where(
        # By pairs alone SQLite would read all statements of the forces, or all there are.
        models.Statement.force_id.in_(bindparam("forces", expanding=True)),
        models.Statement.round.in_(bindparam("rounds", expanding=True)),
        tuple_(models.Statement.force_id, models.Statement.round).in_(bindparam("keys", expanding=True)),
    )
    .order_by(_REVISION.statement_id, _REVISION.number)
)
_FIGURES = (
    select(
        models.Observation.measure_id,
        models.Observation.paragraph,
        models.Observation.period_label,
        models.Reconciliation.id,
    )
    .outerjoin(
        models.Reconciliation,
        (models.Reconciliation.observation_id == models.Observation.id) & standing(of=models.Reconciliation),
    )
    .where(models.Observation.revision_id == bindparam("revision"))
)


def _outcome_if_known(record: StatementRecord, origin: Origin, statement: HeldStatement) -> Outcome | None:
    """Return the outcome if a record needs no new revision. The text of a reviewed page is added if it is missing.

    What a person reviewed of a text is not replaced by what rules read of it.
    """
    if origin is Origin.BUNDLED:
        known = any(r.origin is Origin.BUNDLED and r.digest == record.digest for r in statement.revisions)
        return Outcome.UNCHANGED if known else None
    current = statement.current
    if current is None:
        return None
    read_by_rules = current.reviewed and not record.reviewed and current.sha256 == record.sha256
    if not (read_by_rules or current.digest == record.digest):
        return None
    return Outcome.UNCHANGED if current.has_text or record.text is None else Outcome.TEXT_ADDED


Row = tuple[Any, ...]


class _Waiting:
    """Rows that wait to be written."""

    def __init__(self, positions: Mapping[str, int]) -> None:
        self._positions = positions
        self.ended: list[dict[str, Any]] = []
        self.reconciliations: list[dict[str, Any]] = []
        self.complete: dict[int, bool | None] = {}
        self.statements: dict[int, Row] = {}
        self.revisions: dict[int, Row] = {}
        self.observations: list[Row] = []
        self.notes: list[Row] = []
        self.unassigned: list[Row] = []

    def add(
        self,
        statement: HeldStatement,
        revision: Held,
        record: StatementRecord,
        text: str | None,
        figures: CameIn,
    ) -> None:
        """Have a revision wait with all that it says."""
        self.revisions[revision.id] = (
            *(revision.id, statement.id, revision.number, revision.taken_in_by, revision.superseded_in),
            *(record.reason, revision.origin, record.title, revision.url, record.archived_url, record.published),
            *(record.language, record.complete, record.disclaimer, record.sha256, revision.digest, text),
        )
        stands = (statement.force, statement.round, revision.taken_in_by, revision.superseded_in)
        of = revision.id
        self.observations += [
            (
                figures.first + n,
                of,
                n + 1,
                *_place(o.place),
                *stands,
                self._positions.get(o.measure),
                *_said(o),
                stored_warnings(found),
            )
            for n, (o, found) in enumerate(zip(figures.observations, figures.warnings, strict=True))
        ]
        self.notes += [
            (of, n, *_place(note.place), note.topic, note.kind, note.text, note.year, note.month, note.method)
            for n, note in enumerate(record.notes, start=1)
        ]
        self.unassigned += [
            (of, n, *_place(number.place), number.as_stated, number.value, number.unit, number.qualifier)
            for n, number in enumerate(record.unassigned, start=1)
        ]

    def write(self, session: Session) -> None:
        """Write all."""
        connection = session.connection()
        for statement, rows in (
            (_END_REVISION, self.ended),
            (_END_FIGURES, self.ended),
            (END_RECONCILIATION, self.reconciliations),
        ):
            if rows:
                connection.execute(statement, rows)
        new = [(*row[:-1], self.complete.pop(id_, None)) for id_, row in self.statements.items()]
        bulk_insert(connection, models.Statement, _OF_STATEMENT, new)
        if self.complete:
            connection.execute(_COMPLETE, [{"statement": id_, "whole": whole} for id_, whole in self.complete.items()])
        bulk_insert(connection, models.Revision, _OF_REVISION, list(self.revisions.values()))
        bulk_insert(connection, models.Observation, _OF_OBSERVATION, self.observations)
        bulk_insert(connection, models.Note, _OF_NOTE, self.notes)
        bulk_insert(connection, models.Unassigned, _OF_UNASSIGNED, self.unassigned)


_END_REVISION = (
    update(_REVISION)
    .where(_REVISION.id == bindparam("revision"))
    .values(superseded_in=bindparam("release"), withdrawn_because=bindparam("because"))
)
_END_FIGURES = (
    update(models.Observation)
    .where(models.Observation.revision_id == bindparam("revision"))
    .values(superseded_in=bindparam("release"))
)
END_RECONCILIATION = (
    update(models.Reconciliation)
    .where(models.Reconciliation.id == bindparam("reconciliation"))
    .values(superseded_in=bindparam("release"))
)
_COMPLETE = (
    update(models.Statement).where(models.Statement.id == bindparam("statement")).values(complete=bindparam("whole"))
)

_PLACE = ("paragraph", "char_start", "char_end")
_OF_STATEMENT = ("id", "force_id", "round", "complete")
_OF_REVISION = (
    *("id", "statement_id", "number", "taken_in_by", "superseded_in", "reason", "origin", "title", "url"),
    *("archived_url", "published", "language", "complete", "disclaimer", "sha256", "digest", "text"),
)
_OF_OBSERVATION = (
    *("id", "revision_id", "ordinal", *_PLACE, "force_id", "round", "taken_in_by", "superseded_in"),
    *("measure_position", "measure_id", "label", "value", "value_max", "unit", "qualifier", "low", "high"),
    *("period_label", "period_kind", "period_start", "period_end", "area", "status", "as_stated", "method"),
    *("certainty", "warnings"),
)
_OF_NOTE = ("revision_id", "ordinal", *_PLACE, "topic", "kind", "text", "year", "month", "method")
_OF_UNASSIGNED = ("revision_id", "ordinal", *_PLACE, "as_stated", "value", "unit", "qualifier")


def _place(place: Place | None) -> Row:
    return (None, None, None) if place is None else (place.paragraph, place.start, place.end)


def _said(figure: Observation) -> Row:
    period, bounds = figure.period, figure.bounds
    of_period = (None,) * 4 if period is None else (period.label, period.kind, period.start, period.end)
    return (
        *(figure.measure, figure.label, figure.value, figure.value_max, figure.unit, figure.qualifier),
        *(bounds.low, bounds.high, *of_period, figure.area, figure.status, figure.as_stated, figure.method),
        figure.certainty,
    )


def stored_warnings(warnings: Sequence[FigureWarning]) -> list[dict[str, str]] | None:
    """Return warnings as a figure has them in its row."""
    return [{"check": warning.code.value, "detail": warning.detail} for warning in warnings] or None
