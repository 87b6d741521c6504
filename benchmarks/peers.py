"""What our service is compared with: an application that only sends ready bytes, and one as a first draft would be.

``make_ready`` is the ceiling of the server below both: no routing, no database, no work. ``make_naive`` is FastAPI with
``def`` routes, SQLAlchemy models joined eagerly and a ``response_model``, over our database; it says about as much of
a force as we do, but derives no indicators and sends no validators, so it never answers 304.
"""

import json
import os
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from app.db.types import ExactDecimal

READY_ANSWERS = "BENCHMARK_READY_ANSWERS"
"""The environment variable with the file of ready answers: for each path and query its ETag and body."""
DATABASE = "BENCHMARK_DATABASE"
"""The environment variable with the address of the database that the naive application reads."""

Message = MutableMapping[str, Any]
Application = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


def make_ready() -> Application:
    """Return an application that sends ready answers, and 304 to whoever names their ETag."""
    stored: dict[str, dict[str, str]] = json.loads(Path(os.environ[READY_ANSWERS]).read_text(encoding="utf-8"))
    answers = {}
    for target, held in stored.items():
        path, _, query = target.partition("?")
        answers[path, query.encode()] = (held["etag"].encode(), held["body"].encode())

    async def answer(
        scope: Message, _receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        etag, body = answers[scope["path"], scope["query_string"]]
        known = any(name == b"if-none-match" and value == etag for name, value in scope["headers"])
        headers = [(b"etag", etag)]
        if not known:
            headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if known else body})

    return answer


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


def make_naive() -> FastAPI:
    """Return the naive application."""
    engine = create_engine(os.environ[DATABASE])
    app = FastAPI()

    def open_session() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    database = Depends(open_session)

    @app.get("/v1/forces/{force}", response_model=ProfileOut)
    def get_profile(force: str, session: Annotated[Session, database]) -> dict[str, object]:
        return profile_of(session, force)

    @app.get("/v1/forces/{force}/{topic}", response_model=ProfileOut)
    def get_topic(force: str, topic: str, session: Annotated[Session, database]) -> dict[str, object]:
        return profile_of(session, force, topic)

    @app.get("/v1/observations", response_model=PageOut)
    def list_observations(session: Annotated[Session, database], limit: int = 100) -> dict[str, object]:
        query = select(Observation).join(Observation.revision).join(Revision.statement)
        query = query.where(Revision.superseded_in.is_(None))
        ordered = query.order_by(Statement.force_id, Statement.round.desc(), Observation.ordinal).limit(limit)
        total = session.scalar(select(func.count()).select_from(query.subquery()))
        return {"items": session.scalars(ordered).all(), "total": total}

    return app


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
