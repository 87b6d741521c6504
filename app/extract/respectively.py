"""Stage 10: the things, periods or places that "respectively" pairs with a list of numbers.

"Burglary and robbery fell by 4% and 7% respectively", "In 2021/22 and 2022/23, it recorded 52,000 and 55,000 crimes
respectively". Numbers that cannot be paired one to one state nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.extract.constructions import REACH
from app.extract.direct import direct_tie, extent_tie
from app.extract.direction import DIRECTION, is_fall
from app.extract.places import PlaceMention
from app.extract.skeleton import BARE, MEASURED, MONEY, PERCENT, PERIOD, THING, Skeleton, skeleton_of
from app.extract.things import ThingMention, find_things
from app.extract.ties import Tie, stated_measure
from app.vocabulary.number_words import SCALE_SIGNS, SCALE_WORDS, any_of
from app.vocabulary.periods import Period, points_of
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit

_JOINT = r"(?:,? and |, )"
_SIGN = f"[{BARE}{PERCENT}{MONEY}{MEASURED}]"
_NUMBER = rf"{_SIGN}(?: {THING})?"
_NUMBERS = rf"{_NUMBER}(?:{_JOINT}(?:by |of |to )?{_NUMBER})+"
_WORDS = f"[^.;{BARE}{PERCENT}{MONEY}{MEASURED}]"
_ON = re.compile(f"{_WORDS}{{1,60}}")
_RESPECTIVE = re.compile(
    rf"(?P<before>{_NUMBERS}){_WORDS}{{0,60}}\brespectively\b|\brespectively\b{_WORDS}{{1,60}}?(?P<after>{_NUMBERS})"
)
_COUNTED = f"{_SIGN} {THING}"
_THINGS = re.compile(rf"{_COUNTED}(?:{_JOINT}{_COUNTED})*|{THING}(?:{_JOINT}(?:the )?(?:numbers? of )?{THING})*")
_PERIODS = re.compile(rf"{PERIOD}(?:{_JOINT}(?:in |at |by )?{PERIOD})*")
_BETWEEN_PLACES = re.compile(r"(?:,?\sand|,)?(?:\s(?:in|the|of))*\s?")
_PARTS = re.compile(r",\s(?:and\s)?|\sand\s")
_SCALE = re.compile(rf"\d\s?(?:{any_of(SCALE_SIGNS)})\b|\b(?:{any_of(SCALE_WORDS)})\b", re.IGNORECASE)


def respective_ties(skeleton: Skeleton, places: Sequence[PlaceMention]) -> dict[int, Tie | None]:
    """Return what the quantities paired by "respectively" state, or ``None`` for those for which it is unclear."""
    paired: dict[int, Tie | None] = {}
    for match in _RESPECTIVE.finditer(skeleton.text):
        start, end = match.span("before" if match["before"] else "after")
        numbers = [n for n, at in enumerate(skeleton.quantities) if start <= at < end]
        paired |= dict.fromkeys(numbers)
        listed = _Lists(skeleton, start, end)
        alike = _of_one_unit(skeleton, numbers)
        readings = (
            _of_things(alike, numbers, listed.things()),
            _of_periods(alike, numbers, listed.periods()),
            _of_places(alike, numbers, listed.places(places)),
        )
        fitting = [ties for reading in readings if (ties := list(reading))]
        if len(fitting) == 1:
            paired |= dict(zip(numbers, fitting[0], strict=True))
    return paired


def _of_one_unit(skeleton: Skeleton, numbers: list[int]) -> Skeleton:
    """Return the skeleton with the unit of some of the numbers given to all of them: "4, 5 and 6 per cent"."""
    quantities = list(skeleton.reading.quantities)
    units = {quantities[n].unit for n in numbers} - {None}
    if len(units) == 1:
        for n in numbers:
            quantities[n] = replace(quantities[n], unit=next(iter(units)))
    return skeleton_of(replace(skeleton.reading, quantities=tuple(quantities)))


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists in a sentence besides the numbers at characters ``start`` to ``end`` of its skeleton."""

    skeleton: Skeleton
    start: int
    end: int

    def things(self) -> list[ThingMention]:
        """Return the things listed around the last number, or otherwise before or after the numbers."""
        text = self.skeleton.text
        counted = text.rfind(THING, self.start, self.end)
        matches = [match for match in _THINGS.finditer(text) if not self.start <= match.start() < self.end]
        before = [match for match in matches if match.end() <= self.start and ";" not in text[match.end() : self.start]]
        after = [match for match in matches if _ON.fullmatch(text, self.end, match.start())]
        if counted >= 0 and (match := _THINGS.match(text, counted)):
            before = [*before, match]
        lists = [things for match in (*after, *before) if len(things := list(self._things(match))) > 1]
        return lists[-1] if lists else []

    def _things(self, match: re.Match[str]) -> Iterator[ThingMention]:
        for at in range(*match.span()):
            if self.skeleton.text[at] == THING:
                yield from self._parts(self.skeleton.mentions[self.skeleton.things.index(at)])

    def _parts(self, mention: ThingMention) -> Iterator[ThingMention]:
        """Yield the things that one phrase joins: "police officers and staff"."""
        text, begin, parts = self.skeleton.reading.sentence.text, mention.start, []
        for joint in (*_PARTS.finditer(text, mention.start, mention.end), None):
            stop = mention.end if joint is None else joint.start()
            parts += [
                replace(part, start=part.start + begin, end=part.end + begin) for part in find_things(text[begin:stop])
            ]
            begin = stop if joint is None else joint.end()
        yield from parts if len(parts) > 1 else [mention]

    def periods(self) -> list[Period]:
        """Return the periods, if they form a single list."""
        lists = []
        for match in _PERIODS.finditer(self.skeleton.text):
            first = self.skeleton.text.count(PERIOD, 0, match.start())
            mentions = self.skeleton.reading.periods[first : first + match[0].count(PERIOD)]
            lists.append([period for mention in mentions for period in points_of(mention.period)])
        lists = [periods for periods in lists if len(periods) > 1]
        return lists[0] if len(lists) == 1 else []

    def places(self, named: Sequence[PlaceMention]) -> list[str]:
        """Return the places, if all that the sentence names form a single list."""
        text = self.skeleton.reading.sentence.text
        listed = all(_BETWEEN_PLACES.fullmatch(text, a.end, b.start) for a, b in pairwise(named))
        return [mention.place for mention in named] if listed and len(named) > 1 else []


def _of_periods(skeleton: Skeleton, numbers: list[int], periods: list[Period]) -> Iterator[Tie | None]:
    if len(periods) == len(numbers):
        for tie, period in zip(_alike(skeleton, numbers), periods, strict=True):
            yield tie and replace(tie, period=period)


def _of_places(skeleton: Skeleton, numbers: list[int], places: list[str]) -> Iterator[Tie | None]:
    if len(places) == len(numbers):
        for tie, place in zip(_alike(skeleton, numbers), places, strict=True):
            yield tie and replace(tie, area=place)


def _alike(skeleton: Skeleton, numbers: list[int]) -> list[Tie | None]:
    """Return what numbers of a single measure state; the words around one of them name the measure."""
    quantities = [skeleton.reading.quantities[n] for n in numbers]
    text = skeleton.reading.sentence.text
    scaled = {_SCALE.search(text, quantity.start, quantity.end) is not None for quantity in quantities}
    told = ((n, extent_tie(skeleton, n) or direct_tie(skeleton, n)) for n in reversed(numbers))
    of, tie = next(((n, tie) for n, tie in told if tie is not None), (0, None))
    units = {quantity.unit for quantity in quantities} - {None}
    if tie is None or len(scaled) > 1 or len(units) > 1:  # "5, 6 and 7 million" may all be millions
        return [None] * len(numbers)
    return [
        replace(
            tie,
            start=tie.start if n == of else quantity.start,
            end=tie.end if n == of else quantity.end,
            how="respectively",
        )
        for n, quantity in zip(numbers, quantities, strict=True)
    ]


def _of_things(skeleton: Skeleton, numbers: list[int], things: list[ThingMention]) -> Iterator[Tie | None]:
    if len(things) != len(numbers):
        return
    text, start, last = skeleton.text, skeleton.quantities[numbers[0]], skeleton.quantities[numbers[-1]]
    named = next(at for at, m in zip(skeleton.things, skeleton.mentions, strict=True) if m.end >= things[0].end)
    direction = (
        DIRECTION.search(text, min(named, start), start)
        or DIRECTION.search(text, max(0, min(named, start) - REACH), min(named, start))
        or DIRECTION.search(text, last, last + REACH)
    )
    for thing, n in zip(things, numbers, strict=True):
        falls = direction is not None and is_fall(direction[0])
        yield _tie(skeleton, thing, n, changes=direction is not None, falls=falls)


def _tie(skeleton: Skeleton, mention: ThingMention, number: int, *, changes: bool, falls: bool) -> Tie | None:
    quantity = skeleton.reading.quantities[number]
    aspect = Aspect.CHANGE if quantity.unit is Unit.PERCENT else Aspect.LEVEL
    stated = stated_measure(mention.thing, aspect, quantity)
    if stated is None or (aspect is Aspect.CHANGE and not changes):
        return None
    return Tie(
        measure=stated[0],
        unit=stated[1],
        aspect=aspect,
        thing=mention.thing,
        falls=aspect is Aspect.CHANGE and falls,
        start=quantity.start,
        end=quantity.end,
        how="respectively",
    )
