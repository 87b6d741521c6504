"""The beginning of a number in digits: groups set apart by one and the same mark, decimal places, fractions."""

import re
from decimal import Decimal

from app.extract.numbers.fractions import scale_follows
from app.extract.numbers.number import MAX_DIGITS, to_three_digits
from app.extract.numbers.sums import Sum
from app.extract.numbers.words import VULGAR_SIGN
from app.vocabulary.number_words import VULGAR

TAKEN = "\x00"
"""Replaces each character of a date or a name."""

_ONE_MARK = r"\d{1,3}(?P<mark>[,\s'’])\d{3}(?:(?P=mark)\d{3})*"
_POINTS = r"\d{1,3}(?:\.\d{3}){2,}"
_BROKEN = r"\d{1,3}(?:,\d{3})*,\s\d{3}"
_PLAIN = re.compile(rf"(?P<whole>\d+|{_ONE_MARK}|{_POINTS}|{_BROKEN})?(?:[.·](?P<places>\d+))?")
_SLASHED = re.compile(r"(?:(?P<whole>\d+)\s)?(?P<above>\d{1,2})[/⁄](?P<below>[1-9]\d?)")
_NOT_DIGITS = re.compile(r"\D+")
# A currency that is not read, a letter that is no unit's, a year cut short, or what a date or a name left over.
_UNCLEAR_BEFORE = re.compile(rf"(?:[$€¥]\s?|[^\W\d_](?<!\b[Cc])(?<!\bGBP)|(?<!\w)['’]|{TAKEN}[.,'’/–-])$")
_EXPONENT = re.compile(r"[⁰¹²³⁴-⁹⁺⁻]|\^")
_VULGAR_AFTER = re.compile(rf"\s?({VULGAR_SIGN})")
_OF_CUT_YEAR = 2


def begun_in_digits(text: str, start: int, end: int) -> tuple[Sum | None, int]:
    """Return the sum that digits begin with, and where it ends; ``None`` if they are not understood."""
    digits = text[start:end]
    begun = _sum_of(text, digits, end) if _is_clear(text, digits, start, end) else None
    if (vulgar := _VULGAR_AFTER.match(text, end)) is None:
        return begun, end
    return None if begun is None else begun.with_part(to_three_digits(VULGAR[vulgar[1]])), vulgar.end()


def _is_clear(text: str, digits: str, start: int, end: int) -> bool:
    """Return whether nothing right beside the digits may belong to the number: a letter, an exponent."""
    if digits == "10" and _EXPONENT.match(text, end):
        return False
    unclear = _UNCLEAR_BEFORE.search(text, max(0, start - 4), start)
    return unclear is None or (unclear[0] in {"'", "’"} and len(digits) != _OF_CUT_YEAR)


def _sum_of(text: str, digits: str, end: int) -> Sum | None:
    if (plain := _PLAIN.fullmatch(digits)) is not None:
        whole, places = _NOT_DIGITS.sub("", plain["whole"] or "0"), plain["places"] or ""
        if len(whole + places) > MAX_DIGITS or (len(whole) > 1 and Decimal(whole[0]) == 0):  # of a telephone
            return None
        begun = _whole(whole)
        return begun.decimal(places) if places else begun
    slashed = _SLASHED.fullmatch(digits)
    if slashed is None or int(slashed["above"]) >= int(slashed["below"]):
        return None
    if slashed["whole"] is None and not scale_follows(text, end):
        return None  # as well a date
    part = to_three_digits(Decimal(slashed["above"]) / Decimal(slashed["below"]))
    return _whole(slashed["whole"] or "0").with_part(part)


def _whole(digits: str) -> Sum:
    return Sum(group=Decimal(digits), room=0, coarse=True)
