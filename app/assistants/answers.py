"""What the tools answer: as much as is needed to quote a figure, and no more, for all of it takes room to read.

Names and meanings are those of the HTTP API. What is left out is told by `explain_figure`, or by the API.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from app.derived import indicators as derived
from app.queries.observations import StoredObservation
from app.queries.statements import StatementRow
from app.schemas import comparison as comparison_schemas
from app.schemas.common import Number, Output
from app.schemas.measures import Measure
from app.schemas.observations import Bounds, Observation, stored_observation
from app.vocabulary.sources import ATTRIBUTION, DISCLAIMER, LICENCE, LICENCE_URL

STATEMENT = "The statement that it is of, as force/round."


class Answer(Output):
    """What every answer says of its source, and of what it lacks."""

    hint: str | None = Field(default=None, description="How to go on: why nothing is found, or how to see the rest.")
    licence: str = Field(default=f"{LICENCE} ({LICENCE_URL})", description="The licence of the data.")
    attribution: str = Field(default=f"{ATTRIBUTION} {DISCLAIMER}", description="What to say when you use it.")


class Force(Output):
    """A police force."""

    id: str = Field(description="Its slug.")
    name: str = Field(description="Its official name.")
    country: str = Field(description="England or Wales.")
    region: str = Field(description="Its ONS region, or Wales.")
    ons_code: str = Field(description="Its ONS police force area code.")
    rounds: list[str] = Field(description="The rounds of its statements, newest first.")


class FoundForces(Answer):
    """Forces that were looked for."""

    items: list[Force]
    total: int = Field(description="How many there are in all.")


class ListedMeasure(Output):
    """What is counted, in brief."""

    id: str = Field(description="Its id.")
    label: str = Field(description="What is counted, in a few words.")
    topic: str = Field(description="The topic that it belongs to.")
    unit: str = Field(description="The preferred unit.")
    observations: int = Field(description="How many figures there are of it.")
    description: str | None = Field(description="What is counted, and what is not; null unless a topic is asked for.")


class ListedMeasures(Answer):
    """What is counted."""

    items: list[ListedMeasure]


class Figure(Output):
    """A figure of a statement."""

    id: str = Field(description="Its id, for explain_figure.")
    measure: str = Field(description="What is counted, by the id of the measure.")
    label: str = Field(description="What is counted, in words.")
    value: Number = Field(description="The stated value; for a range its lower end. A fall is negative.")
    value_max: Number | None = Field(description="The upper end of a range; null for anything else.")
    unit: str = Field(description="The unit of the value.")
    qualifier: str = Field(description="What the words say of its exactness.")
    bounds: Bounds = Field(description="What the words allow.")
    period: str | None = Field(description="The time it speaks of; null where the statement names none.")
    area: str | None = Field(description="The place it speaks of; null = the whole force area.")
    status: str = Field(description="Whether it is a fact or an intention.")
    as_stated: str = Field(description="The words that carry it, exactly as written.")
    paragraph: int | None = Field(description="The paragraph of the statement; null where it is not known.")
    warnings: list[str] = Field(description="Doubts about it; empty for none.")


class SourcedFigure(Figure):
    """A figure with the statement that it is of."""

    statement: str = Field(description=STATEMENT)
    url: str | None = Field(description="The published page; null where none is known.")


class Figures(Answer):
    """Figures that were asked for."""

    items: list[SourcedFigure]
    total: int | None = Field(description="How many there are in all; null for more than 10,000.")
    next: str | None = Field(description="The `cursor` to go on with; null where these are the last.")


class Statement(Output):
    """A source: the statement of a force for a round."""

    id: str = Field(description="Force and round.")
    title: str | None = Field(description="The page's title; null where it is not known.")
    url: str | None = Field(description="The published page; null where none is known.")
    complete: bool = Field(description="False where the reviewed text stopped early: more figures may be missing.")


class Indicator(Output):
    """A figure derived from others of the statement."""

    id: str = Field(description="Its id, to compare it by.")
    label: str = Field(description="What it is, in words.")
    value: Number | None = Field(description="The value; null where only bounds are known.")
    unit: str = Field(description="Its unit.")
    qualifier: str = Field(description="How exactly it is known.")
    bounds: Bounds = Field(description="What the inputs allow.")
    in_words: str = Field(description="What may be said of it.")
    formula: str = Field(description="The measures that it is derived from.")
    inputs: list[str] = Field(description="The figures that it is derived from, by their ids in `figures`.")
    warnings: list[str] = Field(description="Why it should be read with care; empty for nothing.")


class ForceProfile(Answer):
    """A force by one of its statements."""

    force: Force
    statement: Statement | None = Field(description="The statement of all the figures; null where there is none.")
    figures: list[Figure] = Field(description="The leading figure of each measure, and what indicators rest on.")
    indicators: list[Indicator] = Field(description="What is derived from the figures.")


class Input(Output):
    """A stated figure that a compared one rests on."""

    id: str = Field(description="Its id, for explain_figure.")
    as_stated: str = Field(description="The words that carry it, exactly as written.")
    statement: str = Field(description=STATEMENT)


class ComparedFigure(Output):
    """A figure in a comparison, in the unit of the comparison."""

    force: str = Field(description="The force, by its slug.")
    value: Number | None = Field(description="The value; null where only bounds are known.")
    value_max: Number | None = Field(description="The upper end of a range; null for anything else.")
    qualifier: str = Field(description="How exactly it is known.")
    bounds: Bounds = Field(description="What the words, or the inputs, allow.")
    periods: list[str] = Field(description="The periods of what it rests on; empty where none is named.")
    status: str = Field(description="Whether it is a fact or an intention.")
    in_words: str | None = Field(description="What may be said of an indicator; null for a measure: see its input.")
    inputs: list[Input] = Field(description="The stated figures that it rests on.")
    url: str | None = Field(description="The published page; null where none is known.")
    warnings: list[str] = Field(description="Why it should be read with care; empty for nothing.")


class RankedFigure(ComparedFigure):
    """A force's figure with the ranks that it may have."""

    position: str = Field(description="The ranks that it may have, such as `4th to 7th`; 1st is the highest figure.")


class Missing(Output):
    """Why forces are not compared."""

    reason: str = Field(description="Why they are not compared.")
    forces: list[str] = Field(description="The forces, by their slugs.")


class ComparedForces(Answer):
    """A figure across forces, highest first. Where bounds overlap, the order is not known."""

    subject: comparison_schemas.Subject = Field(description="What is compared.")
    caveats: list[str] = Field(description="What to say beside any figure of it.")
    items: list[RankedFigure]
    missing: list[Missing] = Field(description="The forces that are not compared.")
    median: Bounds | None = Field(description="Between what the median of the forces lies; null where there is none.")
    national: list[ComparedFigure] = Field(
        description="National figures that statements of these rounds quote; `force` says whose."
    )
    peers: list[ComparedFigure] = Field(description="Figures of the most similar forces, as `force` quotes them.")


class Explanation(Answer):
    """One figure, and what it is."""

    figure: Observation
    measure: Measure
    in_words: str = Field(description="What may be said of it.")


def figure(row: StoredObservation) -> Figure:
    """Return a figure, for where its statement is told beside it."""
    return Figure(**_fields(row))


def sourced_figure(row: StoredObservation) -> SourcedFigure:
    """Return a figure with the statement that it is of."""
    return SourcedFigure(**_fields(row), statement=f"{row.force}/{row.round}", url=row.url)


def _fields(row: StoredObservation) -> dict[str, Any]:
    found = stored_observation(row)
    return {
        "id": found.id,
        "measure": found.measure,
        "label": found.label,
        "value": found.value,
        "value_max": found.value_max,
        "unit": found.unit,
        "qualifier": found.qualifier,
        "bounds": found.bounds,
        "period": found.period and found.period.label,
        "area": found.area,
        "status": found.status,
        "as_stated": found.as_stated,
        "paragraph": found.source.paragraph,
        "warnings": [warning.detail for warning in found.warnings],
    }


def statement(row: StatementRow) -> Statement:
    """Return a statement as a source."""
    return Statement(id=f"{row.force}/{row.round}", title=row.title, url=row.url, complete=row.complete)


def indicator(found: derived.Indicator[StoredObservation]) -> Indicator:
    """Return an indicator."""
    return Indicator(
        id=found.definition.id,
        label=found.definition.label,
        value=found.value,
        unit=found.definition.unit,
        qualifier=found.qualifier,
        bounds=Bounds.model_validate(found.bounds),
        in_words=derived.in_words(found),
        formula=found.formula,
        inputs=[row.id for row in found.inputs],
        warnings=[warning.detail for warning in found.warnings],
    )


def compared_forces(
    comparison: comparison_schemas.Comparison, stated: Mapping[str, StoredObservation], hint: str | None
) -> ComparedForces:
    """Return a comparison; ``stated`` has the figures that indicators rest on, by id."""
    reasons: dict[str, list[str]] = {}
    for missing in comparison.missing:
        reasons.setdefault(missing.reason, []).append(missing.force)
    return ComparedForces(
        hint=hint,
        subject=comparison.subject,
        caveats=[caveat.detail for caveat in comparison.caveats],
        items=[RankedFigure(**_compared(item, stated), position=item.position.in_words) for item in comparison.items],
        missing=[Missing(reason=reason, forces=forces) for reason, forces in reasons.items()],
        median=comparison.median,
        national=[ComparedFigure(**_compared(item, stated)) for item in comparison.national],
        peers=[ComparedFigure(**_compared(item, stated)) for item in comparison.peers],
    )


def _compared(item: comparison_schemas.ComparedFigure, stated: Mapping[str, StoredObservation]) -> dict[str, Any]:
    is_indicator = item.subject in derived.DEFINITIONS
    return {
        "force": item.force,
        "value": item.value,
        "value_max": item.value_max,
        "qualifier": item.qualifier,
        "bounds": item.bounds,
        "periods": item.periods,
        "status": item.status,
        "in_words": item.words if is_indicator else None,
        "inputs": [
            Input(
                id=id_,
                as_stated=stated[id_].as_stated if is_indicator else item.words,
                statement=f"{item.force}/{item.round}",
            )
            for id_ in item.observations
        ],
        "url": next(iter(item.sources), None),
        "warnings": [warning.detail for warning in item.warnings],
    }
