"""Which official figures go together: of one time, counted in one way, from one dataset for all forces.

A measure is of one period. An indicator is of the period of what it divides, and is divided by what is counted on the
last day of that period; a population by the one 30 June within the twelve months that end on that day. Publishers
build their rates alike, except that they take the newest estimate there was. The year of a numerator and that of its
denominator are never chosen apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.derived.indicators import Definition, Operand
from app.vocabulary.measures import Measure, measures
from app.vocabulary.official import Basis, end_of
from app.vocabulary.periods import Period

ESTIMATED = "population"
"""The measure that is estimated for the middle of the year, and stands for the years around it."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What a dataset has of one measure, counted in one way, at one time: figures, or only gaps."""

    dataset: str
    measure: str
    basis: Basis
    period: Period
    figures: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Counting:
    """What a figure of one time is made of. ``slices`` lacks what is needed but not held, if not ``complete``."""

    period: Period
    slices: tuple[Slice, ...]
    complete: bool


def countings(
    subject: Measure | Definition, slices: Sequence[Slice], basis: Basis | None = None
) -> tuple[Counting, ...]:
    """Return what there is of a measure or an indicator, a counting for each time.

    ``slices`` are in the order of preference, and so are the countings: by the dataset of what is counted or divided,
    then the newest first. People at work are counted on the ``basis`` asked for or, by default, in full-time
    equivalents wherever those are counted.
    """
    chosen = _Chosen(slices, basis)
    if isinstance(subject, Measure):
        return tuple(Counting(period, (of,), of.figures > 0) for period, of in chosen.by_period(subject.id).items())
    return tuple(_ratio(subject, period, chosen) for period in chosen.periods(subject.left))


def at(asked: Period, found: Sequence[Counting]) -> Counting | None:
    """Return the first counting of a period itself or, if there is none, of a time that ends within it."""
    within = [c for c in found if (asked.start or date.min) <= end_of(c.period) <= end_of(asked)]
    exactly = [c for c in within if (c.period.start, c.period.end) == (asked.start, asked.end)]
    candidates = exactly or within
    return next((c for c in candidates if c.complete), candidates[0] if candidates else None)


def newest(found: Sequence[Counting]) -> Counting | None:
    """Return the newest counting with all that it needs, of the time of the year that the first such is of."""
    complete = [c for c in found if c.complete]
    alike = [c for c in complete if end_of(c.period).month == end_of(complete[0].period).month]
    return max(alike, key=lambda c: end_of(c.period), default=None)


def through_time(found: Sequence[Counting]) -> tuple[Counting, ...]:
    """Return the countings that are a year, or years, apart, the oldest first: as many as there are.

    Of as many it is those of the time of the year that is preferred. A census is on another day each time, but in the
    same month.
    """
    of_month: dict[int, list[Counting]] = defaultdict(list)
    for counting in found:
        of_month[end_of(counting.period).month].append(counting)
    most = max(of_month.values(), key=lambda alike: sum(c.complete for c in alike), default=[])
    return tuple(sorted(most, key=lambda c: end_of(c.period)))


class _Chosen:
    """The preferred slice of each measure and period."""

    def __init__(self, slices: Iterable[Slice], basis: Basis | None) -> None:
        of_measure: dict[str, list[Slice]] = defaultdict(list)
        for found in slices:
            if not measures()[found.measure].yearly or found.period.is_a_year:
                of_measure[found.measure].append(found)
        self._found = {measure: _preferred(some, basis) for measure, some in of_measure.items()}
        self._first_by_end = {
            measure: {end_of(when): of for when, of in reversed(found.items())}
            for measure, found in self._found.items()
        }

    def by_period(self, measure: str) -> Mapping[Period, Slice]:
        """Return the slices of a measure, in the order of preference."""
        return self._found.get(measure, {})

    def periods(self, operand: Operand) -> Iterable[Period]:
        """Return the periods of an operand's measures, in the order of preference."""
        return dict.fromkeys(
            period for sum_ in operand.choices for measure in sum_ for period in self.by_period(measure)
        )

    def beside(self, measure: str, period: Period) -> Slice | None:
        """Return the slice of a measure that goes with a period."""
        found = self.by_period(measure)
        if not measures()[measure].dated:
            return next(iter(found.values()), None)
        if of := found.get(period):
            return of
        day = _mid_year(end_of(period)) if measure == ESTIMATED else end_of(period)
        return self._first_by_end.get(measure, {}).get(day)


def _preferred(slices: Sequence[Slice], basis: Basis | None) -> dict[Period, Slice]:
    """Return the slices on one basis by period: of each the first that has figures, else the first."""
    bases = {found.basis for found in slices}
    wanted = next((b for b in (basis, Basis.FTE, Basis.HEADCOUNT) if b in bases), Basis.NONE)
    chosen: dict[Period, Slice] = {}
    datasets = {name: position for position, name in enumerate(dict.fromkeys(found.dataset for found in slices))}
    for found in sorted(slices, key=lambda found: (datasets[found.dataset], -end_of(found.period).toordinal())):
        if found.basis is wanted and not ((held := chosen.get(found.period)) and held.figures):
            chosen[found.period] = found
    return chosen


def _ratio(definition: Definition, period: Period, chosen: _Chosen) -> Counting:
    left, right = (_operand(operand, period, chosen) for operand in (definition.left, definition.right))
    return Counting(period, (*left, *right), complete=_whole(definition.left, left) and _whole(definition.right, right))


def _operand(operand: Operand, period: Period, chosen: _Chosen) -> list[Slice]:
    found = (chosen.beside(measure, period) for measure in sorted(operand.measures))
    return [of for of in found if of is not None]


def _whole(operand: Operand, slices: Iterable[Slice]) -> bool:
    given = {found.measure for found in slices if found.figures}
    return any(set(sum_) <= given for sum_ in operand.choices)


def _mid_year(day: date) -> date:
    """Return the 30 June within the twelve months that end on a day."""
    this = date(day.year, 6, 30)
    return this if this <= day else date(day.year - 1, 6, 30)
