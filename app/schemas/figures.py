"""What figures of every source have in common as JSON: those that forces state, and those of official statistics."""

from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import Field

from app.schemas.common import ROUND, Listed, ListQuery, Number, Output
from app.vocabulary import bounds, figures, periods
from app.vocabulary.measures import Topic, measures


class FiguresQuery(ListQuery):
    """The parameters that every list of figures takes."""

    force: Listed[str] = Field(default=[], description="Only figures of these forces, by slug, ONS code or name.")
    measure: Listed[str] = Field(
        default=[],
        description="Only these measures, by id.",
        json_schema_extra={"items": {"type": "string", "enum": list(measures())}},
    )
    topic: Listed[Topic] = Field(default=[], description="Only these topics.")


class StatedFiguresQuery(FiguresQuery):
    """The parameters that every list of stated figures takes."""

    round: Listed[str] = Field(
        default=[],
        description="Only statements of these rounds, such as 2021-22.",
        json_schema_extra={"items": {"type": "string", **ROUND}},
    )


class Bounds(Output):
    """What the value of a figure may be, as an interval: what its words allow, or its rounding."""

    low: Number | None = Field(description="The lowest value it may be; null = unbounded.")
    high: Number | None = Field(description="The highest value it may be; null = unbounded.")


class Period(Output):
    """The time a figure speaks of."""

    label: str = Field(description="The normal form of its name.")
    kind: periods.PeriodKind = Field(description="How the period is named.")
    start: date | None = Field(description="Its first day; null where it has none, as in `by 2020`.")
    end: date | None = Field(description="Its last day; null where it has none, as in `since 2010`.")


class FigureHead(Output):
    """What a figure counts, and how it reads."""

    measure: str = Field(description="What is counted: an id of `/v1/measures`.")
    label: str = Field(description="What is counted, in words.")
    topic: Topic = Field(description="The topic that it belongs to.")
    display: str = Field(description="The figure for readers, with hedge and unit, such as `over 1.1 million`.")


@lru_cache(maxsize=2**10)
def bounds_of(of: bounds.Bounds) -> Bounds:
    """Return what the value of a figure may be. Figures have the same again and again, and so share them."""
    return Bounds.model_validate(of)


@lru_cache(maxsize=2**10)
def period_of(of: periods.Period | None) -> Period | None:
    """Return the time a figure speaks of, which is likewise shared."""
    return None if of is None else Period.model_validate(of)


def figure_fields(figure: figures.Figure) -> dict[str, Any]:
    """Return the fields that figures of every source have, by name."""
    measure = measures()[figure.measure]
    return {
        "measure": figure.measure,
        "label": figure.label or measure.label,
        "topic": measure.topic,
        "display": figure.display,
        "value": figure.value,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "bounds": bounds_of(figure.bounds),
        "period": period_of(figure.period),
    }
