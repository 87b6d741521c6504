"""Numbers said twice: "1.1m (1,134,200)", "12 (twelve)"."""

import re
from dataclasses import replace
from decimal import Decimal

from app.extract.numbers import LIMIT, TEN, ZERO, Form, Number
from app.extract.quantities.pair import Pair
from app.extract.quantities.quantity import Quantity
from app.extract.quantities.single import single
from app.extract.quantities.units import unit_of
from app.vocabulary.bounds import stated_bounds
from app.vocabulary.measures import Kind
from app.vocabulary.qualifiers import Qualifier

_SAYING = r"(?:(?:or|i\.?e\.?|that\sis|in\sfull|exactly|precisely),?\s)?"
_AGAIN = re.compile(rf"(?:\s?(?P<bracket>\()|\s(?P<dash>[–—-])\s|,\s(?=or|i)){_SAYING}", re.IGNORECASE)
_CLOSED = {"bracket": re.compile(r"\)"), "dash": re.compile(r"\s[–—-](?=\s)"), None: re.compile(",?")}


def said_twice(pair: Pair) -> Quantity | None:
    """Return a number that is said twice in its more exact form; no value where the two differ.

    Two numbers in digits that differ are two figures.
    """
    if pair.following is None or _AGAIN.match(pair.text, pair.end, pair.following.start) is None:
        return None
    first = single(pair)
    second = single(pair.next(first.end))
    again = _AGAIN.fullmatch(pair.text, first.end, second.start)
    closed = None if again is None else _CLOSED[again.lastgroup].match(pair.text, second.end)
    if again is None or closed is None or len({first.unit, second.unit} - {None}) > 1:
        return None
    unit, end = first.unit or second.unit, closed.end()
    if unit is None:
        unit, end = unit_of(pair.text, replace(pair.number, end=end), money=False)
    alike = pair.number.form is pair.following.form and pair.number.power == pair.following.power
    if first.value is None or second.value is None or (alike and first.value != second.value):
        return None
    coarse, exact = sorted((_Said(first, pair.number), _Said(second, pair.following)), key=_Said.width, reverse=True)
    if coarse.allows(exact):
        hedged = first.qualifier is not Qualifier.EXACT and first.value == second.value  # "some 12 (twelve)"
        return replace(first if hedged else exact.quantity, unit=unit, start=first.start, end=end)
    same_size = first.value / TEN < second.value < first.value * TEN
    return pair.quantity(None, unit, first.start, end) if again["bracket"] and same_size else None


class _Said:
    """One form of a number, and what it allows: a part in words ("a third") is true to a tenth of it."""

    def __init__(self, quantity: Quantity, number: Number) -> None:
        """Find the bounds of a quantity with a value."""
        self.quantity, self.value = quantity, quantity.value or ZERO
        qualifier, resolution = quantity.qualifier_in(quantity.unit), quantity.resolution
        bounds = stated_bounds(self.value, value_max=None, qualifier=qualifier, resolution=resolution, kind=Kind.COUNT)
        slack = self.value / TEN if number.form is Form.FRACTION else ZERO
        self.low = (bounds.low or ZERO) - slack
        self.high = LIMIT if bounds.high is None else bounds.high + slack

    def width(self) -> Decimal:
        """Return how far apart the least and the most are that it allows."""
        return self.high - self.low

    def allows(self, other: "_Said") -> bool:
        """Return whether another form may be of the same number."""
        return self.low <= other.value <= self.high
