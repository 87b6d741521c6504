"""Integrity checks: stored data is readable, has valid references, and is what was taken in."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, and_, func, or_, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, outerjoin

from app.db import models
from app.db.models import Base
from app.db.rows import gap_of, observation_of, official_figure_of
from app.db.troubles import Trouble, trouble_of
from app.queries import counts
from app.queries.official import OfficialFilter, every_official_figure, gaps_alike, newest_ids
from app.queries.releases import standing
from app.queries.statements import notes_of, unassigned_of
from app.statements.text import PARAGRAPH_BREAK
from app.vocabulary.official import Edition
from app.vocabulary.reconciliations import Candidate
from app.vocabulary.records import Note, Observation, Place, StatementRecord, Unassigned

UNREADABLE = (DatabaseError, LookupError, TypeError, ValueError)
"""The errors raised when reading a database that is damaged or holds invalid values."""


class FaultKind(StrEnum):
    """The kind of fault."""

    DAMAGE = "damage"  # it cannot be read
    REFERENCE = "reference"  # a row refers to one that does not exist
    HASH = "hash"  # the content is not what was taken in
    PLACE = "place"  # the words are not at their recorded place
    ORDER = "order"  # a number is missing or out of order
    COUNT = "count"  # a count that is kept is not what is counted, or a copy of a value not the value


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the database, and where."""

    kind: FaultKind
    where: str
    detail: str


def faults_of(session: Session) -> Iterator[Fault]:
    """Yield everything that is wrong with a database that has the current schema."""
    yield from damage_of(session.connection(), thorough=True)
    for part in (
        _dangling,
        _releases,
        _revisions,
        _copies,
        _editions,
        _standing,
        _newest,
        _gaps,
        _reconciliations,
        _counts,
    ):
        yield from _readable(session, part)


def damage_of(connection: Connection, *, thorough: bool) -> Iterator[Fault]:
    """Yield the damage SQLite finds in its file, whatever the schema; ``thorough`` also compares indexes with tables.

    PostgreSQL itself checks what it reads, and `pg_amcheck` checks the rest.
    """
    if connection.dialect.name != "sqlite":
        return
    try:
        for (found,) in connection.exec_driver_sql(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(20)"):
            if found != "ok":
                yield Fault(FaultKind.DAMAGE, "database", str(found))
    except DatabaseError as error:
        if trouble_of(error) is not Trouble.DAMAGED:
            raise
        yield Fault(FaultKind.DAMAGE, "database", str(error.orig))


def _readable(session: Session, part: Callable[[Session], Iterator[Fault]]) -> Iterator[Fault]:
    """Yield what a check finds; if it cannot read the data, yield that as a fault."""
    try:
        yield from part(session)
    except UNREADABLE as error:
        if isinstance(error, DatabaseError) and trouble_of(error) is not Trouble.DAMAGED:
            raise  # the database is locked or unreachable
        session.rollback()
        yield Fault(FaultKind.DAMAGE, "database", str(getattr(error, "orig", error)))


def _dangling(session: Session) -> Iterator[Fault]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            pairs = [(element.parent, element.column) for element in key.elements]
            there = select(1).where(*(column == target for column, target in pairs)).correlate(table)
            given = (column.is_not(None) for column, _ in pairs)
            missing = session.scalar(select(func.count()).select_from(table).where(*given, ~there.exists()))
            if missing:
                yield Fault(
                    FaultKind.REFERENCE,
                    table.name,
                    f"{missing} rows refer to a {key.referred_table.name} that is not there",
                )


def _releases(session: Session) -> Iterator[Fault]:
    """Check that releases are numbered without gaps and in order of time."""
    before = None
    rows = session.execute(select(models.Release.number, models.Release.published_at).order_by(models.Release.number))
    for expected, (number, published_at) in enumerate(rows, start=1):
        if number != expected:
            yield Fault(FaultKind.ORDER, f"release {number}", f"release {expected} is missing")
            return
        if before is not None and published_at < before:
            yield Fault(FaultKind.ORDER, f"release {number}", "it is older than the one before")
        before = published_at


def _revisions(session: Session) -> Iterator[Fault]:
    """Check that revisions are numbered without gaps, and that each has the content and places that were taken in."""
    last: tuple[int, int] = (0, 0)
    query = (
        select(models.Revision, models.Statement.force_id, models.Statement.round)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .order_by(models.Revision.statement_id, models.Revision.number)
    )
    for revision, force, round_ in session.execute(query.execution_options(yield_per=50)):
        where = f"{force}/{round_} revision {revision.number}"
        expected = last[1] + 1 if last[0] == revision.statement_id else 1
        if revision.number != expected:
            yield Fault(FaultKind.ORDER, where, f"revision {expected} is missing")
        last = revision.statement_id, revision.number
        record = _record(session, revision, force, round_)
        # A revision without an address of its own inherits that of an older one.
        if revision.digest not in {record.digest, replace(record, url=None).digest}:
            yield Fault(FaultKind.HASH, where, "what it says is not what was taken in")
        yield from _text_faults(record, where)


def _record(session: Session, revision: models.Revision, force: str, round_: str) -> StatementRecord:
    """Return the record that a revision was stored from."""
    observations = select(models.Observation).where(models.Observation.revision_id == revision.id)
    return StatementRecord(
        force=force,
        round=round_,
        url=revision.url,
        title=revision.title,
        language=revision.language,
        complete=revision.complete,
        disclaimer=revision.disclaimer,
        sha256=revision.sha256,
        text=revision.text,
        observations=tuple(
            observation_of(row) for row in session.scalars(observations.order_by(models.Observation.ordinal))
        ),
        notes=tuple(notes_of(session, revision.id)),
        unassigned=tuple(unassigned_of(session, revision.id)),
    )


def _copies(session: Session) -> Iterator[Fault]:
    """Check that what is kept with a figure and a statement of other rows is what these say."""
    figure, statement, revision, measure = models.Observation, models.Statement, models.Revision, models.Measure
    differs = or_(
        figure.force_id != statement.force_id,
        figure.round != statement.round,
        figure.taken_in_by != revision.taken_in_by,
        figure.superseded_in.is_distinct_from(revision.superseded_in),
        figure.measure_position != measure.position,
    )
    query = (
        select(statement.force_id, statement.round, revision.number, func.count())
        .select_from(figure)
        .join(revision, figure.revision_id == revision.id)
        .join(statement, revision.statement_id == statement.id)
        .join(measure, figure.measure_id == measure.id)
        .where(differs)
        .group_by(statement.force_id, statement.round, revision.number)
    )
    for force, round_, number, count in session.execute(query):
        yield Fault(FaultKind.COUNT, f"{force}/{round_} revision {number}", f"{count} figures say otherwise than it")
    current = outerjoin(statement, revision, and_(revision.statement_id == statement.id, standing()))
    wrong = select(statement.force_id, statement.round).select_from(current)
    for force, round_ in session.execute(wrong.where(statement.complete.is_distinct_from(revision.complete))):
        yield Fault(
            FaultKind.COUNT, f"{force}/{round_}", "it says otherwise than its revision whether it was read whole"
        )


def _counts(session: Session) -> Iterator[Fault]:
    """Check that what is kept as counted is what is counted."""
    for table in counts.TABLES:
        kept, counted = counts.written(session, table), counts.expected(session, table)
        for key in sorted(kept.keys() | counted.keys()):
            if kept.get(key) != counted.get(key):
                where = " ".join(map(str, (table.__tablename__, *key)))
                yield Fault(FaultKind.COUNT, where, f"it has {kept.get(key)}, and there is {counted.get(key)}")


def _editions(session: Session) -> Iterator[Fault]:
    """Check that each edition of official statistics has the content that was taken in."""
    for edition in session.scalars(select(models.Edition).order_by(models.Edition.id)):
        if edition.digest != (held := _edition(session, edition)).digest:
            yield Fault(FaultKind.HASH, held.id, "what it says is not what was taken in")


def _edition(session: Session, edition: models.Edition) -> Edition:
    """Return the edition that a row was stored from."""
    figures = select(models.OfficialFigure).where(models.OfficialFigure.edition_id == edition.id)
    gaps = select(models.OfficialGap).where(models.OfficialGap.edition_id == edition.id)
    return Edition(
        dataset=edition.dataset_id,
        date=edition.released,
        title=edition.title,
        url=edition.url,
        grade=edition.grade,
        designation=edition.designation,
        vintage=edition.vintage,
        obtained=edition.obtained,
        processing=edition.processing,
        caveats=tuple(edition.caveats),
        sha256=edition.sha256,
        figures=tuple(map(official_figure_of, session.scalars(figures.execution_options(yield_per=1000)))),
        gaps=tuple(map(gap_of, session.scalars(gaps))),
    )


def _standing(session: Session) -> Iterator[Fault]:
    """Check that no figure stands together with a gap of its key; the database itself keeps two of a kind apart."""
    figure, gap = models.OfficialFigure, models.OfficialGap
    key = ("dataset_id", "force_id", "measure_id", "basis", "period_start", "period_end")
    same = (getattr(figure, name) == getattr(gap, name) for name in key)
    both = (
        select(models.Edition.dataset_id, models.Edition.released, func.count())
        .join(figure, figure.edition_id == models.Edition.id)
        .join(gap, and_(*same))
        .where(figure.superseded_in.is_(None), gap.superseded_in.is_(None))
        .group_by(models.Edition.dataset_id, models.Edition.released)
    )
    for dataset, released, count in session.execute(both):
        yield Fault(FaultKind.ORDER, f"{dataset}/{released}", f"{count} figures stand beside a gap in their place")


def _newest(session: Session) -> Iterator[Fault]:
    """Check that the official figures which are marked as the newest of their series are those."""
    figure = models.OfficialFigure
    wrong = select(figure).where(figure.newest != figure.id.in_(newest_ids([]))).order_by(figure.id)
    for row in session.scalars(wrong):
        where = f"{row.dataset_id} {row.force_id} {row.measure_id} {row.period_label}"
        yield Fault(FaultKind.COUNT, where, f"it is marked as {'the' if row.newest else 'not the'} newest, wrongly")


def _gaps(session: Session) -> Iterator[Fault]:
    """Check that the gaps that are kept as those for one reason are those that are counted."""
    last = session.scalar(select(func.max(models.Release.number)))
    kept, counted = (set(gaps_alike(session, OfficialFilter(), as_of)) for as_of in (None, last))
    for gaps in sorted(kept ^ counted, key=astuple):
        where = f"official_gap_count {gaps.dataset} {gaps.measure} {gaps.code}"
        yield Fault(FaultKind.COUNT, where, f"{gaps.count} gaps are {'kept' if gaps in kept else 'counted'} alone")


def _reconciliations(session: Session) -> Iterator[Fault]:
    """Check that reconciliations are with official figures that are there; those that stand, of and with such as do."""
    there = {figure.id: figure.current for figure in every_official_figure(session)}
    query = (
        select(models.Reconciliation, models.Statement.force_id, models.Statement.round, models.Revision.superseded_in)
        .join(models.Observation, models.Reconciliation.observation_id == models.Observation.id)
        .join(models.Revision, models.Observation.revision_id == models.Revision.id)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .order_by(models.Reconciliation.id)
    )
    for row, force, round_, superseded_in in session.execute(query):
        where, stands = f"{force}/{round_} reconciliation {row.id}", row.superseded_in is None
        named = {id_ for candidate in _candidates(row) for id_ in candidate.figures}
        if missing := sorted(named - there.keys()):
            yield Fault(FaultKind.REFERENCE, where, f"there is no official figure {missing[0]}")
        elif stands and not all(there[id_] for id_ in named):
            yield Fault(FaultKind.ORDER, where, "it stands beside an official figure that does not")
        if stands and superseded_in is not None:
            yield Fault(FaultKind.ORDER, where, "it stands for a figure that does not")


def _candidates(row: models.Reconciliation) -> Iterator[Candidate]:
    yield from row.candidates
    yield from (one for one in (row.primary_candidate, row.closest_candidate) if one is not None)


def _text_faults(record: StatementRecord, where: str) -> Iterator[Fault]:
    text = record.text
    if text is None:
        return
    if hashlib.sha256(text.encode()).hexdigest() != record.sha256:
        yield Fault(FaultKind.HASH, where, "the text is not the one that was taken in")
    figures: tuple[Observation | Unassigned, ...] = (*record.observations, *record.unassigned)
    for figure in figures:
        if figure.place is not None and text[figure.place.start : figure.place.end] != figure.as_stated:
            yield Fault(
                FaultKind.PLACE, where, f"{figure.as_stated!r} does not stand at character {figure.place.start}"
            )
    claims: tuple[Observation | Unassigned | Note, ...] = (*figures, *record.notes)
    for said in claims:
        if said.place is not None and _paragraph_at(text, said.place) != said.place.paragraph:
            yield Fault(
                FaultKind.PLACE, where, f"character {said.place.start} is not of paragraph {said.place.paragraph}"
            )


def _paragraph_at(text: str, place: Place) -> int | None:
    """Return the number of the paragraph that contains a place; ``None`` if it is beyond the text."""
    return text.count(PARAGRAPH_BREAK, 0, place.start) + 1 if place.end <= len(text) else None
