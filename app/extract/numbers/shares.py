"""Shares: so many in so many, such as "20 in every 100" or "one in five"."""

import re
from decimal import Decimal

from app.extract.numbers.number import HUNDRED, MAX_PLACES, ONE, TEN, Form, Number, to_three_digits, without_value
from app.extract.numbers.whole import number_at
from app.vocabulary.lists import words_of
from app.vocabulary.number_words import any_of

_IN = re.compile(r"[\s-](?P<in>in|per|out[\s-]of)[\s-](?P<every>(?:every|each)[\s-])?", re.IGNORECASE)
_OR = re.compile(r"\s(?:or|to)\s(?!an?\s)|\s?[-–]\s?", re.IGNORECASE)
_TIME = any_of(words_of("numbers", "time"))
_NO_WHOLE = re.compile(rf"\s?%|\sper\s?cent\b|[\s-](?:{_TIME})\b", re.IGNORECASE)
_WHOLE_AFTER = re.compile(rf"\s(?:\w+\s)?(?:{any_of(words_of('numbers', 'whole'))})\b", re.IGNORECASE)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_RATES = frozenset({Decimal(1000), Decimal(100_000)})
_COUNTS = frozenset({Form.DIGITS, Form.WORDS})


def share_or_number(text: str, begins: re.Match[str]) -> Number:
    """Return the number that begins at a match, or the share that it begins: "20 in every 100"."""
    parts = number_at(text, begins)
    joint = _IN.match(text, parts.end) if parts.form in _COUNTS else None
    second = None if joint is None else begins.re.match(text, joint.end())
    if joint is None or second is None:
        return parts
    whole = number_at(text, second)
    if joint["in"].casefold() == "per":
        if whole.value in _OF_RATES:
            return parts  # a rate, whose unit follows
        if whole.value != HUNDRED and not _NO_WHOLE.match(text, whole.end):
            return without_value(Form.FRACTION, parts.start, whole.end)  # a rate of which there is no unit
    if not _is_share(text, parts, whole, joint):
        return parts
    if (another := _another_whole(text, whole.end, begins.re)) is not None:
        return without_value(Form.FRACTION, parts.start, another.end)
    share = _share(parts.value, whole.value)
    return Number(share, _resolution_of(share), 0, Form.FRACTION, parts.start, whole.end)


def _another_whole(text: str, end: int, begins: re.Pattern[str]) -> Number | None:
    """Return what follows "or": "one in four or five" says no share, but "one in five to one in four" two of them."""
    other = _OR.match(text, end)
    third = None if other is None else begins.match(text, other.end())
    if third is None or _NO_WHOLE.match(text, third.end()) or _IN.match(text, third.end()):
        return None
    return number_at(text, third)


def _is_share(text: str, parts: Number, whole: Number, joint: re.Match[str]) -> bool:
    """Return whether two numbers joined by "in" or "out of" are a share, not a count in so many places or years."""
    if whole.form not in _COUNTS or _NO_WHOLE.match(text, whole.end):
        return False
    if parts.value is None or whole.value is None:
        return joint["every"] is not None
    if joint["every"] or joint["in"].casefold().startswith("out"):
        return parts.value <= whole.value or not whole.value
    if _A_YEAR.fullmatch(text, whole.start, whole.end) or (whole.value and parts.value >= whole.value):
        return False
    small = parts.value < TEN and whole.value < HUNDRED
    round_ = whole.value >= HUNDRED and whole.value.normalize().as_tuple().digits == (1,)
    return small or round_ or _WHOLE_AFTER.match(text, whole.end) is not None


def _share(parts: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return a share in percent, to three digits."""
    if parts is None or not whole:
        return None
    share = to_three_digits(100 * parts / whole)
    return share if not share or share.adjusted() > -MAX_PLACES else None


def _resolution_of(share: Decimal | None) -> Decimal:
    return ONE if not share else min(ONE, ONE.scaleb(share.adjusted() - 1))
