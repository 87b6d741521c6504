"""What the extractor reads from a page, as JSON."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.schemas.common import ROUND, Output, Sha256
from app.schemas.observations import Note, ReadObservation, Unassigned, note, read_observation, unassigned
from app.statements.identity import ADDRESS, LONGEST_ADDRESS
from app.statements.statement import Statement
from app.vocabulary.grounds import Ground
from app.vocabulary.warnings import FigureWarning

if TYPE_CHECKING:
    from app.extract.observations import Extraction


class ExtractionQuery(BaseModel):
    """The parameters that say whose statement a text is, where it does not say so itself."""

    force: str | None = Field(
        default=None,
        description="The force, by slug, ONS code or name: with it, a text without the page around it is read too.",
    )
    round: Annotated[str, Field(json_schema_extra=ROUND)] | None = Field(
        default=None, description="The round, such as 2021-22, for a page that names none."
    )
    url: str | None = Field(
        default=None,
        max_length=LONGEST_ADDRESS,
        pattern=ADDRESS,
        description="The address of the page, by http or https.",
    )


class SentPage(ExtractionQuery):
    """A page sent as JSON, which says beside its text what the parameters say of a page sent as it is."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="The page, as text or HTML.")


class ReadStatement(Output):
    """The statement that a page carries."""

    force: str | None = Field(description="The force, by its slug; null for a name that is not in the register.")
    force_name: str = Field(description="The name of the force as the page has it, or the official one.")
    round: str = Field(description="The inspection round.")
    title: str = Field(description="The title of the page.")
    url: str | None = Field(
        description="Where the page was published, as it says or as is given; null where neither is so."
    )
    archived_url: str | None = Field(
        description="Where a web archive keeps the page, for one taken from there; null for any other."
    )
    published: date | None = Field(description="The day it was published; null where the page does not say.")
    sha256: Sha256 = Field(
        description="The SHA-256 of the normalised text: the paragraphs, with an empty line between."
    )
    disclaimer: bool = Field(description="Whether the page says that the views are the force's.")
    paragraphs: list[str] = Field(description="The paragraphs of the statement.")


class ReadingRule(Output):
    """The rule that a figure is read by, and what the reading rests on."""

    model_config = ConfigDict(from_attributes=True)

    id: str = Field(description="Its name: the part of `method` after the measure.")
    ground: Ground = Field(
        description="What the reading rests on, the surest first: `own_words` beside the number, its `unit` alone, or "
        "the `context` of another figure, a list, a place or the sentence before."
    )
    example: str = Field(description="A sentence that is read by it.")


class ReadFigure(ReadObservation):
    """A figure as it is read from a page, and by which rule."""

    rule: ReadingRule = Field(description="The rule that found it.")


class ReadPage(Output):
    """All that is read from a page."""

    statement: ReadStatement = Field(description="The statement that the page carries.")
    observations: list[ReadFigure] = Field(description="The figures that are read from it.")
    notes: list[Note] = Field(description="The claims without a number.")
    unassigned: list[Unassigned] = Field(description="The numbers that no rule could place.")


def warnings_read(statement: Statement, extraction: "Extraction") -> dict[int, list[FigureWarning]]:
    """Return the warnings for what is read from a page, by the index of the figure.

    Official figures that it is laid beside are those that come with the service, so that no database is needed.
    """
    from app.derived.checks import warnings_of
    from app.derived.reconciliation import reconciliations_of
    from app.official.bundled import bundled_figures

    stated = {statement.round: extraction.observations}
    reconciled = {}
    if statement.force is not None:
        reconciled = reconciliations_of(statement.force.id, stated, bundled_figures()[statement.force.id])
    return {n: found for (_, n), found in warnings_of(stated, reconciled).items()}


def read_page(statement: Statement, extraction: "Extraction") -> ReadPage:
    """Return what is read from a page, with the warnings that its figures would have in the data."""
    from app.vocabulary.rules import rule_of

    id_ = f"{statement.force.id if statement.force else statement.force_name}/{statement.round}"
    warnings = warnings_read(statement, extraction)
    return ReadPage(
        statement=ReadStatement(
            force=statement.force.id if statement.force else None,
            force_name=statement.force_name,
            round=statement.round,
            title=statement.title,
            url=statement.url,
            archived_url=statement.archived_url,
            published=statement.published,
            sha256=statement.sha256,
            disclaimer=statement.disclaimer,
            paragraphs=list(statement.paragraphs),
        ),
        observations=[
            ReadFigure(
                **dict(read_observation(o, id_, statement.url, warnings.get(n, ()))),
                rule=ReadingRule.model_validate(rule_of(o.method)),
            )
            for n, o in enumerate(extraction.observations)
        ],
        notes=[note(claim, id_, statement.url) for claim in extraction.notes],
        unassigned=[unassigned(number, id_, statement.url) for number in extraction.unassigned],
    )
