"""Figures for readers: "£223.2m", "over 1.1 million", "2,242", "down 6.1%"."""

from datetime import date
from decimal import Decimal

from app.vocabulary.bounds import Bounds
from app.vocabulary.measures import Kind
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit

MILLION = Decimal(10**6)
BILLION = Decimal(10**9)
PLACES = 3
"""A number of a million or more is written with a scale word if that needs no more decimal places than these."""
_PENCE = 2

_HEDGES = {
    Qualifier.ABOUT: "about ",
    Qualifier.ALMOST: "almost ",
    Qualifier.OVER: "over ",
    Qualifier.UNDER: "under ",
    Qualifier.UP_TO: "up to ",
}
_FORMS = {unit: f"{{}} {unit.in_words}" for unit in Unit} | {
    Unit.PEOPLE: "{}",
    Unit.COUNT: "{}",
    Unit.PERCENT: "{}%",
    Unit.RATIO: "1:{}",
    Unit.PER_DAY: "{} a day",
    Unit.PER_1000_PEOPLE: "{} per 1,000 people",
    Unit.PER_100000_PEOPLE: "{} per 100,000 people",
    Unit.SQUARE_KM: "{} km²",
    Unit.KM: "{} km",
    Unit.SCORE: "{}",
}
"""How numbers are written with their units."""
_FORMS_OF_ONE = _FORMS | {
    unit: form.removesuffix("s") for unit, form in _FORMS.items() if form == f"{{}} {unit.in_words}"
}


def display(value: Decimal, value_max: Decimal | None, unit: Unit, qualifier: Qualifier, kind: Kind) -> str:
    """Return a figure for readers, with hedge and unit. The number is never rounded."""
    said = with_unit(abs(value), unit)
    if value_max is not None:
        said = " to ".join(with_unit(end, unit) for end in sorted((abs(value), abs(value_max))))
    said = _HEDGES.get(qualifier, "") + said
    if kind is Kind.CHANGE and value:
        return f"{'down' if value < 0 else 'up'} {said}"
    return said


def with_unit(size: Decimal, unit: Unit) -> str:
    """Return a non-negative number with its unit: "£223.2m", "979 square miles", "5th"."""
    if unit is Unit.GBP:
        if size >= MILLION or size == int(size):
            return f"£{scaled(size, 'm', 'bn')}"
        return f"£{size:,.{max(_PENCE, _places(size))}f}"
    if unit is Unit.RANK:
        return ordinal(int(size))
    return (_FORMS_OF_ONE if size == 1 else _FORMS)[unit].format(scaled(size, " million", " billion"))


def interval(low: str | None, high: str | None) -> str:
    """Return an interval in words: "between 300 and 320"; an end is ``None`` where it is open."""
    if low is None or high is None:
        return "not known" if low == high else f"at most {high}" if low is None else f"at least {low}"
    return low if low == high else f"between {low} and {high}"


def display_bounds(bounds: Bounds, unit: Unit, kind: Kind | None = None) -> str:
    """Return what lies within bounds as a reader writes it: "between £223.15m and £223.25m".

    Of a change, by its ``kind``, which way it goes is told once: "down between 4.05% and 4.15%".
    """
    if kind is Kind.CHANGE and bounds.high is not None and bounds.high <= 0:
        return f"down {display_bounds(Bounds(-bounds.high, None if bounds.low is None else -bounds.low), unit)}"
    if kind is Kind.CHANGE and bounds.low is not None and bounds.low >= 0:
        return f"up {display_bounds(bounds, unit)}"
    return interval(*(None if end is None else _signed(end, unit) for end in (bounds.low, bounds.high)))


def _signed(number: Decimal, unit: Unit) -> str:
    return f"{'-' if number < 0 else ''}{with_unit(abs(number), unit)}"


def scaled(size: Decimal, million: str, billion: str) -> str:
    """Return a number in digits, or in millions or billions if that takes few decimal places."""
    for scale, word in ((BILLION, billion), (MILLION, million)) if size >= MILLION else ():
        if size >= scale and _places(size / scale) <= PLACES:
            return f"{(size / scale).normalize():f}{word}"
    return f"{size.normalize():,f}"


def _places(number: Decimal) -> int:
    """Return how many decimal places a number needs."""
    return len(f"{number.normalize():f}".partition(".")[2])


def ordinal(number: int) -> str:
    """Return a rank in words: "4th"."""
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def day(of: date) -> str:
    """Return a day as people here write it: "1 April 2023"."""
    return f"{of.day} {of:%B} {of.year}"
