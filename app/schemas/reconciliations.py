"""Reconciliations as JSON: a stated figure beside what official statistics count, and how the two agree."""

from datetime import date
from typing import Literal

from pydantic import Field

from app.official.catalogue import datasets
from app.queries.reconciliations import SORTS, StoredReconciliation
from app.schemas.common import Count, Listed, Number, Output, OwnAddress, Page
from app.schemas.figures import Bounds, Period, StatedFiguresQuery, bounds_of, period_of
from app.schemas.official import CountedBy
from app.vocabulary import reconciliations as vocabulary
from app.vocabulary.forces import forces
from app.vocabulary.measures import Topic, measures
from app.vocabulary.official import Grade, Publisher
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.reconciliations import Reason, Relation
from app.vocabulary.units import Unit


class StatedFigure(Output):
    """What a statement says."""

    display: str = Field(description="The figure for readers, with hedge and unit, such as `over 1.1 million`.")
    value: Number = Field(description="The stated value; for a range its lower end.")
    value_max: Number | None = Field(description="The upper end of a range; null for anything else.")
    unit: Unit = Field(description="The unit of the value.")
    qualifier: Qualifier = Field(description="What the words say of the figure's exactness.")
    bounds: Bounds = Field(description="What the words allow the value to be.")
    period: Period | None = Field(description="The time it speaks of; null where the statement names none.")
    as_stated: str = Field(description="The words that carry it, exactly as written.")


class OfficialCount(Output):
    """An official count that a stated figure is laid beside: one official figure, or several that are added up."""

    id: str = Field(description="The ids of the official figures that it is made of, joined by `+`.")
    measure: str = Field(description="What is counted: an id of `/v1/measures`.")
    definition: str | None = Field(
        description="What is counted where that is more, or other, than the measure; null for the measure itself."
    )
    display: str = Field(description="The count for readers.")
    value: Number = Field(description="The count.")
    unit: Unit = Field(description="The unit of the value.")
    bounds: Bounds = Field(description="What the publisher's rounding allows the value to be.")
    basis: CountedBy
    period: Period = Field(description="The day it is of, or the time it covers.")
    dataset: str = Field(description="The dataset it is of: an id of `/v1/datasets`.")
    edition: date = Field(description="The day its publisher released it; of several figures, the newest of theirs.")
    publisher: Publisher = Field(description="Who publishes it.")
    grade: Grade = Field(description="How close it is to what the publisher released.")
    official_figures: list[OwnAddress] = Field(description="The addresses of the official figures it is made of.")


class Reconciliation(Output):
    """A stated figure beside official ones.

    `relation` is how it agrees with `primary`, which a rule chose without looking at its value.
    """

    observation: str = Field(description="The stated figure, by its id under `/v1/observations/`.")
    href: OwnAddress = Field(description="The address of the stated figure.")
    force: str = Field(description="The force whose statement it is of.")
    force_name: str = Field(description="The official name of the force.")
    measure: str = Field(description="What is counted: an id of `/v1/measures`.")
    label: str = Field(description="What is counted, in words.")
    topic: Topic = Field(description="The topic that it belongs to.")
    round: str = Field(description="The round of the statement.")
    stated: StatedFigure = Field(description="What the statement says.")
    relation: Relation = Field(
        description="How the stated figure agrees with the primary count: it `differs` from it, but neither is wrong "
        "for that. It is `not_comparable` where only something else, another area or another time was counted."
    )
    reasons: list[Reason] = Field(description="What may explain the relation; empty for nothing.")
    difference: Number | None = Field(
        description="By how much the nearest value that the words allow is above the primary count (below it, where "
        "negative); 0 where they allow the count itself, null where the two are not comparable."
    )
    difference_unit: Literal[Unit.PERCENT, Unit.PERCENTAGE_POINTS] | None = Field(
        description="The unit of the difference: percent of the primary count, or points where that is a share; null "
        "as for `difference`."
    )
    primary: OfficialCount | None = Field(
        description="The count that the relation is of, chosen by definition, basis and time, never by its value; null "
        "where there is none of the time, or only of another area."
    )
    closest: OfficialCount | None = Field(
        description="Of all that were tried the count nearest in value: it may explain a difference, and decides none. "
        "Null where they are not comparable."
    )
    candidates: list[OfficialCount] = Field(description="The other counts of that time, on every basis and date.")
    tried: Count = Field(description="How many counts it was laid beside.")
    explanation: str = Field(description="The same in a plain sentence or two.")


class ReconciliationPage(Page[Reconciliation]):
    """A page of reconciliations."""


class ReconciliationQuery(StatedFiguresQuery):
    """The parameters of the list of reconciliations. Those that may be repeated take any of their values."""

    relation: Listed[Relation] = Field(default=[], description="Only figures that agree so with the primary count.")
    reason: Listed[Reason] = Field(default=[], description="Only those with any of these reasons.")
    sort: str = Field(
        default="force",
        description="The order: force, measure or difference (its size, either way); with `-` before it, descending.",
        json_schema_extra={"enum": [f"{direction}{sort}" for sort in SORTS for direction in ("", "-")]},
    )
    count: Literal["exact"] | None = Field(default=None, description="`exact` counts all matches, however many.")


def reconciliation(row: StoredReconciliation) -> Reconciliation:
    """Return how a stated figure agrees with official ones."""
    stated, found = row.stated, row.found
    primary = found.primary and _count(found.primary)
    return Reconciliation(
        observation=stated.id,
        href=f"/v1/observations/{stated.id}",
        force=stated.force,
        force_name=forces()[stated.force].name,
        measure=stated.measure,
        label=stated.label or measures()[stated.measure].label,
        topic=stated.topic,
        round=stated.round,
        stated=StatedFigure(
            display=stated.display,
            value=stated.value,
            value_max=stated.value_max,
            unit=stated.unit,
            qualifier=stated.qualifier,
            bounds=bounds_of(stated.bounds),
            period=period_of(stated.period),
            as_stated=stated.as_stated,
        ),
        relation=found.relation,
        reasons=list(found.reasons),
        difference=found.difference,
        difference_unit=found.difference_unit,
        primary=primary,
        closest=primary if found.closest == found.primary else found.closest and _count(found.closest),
        candidates=[_count(candidate) for candidate in found.candidates],
        tried=found.tried,
        explanation=found.explanation,
    )


def _count(candidate: vocabulary.Candidate) -> OfficialCount:
    return OfficialCount(
        id=candidate.id,
        measure=candidate.measure,
        definition=candidate.definition,
        display=candidate.display,
        value=candidate.value,
        unit=candidate.unit,
        bounds=bounds_of(candidate.bounds),
        basis=candidate.basis,
        period=period_of(candidate.period),
        dataset=candidate.dataset,
        edition=candidate.edition,
        publisher=datasets()[candidate.dataset].publisher,
        grade=candidate.grade,
        official_figures=[f"/v1/official-figures/{id_}" for id_ in candidate.figures],
    )
