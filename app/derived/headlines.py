"""Choose the headline figure of a measure that a source gives: what a reader means by "the force's police officers"."""

from collections.abc import Iterable
from datetime import date

from app.vocabulary.figures import SomeFigure
from app.vocabulary.measures import Kind, Measure
from app.vocabulary.periods import Period, PeriodKind
from app.vocabulary.qualifiers import Status

INTENTIONS = frozenset({"officers_target", "officers_additional", "savings_required", "funding_gap"})
"""Measures that are intentions by nature. For all others only a fact may be the headline figure."""


def by_measure(figures: Iterable[SomeFigure]) -> dict[str, list[SomeFigure]]:
    """Return the figures of a source by what they count."""
    found: dict[str, list[SomeFigure]] = {}
    for figure in figures:
        found.setdefault(figure.measure, []).append(figure)
    return found


def headline(observations: Iterable[SomeFigure], measure: Measure) -> SomeFigure | None:
    """Return the headline figure of a measure, or ``None`` if the source gives none.

    It must be a fact about the whole force area. The preferred unit comes first, then (for changes) a change over one
    year, then the latest figure, then the first stated.
    """
    candidates = [
        o
        for o in observations
        if o.measure == measure.id and o.area is None and (o.status is Status.ACTUAL or measure.id in INTENTIONS)
    ]

    def preference(o: SomeFigure) -> tuple[int, bool, date]:
        within_a_year = measure.kind is not Kind.CHANGE or (o.period is not None and o.period.is_a_year)
        return -measure.units.index(o.unit), within_a_year, _as_of(o.period)

    return max(candidates, key=preference) if len(candidates) > 1 else next(iter(candidates), None)


def _as_of(period: Period | None) -> date:
    """Return the date a figure is from; one without a period, or with an open one, is as new as its statement."""
    if period is None:
        return date.max
    if period.kind is PeriodKind.RELATIVE and period.label.startswith(_BEFORE_ANOTHER):
        return date.min
    return period.end or date.max


_BEFORE_ANOTHER = ("previous", "that", "those", "same")
"""How a period begins that refers to an earlier one: its figure is only given for comparison."""
