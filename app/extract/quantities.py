"""Stage 4: numbers with their unit, hedge and period: what a sentence states, before anyone asks what it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.extract.hedges import hedge_after, hedge_before
from app.extract.names import find_names
from app.extract.numbers import Form, Number, find_numbers
from app.extract.periods import PeriodMention, find_periods, period_of
from app.statements.text import Sentence
from app.vocabulary.bounds import unhedged
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a sentence as it is stated; characters count from the start of the sentence.

    ``unit`` is ``None`` for a bare number, whose unit only the thing counted can tell. ``start`` to ``end`` is the
    whole phrase: hedge, currency sign, number and unit. ``qualifier`` is `exact` where there is no hedge.
    """

    value: Decimal | None
    value_max: Decimal | None
    resolution: Decimal
    unit: Unit | None
    qualifier: Qualifier
    period: Period | None
    start: int
    end: int

    def qualifier_in(self, unit: Unit | None) -> Qualifier:
        """Return how exactly it is stated: by its hedge, or without one by its digits, of what the unit counts."""
        if self.qualifier is Qualifier.EXACT and self.value is not None:
            return unhedged(self.value, self.resolution, unit)
        return self.qualifier


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence states: its quantities and periods, and the characters of names that hold a number."""

    sentence: Sentence
    quantities: tuple[Quantity, ...]
    periods: tuple[PeriodMention, ...]
    names: tuple[tuple[int, int], ...]


# What may follow a number, from the most particular to the least.
_UNIT_AFTER = re.compile(
    "|".join(
        f"(?P<{unit}>{pattern})"
        for unit, pattern in (
            (Unit.PERCENTAGE_POINTS, r"\s?(?:%|per\s?cent|percentage)\s?(?:pts?|points?)\b"),
            (Unit.PERCENT, r"\s?%(?:\spercent)?|\s?per\s?cent(?:age)?\b"),
            (Unit.SQUARE_MILES, r"[\s-]?(?:square|sq\.?)[\s-]miles?\b|\smiles²"),
            (
                Unit.SQUARE_KM,
                r"\s?(?:(?:square|sq\.?)[\s/-]?(?:kilometres?|kilometers?|kms?)|km2|km²|kms²|km\ssq)(?![A-Za-z0-9])",
            ),
            (
                Unit.PER_100000_PEOPLE,
                (
                    r"(?:\s(?:per|for\severy|for\seach)\s|/)100,?000(?![.,]?\d)(?:\s(?:people|population|residents"
                    r"|inhabitants))?"
                    r"|(?=(?:\s[a-z]+){1,4}\s(?:per|for\severy|for\seach)\s100,?000(?![.,]?\d))"
                ),
            ),
            (
                Unit.PER_1000_PEOPLE,
                (
                    r"(?:\s(?:per|for\severy|for\seach)\s|/)1,?000(?![.,]?\d)(?:\s(?:people|population|residents"
                    r"|inhabitants))?"
                    r"|(?=(?:\s[a-z]+){1,4}\s(?:per|for\severy|for\seach)\s1,?000(?![.,]?\d))"
                ),
            ),
            (Unit.PER_DAY, r"\s(?:a|per|each|every)\sday\b|\sdaily\b"),
            (Unit.MILES, r"[\s-]?miles?\b"),
            (Unit.KM, r"[\s-]?(?:km|kms|kilometres?|kilometers?)\b"),
            (Unit.MINUTES, r"[\s-]minutes?\b"),
            (Unit.HOURS, r"[\s-]hours?\b"),
        )
    ),
    re.IGNORECASE,
)
_POUNDS_BEFORE = re.compile(r"£\s?$")
_POUNDS_AFTER = re.compile(r"\spounds?\b")
_RANGE_JOINT = re.compile(r"\s?(?:[-–—]|to)\s?£?", re.IGNORECASE)
_BETWEEN_JOINT = re.compile(r"\s(?:and|to)\s£?", re.IGNORECASE)
_BETWEEN_BEFORE = re.compile(r"\bbetween\s£?$", re.IGNORECASE)
_VERB = re.compile(r"(?:\w+\s)?(?:exceed|passing|topping)", re.IGNORECASE)
_BY_BEFORE = re.compile(r"\bby\s$", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\bfrom\s£?$", re.IGNORECASE)


def read_sentence(sentence: Sentence) -> Reading:
    """Return what a sentence states. Every number in it is in a quantity, a period or a name."""
    text = sentence.text
    periods = tuple(find_periods(text))
    names = tuple(
        (start, end) for start, end in find_names(text) if not any(p.start < end and start < p.end for p in periods)
    )
    taken = sorted([(p.start, p.end) for p in periods] + list(names))
    numbers = list(_outside(find_numbers(text), taken))
    quantities: list[Quantity] = []
    reached = 0
    position = 0
    while position < len(numbers):
        quantity, used = _quantity(text, numbers, position, list(periods), reached)
        quantities.append(quantity)
        reached = quantity.end
        position += used
        # A denominator ("per 1,000 people") and the 2 of "km2" belong to the unit that was read.
        while position < len(numbers) and numbers[position].end <= reached:
            position += 1
    return Reading(sentence, tuple(quantities), periods, names)


def _outside(numbers: Iterator[Number], taken: list[tuple[int, int]]) -> Iterator[Number]:
    """Yield the numbers that are not inside one of the spans taken; both are in order."""
    position = 0
    for number in numbers:
        while position < len(taken) and taken[position][1] < number.end:
            position += 1
        if position == len(taken) or number.start < taken[position][0]:
            yield number


def _quantity(
    text: str, numbers: list[Number], position: int, periods: list[PeriodMention], reached: int
) -> tuple[Quantity, int]:
    """Return the quantity at one of the numbers of a sentence, and how many numbers it takes up."""
    number = numbers[position]
    if _is_ratio(text, numbers, position):
        ratio = numbers[position + 1]
        period = period_of(text, number.start, ratio.end, periods)
        return Quantity(
            ratio.value, None, ratio.resolution, Unit.RATIO, Qualifier.EXACT, period, number.start, ratio.end
        ), 2
    pounds = _POUNDS_BEFORE.search(text, max(reached, number.start - 2), number.start)
    start = pounds.start() if pounds else number.start
    unit, end = _unit(text, number, money=pounds is not None)

    last = _range_end(text, numbers, position, start)
    if last is not None:
        first_unit, (unit, end) = unit, _unit(text, last, money=pounds is not None)
        low, high = _range_values(number, last)
        if low is not None and high is not None and low < high and first_unit in {None, unit}:
            between = _BETWEEN_BEFORE.search(text[max(0, start - 10) : start])
            start -= len(between[0]) if between else 0
            period = period_of(text, start, end, periods)
            return Quantity(low, high, number.resolution, unit, Qualifier.RANGE, period, start, end), 2
        unit, end = _unit(text, number, money=pounds is not None)

    qualifier = Qualifier.EXACT
    if (before := hedge_before(text, start)) is not None and before[1] >= reached:
        qualifier = before[0]
        if not _VERB.match(text, before[1]):  # "exceeds 13,000" is said of something: the verb stays in the sentence
            start = before[1]
    elif (after := hedge_after(text, number.end)) is not None:
        qualifier, end = after[0], max(after[1], end)
    elif (after := hedge_after(text, end)) is not None:
        qualifier, end = after
    value = number.value
    return Quantity(
        value, None, number.resolution, unit, qualifier, period_of(text, start, end, periods), start, end
    ), 1


def _is_ratio(text: str, numbers: list[Number], position: int) -> bool:
    """Return whether a number begins a ratio to one: "1:410"."""
    number, following = numbers[position], numbers[position + 1 : position + 2]
    return number.value == 1 and bool(following) and text[number.end : following[0].start] == ":"


def _unit(text: str, number: Number, *, money: bool) -> tuple[Unit | None, int]:
    """Return the unit beside a number and where it ends."""
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


def _range_end(text: str, numbers: list[Number], position: int, start: int) -> Number | None:
    """Return the upper number of a range that begins at a number: "5 to 6", "£5.5 - £6m", "between 6 and 8"."""
    if position + 1 >= len(numbers):
        return None
    number, following = numbers[position], numbers[position + 1]
    if Form.ORDINAL in (number.form, following.form) or Form.FRACTION in (number.form, following.form):
        return None
    unit_end = _unit(text, number, money=False)[1]
    before = text[max(0, start - 10) : start]
    if _FROM_BEFORE.search(before):  # "from 6 to 8" is a change
        return None
    if _BY_BEFORE.search(before) and not (unit_end > number.end or _unit(text, following, money=False)[0]):
        return None  # and "fell by 24 to 1,031" a change to a level
    joint = _BETWEEN_JOINT if _BETWEEN_BEFORE.search(before) else _RANGE_JOINT
    return following if joint.fullmatch(text[unit_end : following.start]) else None


def _range_values(number: Number, last: Number) -> tuple[Decimal | None, Decimal | None]:
    """Return both ends of a range; a scale that only the last carries ("£5.5 - £6m") holds for the first too."""
    low, high = number.value, last.value
    if low is not None and high is not None and not number.power and low.scaleb(last.power) < high:
        low = Decimal(f"{low.scaleb(last.power):f}")
    return low, high
