"""Which of a statement's figures of a measure leads: the one a reader means by "the force's police officers"."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from app.vocabulary.measures import Measure
from app.vocabulary.qualifiers import Status
from app.vocabulary.records import Observation

INTENTIONS = frozenset({"officers_target", "officers_additional", "savings_required"})
"""Measures that are intentions by nature; of any other, only a fact may lead: a target is no strength."""

Figure = TypeVar("Figure", bound=Observation)


def headline(observations: Iterable[Figure], measure: Measure) -> Figure | None:
    """Return the leading figure of a measure, or ``None`` where the statement gives none.

    It is of the whole force area and a fact; in the preferred unit if possible; the latest, where a figure without a
    period is as new as the statement; and the first stated among equals.
    """
    candidates = (
        o
        for o in observations
        if o.measure == measure.id and o.area is None and (o.status is Status.ACTUAL or measure.id in INTENTIONS)
    )
    return max(candidates, key=lambda o: (-measure.units.index(o.unit), _as_of(o)), default=None)


def _as_of(observation: Observation) -> date:
    period = observation.period
    return date.max if period is None or period.end is None else period.end
