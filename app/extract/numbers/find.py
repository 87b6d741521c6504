"""The numbers of a sentence in order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.extract.numbers.begins import BEGINS, BEGINS_IN_DIGITS
from app.extract.numbers.digits import TAKEN
from app.extract.numbers.number import ONE, Form, Number
from app.extract.numbers.shares import share_or_number
from app.extract.numbers.sums import BELOW_A_THOUSAND, THOUSAND
from app.extract.numbers.words import may_have_words

_SEPARATORS = frozenset(" .,·'’⁄/")


def find_numbers(text: str, taken: Iterable[tuple[int, int]] = ()) -> Iterator[Number]:
    """Yield the numbers of ``text`` in order, never overlapping. No input raises.

    ``taken`` are the characters of dates and names, which no number is read from or goes on into.
    """
    for start, end in taken:
        text = f"{text[:start]}{TAKEN * (end - start)}{text[end:]}"
    begins = BEGINS if may_have_words(text) else BEGINS_IN_DIGITS
    position, last = 0, None
    while (match := begins.search(text, position)) is not None:
        number = share_or_number(text, match)
        if last is not None and _goes_on(last, text[position : number.start], number):
            number = replace(number, value=None)
        position, last = number.end, number
        yield number


def _goes_on(last: Number, gap: str, number: Number) -> bool:
    """Return whether a number may be the end of the one before: not understood, or "1 million and one"."""
    if last.value is None:
        return gap in _SEPARATORS
    if last.form is not Form.DIGITS or not last.power or last.resolution != ONE.scaleb(last.power) or number.power:
        return False
    if number.form is Form.WORDS:
        return gap == " and "
    small = number.value is not None and number.value < BELOW_A_THOUSAND
    return small and last.power == THOUSAND and gap in {", ", " and "}
