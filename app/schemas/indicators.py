"""Indicators as JSON."""

from pydantic import Field

from app.derived import indicators as derived
from app.derived.indicators import Caution, IndicatorUnit
from app.queries.observations import StoredObservation
from app.schemas.common import Number, Output
from app.schemas.observations import Bounds, Observation, stored_observation
from app.schemas.statements import Statement
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Qualifier


class IndicatorWarning(Output):
    """Why an indicator should be read with care."""

    type: Caution
    detail: str


class IndicatorInput(Output):
    """An observation that an indicator is derived from."""

    href: str = Field(description="The address of the observation.")
    observation: Observation


class Indicator(Output):
    """A figure derived from observations of one statement, with its bounds."""

    id: str = Field(examples=["budget_per_person"])
    label: str
    topic: Topic
    value: Number | None = Field(description="The derived value; null where an input is only a bound or a range.")
    unit: IndicatorUnit
    qualifier: Qualifier = Field(description="How exactly the value is known, from the qualifiers of the inputs.")
    bounds: Bounds = Field(description="What the inputs allow, by interval arithmetic, rounded outwards.")
    in_words: str = Field(description="What may be said of it.", examples=["at most £203 per person"])
    formula: str = Field(examples=["budget_total / population"])
    inputs: list[IndicatorInput]
    warnings: list[IndicatorWarning]


class UnavailableIndicator(Output):
    """An indicator that the statement does not allow, and why."""

    id: str
    label: str
    reason: str


class ForceIndicators(Output):
    """The indicators of a force for a round."""

    statement: Statement | None = Field(
        description="The statement they are derived from; null where there is none yet."
    )
    items: list[Indicator]
    unavailable: list[UnavailableIndicator]


def indicator(found: derived.Indicator[StoredObservation]) -> Indicator:
    """Return an indicator."""
    return Indicator(
        id=found.definition.id,
        label=found.definition.label,
        topic=found.definition.topic,
        value=found.value,
        unit=found.definition.unit,
        qualifier=found.qualifier,
        bounds=Bounds.model_validate(found.bounds),
        in_words=derived.in_words(found),
        formula=found.formula,
        inputs=[
            IndicatorInput(href=f"/v1/observations/{o.id}", observation=stored_observation(o)) for o in found.inputs
        ],
        warnings=[IndicatorWarning(type=w.caution, detail=w.detail) for w in found.warnings],
    )


def unavailable_indicator(missing: derived.Unavailable) -> UnavailableIndicator:
    """Return an indicator that cannot be derived."""
    return UnavailableIndicator(id=missing.definition.id, label=missing.definition.label, reason=missing.reason)
