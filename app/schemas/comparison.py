"""Comparisons and series as JSON: a figure beside others, never without what it rests on."""

from typing import Literal

from pydantic import Field, JsonValue

from app.derived import comparison as derived
from app.derived import series as derived_series
from app.derived.comparison import CaveatKind
from app.derived.indicators import DEFINITIONS, Definition, Indicator, IndicatorUnit, in_words
from app.derived.series import Direction
from app.queries.observations import StoredObservation
from app.schemas.common import ROUND, FieldsQuery, Number, Output
from app.schemas.observations import Bounds, Observation, stored_observation
from app.vocabulary.forces import forces
from app.vocabulary.measures import Measure, measures
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit

CATALOGUED: list[JsonValue] = [id_ for id_, measure in measures().items() if measure.catalogued]
"""The measures that can be compared: what an `other` counts differs from figure to figure."""


INDICATORS: list[JsonValue] = list(DEFINITIONS)


class Subject(Output):
    """What is compared."""

    kind: Literal["measure", "indicator"] = Field(description="Whether it is a measure or an indicator.")
    id: str = Field(description="Its id.", examples=["police_officers"])
    label: str = Field(description="What it is, in words.")
    description: str = Field(description="What a measure counts, or the formula of an indicator.")
    unit: Unit | IndicatorUnit = Field(description="The unit that all figures are in.")


class ComparedFigure(Output):
    """A force's figure in a comparison or a series."""

    force: str = Field(description="The force, by its slug.", examples=["leicestershire"])
    force_name: str = Field(description="The official name of the force.")
    round: str = Field(description="The round of the statement that it is of.", examples=["2021-22"])
    value: Number | None = Field(description="The value; null for an indicator of which only bounds are known.")
    unit: Unit | IndicatorUnit = Field(description="The unit.")
    qualifier: Qualifier = Field(description="How exactly it is known.")
    bounds: Bounds = Field(description="What the words, or the inputs, allow.")
    periods: list[str] = Field(description="The periods of what it rests on; empty where the statement names none.")
    words: str = Field(
        description="For a measure the words as stated, for an indicator what may be said of it.",
        examples=["over 1.1 million people"],
    )
    observations: list[str] = Field(
        description="The addresses of the observations that it rests on.",
        examples=[["/v1/observations/leicestershire.2021-22.1.3"]],
    )
    sources: list[str] = Field(description="The addresses of the published pages, where known.")


class Position(Output):
    """The ranks that a figure may have among those compared, 1 being the highest."""

    best: int = Field(description="The best rank that is not ruled out.")
    worst: int = Field(description="The worst rank that is not ruled out.")
    in_words: str = Field(description="The ranks for readers.", examples=["4th to 7th"])


class RankedFigure(ComparedFigure):
    """A force's figure with the ranks that it may have."""

    position: Position = Field(description="The ranks that it may have.")


class Caveat(Output):
    """What a reader of the comparison must know."""

    type: CaveatKind = Field(description="What kind of caveat it is.")
    detail: str = Field(description="The caveat in words.")


class MissingForce(Output):
    """A force that is not in the comparison, and why."""

    force: str = Field(description="The force, by its slug.")
    reason: str = Field(description="Why it is not compared.")


class Comparison(Output):
    """A figure of several forces side by side, highest first. Where bounds overlap, the order is not known."""

    subject: Subject = Field(description="What the comparison is of.")
    caveats: list[Caveat] = Field(description="What to say beside any figure of this comparison.")
    items: list[RankedFigure] = Field(description="The forces with their figures, highest first.")
    total: int = Field(description="How many forces are compared.")
    next: None = Field(description="Always null: a comparison has one page.")
    missing: list[MissingForce] = Field(description="The forces that are not compared, and why.")
    median: Bounds | None = Field(description="Between what the median of the forces lies; null where there is none.")
    national: list[Observation] = Field(
        description="National figures that the statements themselves give for comparison, each with its period."
    )


class CompareQuery(FieldsQuery):
    """The parameters of a comparison: a measure or an indicator, and which forces and rounds."""

    measure: str | None = Field(
        default=None, description="The measure to compare, by id.", json_schema_extra={"enum": CATALOGUED}
    )
    indicator: str | None = Field(
        default=None, description="The indicator to compare, by id.", json_schema_extra={"enum": INDICATORS}
    )
    force: list[str] = Field(default=[], description="Forces, by slug, ONS code or name; all by default.")
    forces: str | None = Field(default=None, description="The same, separated by commas.")
    round: str | None = Field(
        default=None,
        description="The round; by default the newest statement of each force that gives the figure.",
        json_schema_extra=ROUND,
    )


class SeriesPoint(Output):
    """A round of a series."""

    round: str = Field(description="The round of the statement.")
    figure: ComparedFigure | None = Field(description="The figure; null where the statement does not give it.")
    reason: str | None = Field(description="Why there is no figure; null where there is one.")
    change: Bounds | None = Field(
        description="Between what the difference to the figure before lies; null where there is none before."
    )
    direction: Direction | None = Field(
        description="Whether it rose or fell, `unknown` where the bounds overlap; null where there is none before."
    )


class Series(Output):
    """A measure or an indicator of a force through the rounds, from the oldest to the newest."""

    force: str = Field(description="The force, by its slug.")
    subject: Subject = Field(description="What the series is of.")
    items: list[SeriesPoint] = Field(description="A point for each round, the oldest first.")


class SeriesQuery(FieldsQuery):
    """The parameters of a series: a measure or an indicator."""

    measure: str | None = Field(default=None, description="The measure, by id.", json_schema_extra={"enum": CATALOGUED})
    indicator: str | None = Field(
        default=None, description="The indicator, by id.", json_schema_extra={"enum": INDICATORS}
    )


def comparison(
    of: Measure | Definition,
    compared: derived.Comparison[StoredObservation],
    national: list[StoredObservation],
) -> Comparison:
    """Return a comparison."""
    ranked = []
    for position, item in compared.items:
        rank = Position(best=position.best, worst=position.worst, in_words=position.in_words)
        ranked.append(RankedFigure(**dict(figure(of, item)), position=rank))
    return Comparison(
        subject=subject(of),
        caveats=[Caveat(type=caveat.kind, detail=caveat.detail) for caveat in compared.caveats],
        items=ranked,
        total=len(ranked),
        next=None,
        missing=[MissingForce(force=force, reason=reason) for force, reason in compared.missing.items()],
        median=None if compared.median is None else Bounds.model_validate(compared.median),
        national=[stored_observation(found) for found in national],
    )


def series(of: Measure | Definition, force: str, points: list[derived_series.Point[StoredObservation]]) -> Series:
    """Return a series."""
    return Series(
        force=force,
        subject=subject(of),
        items=[
            SeriesPoint(
                round=point.round,
                figure=None if point.figure is None else figure(of, point.figure),
                reason=point.reason,
                change=None if point.change is None else Bounds.model_validate(point.change),
                direction=point.direction,
            )
            for point in points
        ],
    )


def subject(of: Measure | Definition) -> Subject:
    """Return what is compared."""
    if isinstance(of, Measure):
        return Subject(kind="measure", id=of.id, label=of.label, description=of.description, unit=of.unit)
    return Subject(kind="indicator", id=of.id, label=of.label, description=of.formula, unit=of.unit)


def figure(of: Measure | Definition, item: derived.Compared[StoredObservation]) -> ComparedFigure:
    """Return a force's figure in a comparison or a series."""
    inputs = item.of.inputs if isinstance(item.of, Indicator) else (item.of,)
    return ComparedFigure(
        force=item.force,
        force_name=forces()[item.force].name,
        round=item.round,
        value=item.value,
        unit=of.unit,
        qualifier=item.of.qualifier,
        bounds=Bounds.model_validate(item.bounds),
        periods=list(item.periods),
        words=in_words(item.of) if isinstance(item.of, Indicator) else item.of.as_stated,
        observations=[f"/v1/observations/{found.id}" for found in inputs],
        sources=sorted({found.url for found in inputs if found.url is not None}),
    )
