"""Indicators as JSON."""

from collections.abc import Callable
from typing import Any

from pydantic import Field

from app.derived import indicators as derived
from app.derived.indicators import IndicatorUnit
from app.queries.observations import StoredObservation
from app.queries.official import StoredOfficialFigure
from app.schemas.common import Count, Number, Output, OwnAddress, Page
from app.schemas.figures import Bounds, Period
from app.schemas.observations import Observation, stored_observation
from app.schemas.official import OfficialFigure, official_figure
from app.schemas.statements import Statement
from app.schemas.warnings import FigureWarning
from app.vocabulary import periods
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.sources import Source
from app.vocabulary.warnings import Absence, AbsenceCode, not_stated


class IndicatorInput(Output):
    """A figure that an indicator is derived from: one that a statement states, or an official one."""

    id: str = Field(description="Its id.")
    href: OwnAddress = Field(description="Its address.")
    observation: Observation | None = Field(description="The stated figure; null for an official one.")
    official_figure: OfficialFigure | None = Field(description="The official figure; null for a stated one.")


class Indicator(Output):
    """A figure derived from those of one statement, or from official ones of matching dates, with its bounds."""

    id: str = Field(description="Its id.")
    source: Source = Field(description="Whether its inputs are stated, or official statistics.")
    statement: str | None = Field(
        description="The statement that it is derived from, as force/round; null for official statistics."
    )
    at: Period | None = Field(description="The time of the official figures, of what is divided; null for a statement.")
    label: str = Field(description="What it is, in words.")
    topic: Topic = Field(description="The topic that it belongs to.")
    display: str = Field(description="What may be said of it, such as `at most £203 per person`.")
    value: Number | None = Field(description="The derived value; null where an input is only a bound or a range.")
    nominal: Number | None = Field(
        description="The same arithmetic on the numbers as given, to draw and sort by; it is not the value."
    )
    unit: IndicatorUnit = Field(description="Its unit.")
    qualifier: Qualifier = Field(description="How exactly the value is known, from the qualifiers of the inputs.")
    bounds: Bounds = Field(description="What the inputs allow, by interval arithmetic, rounded outwards.")
    formula: str = Field(description="The measures that it is derived from.")
    inputs: list[IndicatorInput] = Field(description="The figures that it is derived from.")
    warnings: list[FigureWarning] = Field(description="Why it should be read with care; empty for nothing.")


class IndicatorDefinition(Output):
    """What an indicator is derived from, and how."""

    id: str = Field(description="Its id.")
    label: str = Field(description="What it is, in words.")
    topic: Topic = Field(description="The topic that it belongs to.")
    unit: IndicatorUnit = Field(description="Its unit.")
    formula: str = Field(description="How it is derived, with the choices there are.")
    measures: list[str] = Field(description="The measures that may go in.")


class IndicatorPage(Page[IndicatorDefinition]):
    """The indicators that are derived."""


class UnavailableIndicator(Output):
    """An indicator that the source does not allow, and why."""

    id: str = Field(description="Its id.")
    label: str = Field(description="What it is, in words.")
    code: AbsenceCode = Field(
        description="`not_stated`, or `not_in_part_read` where only a part of a statement was read; for official "
        "statistics `not_held`, or why the publisher has no figure."
    )
    detail: str = Field(description="What is lacking.")


class ForceIndicators(Output):
    """The indicators of a force for a round, or by official statistics."""

    source: Source = Field(description="Whether they are derived from a statement, or from official statistics.")
    statement: Statement | None = Field(
        description="The statement they are derived from; null where there is none yet, and for official statistics."
    )
    items: list[Indicator] = Field(description="The indicators that the source allows.")
    total: Count = Field(description="How many indicators the source allows.")
    next: str | None = Field(description="Always null: they are on one page.")
    unavailable: list[UnavailableIndicator] = Field(description="The indicators that it does not allow.")


def indicator(
    found: derived.Indicator[Any],
    at: periods.Period | None = None,
    *,
    stated: Callable[[StoredObservation], Observation] = stored_observation,
) -> Indicator:
    """Return an indicator of a statement or, ``at`` some time, of official statistics; ``stated`` tells its inputs."""
    first = found.inputs[0]
    return Indicator(
        id=found.definition.id,
        source=Source.STATED if isinstance(first, StoredObservation) else Source.OFFICIAL,
        statement=f"{first.force}/{first.round}" if isinstance(first, StoredObservation) else None,
        at=at,
        label=found.definition.label,
        topic=found.definition.topic,
        display=derived.display(found),
        value=found.value,
        nominal=found.nominal,
        unit=found.definition.unit,
        qualifier=found.qualifier,
        bounds=found.bounds,
        formula=found.formula,
        inputs=[_input(figure, stated) for figure in found.inputs],
        warnings=list(found.warnings),
    )


def _input(
    figure: StoredObservation | StoredOfficialFigure, stated: Callable[[StoredObservation], Observation]
) -> IndicatorInput:
    if isinstance(figure, StoredObservation):
        href = f"/v1/observations/{figure.id}"
        return IndicatorInput(id=figure.id, href=href, observation=stated(figure), official_figure=None)
    counted = official_figure(figure)
    href = f"/v1/official-figures/{counted.id}"
    return IndicatorInput(id=counted.id, href=href, observation=None, official_figure=counted)


def indicator_definition(of: derived.Definition) -> IndicatorDefinition:
    """Return what an indicator is derived from."""
    return IndicatorDefinition(
        id=of.id, label=of.label, topic=of.topic, unit=of.unit, formula=of.formula, measures=sorted(of.measures)
    )


def unstated_indicator(missing: derived.Unavailable, *, complete: bool) -> UnavailableIndicator:
    """Return an indicator that cannot be derived from a statement, which was read to its end or not."""
    why = not_stated(f"the statement gives no {missing.label}", complete=complete)
    return unavailable_indicator(missing.definition, why)


def unavailable_indicator(of: derived.Definition, why: Absence) -> UnavailableIndicator:
    """Return an indicator that a source does not allow, and why."""
    return UnavailableIndicator(id=of.id, label=of.label, code=why.code, detail=why.detail)
