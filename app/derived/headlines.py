"""Which of a statement's figures of a measure leads: the one a reader means by "the force's police officers"."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from app.vocabulary.measures import Kind, Measure
from app.vocabulary.periods import Period, PeriodKind
from app.vocabulary.qualifiers import Status
from app.vocabulary.records import Observation

INTENTIONS = frozenset({"officers_target", "officers_additional", "savings_required", "funding_gap"})
"""Measures that are intentions by nature; of any other, only a fact may lead: a target is no strength."""

Figure = TypeVar("Figure", bound=Observation)


def headline(observations: Iterable[Figure], measure: Measure) -> Figure | None:
    """Return the leading figure of a measure, or ``None`` where the statement gives none.

    It is of the whole force area and a fact; in the preferred unit if possible; of changes, one within a year before
    those of a decade or since a year long ago; the latest; and the first stated among equals.
    """
    candidates = (
        o
        for o in observations
        if o.measure == measure.id and o.area is None and (o.status is Status.ACTUAL or measure.id in INTENTIONS)
    )

    def preference(o: Figure) -> tuple[int, bool, date]:
        within_a_year = measure.kind is not Kind.CHANGE or (o.period is not None and o.period.is_a_year)
        return -measure.units.index(o.unit), within_a_year, _as_of(o.period)

    return max(candidates, key=preference, default=None)


def _as_of(period: Period | None) -> date:
    """Return how new a figure is: without a period, or with one that goes on, as new as its statement."""
    if period is None:
        return date.max
    if period.kind is PeriodKind.RELATIVE and period.label.startswith(_BEFORE_ANOTHER):
        return date.min
    return period.end or date.max


_BEFORE_ANOTHER = ("previous", "that", "those", "same")
"""How a period begins that is told beside another: the figure is what that of the other is compared with."""
