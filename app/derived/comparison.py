"""Comparison of one figure across forces: the ranks that its bounds allow, and what must be said beside them.

A figure that is a bound, a rounded number or a hedge has no single rank among others that it may equal: it has the
range of ranks that no reading of the words rules out. Never a bare league table.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic

from app.derived.caveats import caveats_of_comparison
from app.derived.checked import Figure
from app.derived.compared import Compared, figure_of
from app.derived.indicators import Definition
from app.vocabulary.bounds import Bounds
from app.vocabulary.display import ordinal
from app.vocabulary.measures import Measure
from app.vocabulary.warnings import Caveat


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


@dataclass(frozen=True, slots=True)
class Comparison(Generic[Figure]):
    """Figures of forces with their positions, highest first; why others are missing; and what to keep in mind."""

    items: tuple[tuple[Position, Compared[Figure]], ...]
    missing: Mapping[str, str]
    median: Bounds | None
    caveats: tuple[Caveat, ...]


def compare(
    subject: Measure | Definition, statements: Mapping[str, Mapping[str, Sequence[Figure]]]
) -> Comparison[Figure]:
    """Return the comparison of a measure or an indicator.

    ``statements`` has for each force its rounds, the newest first, and what is stated in each. A force is compared by
    the newest of them that gives the figure.
    """
    compared: list[Compared[Figure]] = []
    missing: dict[str, str] = {}
    for force, rounds in statements.items():
        found = [figure_of(subject, force, round_, observations) for round_, observations in rounds.items()]
        figures = [figure for figure in found if isinstance(figure, Compared)]
        if figures:
            compared.append(figures[0])
        else:
            missing[force] = next(
                (reason for reason in found if isinstance(reason, str)), "it has no statement of the rounds asked for"
            )
    ranked = sorted(
        zip(positions([figure.bounds for figure in compared]), compared, strict=True),
        key=lambda item: (item[0].highest, item[0].lowest, -_low(item[1].bounds), item[1].force),
    )
    overlapping = sum(position.highest != position.lowest for position, _ in ranked)
    return Comparison(
        items=tuple(ranked),
        missing=missing,
        median=median([figure.bounds for figure in compared]),
        caveats=tuple(caveats_of_comparison(compared, overlapping=overlapping, missing=len(missing))),
    )


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
