"""The answers of the tools. Assistants have limited room to read, so these hold just what is needed to quote a figure.

Names and meanings are those of the HTTP API. `explain_figure` and the API have the rest.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from pydantic import Field

from app.derived import indicators as derived
from app.queries.catalogue import MeasureRow
from app.queries.observations import StoredObservation
from app.queries.official import GapsAlike, StoredOfficialFigure
from app.queries.paging import Page
from app.queries.reconciliations import StoredReconciliation
from app.queries.statements import StatementRow
from app.schemas import comparison, forces, indicators, measures, observations, official, reconciliations, statements
from app.schemas.common import Number, Output
from app.schemas.figures import Bounds, Period
from app.vocabulary.forces import forces as register
from app.vocabulary.sources import ATTRIBUTION, DISCLAIMER, LICENCE, LICENCE_URL, STATISTICS_ATTRIBUTION, Source

Model = TypeVar("Model", bound=Output)


def in_the_words_of(*schemas: type[Output]) -> Callable[[type[Model]], type[Model]]:
    """Describe each field without a description as in the API: as in the first of these models that has the field."""
    described = {name: field.description for schema in reversed(schemas) for name, field in schema.model_fields.items()}

    def describe(model: type[Model]) -> type[Model]:
        for name, field in model.model_fields.items():
            field.description = field.description or described[name]
        model.model_rebuild(force=True)
        return model

    return describe


class Answer(Output):
    """What every answer says of its source, and of what it lacks."""

    hint: str | None = Field(default=None, description="How to go on: why nothing is found, or how to see the rest.")
    licence: str = Field(default=f"{LICENCE} ({LICENCE_URL})", description="The licence of the data.")
    attribution: str = Field(default=f"{ATTRIBUTION} {DISCLAIMER}", description="What to say when you use it.")


@in_the_words_of(forces.Force)
class Force(Output):
    """A police force."""

    id: str = Field(description="Its slug.")
    name: str
    country: str
    region: str
    ons_code: str
    rounds: list[str]


class FoundForces(Answer):
    """Forces that were looked for."""

    items: list[Force]
    total: int = Field(description="How many there are in all.")


@in_the_words_of(measures.Measure)
class ListedMeasure(Output):
    """What is counted, in brief."""

    id: str
    label: str
    topic: str
    unit: str
    observations: int
    official_figures: int
    description: str | None = Field(description="What is counted, and what is not; null unless a topic is asked for.")


class ListedMeasures(Answer):
    """What is counted."""

    items: list[ListedMeasure]


@in_the_words_of(observations.Observation, observations.Source, comparison.ComparedFigure)
class Figure(Output):
    """A figure of a statement."""

    id: str = Field(description="Its id, for explain_figure.")
    force: str
    force_name: str
    measure: str = Field(description="What is counted, by the id of the measure.")
    label: str
    display: str
    value: Number
    value_max: Number | None
    unit: str
    qualifier: str
    bounds: Bounds
    period: Period | None
    area: str | None
    status: str
    certainty: str
    as_stated: str
    paragraph: int | None
    warnings: list[str]


@in_the_words_of(observations.Source)
class SourcedFigure(Figure):
    """A figure with the statement that it is of."""

    statement: str
    url: str | None


class Figures(Answer):
    """Figures that were asked for."""

    items: list[SourcedFigure]
    total: int | None = Field(description="How many there are in all; null for more than 10,000.")
    next: str | None = Field(description="The `cursor` to go on with; null where these are the last.")


@in_the_words_of(statements.Statement)
class Statement(Output):
    """A source: the statement of a force for a round."""

    id: str = Field(description="Force and round.")
    title: str | None
    url: str | None
    complete: bool


@in_the_words_of(indicators.Indicator)
class Indicator(Output):
    """A figure derived from others of the statement."""

    id: str = Field(description="Its id, to compare it by.")
    label: str
    display: str
    value: Number | None
    nominal: Number | None
    unit: str
    qualifier: str
    bounds: Bounds
    formula: str
    inputs: list[str] = Field(description="The figures that it is derived from, by their ids in `figures`.")
    warnings: list[str]


class ForceProfile(Answer):
    """A force by one of its statements."""

    force: Force
    statement: Statement | None = Field(description="The statement of all the figures; null where there is none.")
    figures: list[Figure] = Field(description="The leading figure of each measure, and what indicators rest on.")
    indicators: list[Indicator] = Field(description="What is derived from the figures.")


@in_the_words_of(observations.Observation, observations.Source)
class Input(Output):
    """A stated figure that a compared one rests on."""

    id: str = Field(description="Its id, for explain_figure.")
    as_stated: str
    statement: str


@in_the_words_of(comparison.ComparedFigure, comparison.Figure, observations.Source)
class ComparedFigure(Output):
    """A figure in a comparison, in the unit of the comparison."""

    force: str
    force_name: str
    round: str | None
    display: str
    value: Number | None
    value_max: Number | None
    nominal: Number | None
    qualifier: str
    bounds: Bounds
    period: Period | None
    status: str
    inputs: list[Input] = Field(description="The stated figures that it rests on; empty for what is counted.")
    official_figures: list[str]
    url: str | None = Field(description="The page of the statement, where known; null for what is counted.")
    warnings: list[str]


class RankedFigure(ComparedFigure):
    """A force's figure with the ranks that it may have."""

    position: str = Field(description="The ranks that it may have, such as `4th to 7th`; 1st is the highest figure.")


class FigureApart(ComparedFigure):
    """A force's figure of another time, which has no rank among the others."""

    standing: str = Field(description="Why it is not ranked: `older`, `newer`, `undated` or `mixed`.")


@in_the_words_of(comparison.MissingForce)
class Missing(Output):
    """Why forces are not compared."""

    code: str
    detail: str
    forces: list[str] = Field(description="The forces, by their slugs.")


@in_the_words_of(comparison.Comparison)
class ComparedForces(Answer):
    """A figure across forces, highest first. Where bounds overlap, the order is not known."""

    subject: comparison.Subject
    source: str
    at: Period | None
    basis: str | None
    editions: list[str] = Field(description="The publications that official figures are of.")
    caveats: list[str]
    items: list[RankedFigure]
    apart: list[FigureApart]
    missing: list[Missing]
    median: comparison.Median | None
    national: list[ComparedFigure]
    peers: list[ComparedFigure]


@in_the_words_of(comparison.SeriesPoint, comparison.ComparedFigure)
class SeriesPoint(Output):
    """A round or a time of a series."""

    force: str
    force_name: str
    round: str | None
    at: Period | None
    figure: ComparedFigure | None
    missing: str | None
    change: Bounds | None
    direction: str | None


@in_the_words_of(comparison.Series)
class ForceSeries(Answer):
    """A figure of a force through the rounds or the years, from the oldest to the newest."""

    subject: comparison.Subject
    source: str
    basis: str | None
    editions: list[str] = Field(description="The publications that official figures are of.")
    caveats: list[str]
    items: list[SeriesPoint]


@in_the_words_of(official.OfficialFigure)
class OfficialFigure(Output):
    """A figure of an official statistic."""

    id: str
    force: str
    measure: str
    display: str
    value: Number
    unit: str
    basis: str | None
    period: Period
    dataset: str
    edition: date
    grade: str


class OfficialFigures(Answer):
    """Official figures, and what is known to be missing among them."""

    items: list[OfficialFigure]
    total: int | None = Field(description="How many match in all.")
    next: str | None = Field(description="The cursor of the next page; null on the last.")
    gaps: list[str] = Field(description="What is known to be missing of what was asked for, and why.")


@in_the_words_of(reconciliations.Reconciliation)
class CheckedFigure(Output):
    """A stated figure beside the official one that a rule chose for it."""

    observation: str
    force: str
    measure: str
    round: str
    as_stated: str = Field(description="The words that carry the figure.")
    relation: str
    reasons: list[str]
    difference: Number | None
    difference_unit: str | None
    explanation: str
    official_figures: list[str] = Field(description="The official figures, by their addresses; empty for none.")
    tried: int


class Checked(Answer):
    """Stated figures beside official ones."""

    items: list[CheckedFigure]
    total: int | None = Field(description="How many match in all.")
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Explanation(Answer):
    """One figure, and what it is."""

    figure: observations.ObservationWithStanding
    official: CheckedFigure | None = Field(
        description="How it agrees with official statistics; null where none count it."
    )
    measure: measures.Measure
    detail: str = Field(description="The figure in a sentence.")


def brief(model: type[Model], whole: object, **others: object) -> Model:
    """Return a model with the given fields, and the others copied from the fields of the same names in ``whole``."""
    same = {name: getattr(whole, name) for name in model.model_fields if name not in others}
    return model.model_validate(same | others)


def measure(row: MeasureRow, *, described: bool) -> ListedMeasure:
    """Return a measure, with its description if that is wanted."""
    return brief(ListedMeasure, measures.measure(row), description=row.of.description if described else None)


def figure(row: StoredObservation) -> Figure:
    """Return a figure without its statement, for answers that name that once."""
    found = observations.stored_observation(row)
    return brief(
        Figure,
        found,
        force_name=register()[found.force].name,
        paragraph=found.source.paragraph,
        warnings=[warning.detail for warning in found.warnings],
    )


def sourced_figure(row: StoredObservation) -> SourcedFigure:
    """Return a figure with the statement that it is of."""
    return brief(SourcedFigure, figure(row), statement=f"{row.force}/{row.round}", url=row.url)


def statement(row: StatementRow) -> Statement:
    """Return a statement as a source."""
    return brief(Statement, row, id=f"{row.force}/{row.round}")


def indicator(found: derived.Indicator[StoredObservation]) -> Indicator:
    """Return an indicator."""
    return brief(
        Indicator,
        indicators.indicator(found),
        inputs=[row.id for row in found.inputs],
        warnings=[warning.detail for warning in found.warnings],
    )


def compared_forces(found: comparison.Comparison, words: Mapping[str, str], hint: str | None) -> ComparedForces:
    """Return a comparison; ``words`` are those of the figures that an indicator is derived from, by id."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for missing in found.missing:
        reasons.setdefault((missing.code, missing.detail), []).append(missing.force)
    return ComparedForces(
        hint=hint,
        attribution=_attribution(found),
        subject=found.subject,
        source=found.source,
        at=found.at,
        basis=found.basis,
        editions=_editions(found),
        caveats=[caveat.detail for caveat in found.caveats],
        items=[
            brief(RankedFigure, _compared(item, item.figure, words), position=item.position.display)
            for item in found.items
            if item.position is not None
        ],
        apart=[brief(FigureApart, _compared(item, item.figure, words), standing=item.standing) for item in found.apart],
        missing=[Missing(code=code, detail=detail, forces=forces) for (code, detail), forces in reasons.items()],
        median=found.median,
        national=[_compared(item, item.figure, words) for item in found.national],
        peers=[_compared(item, item.figure, words) for item in found.peers],
    )


def force_series(found: comparison.Series, words: Mapping[str, str]) -> ForceSeries:
    """Return a series; ``words`` are those of the figures that an indicator is derived from, by id."""
    return ForceSeries(
        attribution=_attribution(found),
        subject=found.subject,
        source=found.source,
        basis=found.basis,
        editions=_editions(found),
        caveats=[caveat.detail for caveat in found.caveats],
        items=[
            brief(
                SeriesPoint,
                point,
                force_name=register()[point.force].name,
                figure=point.figure and _compared(point, point.figure, words),
                missing=point.missing and point.missing.detail,
            )
            for point in found.items
        ],
    )


def official_figures(
    page: Page[StoredOfficialFigure], gaps: Iterable[GapsAlike], cursor: str | None, hint: str | None
) -> OfficialFigures:
    """Return a page of official figures, and what is missing in a line for each reason."""
    return OfficialFigures(
        hint=hint,
        attribution=STATISTICS_ATTRIBUTION,
        items=[brief(OfficialFigure, official.official_figure(row)) for row in page.items],
        total=page.total,
        next=cursor,
        gaps=[f"{gap.dataset}, {gap.measure}: {gap.detail} ({gap.count}, {gap.first} to {gap.last})" for gap in gaps],
    )


def checked_figure(found: reconciliations.Reconciliation) -> CheckedFigure:
    """Return a stated figure beside its official one."""
    counted = [] if found.primary is None else found.primary.official_figures
    return brief(CheckedFigure, found, as_stated=found.stated.as_stated, official_figures=counted)


def checked(page: Page[StoredReconciliation], cursor: str | None, hint: str | None) -> Checked:
    """Return a page of reconciliations."""
    return Checked(
        hint=hint,
        attribution=f"{ATTRIBUTION} {DISCLAIMER} {STATISTICS_ATTRIBUTION}",
        items=[checked_figure(reconciliations.reconciliation(row)) for row in page.items],
        total=page.total,
        next=cursor,
    )


def _attribution(found: comparison.FromSource) -> str:
    return STATISTICS_ATTRIBUTION if found.source is Source.OFFICIAL else f"{ATTRIBUTION} {DISCLAIMER}"


def _editions(found: comparison.FromSource) -> list[str]:
    return [f"{used.publisher}, {used.title}, {used.released} ({used.grade}): {used.url}" for used in found.editions]


def _compared(
    item: comparison.ComparedFigure | comparison.SeriesPoint, of: comparison.Figure, words: Mapping[str, str]
) -> ComparedFigure:
    statement = f"{item.force}/{item.round}"
    stated = [Input(id=id_, as_stated=of.as_stated or words[id_], statement=statement) for id_ in item.observations]
    return brief(
        ComparedFigure,
        of,
        force=item.force,
        force_name=register()[item.force].name,
        round=item.round,
        inputs=stated,
        official_figures=item.official_figures,
        url=next(iter(item.sources), None) if item.observations else None,
        warnings=[warning.detail for warning in of.warnings],
    )
