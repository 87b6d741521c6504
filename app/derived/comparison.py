"""Comparison of one figure across forces: the ranks that its bounds allow, and what must be said beside them.

A figure that is a bound, a rounded number or a hedge has no single rank among others that it may equal: it has the
range of ranks that no reading of the words rules out. Only figures of one time are ranked. Never a bare league table.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic

from app.derived.caveats import caveats_of_comparison
from app.derived.checked import Figure
from app.derived.compared import Compared, Said, absence_of, figure_of
from app.derived.indicators import Definition
from app.vocabulary.bounds import Bounds
from app.vocabulary.display import ordinal
from app.vocabulary.measures import Measure
from app.vocabulary.warnings import Absence, AbsenceCode, Caveat

YEARS_OF_ONE_TIME = 2
"""How many years lie at most between figures that are ranked among each other."""


@dataclass(frozen=True, slots=True)
class Position:
    """The ranks that a figure may have, 1 being that of the highest figure."""

    highest: int
    lowest: int

    @property
    def in_words(self) -> str:
        """The ranks for readers: "4th", or "4th to 7th"."""
        if self.highest == self.lowest:
            return ordinal(self.highest)
        return f"{ordinal(self.highest)} to {ordinal(self.lowest)}"


class Standing(StrEnum):
    """Whether a figure is ranked, and if not, why: it is of another time than those that are."""

    RANKED = "ranked"
    OLDER = "older"
    NEWER = "newer"
    UNDATED = "undated"


class Sort(StrEnum):
    """What figures may be sorted by: the number as stated, the force, the day they speak of."""

    VALUE = "value"
    FORCE = "force"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Order:
    """The order of figures side by side."""

    by: Sort = Sort.VALUE
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Item(Generic[Figure]):
    """A figure of a comparison; ``position`` is ``None`` for one that is not ranked."""

    figure: Compared[Figure]
    standing: Standing
    position: Position | None


@dataclass(frozen=True, slots=True)
class Comparison(Generic[Figure]):
    """Figures of forces: those of one time, ranked, and the others apart; why the rest is missing; and the caveats.

    ``days`` are the first and the last day that ranked figures speak of, ``None`` where time means nothing.
    """

    items: tuple[Item[Figure], ...]
    apart: tuple[Item[Figure], ...]
    missing: Mapping[str, Absence]
    median: Bounds | None
    days: tuple[date, date] | None
    caveats: tuple[Caveat, ...]


def compare(
    subject: Measure | Definition,
    statements: Mapping[str, Mapping[str, Said[Figure]]],
    *,
    since: date | None = None,
    order: Order = Order(),
) -> Comparison[Figure]:
    """Return the comparison of a measure or an indicator.

    ``statements`` has for each force its rounds, the newest first, and what is stated in each. A force is compared by
    the newest of them that gives the figure, if that is not of a time before ``since``.
    """
    found = {force: _newest(subject, force, rounds, since) for force, rounds in statements.items()}
    missing = {force: absence for force, absence in found.items() if isinstance(absence, Absence)}
    compared = sorted(
        (figure for figure in found.values() if isinstance(figure, Compared)),
        key=_SORTS[order.by],
        reverse=order.descending,
    )
    days = one_time([figure.days for figure in compared if figure.days is not None])
    standings = [_standing(figure, days) for figure in compared]
    ranked = [figure for figure, standing in zip(compared, standings, strict=True) if standing is Standing.RANKED]
    bounds = [figure.bounds for figure in ranked]
    ranks = dict(zip((figure.force for figure in ranked), positions(bounds), strict=True))
    items = [
        Item(figure, standing, ranks.get(figure.force)) for figure, standing in zip(compared, standings, strict=True)
    ]
    apart = tuple(item for item in items if item.standing is not Standing.RANKED)
    return Comparison(
        items=tuple(item for item in items if item.standing is Standing.RANKED),
        apart=apart,
        missing=missing,
        median=median(bounds),
        days=days,
        caveats=tuple(
            caveats_of_comparison(
                ranked,
                overlapping=sum(rank.highest != rank.lowest for rank in ranks.values()),
                apart=len(apart),
                missing=list(missing.values()),
            )
        ),
    )


def _newest(
    subject: Measure | Definition, force: str, rounds: Mapping[str, Said[Figure]], since: date | None
) -> Compared[Figure] | Absence:
    """Return the figure that a force is compared by, or why there is none."""
    absences: list[Absence] = []
    for round_, said in rounds.items():
        found = figure_of(subject, force, round_, said)
        if isinstance(found, Absence):
            absences.append(found)
        elif since is not None and found.days is not None and found.days[1] < since:
            return Absence(AbsenceCode.OLDER, f"in {found.round}, its newest figure is of an earlier time")
        else:
            return found
    return absence_of(absences)


def one_time(spans: Sequence[tuple[date, date]]) -> tuple[date, date] | None:
    """Return the first and the last day of the most figures that lie within two years, the newest of as many.

    ``spans`` are the first and the last day that each figure speaks of. ``None`` where none does so within two years.
    """
    within: list[tuple[date, date]] = []
    for _, end in sorted(spans):
        start = _years_before(end)
        others = [span for span in spans if start <= span[0] and span[1] <= end]
        within = max(within, others, key=lambda found: (len(found), max((last for _, last in found), default=date.min)))
    return (min(first for first, _ in within), max(last for _, last in within)) if within else None


def _years_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - YEARS_OF_ONE_TIME, day=28 if is_leap_day else day.day)


def _standing(figure: Compared[Any], days: tuple[date, date] | None) -> Standing:
    """Return whether a figure is of the time that is ranked."""
    if figure.days is None or (days is not None and days[0] <= figure.days[0] and figure.days[1] <= days[1]):
        return Standing.RANKED
    if not figure.is_dated:
        return Standing.UNDATED
    return Standing.OLDER if days is None or figure.days[0] < days[0] else Standing.NEWER


def _nominal(figure: Compared[Any]) -> Decimal:
    return Decimal("-Infinity") if figure.nominal is None else figure.nominal


_SORTS: Mapping[Sort, Callable[[Compared[Any]], Any]] = {
    Sort.VALUE: _nominal,
    Sort.FORCE: lambda figure: figure.force,
    Sort.PERIOD: lambda figure: figure.days[1] if figure.days else date.min,
}


def positions(bounds: Sequence[Bounds]) -> list[Position]:
    """Return the ranks that each of several figures may have, whatever each is within its bounds.

    Figures that may be equal share the ranks between the highest and the lowest that either may have.
    """
    lows = sorted(_low(interval) for interval in bounds)
    highs = sorted(_high(interval) for interval in bounds)
    return [
        Position(
            highest=1 + len(lows) - bisect_right(lows, _high(interval)),
            lowest=len(highs) - bisect_left(highs, _low(interval)),
        )
        for interval in bounds
    ]


def median(bounds: Sequence[Bounds]) -> Bounds | None:
    """Return between what the median of the figures lies, whatever each is within its bounds; ``None`` of none."""
    if not bounds:
        return None
    low = _median(sorted(_low(interval) for interval in bounds))
    high = _median(sorted(_high(interval) for interval in bounds))
    return Bounds(low if low.is_finite() else None, high if high.is_finite() else None)


def _median(ordered: Sequence[Decimal]) -> Decimal:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _low(interval: Bounds) -> Decimal:
    return Decimal("-Infinity") if interval.low is None else interval.low


def _high(interval: Bounds) -> Decimal:
    return Decimal("Infinity") if interval.high is None else interval.high
