"""Parts of a whole, of a scale or of a measure: "half", "¾ million", "a quarter of a mile"."""

import re
from decimal import Decimal

from app.extract.numbers.begins import MEASURE
from app.extract.numbers.marks import end_of_mark
from app.extract.numbers.number import LIMIT, ONE, Form, Number, scaled, to_three_digits, unit_at
from app.extract.numbers.words import BELOW, DOZEN, SCALE, SCALES, SIGN, folded
from app.vocabulary.number_words import SMALL

_SCALE_WORD = rf"(?:\sof\san?\s|[\s-]an?[\s-]|[\s-])(?P<word>{SCALE}s?)\b"
_PART_OF_A_SCALE = re.compile(rf"{_SCALE_WORD}|\s?(?P<sign>{SIGN})(?!\w)", re.IGNORECASE)
_PART_OF_A_MEASURE = re.compile(rf"(?:(?:\sof)?\san?)?(?={MEASURE})", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s-]")


def part_in_words(text: str, start: int, end: int) -> Number:
    """Return the number of a fraction in words: "half", "three quarters", "a quarter of a million"."""
    words = [folded(word) for word in _BETWEEN_WORDS.split(text[start:end])]
    above = SMALL.get(words[0], 1)  # "a", or nothing, is one
    return part_of_something(text, Decimal(above) / BELOW[words[-1]], start, end)


def part_of_something(text: str, part: Decimal, start: int, end: int) -> Number:
    """Return a part of a scale ("half a million") or of a measure ("half a per cent"), else of a whole, in percent."""
    if (of := _PART_OF_A_SCALE.match(text, end)) is not None:
        return _part_of_a_scale(part, folded(of["word"] or of["sign"]), start, of.end())
    if (measured := _PART_OF_A_MEASURE.match(text, end)) is not None:
        return Number(to_three_digits(part), unit_at(-1), 0, Form.WORDS, start, measured.end())
    return Number(to_three_digits(100 * part), ONE, 0, Form.FRACTION, start, end_of_mark(text, end))


def _part_of_a_scale(part: Decimal, scale: str, start: int, end: int) -> Number:
    if scale.startswith("dozen"):
        dozens = scaled((part * DOZEN).normalize(), 0)
        return Number(dozens, ONE, 0, Form.WORDS, start, end)
    power = SCALES[scale]
    value = scaled(to_three_digits(part), power)
    return Number(value if value < LIMIT else None, unit_at(power - 1), power, Form.WORDS, start, end)


def scale_follows(text: str, end: int) -> bool:
    """Return whether a scale follows, which a fraction is a part of: "1/2 million"."""
    return _PART_OF_A_SCALE.match(text, end) is not None
