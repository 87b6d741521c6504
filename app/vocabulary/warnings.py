"""Warnings, caveats and absences: remarks about a figure, about an answer, or in the place of a figure.

A *check* is run on figures when they are stored. A *warning* is about one figure: a check gives it, or it follows from
how the figure was derived or compared. A *caveat* is about an answer as a whole, and an *absence* takes the place of a
figure. All have the same shape: a code for programs and a detail for people.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.vocabulary.words import Word


class WarningCode(Word):
    """What a warning is about. The first thirteen are the names of checks."""

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
    DIFFERS_FROM_OFFICIAL = "differs_from_official"
    LIKELY_SLIP = "likely_slip"
    NO_PERIOD = "no_period"
    MIXED_PERIODS = "mixed_periods"
    TARGET_AS_STRENGTH = "target_as_strength"
    INTENTION = "intention"
    CHECKS_WARN = "checks_warn"
    CONVERTED = "converted"


class CaveatCode(Word):
    """What a caveat is about."""

    OWN_ACCOUNTS = "own_accounts"
    DEFINITIONS_DIFFER = "definitions_differ"
    STATUSES_DIFFER = "statuses_differ"
    TARGETS_USED = "targets_used"
    CHECKS_WARN = "checks_warn"
    ORDER_UNKNOWN = "order_unknown"
    PERIODS_DIFFER = "periods_differ"
    SPANS_DIFFER = "spans_differ"
    NO_PERIOD = "no_period"
    ROUNDS_DIFFER = "rounds_differ"
    CONVERTED = "converted"
    FORCES_MISSING = "forces_missing"
    READ_IN_PART = "read_in_part"
    TIMES_DIFFER = "times_differ"
    COUNTED = "counted"
    COMPUTED_HERE = "computed_here"
    SECOND_HAND = "second_hand"
    PUBLISHED_WITH = "published_with"
    SIMILAR_FORCES = "similar_forces"
    NOT_MUTUAL = "not_mutual"
    NO_CLOSE_MATCH = "no_close_match"


class AbsenceCode(Word):
    """Why there is no figure, from the reason that comes nearest to there being one to the furthest."""

    OTHER_UNIT = "other_unit"
    INTENTION_ONLY = "intention_only"
    PLACE_ONLY = "place_only"
    OLDER = "older"
    FEW_RESIDENTS = "few_residents"
    COUNTED_ELSEWHERE = "counted_elsewhere"
    SUPPRESSED = "suppressed"
    NOT_SUPPLIED = "not_supplied"
    NOT_COLLECTED = "not_collected"
    NOT_HELD = "not_held"
    NOT_IN_PART_READ = "not_in_part_read"
    NOT_STATED = "not_stated"
    NO_STATEMENT = "no_statement"


Code = TypeVar("Code", bound=Word)


@dataclass(frozen=True, slots=True)
class Remark(Generic[Code]):
    """The shape of warnings, caveats and absences: a code, and the same in words."""

    code: Code
    detail: str


class FigureWarning(Remark[WarningCode]):
    """A remark about one figure."""

    __slots__ = ()


class Caveat(Remark[CaveatCode]):
    """A remark about an answer as a whole."""

    __slots__ = ()


class Absence(Remark[AbsenceCode]):
    """Why there is no figure."""

    __slots__ = ()


def not_stated(detail: str, *, complete: bool) -> Absence:
    """Return that a statement does not give something, which holds for the part that was read if that was not all."""
    if complete:
        return Absence(AbsenceCode.NOT_STATED, detail)
    return Absence(AbsenceCode.NOT_IN_PART_READ, f"{detail} in the part that was read")
