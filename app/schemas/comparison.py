"""Comparisons and series as JSON: a figure beside others, never without what it rests on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field, JsonValue

from app.derived import comparison, indicators, series
from app.derived.compared import Compared
from app.derived.comparison import Sort, Standing
from app.derived.indicators import DEFINITIONS, Definition, IndicatorUnit
from app.derived.said import Counted, Said, Stated
from app.derived.series import Direction
from app.queries.observations import StoredObservation
from app.queries.official import StoredOfficialFigure
from app.schemas.common import ROUND, Address, Count, FieldsQuery, Listed, Number, Output, OwnAddress
from app.schemas.figures import Bounds, Period, period_of
from app.schemas.forces import Country, Region
from app.schemas.official import CountedBy
from app.schemas.warnings import Absence, Caveat, FigureWarning
from app.vocabulary import bounds, periods
from app.vocabulary.display import display_bounds
from app.vocabulary.forces import forces
from app.vocabulary.measures import Measure, measures
from app.vocabulary.official import Basis, Designation, Grade, Publisher, Vintage
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.sources import Source
from app.vocabulary.units import Unit

CATALOGUED: list[JsonValue] = [id_ for id_, measure in measures().items() if measure.catalogued]
"""The measures that can be compared: what an `other` counts differs from figure to figure."""


INDICATORS: list[JsonValue] = list(DEFINITIONS)
SOURCE = (
    "`official` for official statistics, `stated` for what forces say of themselves. By default official where a "
    "dataset has it for the forces asked and no parameter of statements is given, else stated."
)
BASIS = "How official statistics count people at work: by default in full-time equivalents where they are counted so."


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


class Figure(Output):
    """A figure as a chart or a table shows it, in the unit of the comparison or series that it is in."""

    display: str = Field(description="The figure for readers, with hedge and unit.")
    value: Number | None = Field(description="The value; null for an indicator of which only bounds are known.")
    value_max: Number | None = Field(description="The upper end of a range; null for anything else.")
    nominal: Number | None = Field(
        description="The number as stated, or the same arithmetic on such numbers, to draw and sort by; it is not the "
        "value. Null where that would divide by 0."
    )
    unit: Unit | IndicatorUnit = Field(description="The unit.")
    qualifier: Qualifier = Field(description="How exactly it is known.")
    bounds: Bounds = Field(description="What the words, or the inputs, allow.")
    period: Period | None = Field(
        description="The time it speaks of; null where the statement names none, or the inputs are of several."
    )
    status: Status = Field(description="Whether it is a fact or an intention; of an indicator, whether all inputs are.")
    as_stated: str | None = Field(description="The words that carry it; null for an indicator, which nobody states.")
    warnings: list[FigureWarning] = Field(description="Why it should be read with care; empty for nothing.")


class Sourced(Output):
    """What a figure rests on."""

    observations: list[str] = Field(
        description="The stated figures that it rests on, by their ids under `/v1/observations/`; empty for what is "
        "counted."
    )
    official_figures: list[str] = Field(
        description="The official figures that it rests on, by their ids under `/v1/official-figures/`; empty for what "
        "is stated."
    )
    sources: list[Address] = Field(description="The addresses of the pages or publications, where known.")


class ComparedFigure(Sourced, Identified):
    """A force's figure in a comparison."""

    force_name: str = Field(description="The official name of the force.")
    round: str | None = Field(description="The round of the statement that it is of; null for official statistics.")
    figure: Figure = Field(description="The figure.")


class Position(Output):
    """The ranks that a figure may have among those of one time, 1 being that of the highest figure."""

    highest: int = Field(description="The highest rank that is not ruled out.")
    lowest: int = Field(description="The lowest rank that is not ruled out.")
    display: str = Field(description="The ranks for readers.")


class RankedFigure(ComparedFigure):
    """A force's figure with the ranks that it may have."""

    standing: Standing = Field(
        description="`ranked`, or why it is not: it is `older` or `newer` than the figures that are, it is `undated` "
        "and cannot be taken to be of their time, or `mixed`: its inputs lie more than two years apart."
    )
    position: Position | None = Field(description="The ranks that it may have; null where it is not ranked.")


class MissingForce(Absence):
    """A force that is not in the comparison, and why."""

    force: str = Field(description="The force, by its slug.")


class Days(Output):
    """A span of time."""

    first: date = Field(description="Its first day.")
    last: date = Field(description="Its last day.")


class Median(Bounds):
    """Where a median lies."""

    display: str = Field(description="The interval for readers.")


class EditionUsed(Output):
    """An edition of a dataset that figures are of."""

    dataset: str = Field(description="The dataset: an id of `/v1/datasets`.")
    title: str = Field(description="What the publication is called.")
    publisher: Publisher = Field(description="Who publishes it.")
    released: date = Field(description="The day it was released.")
    grade: Grade = Field(description="How close the figures held here are to what the publisher released.")
    vintage: Vintage = Field(description="Whether it is a first account, a revised one, or one from a later census.")
    designation: Designation = Field(description="What the Office for Statistics Regulation calls the statistic.")
    url: Address = Field(description="The address of the publication.")


class FromSource(Output):
    """Which of the two kinds of source an answer is from: what forces state, or what official statistics count."""

    source: Source = Field(description="`stated`: what forces say of themselves; `official`: official statistics.")
    other_source: OwnAddress | None = Field(
        description="Where the same is answered from the other source; null where that has nothing of it."
    )
    basis: CountedBy
    editions: list[EditionUsed] = Field(
        description="The editions that official figures are of, the preferred first; empty for what is stated."
    )


class Comparison(FromSource):
    """A figure of several forces side by side. Where bounds overlap, the order is not known."""

    subject: Subject = Field(description="What the comparison is of.")
    at: Period | None = Field(
        description="The one time that official figures are of: of an indicator, that of what is divided. Null for "
        "what is stated."
    )
    times: list[str] = Field(
        description="The times that `at` may ask for, the newest first: of each, all that is needed is held."
    )
    caveats: list[Caveat] = Field(description="What to say beside any figure of this comparison.")
    items: list[RankedFigure] = Field(
        description="The forces whose figures are of one time, within two years, with their ranks."
    )
    total: Count = Field(description="How many forces are ranked.")
    next: str | None = Field(description="Always null: a comparison has one page.")
    apart: list[RankedFigure] = Field(
        description="The forces whose figures are not of that time, without a rank; `standing` says why. Flat formats "
        "have them after the others."
    )
    missing: list[MissingForce] = Field(description="The forces that are not compared, and why.")
    median: Median | None = Field(
        description="The interval that the median of the ranked figures lies in; null where there is none."
    )
    days: Days | None = Field(
        description="The days that the ranked figures speak of: the ends of their periods or, for what the statement "
        "does not date, the day that its round stands for. Null where time means nothing, as for an area."
    )
    national: list[ComparedFigure] = Field(
        description="National figures that the statements of the same rounds quote for comparison; `force` says whose."
    )
    peers: list[ComparedFigure] = Field(
        description="Figures of the forces most like one, that its own statement quotes; `force` says of which force."
    )


class ComparisonAsked(BaseModel):
    """What a comparison is asked for by: a measure or an indicator, and which forces and rounds."""

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
    similar_to: str | None = Field(
        default=None,
        description="This force and those most similar to it by `/v1/forces/{force}/similar`, instead of `forces`.",
    )
    source: Source | None = Field(default=None, description=SOURCE)
    at: str | None = Field(
        default=None,
        description="Official figures of this time: a year such as 2023, a financial year such as 2022/23, or a date; "
        "the newest by default. The answer says which day that is.",
    )
    basis: Literal[Basis.FTE, Basis.HEADCOUNT] | None = Field(default=None, description=BASIS)
    round: str | None = Field(
        default=None,
        description="Statements of this round; by default the newest of each force that gives the figure.",
        json_schema_extra=ROUND,
    )
    since: str | None = Field(
        default=None,
        description="Only stated figures of this time or later: a year such as 2021 or 2021/22, or a date such as "
        "2022-03-31.",
    )
    sort: str = Field(
        default="-value",
        description="The order: value (the number as stated), force, or period; with `-` before it, descending.",
        json_schema_extra={"enum": [f"{direction}{sort}" for sort in Sort for direction in ("", "-")]},
    )


class CompareQuery(ComparisonAsked, FieldsQuery):
    """The parameters of a comparison that is a list."""


class SeriesPoint(Sourced, Identified):
    """A round or a time of a series."""

    round: str | None = Field(description="The round of the statement; null for official statistics.")
    at: Period | None = Field(
        description="The time of the official figure: of an indicator, that of what is divided. Null for a statement."
    )
    figure: Figure | None = Field(description="The figure; null where the source does not give it.")
    missing: Absence | None = Field(description="Why there is no figure; null where there is one.")
    change: Bounds | None = Field(
        description="The interval that the change since the figure before lies in, in its unit; null where there is "
        "none before, or the two are not of one kind (a fact and a target, changes over different times)."
    )
    direction: Direction | None = Field(
        description="Whether it rose or fell; of a measure of change, whether it is more or less than before. "
        "`unknown` where the bounds overlap, where a check warns of a figure, and where there is no `change`; "
        "`restated` where both are of the same period; null where there is none before."
    )


class Series(FromSource):
    """A measure or an indicator of a force through the rounds or the years, from the oldest to the newest."""

    force: str = Field(description="The force, by its slug.")
    subject: Subject = Field(description="What the series is of.")
    caveats: list[Caveat] = Field(description="What to say beside any figure of this series.")
    items: list[SeriesPoint] = Field(description="A point for each round or time, the oldest first.")
    total: Count = Field(description="How many points there are.")
    next: str | None = Field(description="Always null: a series has one page.")


class SeriesAsked(BaseModel):
    """What a series is asked for by: a measure or an indicator, and the source."""

    measure: str | None = Field(default=None, description="The measure, by id.", json_schema_extra={"enum": CATALOGUED})
    indicator: str | None = Field(
        default=None, description="The indicator, by id.", json_schema_extra={"enum": INDICATORS}
    )
    source: Source | None = Field(default=None, description=SOURCE)
    basis: Literal[Basis.FTE, Basis.HEADCOUNT] | None = Field(default=None, description=BASIS)


class SeriesQuery(SeriesAsked, FieldsQuery):
    """The parameters of a series that is a list."""


def answer_comparison(  # noqa: PLR0913 - what it is of, and the parts that are asked for apart
    of: Measure | Definition,
    compared: comparison.Comparison[Any],
    source: FromSource,
    *,
    at: periods.Period | None = None,
    times: Iterable[str] = (),
    national: Iterable[Compared[Any]] = (),
    peers: Iterable[Compared[Any]] = (),
) -> Comparison:
    """Return a comparison, with what statements quote of the nation and of the forces most like theirs."""
    return Comparison(
        **dict(source),
        subject=subject(of),
        at=at,
        times=list(times),
        caveats=list(compared.caveats),
        items=[ranked_figure(of, item) for item in compared.items],
        total=len(compared.items),
        next=None,
        apart=[ranked_figure(of, item) for item in compared.apart],
        missing=[
            MissingForce(force=force, code=why.code, detail=why.detail) for force, why in compared.missing.items()
        ],
        median=None if compared.median is None else median(of, compared.median),
        days=None if compared.days is None else Days(first=compared.days[0], last=compared.days[1]),
        national=[compared_figure(of, found) for found in national],
        peers=[compared_figure(of, found) for found in peers],
    )


def answer_series(of: Measure | Definition, force: str, found: series.Series[Any], source: FromSource) -> Series:
    """Return a series."""
    return Series(
        **dict(source),
        force=force,
        subject=subject(of),
        caveats=list(found.caveats),
        items=[
            SeriesPoint(
                subject=of.id,
                force=force,
                round=round_of(point.said),
                at=point.said.time if isinstance(point.said, Counted) else None,
                figure=None if point.figure is None else figure(of, point.figure),
                missing=point.missing,
                change=point.change,
                direction=point.direction,
                **rests_on(() if point.figure is None else point.figure.inputs),
            )
            for point in found.points
        ],
        total=len(found.points),
        next=None,
    )


def median(of: Measure | Definition, within: bounds.Bounds) -> Median:
    """Return the interval that a median lies in."""
    shown = display_bounds(within, of.unit) if isinstance(of, Measure) else indicators.display_bounds(within, of.unit)
    return Median(low=within.low, high=within.high, display=shown)


def subject(of: Measure | Definition) -> Subject:
    """Return what is compared."""
    if isinstance(of, Measure):
        return Subject(kind="measure", id=of.id, label=of.label, description=of.description, unit=of.unit)
    return Subject(kind="indicator", id=of.id, label=of.label, description=of.formula, unit=of.unit)


def ranked_figure(of: Measure | Definition, item: comparison.Item[Any]) -> RankedFigure:
    """Return a force's figure with its ranks."""
    return RankedFigure(**_figure_fields(of, item.figure), standing=item.standing, position=item.position)


def compared_figure(of: Measure | Definition, item: Compared[Any]) -> ComparedFigure:
    """Return a force's figure in a comparison."""
    return ComparedFigure(**_figure_fields(of, item))


def _figure_fields(of: Measure | Definition, item: Compared[Any]) -> dict[str, Any]:
    return {
        "subject": of.id,
        "force": item.force,
        "force_name": forces()[item.force].name,
        "round": round_of(item.said),
        "figure": figure(of, item),
        **rests_on(item.inputs),
    }


def figure(of: Measure | Definition, item: Compared[Any]) -> Figure:
    """Return a figure as a chart or a table shows it."""
    return Figure(
        display=item.display,
        value=item.value,
        value_max=item.value_max,
        nominal=item.nominal,
        unit=of.unit,
        qualifier=item.qualifier,
        bounds=item.bounds,
        period=period_of(item.period),
        status=item.status,
        as_stated=item.as_stated,
        warnings=list(item.warnings),
    )


def round_of(said: Said[Any]) -> str | None:
    """Return the round of a statement; ``None`` for official statistics."""
    return said.round if isinstance(said, Stated) else None


def rests_on(inputs: Sequence[StoredObservation | StoredOfficialFigure]) -> dict[str, list[str]]:
    """Return the figures that one rests on, by their ids, and the addresses where they were published."""
    stated = isinstance(next(iter(inputs), None), StoredObservation)
    ids = [found.id for found in inputs]
    return {
        "observations": ids if stated else [],
        "official_figures": [] if stated else ids,
        "sources": sorted({found.url for found in inputs if found.url is not None}),
    }
