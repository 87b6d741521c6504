"""Coverage as JSON: what there is, and what is not known of it."""

from datetime import date

from pydantic import Field

from app.queries.catalogue import Holdings as HoldingsRow
from app.queries.coverage import CoverageRow
from app.schemas.common import ROUND, Count, Listed, Output, Page
from app.schemas.figures import FiguresQuery
from app.vocabulary.measures import Topic
from app.vocabulary.sources import Source


class Holdings(Output):
    """How much there is, and how well it is known."""

    forces_with_a_statement: Count = Field(description="How many forces have one.")
    statements: dict[str, Count] = Field(description="How many statements there are of each of the newest 40 rounds.")
    statements_read_in_part: Count = Field(
        description="How many of them were read only in part: what is missing there may be stated all the same."
    )
    observations: Count = Field(description="How many figures the statements state.")
    observations_with_place: Count = Field(description="How many of them have a known place in the text.")
    observations_with_period: Count = Field(description="How many of them have a period that the statement names.")
    datasets: Count = Field(description="How many datasets of official statistics there are.")
    editions: Count = Field(description="How many editions of them are held here.")
    official_figures: Count = Field(description="How many official figures stand.")
    official_gaps: Count = Field(description="How many official figures are known to be missing.")


class CountedYears(Output):
    """When official statistics have a measure of a force."""

    figures: Count = Field(description="How many official figures stand.")
    first: date = Field(description="The first day that they speak of.")
    last: date = Field(description="The last day that they speak of.")
    years: list[int] = Field(description="The years in which their periods end, the newest first.")
    datasets: list[str] = Field(description="The datasets that have them: ids of `/v1/datasets`.")


class Coverage(Output):
    """A measure of a force, with who states it and when it is officially counted."""

    force: str = Field(description="The force, by its slug.")
    measure: str = Field(description="What is counted: an id of `/v1/measures`.")
    topic: Topic = Field(description="The topic that it belongs to.")
    rounds: list[str] = Field(
        description="The rounds whose statements state it, of those asked for: the newest 40, the newest first."
    )
    observations: Count = Field(description="How many figures of those statements state it.")
    official: CountedYears | None = Field(
        description="When official statistics have it, whichever rounds are asked for; null where none does."
    )


class CoveragePage(Page[Coverage]):
    """A page of what is stated and officially counted, with what is known of the whole."""

    held: Holdings = Field(description="How much there is in all, whatever the filters.")
    read_in_part: list[str] = Field(
        description="The statements of the forces and rounds asked for that were not read to their end, at most 100, "
        "as force/round: that a measure is missing there does not mean that it is not stated."
    )


class CoverageQuery(FiguresQuery):
    """The parameters of the coverage. Those that may be repeated take any of their values."""

    round: Listed[str] = Field(
        default=[],
        description="Only statements of these rounds, such as 2021-22, and only what they state.",
        json_schema_extra={"items": {"type": "string", **ROUND}},
    )
    source: Source | None = Field(
        default=None,
        description="Only what statements state, or only what official statistics have; by default what either has.",
    )


def holdings(held: HoldingsRow) -> Holdings:
    """Return how much there is."""
    return Holdings(
        forces_with_a_statement=held.forces,
        statements=held.statements,
        statements_read_in_part=held.read_in_part,
        observations=held.observations,
        observations_with_place=held.with_place,
        observations_with_period=held.with_period,
        datasets=held.datasets,
        editions=held.editions,
        official_figures=held.official_figures,
        official_gaps=held.official_gaps,
    )


def coverage(row: CoverageRow) -> Coverage:
    """Return who states a measure of a force, and when it is officially counted."""
    return Coverage.model_validate(row)
