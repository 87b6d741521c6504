"""Comparison of one figure across forces: the ranks that its bounds allow, and what must be said beside them.

A figure that is a bound, a rounded number or a hedge has no single rank among others that it may equal: it has the
range of ranks that no reading of the words rules out. Never a bare league table.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Generic

from app.derived.headlines import Figure, headline
from app.derived.indicators import Caution, Definition, Indicator, indicator_of
from app.vocabulary.bounds import Bounds
from app.vocabulary.measures import Measure
from app.vocabulary.units import CONVERSIONS


@dataclass(frozen=True, slots=True)
class Position:
    """The ranks that a figure may have, 1 being the highest."""

    best: int
    worst: int

    @property
    def in_words(self) -> str:
        """The ranks for readers: "4th", or "4th to 7th"."""
        return _ordinal(self.best) if self.best == self.worst else f"{_ordinal(self.best)} to {_ordinal(self.worst)}"


@dataclass(frozen=True, slots=True)
class Compared(Generic[Figure]):
    """A force's figure in a comparison, in the unit of the comparison; ``of`` is what was stated or derived.

    ``value`` is ``None`` where an indicator has only bounds. ``periods`` are the labels of the periods that the figure,
    or what it is derived from, has; ``undated`` says that one has none.
    """

    force: str
    round: str
    value: Decimal | None
    bounds: Bounds
    periods: tuple[str, ...]
    undated: bool
    of: Figure | Indicator[Figure]
    converted: bool = False


class CaveatKind(StrEnum):
    """What a reader of a comparison must know."""

    OWN_ACCOUNTS = "own_accounts"
    ORDER_UNKNOWN = "order_unknown"
    PERIODS_DIFFER = "periods_differ"
    NO_PERIOD = "no_period"
    ROUNDS_DIFFER = "rounds_differ"
    TARGETS_USED = "targets_used"
    CONVERTED = "converted"
    FORCES_MISSING = "forces_missing"


@dataclass(frozen=True, slots=True)
class Caveat:
    """A caveat, in words for readers."""

    kind: CaveatKind
    detail: str


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
                (reason for reason in found if isinstance(reason, str)), "there is no statement of it"
            )
    ranked = sorted(
        zip(positions([figure.bounds for figure in compared]), compared, strict=True),
        key=lambda item: (item[0].best, item[0].worst, item[1].force),
    )
    return Comparison(
        items=tuple(ranked),
        missing=missing,
        median=median([figure.bounds for figure in compared]),
        caveats=tuple(_caveats(subject, ranked, missing)),
    )


def inputs_of(subject: Measure | Definition) -> frozenset[str]:
    """Return the measures that a comparison of a measure or an indicator rests on."""
    return frozenset({subject.id}) if isinstance(subject, Measure) else subject.measures


def figure_of(
    subject: Measure | Definition, force: str, round_: str, observations: Sequence[Figure]
) -> Compared[Figure] | str:
    """Return a force's figure of one statement, or in words why there is none."""
    if isinstance(subject, Definition):
        derived = indicator_of(subject, observations)
        if not isinstance(derived, Indicator):
            return f"in {round_}, {derived.reason}"
        return Compared(force, round_, derived.value, derived.bounds, *_periods(derived.inputs), of=derived)
    stated = headline(observations, subject)
    if stated is None:
        return f"in {round_}, the statement does not state it for the whole force area"
    factor = None if stated.unit is subject.unit else CONVERSIONS.get((stated.unit, subject.unit))
    if factor is not None:
        value, bounds = stated.value * factor, stated.bounds.scaled(factor)
        return Compared(force, round_, value, bounds, *_periods([stated]), of=stated, converted=True)
    if stated.unit is not subject.unit:
        return f"in {round_}, it is stated in {stated.unit}, which is not comparable with {subject.unit}"
    return Compared(force, round_, stated.value, stated.bounds, *_periods([stated]), of=stated)


def positions(bounds: Sequence[Bounds]) -> list[Position]:
    """Return the ranks that each of several figures may have, whatever each is within its bounds.

    Figures that may be equal share the ranks between the best and the worst that either may have.
    """
    lows = sorted(_low(interval) for interval in bounds)
    highs = sorted(_high(interval) for interval in bounds)
    return [
        Position(
            best=1 + len(lows) - bisect_right(lows, _high(interval)),
            worst=len(highs) - bisect_left(highs, _low(interval)),
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


def _periods(figures: Iterable[Figure]) -> tuple[tuple[str, ...], bool]:
    """Return the labels of the periods of some figures, and whether one has none."""
    labels = [None if figure.period is None else figure.period.label for figure in figures]
    return tuple(dict.fromkeys(label for label in labels if label is not None)), None in labels


def _caveats(
    subject: Measure | Definition, ranked: Sequence[tuple[Position, Compared[Figure]]], missing: Mapping[str, str]
) -> Iterable[Caveat]:
    figures = [figure for _, figure in ranked]
    yield Caveat(
        CaveatKind.OWN_ACCOUNTS,
        "Each force writes its own statement: what it counts, and how, may differ from force to force.",
    )
    if overlapping := sum(position.best != position.worst for position, _ in ranked):
        yield Caveat(
            CaveatKind.ORDER_UNKNOWN,
            f"The order of {overlapping} of {len(ranked)} forces cannot be told: what their figures allow overlaps.",
        )
    labels = sorted({label for figure in figures for label in figure.periods})
    if len(labels) > 1:
        yield Caveat(
            CaveatKind.PERIODS_DIFFER, f"The figures are of {len(labels)} different periods: {', '.join(labels)}."
        )
    if undated := sum(figure.undated for figure in figures):
        of = "" if isinstance(subject, Measure) else "an input of "
        yield Caveat(CaveatKind.NO_PERIOD, f"The statements name no period for {of}{undated} of the figures.")
    rounds = sorted({figure.round for figure in figures})
    if len(rounds) > 1:
        yield Caveat(
            CaveatKind.ROUNDS_DIFFER, f"The statements are of {len(rounds)} different rounds: {', '.join(rounds)}."
        )
    targets = [f.force for f in figures if isinstance(f.of, Indicator) and _uses_target(f.of)]
    if targets:
        yield Caveat(
            CaveatKind.TARGETS_USED, f"A target stands for a strength that is not stated for {', '.join(targets)}."
        )
    if converted := [figure.force for figure in figures if figure.converted]:
        yield Caveat(CaveatKind.CONVERTED, f"Converted from another unit for {', '.join(converted)}.")
    if missing:
        yield Caveat(
            CaveatKind.FORCES_MISSING,
            f"{len(missing)} of {len(missing) + len(figures)} forces are missing: ranks are among the others only.",
        )


def _uses_target(indicator: Indicator[Figure]) -> bool:
    return any(warning.caution is Caution.TARGET_AS_STRENGTH for warning in indicator.warnings)


_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"
