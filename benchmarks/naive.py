"""A first draft of the service, to compare it with: FastAPI with ``def`` routes, models and a ``response_model``.

It is written as most would begin: over our database, by SQLAlchemy models that are joined eagerly, asking for no more
rows than the answer has. It says about as much as we do, but sends no validators, so it never answers 304, and leaves
out bounds of indicators, warnings, explanations and links.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import JSON, ForeignKey, Select, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from app.db.types import ExactDecimal

DATABASE = "BENCHMARK_DATABASE"
"""The environment variable with the address of the database that the naive application reads."""


class Base(DeclarativeBase):
    """The base of the naive models: the tables of our schema, as far as the answers need them."""


class Force(Base):
    """A force."""

    __tablename__ = "force"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str]
    region: Mapped[str]
    ons_code: Mapped[str]
    website: Mapped[str]
    statements: Mapped[list["Statement"]] = relationship(order_by="Statement.round.desc()")


class Statement(Base):
    """A statement."""

    __tablename__ = "statement"
    id: Mapped[int] = mapped_column(primary_key=True)
    force_id: Mapped[str] = mapped_column(ForeignKey("force.id"))
    round: Mapped[str]


class Revision(Base):
    """A revision of a statement."""

    __tablename__ = "revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    taken_in_by: Mapped[int]
    superseded_in: Mapped[int | None]
    title: Mapped[str | None]
    url: Mapped[str | None]
    sha256: Mapped[str | None]
    statement: Mapped[Statement] = relationship(lazy="joined", innerjoin=True)
    notes: Mapped[list["Note"]] = relationship(order_by="Note.ordinal")


class Measure(Base):
    """A measure."""

    __tablename__ = "measure"
    id: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    topic: Mapped[str]


class Observation(Base):
    """An observation."""

    __tablename__ = "observation"
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    ordinal: Mapped[int]
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"))
    label: Mapped[str | None]
    value: Mapped[Decimal] = mapped_column(ExactDecimal)
    value_max: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    unit: Mapped[str]
    qualifier: Mapped[str]
    low: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    high: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    period_label: Mapped[str | None]
    period_kind: Mapped[str | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    area: Mapped[str | None]
    status: Mapped[str]
    as_stated: Mapped[str]
    method: Mapped[str]
    paragraph: Mapped[int | None]
    char_start: Mapped[int | None]
    char_end: Mapped[int | None]
    revision: Mapped[Revision] = relationship(lazy="joined", innerjoin=True)
    measure: Mapped[Measure] = relationship(lazy="joined", innerjoin=True)


class Note(Base):
    """A note."""

    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    ordinal: Mapped[int]
    topic: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    year: Mapped[int | None]
    month: Mapped[int | None]
    method: Mapped[str]


class Official(Base):
    """An official figure."""

    __tablename__ = "official_figure"
    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("official_dataset.id"))
    superseded_in: Mapped[int | None]
    force_id: Mapped[str] = mapped_column(ForeignKey("force.id"))
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"))
    basis: Mapped[str]
    period_label: Mapped[str]
    period_kind: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    value: Mapped[Decimal] = mapped_column(ExactDecimal)
    unit: Mapped[str]
    qualifier: Mapped[str]
    low: Mapped[Decimal] = mapped_column(ExactDecimal)
    high: Mapped[Decimal] = mapped_column(ExactDecimal)
    dataset: Mapped["Dataset"] = relationship(lazy="joined", innerjoin=True)
    force: Mapped[Force] = relationship(lazy="joined", innerjoin=True)
    measure: Mapped[Measure] = relationship(lazy="joined", innerjoin=True)


class Dataset(Base):
    """An official series."""

    __tablename__ = "official_dataset"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    publisher: Mapped[str]


class Reconciliation(Base):
    """A stated figure beside official ones."""

    __tablename__ = "reconciliation"
    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    superseded_in: Mapped[int | None]
    relation: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    primary_candidate: Mapped[dict[str, object] | None] = mapped_column(JSON)
    closest_candidate: Mapped[dict[str, object] | None] = mapped_column(JSON)
    candidates: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    difference: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    explanation: Mapped[str]
    observation: Mapped[Observation] = relationship(lazy="joined", innerjoin=True)


class Release(Base):
    """A state of the data."""

    __tablename__ = "release"
    number: Mapped[int] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]


class Output(BaseModel):
    """The base of the naive response models."""

    model_config = ConfigDict(from_attributes=True)


class StatementOut(Output):
    """A statement in an answer."""

    force_id: str
    round: str


class RevisionOut(Output):
    """A source in an answer."""

    statement: StatementOut
    title: str | None
    url: str | None
    sha256: str | None


class MeasureOut(Output):
    """A measure in an answer."""

    id: str
    label: str
    topic: str


class ObservationOut(Output):
    """An observation in an answer."""

    id: int
    measure: MeasureOut
    label: str | None
    value: float
    value_max: float | None
    unit: str
    qualifier: str
    low: float | None
    high: float | None
    period_label: str | None
    period_kind: str | None
    period_start: date | None
    period_end: date | None
    area: str | None
    status: str
    as_stated: str
    method: str
    paragraph: int | None
    char_start: int | None
    char_end: int | None
    revision: RevisionOut


class NoteOut(Output):
    """A note in an answer."""

    topic: str
    kind: str
    text: str
    year: int | None
    month: int | None
    method: str


class ForceOut(Output):
    """A force in an answer."""

    id: str
    name: str
    country: str
    region: str
    ons_code: str
    website: str
    statements: list[StatementOut]


class ProfileOut(Output):
    """A profile, or a topic of one."""

    force: ForceOut
    source: RevisionOut | None
    observations: list[ObservationOut]
    notes: list[NoteOut]


class PageOut(Output):
    """A page of observations."""

    items: list[ObservationOut]
    total: int


class DatasetOut(Output):
    """An official series in an answer."""

    id: str
    title: str
    publisher: str


class CountedDatasetOut(DatasetOut):
    """An official series with what there is of it."""

    figures: int
    forces: int
    first: date | None
    last: date | None


class OfficialOut(Output):
    """An official figure in an answer."""

    id: int
    force_id: str
    measure: MeasureOut
    basis: str
    period_label: str
    period_kind: str
    period_start: date
    period_end: date
    value: float
    unit: str
    qualifier: str
    low: float
    high: float
    dataset: DatasetOut


class OfficialPageOut(Output):
    """A page of official figures."""

    items: list[OfficialOut]
    total: int


class ReconciliationOut(Output):
    """A reconciliation in an answer."""

    observation: ObservationOut
    relation: str
    reasons: list[str]
    primary_candidate: dict[str, object] | None
    closest_candidate: dict[str, object] | None
    candidates: list[dict[str, object]]
    difference: float | None
    explanation: str


class ReconciliationPageOut(Output):
    """A page of reconciliations."""

    items: list[ReconciliationOut]
    total: int


class CountedMeasureOut(MeasureOut):
    """A measure with how many figures it has."""

    observations: int


class ReleaseOut(Output):
    """A release with how many revisions it brought."""

    number: int
    published_at: datetime
    revisions: int


class CoverageOut(Output):
    """A measure of a force, and who has it."""

    force: str
    measure: str
    rounds: list[str]
    observations: int
    official: int
    first: date | None
    last: date | None


class ComparedOut(Output):
    """A force in a comparison of a measure."""

    force_id: str
    force: str
    rank: int
    figure: OfficialOut


class RatioOut(Output):
    """A force in a comparison of an indicator."""

    force_id: str
    force: str
    rank: int
    value: float
    inputs: list[OfficialOut]


router = APIRouter(prefix="/v1")


def make_naive(address: str | None = None) -> FastAPI:
    """Return the naive application, over the database of the environment unless another is named."""
    app = FastAPI()
    # With the pool's default of 15, the threads that have a session wait for those that wait for one.
    app.state.engine = create_engine(address or os.environ[DATABASE], pool_size=200)
    app.include_router(router)
    return app


def open_session(request: Request) -> Iterator[Session]:
    """Yield a session of a request."""
    with Session(request.app.state.engine) as session:
        yield session


Database = Annotated[Session, Depends(open_session)]


@router.get("/forces/{force}", response_model=ProfileOut)
def get_profile(force: str, session: Database) -> dict[str, object]:
    """Say what a force states."""
    return profile_of(session, force)


@router.get("/forces/{force}/{topic}", response_model=ProfileOut)
def get_topic(force: str, topic: str, session: Database) -> dict[str, object]:
    """Say what a force states of a topic."""
    return profile_of(session, force, topic)


@router.get("/observations", response_model=PageOut)
def list_observations(
    session: Database, force: str | None = None, measure: str | None = None, limit: int = 100
) -> dict[str, object]:
    """List figures."""
    query = select(Observation).join(Observation.revision).join(Revision.statement)
    query = query.where(Revision.superseded_in.is_(None))
    if force is not None:
        query = query.where(Statement.force_id == force)
    if measure is not None:
        query = query.where(Observation.measure_id == measure)
    ordered = query.order_by(Statement.force_id, Statement.round.desc(), Observation.ordinal)
    return page_of(session, query, ordered.limit(limit))


@router.get("/official-figures", response_model=OfficialPageOut)
def list_official(session: Database, limit: int = 100) -> dict[str, object]:
    """List official figures."""
    query = select(Official).where(Official.superseded_in.is_(None))
    ordered = query.order_by(Official.force_id, Official.measure_id, Official.basis, Official.period_end.desc())
    return page_of(session, query, ordered.limit(limit))


@router.get("/datasets")
def list_datasets(session: Database) -> list[CountedDatasetOut]:
    """List the official series, with how many figures each has, of how many forces, and from when to when."""
    of = (func.count(), func.count(Official.force_id.distinct()))
    ends = (func.min(Official.period_start), func.max(Official.period_end))
    counts = select(Official.dataset_id, *of, *ends).where(Official.superseded_in.is_(None))
    counted = {row[0]: row for row in session.execute(counts.group_by(Official.dataset_id))}
    listed = []
    for dataset in session.scalars(select(Dataset)):
        _, figures, forces, first, last = counted.get(dataset.id, (None, 0, 0, None, None))
        told = DatasetOut.model_validate(dataset).model_dump()
        listed.append(CountedDatasetOut(**told, figures=figures, forces=forces, first=first, last=last))
    return listed


@router.get("/reconciliations", response_model=ReconciliationPageOut)
def list_reconciliations(session: Database, limit: int = 100) -> dict[str, object]:
    """List stated figures beside official ones."""
    query = select(Reconciliation).join(Reconciliation.observation).join(Observation.revision)
    query = query.join(Revision.statement).where(Reconciliation.superseded_in.is_(None))
    ordered = query.order_by(Statement.force_id, Statement.round.desc(), Observation.ordinal)
    return page_of(session, query, ordered.limit(limit))


@router.get("/measures")
def list_measures(session: Database) -> list[CountedMeasureOut]:
    """List the measures, with how many figures each has."""
    current = select(Observation.measure_id, func.count()).join(Observation.revision)
    counts = session.execute(current.where(Revision.superseded_in.is_(None)).group_by(Observation.measure_id))
    counted = {key: count for key, count in counts}  # noqa: C416 - rows are no pairs to mypy
    return [
        CountedMeasureOut(id=m.id, label=m.label, topic=m.topic, observations=counted.get(m.id, 0))
        for m in session.scalars(select(Measure))
    ]


@router.get("/releases")
def list_releases(session: Database) -> list[ReleaseOut]:
    """List the releases."""
    counts = session.execute(select(Revision.taken_in_by, func.count()).group_by(Revision.taken_in_by))
    counted = {key: count for key, count in counts}  # noqa: C416 - rows are no pairs to mypy
    return [
        ReleaseOut(number=r.number, published_at=r.published_at, revisions=counted.get(r.number, 0))
        for r in session.scalars(select(Release).order_by(Release.number.desc()).limit(100))
    ]


@router.get("/coverage")
def list_coverage(session: Database, limit: int = 100) -> list[CoverageOut]:
    """List who has what."""
    return coverage_of(session)[:limit]


@router.get("/compare", response_model=list[ComparedOut] | list[RatioOut])
def compare(
    session: Database, measure: str | None = None, indicator: str | None = None
) -> list[ComparedOut] | list[RatioOut]:
    """Compare the forces by a measure, or by officers per 1,000 people."""
    if measure is not None:
        figures = sorted(newest(session, measure), key=lambda figure: -figure.value)
        return [
            ComparedOut(force_id=f.force_id, force=f.force.name, rank=rank, figure=OfficialOut.model_validate(f))
            for rank, f in enumerate(figures, start=1)
        ]
    if indicator != "officers_per_1000_people":
        raise HTTPException(404)
    people = {figure.force_id: figure for figure in newest(session, "population")}
    pairs = [(f, people[f.force_id]) for f in newest(session, "police_officers") if f.force_id in people]
    pairs.sort(key=lambda pair: -pair[0].value / pair[1].value)
    return [
        RatioOut(
            force_id=officers.force_id,
            force=officers.force.name,
            rank=rank,
            value=float(1000 * officers.value / population.value),
            inputs=[OfficialOut.model_validate(officers), OfficialOut.model_validate(population)],
        )
        for rank, (officers, population) in enumerate(pairs, start=1)
    ]


def page_of(session: Session, query: Select[Any], ordered: Select[Any]) -> dict[str, object]:
    """Return a page of what is asked for, and how much there is of it."""
    total = session.scalar(select(func.count()).select_from(query.subquery()))
    return {"items": session.scalars(ordered).all(), "total": total}


def newest(session: Session, measure: str) -> Sequence[Official]:
    """Return the newest official figure of a measure of each force."""
    standing = (Official.measure_id == measure, Official.superseded_in.is_(None), Official.basis != "headcount")
    last = select(Official.force_id, func.max(Official.period_end).label("last")).where(*standing)
    last_of_force = last.group_by(Official.force_id).subquery()
    query = select(Official).join(
        last_of_force, (Official.force_id == last_of_force.c.force_id) & (Official.period_end == last_of_force.c.last)
    )
    return list({figure.force_id: figure for figure in session.scalars(query.where(*standing))}.values())


def coverage_of(session: Session) -> list[CoverageOut]:
    """Return who states each measure of each force, and when official statistics have it."""
    stated = select(Statement.force_id, Observation.measure_id, Statement.round, func.count())
    stated = stated.join(Observation.revision).join(Revision.statement).where(Revision.superseded_in.is_(None))
    found: dict[tuple[str, str], CoverageOut] = {}

    def of(force: str, measure: str) -> CoverageOut:
        empty = CoverageOut(force=force, measure=measure, rounds=[], observations=0, official=0, first=None, last=None)
        return found.setdefault((force, measure), empty)

    grouped = stated.group_by(Statement.force_id, Observation.measure_id, Statement.round)
    for force, measure, round_, count in session.execute(grouped):
        row = of(force, measure)
        row.rounds.append(round_)
        row.observations += count
    ends = (func.count(), func.min(Official.period_start), func.max(Official.period_end))
    counted = select(Official.force_id, Official.measure_id, *ends).where(Official.superseded_in.is_(None))
    for force, measure, count, first, last in session.execute(counted.group_by(Official.force_id, Official.measure_id)):
        row = of(force, measure)
        row.official, row.first, row.last = count, first, last
    return [found[key] for key in sorted(found)]


def profile_of(session: Session, force_id: str, topic: str | None = None) -> dict[str, object]:
    """Return a force, its newest source and what that says, of one topic where one is named."""
    force = session.get(Force, force_id)
    if force is None:
        raise HTTPException(404)
    newest = select(Revision).join(Revision.statement).where(Statement.force_id == force_id)
    newest = newest.where(Revision.superseded_in.is_(None))
    source = session.scalars(newest.order_by(Statement.round.desc())).first()
    if source is None:
        return {"force": force, "source": None, "observations": [], "notes": []}
    query = select(Observation).where(Observation.revision_id == source.id).order_by(Observation.ordinal)
    observations = [o for o in session.scalars(query) if topic in {None, o.measure.topic}]
    notes = [note for note in source.notes if topic in {None, note.topic}]
    return {"force": force, "source": source, "observations": observations, "notes": notes}
