"""Bounds: the interval of values that the words of a figure allow, and exact arithmetic on such intervals.

A number without a hedge is exact if it counts whole things to the last one. Any other is rounded: to its last stated
digit or, for a whole number that ends in zeros, to its last digit that is not 0. Hedges open or widen the interval,
and a share stays between 0 and 100.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Self

from app.vocabulary.measures import Kind
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit

PLACES = Decimal("0.000001")
"""The unit of the last decimal place of figures: derived and converted ones are rounded to it."""
ZERO = Decimal(0)
HUNDRED = Decimal(100)
ROUND_FROM = Decimal(1000)
"""From here on, a whole number that ends in two or more zeros is considered rounded."""
WIDEST = Decimal("0.1")
"""The largest part of a number that its zeros or a hedge may leave open, in either direction."""

# Quotients are rounded outwards, so that an interval never claims more than its inputs allow.
_DOWN = Context(prec=28, rounding=ROUND_FLOOR)
_UP = Context(prec=28, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A closed interval; a side that is ``None`` is unbounded."""

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"bounds are upside down: {self.low} > {self.high}")

    def __contains__(self, value: Decimal) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def __mul__(self, other: Self) -> "Bounds":
        """Return the product of two intervals of non-negative quantities."""
        _non_negative(self, other)
        low = ZERO if self.low is None or other.low is None else _DOWN.multiply(self.low, other.low)
        if self.high is None or other.high is None:
            return Bounds(low, ZERO if ZERO in (self.high, other.high) else None)
        return Bounds(low, _UP.multiply(self.high, other.high))

    def __truediv__(self, other: Self) -> "Bounds":
        """Return the quotient of two intervals of non-negative quantities; dividing by what may be 0 is unbounded."""
        _non_negative(self, other)
        low = ZERO if self.low is None or not other.high else _DOWN.divide(self.low, other.high)
        return Bounds(low, None if self.high is None or not other.low else _UP.divide(self.high, other.low))

    def __sub__(self, other: Self) -> "Bounds":
        """Return the difference of two intervals."""
        return Bounds(
            None if self.low is None or other.high is None else _DOWN.subtract(self.low, other.high) + 0,  # no "-0"
            None if self.high is None or other.low is None else _UP.subtract(self.high, other.low) + 0,
        )

    def scaled(self, factor: Decimal) -> "Bounds":
        """Return the interval times a positive constant."""
        return Bounds(
            None if self.low is None else _DOWN.multiply(self.low, factor),
            None if self.high is None else _UP.multiply(self.high, factor),
        )

    def rounded_outwards(self, places: Decimal) -> "Bounds":
        """Return the interval with both ends moved outwards to a multiple of ``places`` (such as 0.000001)."""
        return Bounds(
            None if self.low is None else self.low.quantize(places, ROUND_FLOOR),
            None if self.high is None else self.high.quantize(places, ROUND_CEILING),
        )


def _non_negative(*intervals: Bounds) -> None:
    if any(interval.low is None or interval.low < 0 for interval in intervals):
        raise ValueError("interval arithmetic is defined for quantities that cannot be negative")


def unhedged(value: Decimal, resolution: Decimal, unit: Unit | None) -> Qualifier:
    """Return how exact a number without a hedge is: `exact` or `rounded`.

    ``resolution`` is the unit of its last stated digit; a number without a unit counts whole things.
    """
    counted = unit is None or unit.counted
    return Qualifier.EXACT if counted and resolution == 1 and not _ends_in_zeros(value) else Qualifier.ROUNDED


def _ends_in_zeros(value: Decimal) -> bool:
    return abs(value) >= ROUND_FROM and value % HUNDRED == 0


def stated_bounds(
    value: Decimal,
    *,
    value_max: Decimal | None,
    qualifier: Qualifier,
    resolution: Decimal,
    kind: Kind,
) -> Bounds:
    """Return the values that the words of a figure allow.

    ``resolution`` is the unit of the last stated digit (100,000 for "1.1 million", 1 for "2,242"). A negative value is
    a fall, and its hedge refers to the size of the fall: "down by over 25%" allows -25 and below.
    """
    size, size_max = abs(value), None if value_max is None else abs(value_max)
    bounds = _bounds_of_size(size, size_max, qualifier, resolution)
    if value < 0:
        bounds = Bounds(None if bounds.high is None else -bounds.high, None if bounds.low is None else -bounds.low)
    if kind is Kind.SHARE:
        return Bounds(bounds.low, HUNDRED if bounds.high is None else min(bounds.high, HUNDRED))
    return bounds


def _bounds_of_size(size: Decimal, size_max: Decimal | None, qualifier: Qualifier, resolution: Decimal) -> Bounds:
    match qualifier:
        case Qualifier.OVER:
            return Bounds(size, None)
        case Qualifier.UNDER | Qualifier.UP_TO:
            return Bounds(ZERO, size)
        case Qualifier.RANGE:
            other = size if size_max is None else size_max
            return Bounds(min(size, other), max(size, other))  # of a fall, the greater size comes first
    margin = _margin(size, qualifier, resolution)
    return Bounds(max(size - margin, ZERO), size if qualifier is Qualifier.ALMOST else size + margin)


def _margin(size: Decimal, qualifier: Qualifier, resolution: Decimal) -> Decimal:
    """Return how far the real number may be from the stated one."""
    if qualifier is Qualifier.EXACT:
        return ZERO
    if qualifier is Qualifier.ROUNDED and not (resolution == 1 and _ends_in_zeros(size)):
        return resolution / 2
    return _left_open(size)


def _left_open(size: Decimal) -> Decimal:
    """Return half a unit of the last digit that is not 0, but never more than a tenth of the number."""
    exponent = size.normalize().as_tuple().exponent
    unit = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and size else ZERO
    return min(unit / 2, size * WIDEST)
