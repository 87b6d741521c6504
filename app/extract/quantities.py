"""Stage 4: the quantities of a sentence: its numbers with unit, hedge and period, but not yet what they count."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from app.extract.names import find_names
from app.extract.numbers import LIMIT, ONE, TEN, ZERO, Form, Number, end_of_mark, find_numbers
from app.extract.periods import PeriodMention, find_periods
from app.statements.text import Sentence
from app.vocabulary.bounds import stated_bounds, unhedged
from app.vocabulary.hedges import ROUGHLY_PATTERN, hedge_after, hedge_before
from app.vocabulary.measures import Kind
from app.vocabulary.number_words import SCALE_SIGNS, SCALE_WORDS, VULGAR, any_of
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as stated. Its characters are relative to the start of the sentence.

    ``unit`` is ``None`` for a bare number, whose unit depends on what it counts. ``start`` to ``end`` is the whole
    phrase: hedge, currency sign, number and unit. ``qualifier`` is `exact` if there is no hedge.
    """

    value: Decimal | None
    value_max: Decimal | None
    resolution: Decimal
    unit: Unit | None
    qualifier: Qualifier
    start: int
    end: int

    def qualifier_in(self, unit: Unit | None) -> Qualifier:
        """Return how exactly it is stated in a unit: by its hedge or, without one, by its digits."""
        if self.qualifier is Qualifier.EXACT and self.value is not None:
            return unhedged(self.value, self.resolution, unit)
        return self.qualifier


@dataclass(frozen=True, slots=True)
class Reading:
    """The quantities and periods of a sentence, and the characters of names that contain a number.

    ``area`` is that which a heading or the label of its line names, and ``told`` the characters of the label that do.
    ``lead`` is the period that leads the list of which it is an item.
    """

    sentence: Sentence
    quantities: tuple[Quantity, ...]
    periods: tuple[PeriodMention, ...]
    names: tuple[tuple[int, int], ...]
    area: str | None = None
    told: tuple[tuple[int, int], ...] = ()
    lead: Period | None = None


_END = r"(?![A-Za-z0-9])"  # a footnote mark may follow
_OF_OTHERS = (  # "per 1,000 households" is no rate of people
    r"(?!\s(?:[a-z]+\s)?(?:crimes|offences|incidents|calls|arrests|victims|officers|staff|households|homes|dwellings"
    r"|properties|vehicles|visitors|passengers|journeys|children|pupils|students|adults|women|men|births)\b)"
)


def _per_so_many_people(thousands: str) -> str:
    """Return the pattern of a rate: "63 per 1,000 people", "63 crimes per 1 000"."""
    per = rf"(?:\s(?:per|for\severy|for\seach)\s|/){thousands}[,\s]?000(?![.,]?\d){_OF_OTHERS}"
    return rf"{per}(?:\s(?:people|population|residents|inhabitants))?|(?=(?:\s[a-z]+){{1,4}}{per})"


# What may follow a number, from the most particular to the least.
_UNIT_AFTER = re.compile(
    "|".join(
        f"(?P<{unit}>{pattern})"
        for unit, pattern in (
            (
                Unit.PERCENTAGE_POINTS,
                rf"\s?(?:%(?:age)?|per\s?cent|percentage)[\s-]?(?:pts?|points?){_END}|\s(?:pts|points){_END}|\s?(?:ppts?|pp){_END}",
            ),
            (Unit.PERCENT, rf"\s?%(?:\spercent)?|[\s-]?per[\s-]?cent(?:age)?{_END}|\s?p\.c\.|\s?(?-i:pct?){_END}"),
            (Unit.SQUARE_MILES, rf"[\s-]?(?:square|sq\.?)[\s-](?:miles?|mi){_END}|\s?(?:miles|mi)²"),
            (
                Unit.SQUARE_KM,
                r"\s?(?:(?:square|sq\.?)[\s/-]?(?:kilometres?|kilometers?|kms?)|km2|km²|kms²|km\ssq)(?![A-Za-z0-9])",
            ),
            (Unit.PER_100000_PEOPLE, _per_so_many_people("100")),
            (Unit.PER_1000_PEOPLE, _per_so_many_people("1")),
            (Unit.PER_DAY, rf"\s(?:a|per|each|every)\sday{_END}|\sdaily{_END}"),
            (Unit.MILES, rf"[\s-]?miles?{_END}"),
            (Unit.KM, rf"[\s-]?(?:km|kms|kilometres?|kilometers?){_END}"),
            (Unit.MINUTES, rf"[\s-]minutes?{_END}"),
            (Unit.HOURS, rf"[\s-]hours?{_END}"),
        )
    ),
    re.IGNORECASE,
)
_DASH = r"[-‐-―−]"  # hyphens, dashes and minus signs
_POUNDS = r"(?:£|(?<![^\W\d_])GBP)\s?"
_POUNDS_BEFORE = re.compile(rf"{_POUNDS}$")
_POUNDS_AFTER = re.compile(r"\s?(?:pounds?|GBP)\b")
_HEDGED = rf"(?:(?:{ROUGHLY_PATTERN})\s)?"
_TO = re.compile(rf"(?:\s(?:to|or|through)\s|-to-)(?:{_POUNDS})?", re.IGNORECASE)
_FROM_DASH_TO = re.compile(rf"\s?{_DASH}\s?(?:{_POUNDS})?")
# Any sign may join two numbers, except those that separate or enclose them: "2 ,242", "2,,242", "10^3"; and so do
# the words and signs of sums: "2 times 1,340", "1,340 + 902".
_JOINED = re.compile(
    rf"(?:{_DASH}|\s?[x×~+]\s?|\s(?:times|plus|minus|less|point|(?:multiplied|divided)\sby)\s|_|\.{{2,}}|,{{2,}}|\s,\s?|\s\.\s?|-to-|\+?\s?/\s?|[^\w\s,.;!?&|/+±%£()\[\]{{}}\"'“”‘’•·*†‡§¶])(?:{_POUNDS})?"
)
_AND = re.compile(rf"\s(?:and|&)\s{_HEDGED}(?:{_POUNDS})?", re.IGNORECASE)
_UP_TO = re.compile(rf"\s(?:to\s{_HEDGED}|up\sto\s)(?:{_POUNDS})?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_BUT_UNDER = re.compile(
    rf",?\s(?:but|and|yet)\s(?:(?:fewer|less|not?\smore)\sthan|under|below|at\smost)\s(?:{_POUNDS})?", re.IGNORECASE
)
_BUT_OVER = re.compile(
    rf",?\s(?:but|and|yet)\s(?:(?:more|greater|not?\s(?:fewer|less))\sthan|over|above|at\sleast)\s(?:{_POUNDS})?",
    re.IGNORECASE,
)
_TOLERANCE = re.compile(
    rf"(?:\s?(?:±|\+\s?/\s?{_DASH})\s?|,?\s(?:plus\sor\sminus|give\sor\stake)\s)(?:{_POUNDS})?", re.IGNORECASE
)
_COMPARED = re.compile(r"\s(?:more|fewer|less|greater|higher|lower)\sthan\s$", re.IGNORECASE)
_VERB = re.compile(r"(?:\w+\s)?(?:exceed|passing|topping|approaching|nearing)", re.IGNORECASE)
_BY_BEFORE = re.compile(r"\bby\s$", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\bfrom\s$", re.IGNORECASE)
# "employs from 2,000 to 2,100" is no change.
_RANGES_FROM = re.compile(
    r"\b(?:employs?|has|have|is|are|of|serves?|anywhere|anything|somewhere|rang(?:es?|ing)|var(?:y|ies|ying))\s(from\s)$",
    re.IGNORECASE,
)
_THOUSAND = 1000
# "1.1m people over 980 square miles" and "spread over 980 square miles" say where, not how many at least.
_EXTENTS = frozenset({Unit.SQUARE_MILES, Unit.SQUARE_KM, Unit.MILES, Unit.KM})
_ACROSS = re.compile(
    rf"(?:\b(?:people|residents|inhabitants|population|citizens|households|homes|communities|officers|staff|spread(?:ing)?"
    r"|scattered|dispersed|distributed|sprawl(?:s|ing)?|stretch(?:es|ed|ing)?|extend(?:s|ed|ing)?|liv(?:e|es|ed|ing)"
    rf"|work(?:s|ing)?|operat(?:es?|ing)|deployed|{any_of(SCALE_WORDS)})"
    rf"|\d\s?(?:{any_of(SCALE_SIGNS)})|\d,\d{{3}})\sover\s$",
    re.IGNORECASE,
)


def read_sentence(sentence: Sentence) -> Reading:
    """Return what a sentence states. Every number in it is in a quantity, a period or a name."""
    text = sentence.text
    periods = tuple(find_periods(text))
    names = tuple(
        (start, end) for start, end in find_names(text) if not any(p.start < end and start < p.end for p in periods)
    )
    numbers = list(find_numbers(text, [*((period.start, period.end) for period in periods), *names]))
    quantities: list[Quantity] = []
    reached = 0
    position = 0
    while position < len(numbers):
        spot = _Spot(text, numbers[position : position + 2], reached)
        quantity, used = (
            _ratio(spot) or _said_twice(spot) or _joined(numbers, position, spot) or _pair(spot) or (_single(spot), 1)
        )
        quantities.append(quantity)
        reached = quantity.end
        position += used
        # A denominator ("per 1,000 people") and the 2 of "km2" belong to the unit that was read.
        while position < len(numbers) and numbers[position].end <= reached:
            position += 1
    return Reading(sentence, tuple(quantities), periods, names)


class _Spot:
    """A number of a sentence and the next one, and the text between and around them."""

    def __init__(self, text: str, numbers: list[Number], reached: int) -> None:
        """Look at the first of ``numbers``; what is before ``reached`` belongs to another."""
        self.text, self.reached = text, reached
        self.number = numbers[0]
        self.following = numbers[1] if len(numbers) > 1 else None
        pounds = _POUNDS_BEFORE.search(text, max(reached, self.number.start - 4), self.number.start)
        self.money = pounds is not None
        self.start = pounds.start() if pounds else self.number.start
        self.unit, self.end = _unit(text, self.number, money=self.money)

    def joint(self, pattern: re.Pattern[str]) -> bool:
        """Return whether a pattern matches all of the text between the two numbers."""
        return self.following is not None and pattern.fullmatch(self.text, self.end, self.following.start) is not None

    def after(self, pattern: re.Pattern[str], start: int) -> int | None:
        """Return the beginning of a word that ends before character ``start``, or ``None`` if it is not there."""
        found = pattern.search(self.text, max(0, start - 20), start)
        return None if found is None else found.start(found.lastindex or 0)

    def hedge(self) -> tuple[Qualifier, int] | None:
        """Return the hedge before the number, and its beginning."""
        before = hedge_before(self.text, self.start)
        if before is None or before[1] < self.reached:
            return None
        across = self.unit in _EXTENTS and _ACROSS.search(self.text, max(0, before[1] - 24), self.start)
        return None if across else before

    def quantity(  # noqa: PLR0913 - a quantity is its parts
        self,
        value: Decimal | None,
        end: int,
        *,
        start: int,
        unit: Unit | None = None,
        value_max: Decimal | None = None,
        resolution: Decimal | None = None,
        qualifier: Qualifier = Qualifier.EXACT,
    ) -> Quantity:
        """Return a quantity at this spot."""
        return Quantity(value, value_max, resolution or self.number.resolution, unit, qualifier, start, end)


def _single(spot: _Spot) -> Quantity:
    """Return the quantity of one number, with the hedge before or after it."""
    text, start, end, qualifier = spot.text, spot.start, spot.end, Qualifier.EXACT
    if spot.reached and _COMPARED.fullmatch(text, spot.reached, start):  # "100 fewer than 2,242" says no 2,242
        return spot.quantity(None, end, start=start, unit=spot.unit)
    if (before := spot.hedge()) is not None:
        qualifier = before[0]
        if not _VERB.match(text, before[1]):  # "exceeds 13,000" is said of something: the verb stays in the sentence
            start = before[1]
    if (after := hedge_after(text, spot.number.end) or hedge_after(text, end)) is not None:
        qualifier = after[0] if qualifier in {Qualifier.EXACT, Qualifier.ABOUT} else qualifier  # "some 2,000 plus"
        end = max(after[1], end)
    return spot.quantity(spot.number.value, end, start=start, unit=spot.unit, qualifier=qualifier)


def _joined(numbers: list[Number], position: int, spot: _Spot) -> tuple[Quantity, int] | None:
    """Return the range of two numbers with no more than a sign between them, or no value where they are none.

    Neither of them may be taken for a figure of its own: "300-200" is no 200, nor "2 x 1,340" 1,340.
    """
    last = position
    while last + 1 < len(numbers) and _Spot(spot.text, numbers[last : last + 2], 0).joint(_JOINED):
        last += 1
    if last == position:
        return None
    pair = _range(spot) if last == position + 1 else None
    if pair is not None:
        return pair, 2
    unit, end = _unit(spot.text, numbers[last], money=spot.money)
    return spot.quantity(None, end, start=spot.start, unit=unit), last + 1 - position


def _pair(spot: _Spot) -> tuple[Quantity, int] | None:
    """Return the quantity that two numbers state together."""
    if spot.following is None:
        return None
    quantity = _within_tolerance(spot) or _over_but_under(spot) or _range(spot)
    return None if quantity is None else (quantity, 2)


def _ratio(spot: _Spot) -> tuple[Quantity, int] | None:
    """Return a ratio to one: "1:410", "a ratio of 1 to 410", "a ratio of 410 to 1"."""
    first, second = spot.number, spot.following
    told = spot.joint(_TO) and spot.after(_RATIO_OF, spot.start) is not None
    if second is None or not (told or (spot.joint(_COLON) and first.value == 1)):
        return None
    other = second if first.value == 1 else first
    value = other.value if ONE in {first.value, second.value} else None
    ratio = spot.quantity(value, second.end, start=first.start, unit=Unit.RATIO, resolution=other.resolution)
    return ratio, 2


_FRACTION = re.compile(rf"\d+[/⁄]|[{''.join(VULGAR)}]")
_COLON = re.compile(r"\s?:\s?")
_RATIO_OF = re.compile(r"\bratio\s(?:of|is|was)\s$", re.IGNORECASE)


def _said_twice(spot: _Spot) -> tuple[Quantity, int] | None:
    """Return the number of "1.1m (1,134,200)" or "12 (twelve)" in its more exact form; no value where the two differ.

    Two numbers in digits that differ are two figures.
    """
    if spot.following is None or _AGAIN.match(spot.text, spot.end, spot.following.start) is None:
        return None
    first = _single(spot)
    second = _single(_Spot(spot.text, [spot.following], first.end))
    again = _AGAIN.fullmatch(spot.text, first.end, second.start)
    closed = None if again is None else _CLOSED[again.lastgroup].match(spot.text, second.end)
    if again is None or closed is None or len({first.unit, second.unit} - {None}) > 1:
        return None
    unit, end = first.unit or second.unit, closed.end()
    if unit is None:
        unit, end = _unit(spot.text, replace(spot.number, end=end), money=False)
    alike = spot.number.form is spot.following.form and spot.number.power == spot.following.power
    if first.value is None or second.value is None or (alike and first.value != second.value):
        return None
    coarse, exact = sorted((_Said(first, spot.number), _Said(second, spot.following)), key=_Said.width, reverse=True)
    if coarse.allows(exact):
        hedged = first.qualifier is not Qualifier.EXACT and first.value == second.value  # "some 12 (twelve)"
        return replace(first if hedged else exact.quantity, unit=unit, start=first.start, end=end), 2
    same_size = first.value / TEN < second.value < first.value * TEN
    return (spot.quantity(None, end, start=first.start, unit=unit), 2) if again["bracket"] and same_size else None


_AGAIN = re.compile(
    r"(?:\s?(?P<bracket>\()|\s(?P<dash>[–—-])\s|,\s(?=or|i))"
    r"(?:(?:or|i\.?e\.?|that\sis|in\sfull|exactly|precisely),?\s)?",
    re.IGNORECASE,
)
_CLOSED = {"bracket": re.compile(r"\)"), "dash": re.compile(r"\s[–—-](?=\s)"), None: re.compile(",?")}


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


def _within_tolerance(spot: _Spot) -> Quantity | None:
    """Return a number with a tolerance: "2,000 ± 50" is as exact as a number rounded to the nearest 100."""
    if spot.following is None or not spot.joint(_TOLERANCE):
        return None
    unit, end = _unit(spot.text, spot.following, money=spot.money)
    value, tolerance = spot.number.value, spot.following.value
    if value is not None and not spot.number.power:
        value = _scaled(value, spot.following.power)
    if value is None or tolerance is None or spot.unit not in {None, unit} or tolerance > value:
        return spot.quantity(None, end, start=spot.start, unit=unit)
    end += spot.text.startswith(",", spot.end) and spot.text.startswith(",", end)  # "2,000, give or take 50, officers"
    return spot.quantity(value, end, start=spot.start, unit=unit, resolution=2 * tolerance)


def _over_but_under(spot: _Spot) -> Quantity | None:
    """Return the range of "more than 2,000 but fewer than 2,100", in whichever order."""
    hedge = spot.hedge()
    if hedge is None or spot.following is None:
        return None
    if hedge[0] is Qualifier.OVER and spot.joint(_BUT_UNDER):
        return _ranging(spot, hedge[1], dash=False)
    if hedge[0] not in {Qualifier.UNDER, Qualifier.UP_TO} or not spot.joint(_BUT_OVER):
        return None
    unit, end = _unit(spot.text, spot.following, money=spot.money)
    low, high = spot.following.value, spot.number.value
    if low is None or high is None or low >= high or spot.unit not in {None, unit}:
        return spot.quantity(None, end, start=hedge[1], unit=unit)
    return spot.quantity(low, end, start=hedge[1], unit=unit, value_max=high, qualifier=Qualifier.RANGE)


def _range(spot: _Spot) -> Quantity | None:
    """Return the range that begins at a number: "5 to 6", "£5.5 - £6m", "between 6 and 8"."""
    following = spot.following
    if following is None or not _may_range(spot.text, spot.unit, spot.number, following):
        return None
    hedge = spot.hedge()  # "between some 2,000 and 2,100"
    begins = spot.start if hedge is None else hedge[1]
    between = spot.after(_BETWEEN, begins)
    between = spot.after(_RANGES_FROM, begins) if between is None else between
    dash, to = spot.joint(_FROM_DASH_TO), spot.joint(_TO) or (between is not None and spot.joint(_UP_TO))
    if not (dash or to or (between is not None and spot.joint(_AND))):
        return None
    if between is None and spot.after(_FROM_BEFORE, spot.start) is not None:  # "from 6 to 8" is a change
        return None
    measured = spot.unit is not None or _unit(spot.text, following, money=False)[0] is not None
    if to and spot.after(_BY_BEFORE, begins) is not None:
        return None  # and "fell by 24 to 1,031" a change to a level
    return _ranging(spot, spot.start if between is None else between, dash=dash)


def _may_range(text: str, unit: Unit | None, low: Number, high: Number) -> bool:
    """Return whether two numbers can be a range: they are not ranks, and fractions only go with percentages."""
    forms = {low.form, high.form}
    if Form.FRACTION in forms:
        return unit is Unit.PERCENT and _unit(text, high, money=False)[0] is Unit.PERCENT
    return Form.ORDINAL not in forms


def _ranging(spot: _Spot, start: int, *, dash: bool) -> Quantity | None:
    """Return the range of two numbers, without a value if its lower end is unclear; ``None`` if it is not a range."""
    if spot.following is None:
        return None
    unit, end = _unit(spot.text, spot.following, money=spot.money)
    low, high = spot.number.value, spot.following.value
    if low is None or high is None or spot.unit not in {None, unit}:
        return None
    if dash and _FRACTION.match(spot.text, spot.following.start):  # "1-3/4 million"
        return spot.quantity(None, end, start=start, unit=unit)
    if (
        spot.following.power and not spot.number.power and _scaled(low, spot.following.power) < high
    ):  # "£5.5 - £6m", "two to three hundred"
        low = _scaled(low, spot.following.power)
    elif 0 < low * _THOUSAND < high:  # "2-3,000"
        if not dash or high % _THOUSAND:
            return spot.quantity(None, end, start=start, unit=unit)
        low *= _THOUSAND
    if low >= high:
        return None
    return spot.quantity(low, end, start=start, unit=unit, value_max=high, qualifier=Qualifier.RANGE)


def _scaled(number: Decimal, power: int) -> Decimal:
    return Decimal(f"{number.scaleb(power):f}")


def _unit(text: str, number: Number, *, money: bool) -> tuple[Unit | None, int]:
    """Return the unit of a number, and where it ends including a footnote mark."""
    unit, end = _bare_unit(text, number, money=money)
    return unit, end_of_mark(text, end)


def _bare_unit(text: str, number: Number, *, money: bool) -> tuple[Unit | None, int]:
    if money:
        return Unit.GBP, number.end
    if number.form is Form.FRACTION:
        return Unit.PERCENT, number.end
    if number.form is Form.ORDINAL:
        return Unit.RANK, number.end
    after = number.end + text.startswith("+", number.end)  # "1,000+ square miles"
    if (match := _UNIT_AFTER.match(text, after)) and match.lastgroup:
        return Unit(match.lastgroup), match.end()
    if match := _POUNDS_AFTER.match(text, number.end):
        return Unit.GBP, match.end()
    return None, number.end
