"""Indicators as JSON."""

from pydantic import Field

from app.derived import indicators as derived
from app.derived.indicators import IndicatorUnit
from app.queries.observations import StoredObservation
from app.schemas.common import Count, Number, Output, OwnAddress, Page
from app.schemas.figures import Bounds
from app.schemas.observations import Observation, stored_observation
from app.schemas.statements import Statement
from app.schemas.warnings import FigureWarning
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.warnings import AbsenceCode, not_stated


class IndicatorInput(Output):
    """An observation that an indicator is derived from."""

    id: str = Field(description="Its id.")
    href: OwnAddress = Field(description="Its address.")
    observation: Observation = Field(description="The observation.")


class Indicator(Output):
    """A figure derived from observations of one statement, with its bounds."""

    id: str = Field(description="Its id.")
    statement: str = Field(description="The statement that it is derived from, as force/round.")
    label: str = Field(description="What it is, in words.")
    topic: Topic = Field(description="The topic that it belongs to.")
    display: str = Field(description="What may be said of it, such as `at most £203 per person`.")
    value: Number | None = Field(description="The derived value; null where an input is only a bound or a range.")
    nominal: Number | None = Field(
        description="The same arithmetic on the numbers as stated, to draw and sort by; it is not the value."
    )
    unit: IndicatorUnit = Field(description="Its unit.")
    qualifier: Qualifier = Field(description="How exactly the value is known, from the qualifiers of the inputs.")
    bounds: Bounds = Field(description="What the inputs allow, by interval arithmetic, rounded outwards.")
    formula: str = Field(description="The measures that it is derived from.")
    inputs: list[IndicatorInput] = Field(description="The observations that it is derived from.")
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
    """An indicator that the statement does not allow, and why."""

    id: str = Field(description="Its id.")
    label: str = Field(description="What it is, in words.")
    code: AbsenceCode = Field(description="`not_stated`, or `not_in_part_read` where only a part of it was read.")
    detail: str = Field(description="What the statement lacks.")


class ForceIndicators(Output):
    """The indicators of a force for a round."""

    statement: Statement | None = Field(
        description="The statement they are derived from; null where there is none yet."
    )
    items: list[Indicator] = Field(description="The indicators that the statement allows.")
    total: Count = Field(description="How many indicators the statement allows.")
    next: str | None = Field(description="Always null: they are on one page.")
    unavailable: list[UnavailableIndicator] = Field(description="The indicators that it does not allow.")


def indicator(found: derived.Indicator[StoredObservation]) -> Indicator:
    """Return an indicator."""
    return Indicator(
        id=found.definition.id,
        statement=f"{found.inputs[0].force}/{found.inputs[0].round}",
        label=found.definition.label,
        topic=found.definition.topic,
        display=derived.display(found),
        value=found.value,
        nominal=found.nominal,
        unit=found.definition.unit,
        qualifier=found.qualifier,
        bounds=Bounds.model_validate(found.bounds),
        formula=found.formula,
        inputs=[
            IndicatorInput(id=o.id, href=f"/v1/observations/{o.id}", observation=stored_observation(o))
            for o in found.inputs
        ],
        warnings=[FigureWarning.model_validate(warning) for warning in found.warnings],
    )


def indicator_definition(of: derived.Definition) -> IndicatorDefinition:
    """Return what an indicator is derived from."""
    return IndicatorDefinition(
        id=of.id, label=of.label, topic=of.topic, unit=of.unit, formula=of.formula, measures=sorted(of.measures)
    )


def unavailable_indicator(missing: derived.Unavailable, *, complete: bool) -> UnavailableIndicator:
    """Return an indicator that cannot be derived from a statement, which was read to its end or not."""
    why = not_stated(f"the statement gives no {missing.label}", complete=complete)
    return UnavailableIndicator(
        id=missing.definition.id, label=missing.definition.label, code=why.code, detail=why.detail
    )
