"""What official statistics count of a force, as candidates that a stated figure may be compared with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import pairwise

from app.official.catalogue import datasets
from app.official.tables import period_of
from app.vocabulary.bounds import ZERO, Bounds
from app.vocabulary.measures import Measure, measures
from app.vocabulary.official import Basis, Grade, PublishedFigure, end_of
from app.vocabulary.periods import Period
from app.vocabulary.reconciliations import Candidate

Parts = tuple[str, ...]
"""The measures that are added up: one definition of what is counted."""


MONTH = 30


@cache
def day_number(day: date) -> int:
    """Return a day's number where every month has 30, so that a leap day does not decide which date is nearest."""
    return (day.year * 12 + day.month) * MONTH + min(day.day, MONTH)


@dataclass(eq=False)
class Count:
    """What is counted of a measure by one definition and of one time: official figures, to be added up.

    Of a force there are hundreds, and few of them are laid beside a stated figure: these are made candidates.
    """

    measure: Measure
    definition: Parts
    figures: Sequence[PublishedFigure]
    period: Period

    def __post_init__(self) -> None:
        self.dataset: str = self.figures[0].dataset
        self.basis: Basis = self.figures[0].basis
        self.last = day_number(end_of(self.period))

    @property
    def of_a_day(self) -> bool:
        """Whether it is counted on a day, and not over a year."""
        return self.period.start == self.period.end

    @property
    def edition(self) -> date:
        """The newest edition of its figures."""
        return max(figure.edition for figure in self.figures)

    @cached_property
    def candidate(self) -> Candidate:
        """What may be laid beside a stated figure."""
        figures = self.figures
        return Candidate(
            measure=self.measure.id,
            dataset=self.dataset,
            edition=self.edition,
            definition=_definition(self.measure, self.definition, figures),
            basis=self.basis,
            period=self.period,
            value=sum((figure.value for figure in figures), ZERO),
            unit=figures[0].unit,
            bounds=Bounds(
                sum((figure.bounds.low or ZERO for figure in figures), ZERO),
                sum((figure.bounds.high or ZERO for figure in figures), ZERO),
            ),
            figures=tuple(figure.id for figure in figures),
            grade=max((figure.grade for figure in figures), key=_WEAKEST.index),
        )


Counts = tuple[tuple[Count, ...], ...]
"""What counts a measure, for each of its definitions, by time."""


class Candidates:
    """What may be compared with the stated figures of one force: its official figures, by what they count."""

    def __init__(self, figures: Iterable[PublishedFigure]) -> None:
        self._figures: dict[str, list[PublishedFigure]] = defaultdict(list)
        for figure in figures:
            self._figures[figure.measure].append(figure)
        self._counts: dict[str, Counts] = {}

    def of(self, measure: Measure) -> Counts:
        """Return what counts a measure on a day or over a year, for each of its definitions, by time; none twice."""
        if measure.id not in self._counts:
            known: set[tuple[int, ...]] = set()
            found = []
            for definition in measure.counted_as:
                counts = sorted(self._counted(measure, definition), key=_in_order)
                found.append(tuple(one for one in counts if _made_of(one) not in known))
                known.update(map(_made_of, counts))
            self._counts[measure.id] = tuple(found)
        return self._counts[measure.id]

    def _counted(self, measure: Measure, definition: Parts) -> Iterator[Count]:
        tables: dict[object, list[PublishedFigure]] = defaultdict(list)
        for part in definition:
            for figure in self._figures[part]:
                tables[figure.dataset, figure.basis, figure.period].append(figure)
        required = set(definition) - _counted_elsewhere()
        for figures in tables.values():
            period = figures[0].period
            if required <= {figure.measure for figure in figures} and _is_whole(period):
                figures.sort(key=lambda figure: definition.index(figure.measure))
                yield Count(measure, definition, figures, period)
        if len(definition) == 1:
            for year in _years(self._figures[definition[0]]):
                yield Count(measure, definition, year, _year_of(year))


@cache
def counted() -> frozenset[str]:
    """Return the measures that official statistics count, alone or as a sum."""
    known = {series.measure for dataset in datasets().values() for series in dataset.series.values()}
    return frozenset(id_ for id_, measure in measures().items() if known.issuperset(measure.counted_as[0]))


@cache
def _counted_elsewhere() -> frozenset[str]:
    """Return the measures that may have no figure because another one includes them."""
    return frozenset(
        series.measure for dataset in datasets().values() for series in dataset.series.values() if series.zero
    )


def _is_whole(period: Period) -> bool:
    """Whether it is a day or a year, and not a part of one."""
    return period.start == period.end or period.is_a_year


_QUARTERS = 4


def _years(figures: Sequence[PublishedFigure]) -> Iterator[Sequence[PublishedFigure]]:
    """Yield the quarters of each year that has four in a row."""
    by_dataset: dict[str, list[PublishedFigure]] = defaultdict(list)
    for figure in figures:
        if not _is_whole(figure.period):
            by_dataset[figure.dataset].append(figure)
    for quarters in by_dataset.values():
        quarters.sort(key=lambda figure: end_of(figure.period))
        for n in range(len(quarters) - _QUARTERS + 1):
            year = quarters[n : n + _QUARTERS]
            if all(end_of(one.period) + timedelta(days=1) == other.period.start for one, other in pairwise(year)):
                yield year


def _year_of(quarters: Sequence[PublishedFigure]) -> Period:
    period = period_of(f"{quarters[0].period.start}/{quarters[-1].period.end}")
    if period is None:
        raise ValueError(f"{quarters[0].id} and the three after it are no year")
    return period


def _made_of(one: Count) -> tuple[int, ...]:
    return tuple(map(id, one.figures))


def _in_order(one: Count) -> tuple[date, int, str]:
    return end_of(one.period), place_of(one.dataset), one.basis


@cache
def place_of(dataset: str) -> int:
    """Return the place of a dataset in the catalogue's order of preference."""
    return list(datasets()).index(dataset)


_WEAKEST = tuple(Grade)


def _definition(measure: Measure, definition: Parts, figures: Sequence[PublishedFigure]) -> str | None:
    parts = {figure.measure for figure in figures}
    *others, last = (part for part in definition if part in parts)
    if others:
        return f"{', '.join(measures()[part].in_words for part in others)} and {measures()[last].in_words}"
    named = None if last == measure.id else measures()[last].in_words
    return _definitions()[figures[0].dataset].get(last, named)


@cache
def _definitions() -> Mapping[str, Mapping[str, str]]:
    """Return what the series of each dataset count, by measure, where they say so."""
    return {
        dataset.id: {series.measure: series.definition for series in dataset.series.values() if series.definition}
        for dataset in datasets().values()
    }
