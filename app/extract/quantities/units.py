"""The unit of a number: a currency sign before it, or what follows it."""

import re

from app.extract.numbers import Form, Number, end_of_mark
from app.vocabulary.lists import words_of
from app.vocabulary.number_words import any_of
from app.vocabulary.units import Unit

POUNDS = r"(?:£|(?<![^\W\d_])GBP)\s?"
POUNDS_BEFORE = re.compile(rf"{POUNDS}$")
_POUNDS_AFTER = re.compile(r"\s?(?:pounds?|GBP)\b")

_END = r"(?![A-Za-z0-9])"  # a footnote mark may follow
_PERCENT = rf"\s?%(?:\spercent)?|[\s-]?per[\s-]?cent(?:age)?{_END}|\s?p\.c\.|\s?(?-i:pct?){_END}"
_PERCENT_BEFORE_POINTS = r"\s?(?:%(?:age)?|per\s?cent|percentage)[\s-]?"
_POINTS = rf"{_PERCENT_BEFORE_POINTS}(?:pts?|points?){_END}|\s(?:pts|points){_END}|\s?(?:ppts?|pp){_END}"
_SQUARE_MILES = rf"[\s-]?(?:square|sq\.?)[\s-](?:miles?|mi){_END}|\s?(?:miles|mi)²"
_KM = r"(?:km|kms|kilometres?|kilometers?)"
_SQUARE_KM = rf"\s?(?:(?:square|sq\.?)[\s/-]?{_KM}|km2|kms?²|km\ssq){_END}"
_OF_OTHERS = rf"(?!\s(?:[a-z]+\s)?(?:{any_of(words_of('units', 'of_others'))})\b)"


def _per_so_many_people(thousands: str) -> str:
    """Return the pattern of a rate: "63 per 1,000 people", "63 crimes per 1 000"."""
    per = rf"(?:\s(?:per|for\severy|for\seach)\s|/){thousands}[,\s]?000(?![.,]?\d){_OF_OTHERS}"
    return rf"{per}(?:\s(?:people|population|residents|inhabitants))?|(?=(?:\s[a-z]+){{1,4}}{per})"


# From the most particular to the least.
_AFTER = {
    Unit.PERCENTAGE_POINTS: _POINTS,
    Unit.PERCENT: _PERCENT,
    Unit.SQUARE_MILES: _SQUARE_MILES,
    Unit.SQUARE_KM: _SQUARE_KM,
    Unit.PER_100000_PEOPLE: _per_so_many_people("100"),
    Unit.PER_1000_PEOPLE: _per_so_many_people("1"),
    Unit.PER_DAY: rf"\s(?:a|per|each|every)\sday{_END}|\sdaily{_END}",
    Unit.MILES: rf"[\s-]?miles?{_END}",
    Unit.KM: rf"[\s-]?{_KM}{_END}",
    Unit.MINUTES: rf"[\s-]minutes?{_END}",
    Unit.HOURS: rf"[\s-]hours?{_END}",
}
_UNIT_AFTER = re.compile("|".join(f"(?P<{unit}>{pattern})" for unit, pattern in _AFTER.items()), re.IGNORECASE)
_OF_FORMS = {Form.FRACTION: Unit.PERCENT, Form.ORDINAL: Unit.RANK}


def unit_of(text: str, number: Number, *, money: bool) -> tuple[Unit | None, int]:
    """Return the unit of a number, and where it ends including a footnote mark."""
    unit, end = _bare_unit(text, number, money=money)
    return unit, end_of_mark(text, end)


def _bare_unit(text: str, number: Number, *, money: bool) -> tuple[Unit | None, int]:
    if money or number.form in _OF_FORMS:
        return Unit.GBP if money else _OF_FORMS[number.form], number.end
    after = number.end + text.startswith("+", number.end)  # "1,000+ square miles"
    if (match := _UNIT_AFTER.match(text, after)) and match.lastgroup:
        return Unit(match.lastgroup), match.end()
    if match := _POUNDS_AFTER.match(text, number.end):
        return Unit.GBP, match.end()
    return None, number.end
