"""A number and the next one, and the text between and around them."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from app.extract.numbers import Number
from app.extract.quantities.quantity import Quantity
from app.extract.quantities.units import POUNDS, POUNDS_BEFORE, unit_of
from app.vocabulary.hedges import hedge_before
from app.vocabulary.lists import words_of
from app.vocabulary.number_words import SCALE_SIGNS, SCALE_WORDS, any_of
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit

_EXTENTS = frozenset({Unit.SQUARE_MILES, Unit.SQUARE_KM, Unit.MILES, Unit.KM})
_SPREAD = rf"\b(?:{any_of((*words_of('units', 'across'), *SCALE_WORDS))})"
_ACROSS = re.compile(rf"(?:{_SPREAD}|\d\s?(?:{any_of(SCALE_SIGNS)})|\d,\d{{3}})\sover\s$", re.IGNORECASE)
_BEFORE = 20  # how many characters before a number are looked at for a word such as "between"


def joining(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return the pattern of what stands between two numbers, of which the second may be in pounds."""
    return re.compile(rf"(?:{pattern})(?:{POUNDS})?", flags)


class Pair:
    """A number and the next one, if any."""

    def __init__(self, text: str, numbers: Sequence[Number], position: int, reached: int = 0) -> None:
        """Look at the number at a position; what is before character ``reached`` belongs to another."""
        self.text, self.numbers, self.position, self.reached = text, numbers, position, reached
        self.number = numbers[position]
        self.following = numbers[position + 1] if position + 1 < len(numbers) else None
        pounds = POUNDS_BEFORE.search(text, max(reached, self.number.start - 4), self.number.start)
        self.money = pounds is not None
        self.start = pounds.start() if pounds else self.number.start
        self.unit, self.end = unit_of(text, self.number, money=self.money)

    def joint(self, pattern: re.Pattern[str]) -> bool:
        """Return whether a pattern matches all of the text between the two numbers."""
        return self.following is not None and pattern.fullmatch(self.text, self.end, self.following.start) is not None

    def after(self, pattern: re.Pattern[str], start: int) -> int | None:
        """Return the beginning of a word that ends before character ``start``, or ``None`` if it is not there."""
        found = pattern.search(self.text, max(0, start - _BEFORE), start)
        return None if found is None else found.start(found.lastindex or 0)

    @cached_property
    def hedge(self) -> tuple[Qualifier, int] | None:
        """The hedge before the number, and its beginning."""
        before = hedge_before(self.text, self.start)
        if before is None or before[1] < self.reached:
            return None
        across = self.unit in _EXTENTS and _ACROSS.search(self.text, max(0, before[1] - 24), self.start)
        return None if across else before

    def next(self, reached: int = 0) -> "Pair":
        """Return the pair that begins with the next number."""
        return Pair(self.text, self.numbers, self.position + 1, reached)

    def unit_of_following(self, number: Number) -> tuple[Unit | None, int]:
        """Return the unit of a later number, which a currency sign before the first also holds for, and its end."""
        return unit_of(self.text, number, money=self.money)

    def quantity(self, value: Decimal | None, unit: Unit | None, start: int, end: int) -> Quantity:
        """Return an exact quantity at these characters."""
        return Quantity(value, None, self.number.resolution, unit, Qualifier.EXACT, start, end)
