"""Statements as JSON: which source it is, under what licence, and all that it says."""

from datetime import date, datetime
from functools import cache
from typing import Literal

from pydantic import BaseModel, Field

from app.queries.statements import StatementRow
from app.schemas.common import ROUND, Address, Count, Listed, ListQuery, Output, Page, Sha256
from app.schemas.observations import Note, Observation, Unassigned
from app.vocabulary.sources import ATTRIBUTION, LICENCE, LICENCE_URL, PUBLISHER

Origin = Literal["bundled", "ingested"]


class Licence(Output):
    """The licence a statement is published under."""

    name: str = Field(description="Its name.")
    url: Address = Field(description="Its address.")
    attribution: str = Field(description="What to say when you use the data.")


class Statement(Output):
    """A source: the statement of a force for a round."""

    id: str = Field(description="Force and round: its address under `/v1/statements/`.")
    force: str = Field(description="The force, by its slug.")
    round: str = Field(description="The inspection round.")
    title: str | None = Field(description="The page's title; null where the page was not at hand.")
    publisher: str = Field(description="Who published it.")
    author: str = Field(description="Who wrote it: the force.")
    url: Address | None = Field(description="The published page; null where no address is known.")
    archived_url: Address | None = Field(
        description="Where an archive keeps the page; null where it was not taken from one."
    )
    published: date | None = Field(description="The day it was published; null where that is not known.")
    language: str = Field(description="Its language, as ISO 639-1 has it.")
    licence: Licence = Field(description="The licence of the statement.")
    disclaimer: bool | None = Field(
        description="Whether the page says that the views are the force's, not the inspectorate's; "
        "null where the page was not at hand."
    )
    complete: bool = Field(description="False where the reviewed text stopped early: more figures may be missing.")
    sha256: Sha256 | None = Field(
        description="The SHA-256 of the normalised text; null where the text was not at hand when it was reviewed."
    )
    revision: int = Field(ge=1, description="The number of this revision, 1 being the first.")
    current: bool = Field(description="Whether this is the revision that lists and profiles use.")
    origin: Origin = Field(description="`bundled` with the service and reviewed, or `ingested` from a page.")
    taken_in_at: datetime = Field(description="When this copy of the data took it in.")
    reason: str | None = Field(description="Why it replaced the revision before; null where no reason was given.")
    withdrawn_because: str | None = Field(description="Why the statement was withdrawn; null where it was not.")
    observations: Count = Field(description="How many observations it has.")


class Revision(Output):
    """A revision of a statement."""

    revision: int = Field(ge=1, description="Its number, 1 being the first.")
    current: bool = Field(description="Whether it is the one that lists and profiles use.")
    origin: Origin = Field(description="`bundled` with the service and reviewed, or `ingested` from a page.")
    sha256: Sha256 | None = Field(description="The SHA-256 of its normalised text; null where that was not at hand.")
    taken_in_at: datetime = Field(description="When this copy of the data took it in.")
    reason: str | None = Field(description="Why it replaced the one before; null where no reason was given.")
    withdrawn_because: str | None = Field(description="Why the statement was withdrawn; null where it was not.")
    observations: Count = Field(description="How many observations it has.")


class StatementDetail(Output):
    """A statement with all that it says."""

    statement: Statement = Field(description="The statement as a source.")
    observations: list[Observation] = Field(description="Its figures, in the order of its text.")
    notes: list[Note] = Field(description="Its claims without a number.")
    unassigned: list[Unassigned] = Field(description="Its numbers that no rule could place for certain.")
    revisions: list[Revision] = Field(description="All of its revisions, newest first; `?revision=` reads another.")
    text: str | None = Field(
        description="The normalised text that places count their characters in; null where it is not held."
    )


class StatementPage(Page[Statement]):
    """A page of statements."""


class StatementQuery(ListQuery):
    """The parameters of the list of statements; `force` and `round` may be repeated."""

    force: Listed[str] = Field(default=[], description="Only statements of these forces, by slug, ONS code or name.")
    round: Listed[str] = Field(
        default=[],
        description="Only statements of these rounds, such as 2021-22.",
        json_schema_extra={"items": {"type": "string", **ROUND}},
    )


class RevisionQuery(BaseModel):
    """The parameter that picks a revision of a statement."""

    revision: int | None = Field(default=None, ge=1, le=10**6, description="The revision; the current by default.")


def statement(row: StatementRow) -> Statement:
    """Return a statement as a source."""
    return Statement(
        id=f"{row.force}/{row.round}",
        force=row.force,
        round=row.round,
        title=row.title,
        publisher=PUBLISHER,
        author=row.force_name,
        url=row.url,
        archived_url=row.archived_url,
        published=row.published,
        language=row.language,
        licence=_licence(),
        disclaimer=row.disclaimer,
        complete=row.complete,
        sha256=row.sha256,
        revision=row.revision,
        current=row.current,
        origin=row.origin,
        taken_in_at=row.taken_in_at,
        reason=row.reason,
        withdrawn_because=row.withdrawn_because,
        observations=row.observations,
    )


@cache
def _licence() -> Licence:
    return Licence(name=LICENCE, url=LICENCE_URL, attribution=ATTRIBUTION)
