"""What the consistency checks find of figures, and figures that carry it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.vocabulary.records import Observation


class Check(StrEnum):
    """A check, by the name that warnings carry."""

    SHARE_RANGE = "share_range"
    LIMITS = "limits"
    UNIT = "unit"
    AS_STATED = "as_stated"
    CONTRADICTION = "contradiction"
    PART_ABOVE_WHOLE = "part_above_whole"
    OFFICERS_FOR_POPULATION = "officers_for_population"
    CRIMES_FOR_POPULATION = "crimes_for_population"
    PERIOD_TOO_SHORT = "period_too_short"
    PERIOD_AFTER_ROUND = "period_after_round"
    AREA_ACROSS_ROUNDS = "area_across_rounds"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found of a figure, in words for people."""

    check: Check
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedObservation(Observation):
    """An observation with what the checks found of it: what is derived from it can say so."""

    warnings: tuple[Finding, ...]


Figure = TypeVar("Figure", bound=CheckedObservation)
"""A figure that something is derived from."""
