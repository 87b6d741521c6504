"""What a number is, and the arithmetic of numbers as they are written."""

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from functools import cache

ZERO, ONE, TEN, HUNDRED = Decimal(0), Decimal(1), Decimal(10), Decimal(100)
MAX_DIGITS = 15
"""Longer runs of digits are not figures: every JSON parser keeps 15 digits exactly."""
LIMIT = Decimal(10**12)
"""Greater numbers are not figures either: no budget is a thousand billion, and the database can hold this much."""
MAX_PLACES = 5
"""Nor are numbers with more decimal places: half a unit of the last one must be exact in the database."""

_THREE_DIGITS = Context(prec=3)


class Form(StrEnum):
    """How a number is written."""

    DIGITS = "digits"
    WORDS = "words"
    FRACTION = "fraction"  # "half", "a quarter", "one in five": a share, as percent
    ORDINAL = "ordinal"  # "fifth busiest", "12th": a rank


@dataclass(frozen=True, slots=True)
class Number:
    """A number and its characters in the sentence, with the footnote mark that stands at it.

    ``resolution`` is the unit of its last stated digit and ``power`` the power of ten its scale word stands for (6 for
    "million"); ``value`` is ``None`` where it makes no figure: it is not understood, too long, or vague ("dozens").
    """

    value: Decimal | None
    resolution: Decimal
    power: int
    form: Form
    start: int
    end: int


def without_value(form: Form, start: int, end: int) -> Number:
    """Return a number that makes no figure."""
    return Number(None, ONE, 0, form, start, end)


def scaled(number: Decimal, power: int) -> Decimal:
    """Return a number times ten to ``power``, with plain digits instead of an exponent."""
    return Decimal(f"{number.scaleb(power):f}")


@cache
def unit_at(power: int) -> Decimal:
    """Return ten to ``power``: the unit of a digit there."""
    return scaled(ONE, power)


def to_three_digits(number: Decimal) -> Decimal:
    """Return a number rounded to three digits: a third is 0.333."""
    return Decimal(f"{_THREE_DIGITS.plus(number).normalize():f}")
