"""Ranges: "5 to 6", "£5.5 - £6m", "between 6 and 8", "more than 2,000 but fewer than 2,100"."""

import re
from dataclasses import replace
from decimal import Decimal

from app.extract.numbers import Form, Number, scaled
from app.extract.quantities.pair import Pair, joining
from app.extract.quantities.quantity import Quantity
from app.extract.quantities.units import unit_of
from app.vocabulary.hedges import ROUGHLY_PATTERN
from app.vocabulary.lists import words_of
from app.vocabulary.number_words import VULGAR, any_of
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit

DASH = r"[-‐-―−]"  # hyphens, dashes and minus signs
TO = joining(r"\s(?:to|or|through)\s|-to-")
_FROM_DASH_TO = joining(rf"\s?{DASH}\s?", re.NOFLAG)
_HEDGED = rf"(?:(?:{ROUGHLY_PATTERN})\s)?"
_AND = joining(rf"\s(?:and|&)\s{_HEDGED}")
_UP_TO = joining(rf"\sto\s{_HEDGED}|\sup\sto\s")
_BUT_UNDER = joining(rf",?\s(?:but|and|yet)\s(?:{any_of(words_of('ranges', 'under'))})\s")
_BUT_OVER = joining(rf",?\s(?:but|and|yet)\s(?:{any_of(words_of('ranges', 'over'))})\s")
_RANGES = any_of(words_of("ranges", "before_from"))
_OPENING = re.compile(rf"\b(?:(?P<between>between)|(?:{_RANGES})\s(?P<from>from))\s$", re.IGNORECASE)
_BY_BEFORE = re.compile(r"\bby\s$", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\bfrom\s$", re.IGNORECASE)
_FRACTION = re.compile(rf"\d+[/⁄]|[{''.join(VULGAR)}]")
_THOUSAND = 1000


def range_of(pair: Pair) -> Quantity | None:
    """Return the range that begins at a number: "5 to 6", "£5.5 - £6m", "between 6 and 8"."""
    following = pair.following
    if following is None or not _may_range(pair, following):
        return None
    begins = pair.start if pair.hedge is None else pair.hedge[1]  # "between some 2,000 and 2,100"
    opening = pair.after(_OPENING, begins)
    dash, to = pair.joint(_FROM_DASH_TO), pair.joint(TO) or (opening is not None and pair.joint(_UP_TO))
    if not (dash or to or (opening is not None and pair.joint(_AND))):
        return None
    if opening is None and pair.after(_FROM_BEFORE, begins) is not None:  # "from 6 to 8" is a change
        return None
    share = Unit.PERCENT in {pair.unit, unit_of(pair.text, following, money=False)[0]}
    if to and not share and pair.after(_BY_BEFORE, begins) is not None:
        return None  # and "fell by 24 to 1,031" a change to a level
    return _ranging(pair, following, pair.start if opening is None else opening, dash=dash)


def over_but_under(pair: Pair) -> Quantity | None:
    """Return the range of "more than 2,000 but fewer than 2,100", in whichever order."""
    if pair.hedge is None or pair.following is None:
        return None
    qualifier, begins = pair.hedge
    if qualifier is Qualifier.OVER and pair.joint(_BUT_UNDER):
        return _ranging(pair, pair.following, begins, dash=False)
    if qualifier not in {Qualifier.UNDER, Qualifier.UP_TO} or not pair.joint(_BUT_OVER):
        return None
    unit, end = pair.unit_of_following(pair.following)
    low, high = pair.following.value, pair.number.value
    if low is None or high is None or low >= high or pair.unit not in {None, unit}:
        return pair.quantity(None, unit, begins, end)
    return _with_ends(pair.quantity(low, unit, begins, end), high)


def _may_range(pair: Pair, high: Number) -> bool:
    """Return whether two numbers can be a range: they are not ranks, and fractions only go with percentages."""
    forms = {pair.number.form, high.form}
    if Form.FRACTION in forms:
        return pair.unit is Unit.PERCENT and unit_of(pair.text, high, money=False)[0] is Unit.PERCENT
    return Form.ORDINAL not in forms


def _ranging(pair: Pair, following: Number, start: int, *, dash: bool) -> Quantity | None:
    """Return the range of two numbers, without a value if its lower end is unclear; ``None`` if it is not a range."""
    unit, end = pair.unit_of_following(following)
    low, high = pair.number.value, following.value
    if low is None or high is None or pair.unit not in {None, unit}:
        return None
    power = 0 if pair.number.power else following.power
    if dash and _FRACTION.match(pair.text, following.start):  # "1-3/4 million"
        return pair.quantity(None, unit, start, end)
    if power and scaled(low, power) < high:  # "£5.5 - £6m", "two to three hundred"
        low = scaled(low, power)
    elif 0 < low * _THOUSAND < high:  # "2-3,000"
        if not dash or high % _THOUSAND:
            return pair.quantity(None, unit, start, end)
        low *= _THOUSAND
    return _with_ends(pair.quantity(low, unit, start, end), high) if low < high else None


def _with_ends(low: Quantity, high: Decimal) -> Quantity:
    return replace(low, value_max=high, qualifier=Qualifier.RANGE)
