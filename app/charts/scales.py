"""Scales: numbers to places on paper, with round numbers marked on the way and written as readers know them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count

from app.derived.indicators import IndicatorUnit
from app.vocabulary.display import MILLION, scaled, with_unit
from app.vocabulary.units import Unit

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
"""What is between two ticks, but for the power of ten."""
_DIGITS = 3
NOT_FROM_ZERO = "The scale does not begin at 0."
_THOUSAND = Decimal(1000)
_NEAR_ZERO = 2
"""A scale begins at 0 unless all its numbers are in the upper half of what it would then show."""
_LEAST_SPAN = Decimal("0.1")
"""How much of the greatest number a scale spans at least: less would magnify how a figure was rounded."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale between two ends of paper. It reaches from its first tick to its last."""

    ticks: tuple[Decimal, ...]
    start: float
    end: float

    @property
    def note(self) -> str:
        """What is to be said of it: that it does not begin at 0, or nothing."""
        return note_on(self.ticks)

    def __call__(self, number: Decimal) -> float:
        """Return the place of a number."""
        low, high = self.ticks[0], self.ticks[-1]
        return round(self.start + float((number - low) / (high - low)) * (self.end - self.start), 1)


def note_on(ticks: Sequence[Decimal]) -> str:
    """Return what is to be said of a scale with these ticks: that it does not begin at 0, or nothing."""
    return "" if ticks[0] <= 0 <= ticks[-1] else NOT_FROM_ZERO


def ticks(low: Decimal, high: Decimal, most: int) -> tuple[Decimal, ...]:
    """Return round numbers at even steps that reach from ``low`` or below to ``high`` or above.

    There are at least two of them, and at most one more than ``most``, which is 2 or more.
    """
    if low == high:
        low, high = (min(low, Decimal(0)), max(high, Decimal(0))) if low else (low, Decimal(1))
    for power in count((high - low).adjusted() - 1 - len(str(most))):
        for leading in STEPS:
            step = leading.scaleb(power)
            first = int((low / step).to_integral_value(ROUND_FLOOR))
            last = int((high / step).to_integral_value(ROUND_CEILING))
            if last - first <= most:
                return tuple(number * step for number in range(first, last + 1))
    raise AssertionError("steps grow until few are enough")


def reach(numbers: Iterable[Decimal], *, from_zero: bool = False) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that a scale should show, 0 with them where they are not far from it.

    Numbers that are near to each other are in the middle of what it shows.
    """
    found = [*numbers] or [Decimal(0)]
    low, high = min(found), max(found)
    if from_zero or low * _NEAR_ZERO <= high:
        low = min(low, Decimal(0))
    if from_zero or high * _NEAR_ZERO >= low:
        high = max(high, Decimal(0))
    lacking = max(abs(low), abs(high)) * _LEAST_SPAN - (high - low)
    return (low - lacking / 2, high + lacking / 2) if lacking > 0 else (low, high)


def written(number: Decimal, unit: Unit | IndicatorUnit) -> str:
    """Return a number as a tick or a legend has it, short: "£1.5bn", "60%", "2.5m"."""
    size, sign = abs(number), "-" if number < 0 else ""
    if _is_money(unit):
        return sign + with_unit(size, Unit.GBP)
    if unit is Unit.PERCENT:
        return sign + with_unit(size, Unit.PERCENT)
    return sign + scaled(size, "m", "bn")


def shortened(number: Decimal) -> Decimal:
    """Return a number in whole ones, or to three digits where it is a million or more, or less than a hundred."""
    places = _DIGITS - 1 - number.adjusted()
    return round(number, places if abs(number) >= MILLION else max(places, 0)) if number else number


def brief(number: Decimal, unit: Unit | IndicatorUnit) -> str:
    """Return a number in the room of a tile, shortened: "1.93m", "2.70" for 2.704, "£203"."""
    short = shortened(number)
    if short == number or abs(number) >= MILLION:
        return written(short, unit)
    before, after = ("£", "") if _is_money(unit) else ("", "%") if unit is Unit.PERCENT else ("", "")
    return f"{'-' if short < 0 else ''}{before}{abs(short):,f}{after}"


def briefest(number: Decimal, unit: Unit | IndicatorUnit) -> str:
    """Return a number where there is no room for it in brief, to two digits or in whole thousands: "645k", "2.7"."""
    size = MILLION if abs(number) >= MILLION else _THOUSAND if abs(number) >= _THOUSAND else Decimal(1)
    parts = number / size
    short = round(parts, max(1 - parts.adjusted(), 0)) if parts else parts
    return f"{written(short, unit)}k" if size == _THOUSAND else written(short * size, unit)


def _is_money(unit: Unit | IndicatorUnit) -> bool:
    return unit is Unit.GBP or (isinstance(unit, IndicatorUnit) and unit.is_money)
