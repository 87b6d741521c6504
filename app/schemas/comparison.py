"""Comparisons and series as JSON: a figure beside others, never without what it rests on."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, JsonValue

from app.derived import comparison, series
from app.derived.compared import Compared
from app.derived.indicators import DEFINITIONS, Definition, Indicator, IndicatorUnit, display
from app.derived.series import Direction
from app.queries.observations import StoredObservation
from app.schemas.common import ROUND, Address, Count, FieldsQuery, Listed, Number, Output
from app.schemas.forces import Country, Region
from app.schemas.observations import Bounds
from app.schemas.warnings import Caveat, FigureWarning
from app.vocabulary.forces import forces
from app.vocabulary.measures import Measure, measures
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.units import Unit

CATALOGUED: list[JsonValue] = [id_ for id_, measure in measures().items() if measure.catalogued]
"""The measures that can be compared: what an `other` counts differs from figure to figure."""


INDICATORS: list[JsonValue] = list(DEFINITIONS)


class Subject(Output):
    """What is compared."""

    kind: Literal["measure", "indicator"] = Field(description="Whether it is a measure or an indicator.")
    id: str = Field(description="Its id.")
    label: str = Field(description="What it is, in words.")
    description: str = Field(description="What a measure counts, or the formula of an indicator.")
    unit: Unit | IndicatorUnit = Field(description="The unit that all figures are in.")


class Identified(Output):
    """What tells a row of a comparison or a series from those of others."""

    subject: str = Field(description="The measure or indicator, by its id.")
    force: str = Field(description="The force, by its slug.")


class ComparedFigure(Identified):
    """A force's figure in a comparison or a series."""

    force_name: str = Field(description="The official name of the force.")
    round: str = Field(description="The round of the statement that it is of.")
    value: Number | None = Field(description="The value; null for an indicator of which only bounds are known.")
    value_max: Number | None = Field(description="The upper end of a range; null for anything else.")
    unit: Unit | IndicatorUnit = Field(description="The unit.")
    qualifier: Qualifier = Field(description="How exactly it is known.")
    bounds: Bounds = Field(description="What the words, or the inputs, allow.")
    periods: list[str] = Field(description="The periods of what it rests on; empty where the statement names none.")
    status: Status = Field(description="Whether it is a fact or an intention; of an indicator, whether all inputs are.")
    words: str = Field(description="For a measure the words as stated, for an indicator what may be said of it.")
    warnings: list[FigureWarning] = Field(description="Why it should be read with care; empty for nothing.")
    observations: list[str] = Field(
        description="The observations that it rests on, by their ids under `/v1/observations/`."
    )
    sources: list[Address] = Field(description="The addresses of the published pages, where known.")


class Position(Output):
    """The ranks that a figure may have among those compared, 1 being that of the highest figure."""

    highest: int = Field(description="The highest rank that is not ruled out.")
    lowest: int = Field(description="The lowest rank that is not ruled out.")
    in_words: str = Field(description="The ranks for readers.")


class RankedFigure(ComparedFigure):
    """A force's figure with the ranks that it may have."""

    position: Position = Field(description="The ranks that it may have.")


class MissingForce(Output):
    """A force that is not in the comparison, and why."""

    force: str = Field(description="The force, by its slug.")
    reason: str = Field(description="Why it is not compared.")


class Comparison(Output):
    """A figure of several forces side by side, highest first. Where bounds overlap, the order is not known."""

    subject: Subject = Field(description="What the comparison is of.")
    caveats: list[Caveat] = Field(description="What to say beside any figure of this comparison.")
    items: list[RankedFigure] = Field(description="The forces with their figures, highest first.")
    total: Count = Field(description="How many forces are compared.")
    next: str | None = Field(description="Always null: a comparison has one page.")
    missing: list[MissingForce] = Field(description="The forces that are not compared, and why.")
    median: Bounds | None = Field(description="The interval that the median lies in; null where there is none.")
    national: list[ComparedFigure] = Field(
        description="National figures that the statements of the same rounds quote for comparison; `force` says whose."
    )
    peers: list[ComparedFigure] = Field(
        description="Figures of the forces most like one, that its own statement quotes; `force` says of which force."
    )


class CompareQuery(FieldsQuery):
    """The parameters of a comparison: a measure or an indicator, and which forces and rounds."""

    measure: str | None = Field(
        default=None, description="The measure to compare, by id.", json_schema_extra={"enum": CATALOGUED}
    )
    indicator: str | None = Field(
        default=None, description="The indicator to compare, by id.", json_schema_extra={"enum": INDICATORS}
    )
    forces: Listed[str] = Field(
        default=[], description="Forces, by slug, ONS code or name, separated by commas or repeated; all by default."
    )
    country: Country | None = Field(default=None, description="Only forces of this country.")
    region: Region | None = Field(default=None, description="Only forces of this region of England, or of Wales.")
    round: str | None = Field(
        default=None,
        description="The round; by default the newest statement of each force that gives the figure.",
        json_schema_extra=ROUND,
    )


class SeriesPoint(Identified):
    """A round of a series."""

    round: str = Field(description="The round of the statement.")
    figure: ComparedFigure | None = Field(description="The figure; null where the statement does not give it.")
    reason: str | None = Field(description="Why there is no figure; null where there is one.")
    change: Bounds | None = Field(
        description="The interval that the change since the figure before lies in, in its unit; null where there is "
        "none before, or the two are not of one kind (a fact and a target, changes over different times)."
    )
    direction: Direction | None = Field(
        description="Whether it rose or fell; of a measure of change, whether it is more or less than before. "
        "`unknown` where the bounds overlap, where the checks warn of a figure, and where there is no `change`; "
        "`restated` where both are of the same period; null where there is none before."
    )


class Series(Output):
    """A measure or an indicator of a force through the rounds, from the oldest to the newest."""

    force: str = Field(description="The force, by its slug.")
    subject: Subject = Field(description="What the series is of.")
    caveats: list[Caveat] = Field(description="What to say beside any figure of this series.")
    items: list[SeriesPoint] = Field(description="A point for each round, the oldest first.")
    total: Count = Field(description="How many rounds there are.")
    next: str | None = Field(description="Always null: a series has one page.")


class SeriesQuery(FieldsQuery):
    """The parameters of a series: a measure or an indicator."""

    measure: str | None = Field(default=None, description="The measure, by id.", json_schema_extra={"enum": CATALOGUED})
    indicator: str | None = Field(
        default=None, description="The indicator, by id.", json_schema_extra={"enum": INDICATORS}
    )


def answer_comparison(
    of: Measure | Definition,
    compared: comparison.Comparison[StoredObservation],
    *,
    national: Iterable[Compared[StoredObservation]],
    peers: Iterable[Compared[StoredObservation]],
) -> Comparison:
    """Return a comparison, with what statements quote of the nation and of the forces most like theirs."""
    ranked = []
    for position, item in compared.items:
        rank = Position(highest=position.highest, lowest=position.lowest, in_words=position.in_words)
        ranked.append(RankedFigure(**dict(figure(of, item)), position=rank))
    return Comparison(
        subject=subject(of),
        caveats=[Caveat.model_validate(found) for found in compared.caveats],
        items=ranked,
        total=len(ranked),
        next=None,
        missing=[MissingForce(force=force, reason=reason) for force, reason in compared.missing.items()],
        median=None if compared.median is None else Bounds.model_validate(compared.median),
        national=[figure(of, found) for found in national],
        peers=[figure(of, found) for found in peers],
    )


def answer_series(of: Measure | Definition, force: str, found: series.Series[StoredObservation]) -> Series:
    """Return a series."""
    return Series(
        force=force,
        subject=subject(of),
        caveats=[Caveat.model_validate(told) for told in found.caveats],
        items=[
            SeriesPoint(
                subject=of.id,
                force=force,
                round=point.round,
                figure=None if point.figure is None else figure(of, point.figure),
                reason=point.reason,
                change=None if point.change is None else Bounds.model_validate(point.change),
                direction=point.direction,
            )
            for point in found.points
        ],
        total=len(found.points),
        next=None,
    )


def subject(of: Measure | Definition) -> Subject:
    """Return what is compared."""
    if isinstance(of, Measure):
        return Subject(kind="measure", id=of.id, label=of.label, description=of.description, unit=of.unit)
    return Subject(kind="indicator", id=of.id, label=of.label, description=of.formula, unit=of.unit)


def figure(of: Measure | Definition, item: Compared[StoredObservation]) -> ComparedFigure:
    """Return a force's figure in a comparison or a series."""
    return ComparedFigure(
        subject=of.id,
        force=item.force,
        force_name=forces()[item.force].name,
        round=item.round,
        value=item.value,
        value_max=item.value_max,
        unit=of.unit,
        qualifier=item.of.qualifier,
        bounds=Bounds.model_validate(item.bounds),
        periods=[period.label for period in item.periods],
        status=item.status,
        words=display(item.of) if isinstance(item.of, Indicator) else item.of.as_stated,
        warnings=[FigureWarning.model_validate(warning) for warning in item.warnings],
        observations=[found.id for found in item.inputs],
        sources=sorted({found.url for found in item.inputs if found.url is not None}),
    )
