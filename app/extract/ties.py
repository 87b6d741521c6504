"""Stage 9: what each quantity of a sentence states: which measure, of what thing, by which construction.

Constructions propose; the words around a quantity may still object: "300 officers in neighbourhood teams" is not the
force's strength, "320 reports a month" is no yearly figure. What remains untied is left unassigned.
"""

import re
from bisect import bisect
from dataclasses import dataclass, replace

from app.extract.context import settled
from app.extract.constructions import FALL, REACH, RISE, Candidate, candidates
from app.extract.periods import adjacent_period
from app.extract.quantities import Quantity, Reading
from app.extract.skeleton import PERIOD, THING, Skeleton, skeleton_of
from app.extract.things import Aspect, Thing, things
from app.vocabulary.measures import Kind, Measure, measures
from app.vocabulary.periods import PeriodKind
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True)
class Tie:
    """What a quantity states. ``start`` to ``end`` are the characters of the sentence that show it.

    ``earlier`` is set for a value that a newer one of the same sentence replaces, ``comparator`` for one that stands
    beside the force's own, ``local`` for one that is nothing without a place of its own, and ``aside`` for one that goes with the figure before
    it.
    """

    measure: Measure
    unit: Unit
    aspect: Aspect
    thing: Thing | None
    falls: bool
    start: int
    end: int
    method: str
    earlier: bool = False
    comparator: bool = False
    local: bool = False
    aside: bool = False


def ties_of(reading: Reading, previous: Tie | None = None) -> list[Tie | None]:
    """Return, for each quantity of a sentence, what it states or ``None`` where that cannot be told.

    ``previous`` is the last tie of the sentence before: "The national average is 18%" compares with that.
    """
    if not reading.quantities:
        return []
    skeleton = skeleton_of(reading)
    paired = _respectively(skeleton, reading)
    found = [paired.get(n) for n in range(len(reading.quantities))]
    for n, quantity in enumerate(reading.quantities):
        if n not in paired and quantity.value is not None:
            found[n] = (
                _extent(skeleton, reading, n)
                or _direct(skeleton, reading, n)
                or _aside(skeleton, reading, n, found)
                or _elided(skeleton, reading, n, found)
                or (_compared_with(previous, skeleton, quantity) if n == 0 and previous is not None else None)
            )
    return found


def _direct(skeleton: Skeleton, reading: Reading, n: int) -> Tie | None:
    """Return what the first construction that fits says of a quantity."""
    quantity = reading.quantities[n]
    for candidate in candidates(skeleton, n):
        mention = skeleton.mentions[candidate.thing]
        construction = candidate.construction
        if construction.dated and not _dated(reading, max(quantity.end, mention.end)):
            continue
        aspects = candidate.aspects
        if Aspect.SHARE in aspects:
            aspects = _aspects_of_share(skeleton, n, candidate)
        for aspect in aspects:
            stated = _measure(mention.thing, aspect, quantity)
            if construction.id == "rate_is":
                stated = _rate(mention.thing, skeleton.text[skeleton.things[candidate.thing] : skeleton.quantities[n]])
            if stated is None:
                continue
            stated = settled(skeleton, n, candidate, mention.thing, *stated)
            if stated is None:
                continue
            measure, unit = stated
            return Tie(
                measure=measure,
                unit=unit,
                aspect=aspect,
                thing=mention.thing,
                falls=candidate.falls and measure.kind is Kind.CHANGE,
                start=min(quantity.start, mention.start),
                end=max(quantity.end, mention.end),
                method=f"{measure.id}.{construction.id}",
                earlier=construction.dated,
            )
    return None


def _measure(thing: Thing, aspect: Aspect, quantity: Quantity) -> tuple[Measure, Unit] | None:
    """Return the measure of an aspect that a quantity's unit allows, and the unit it is then stated in."""
    for id_ in thing.measures.get(aspect, ()):
        measure = measures()[id_]
        if quantity.unit is None:
            counted = next((unit for unit in measure.units if unit.counted), None)
            if counted is not None:
                return measure, counted
        elif quantity.unit in measure.units:
            return measure, quantity.unit
    return None


def _rate(thing: Thing, words: str) -> tuple[Measure, Unit] | None:
    """Return the rate of a thing and the unit that the words before a bare number give it."""
    id_ = next(iter(thing.measures.get(Aspect.RATE, ())), None)
    if id_ is None:
        return None
    return measures()[id_], Unit.PER_100000_PEOPLE if "100" in words else Unit.PER_1000_PEOPLE


def _dated(reading: Reading, end: int) -> bool:
    """Return whether an earlier value has a date: one beside it, or the baseline that the sentence counts from."""
    return adjacent_period(reading.sentence.text, end, list(reading.periods)) is not None or any(
        mention.period.kind is PeriodKind.SINCE for mention in reading.periods
    )


# Shares


def _aspects_of_share(skeleton: Skeleton, n: int, candidate: Candidate) -> tuple[Aspect, ...]:
    """Return which aspects a share may state, by what it is said to be a share of."""
    text, at, tied = skeleton.text, skeleton.quantities[n], candidate.thing
    thing = skeleton.mentions[tied].thing
    if candidate.construction.over_base:
        base = skeleton.mentions[tied - 1].thing.base
        return () if base is None else (base,)
    if thing.base is not None and _WHOLE.fullmatch(text, at + 1, skeleton.things[tied]):
        return ()
    if (after := _OF_BASE.match(text, max(at, skeleton.things[tied]) + 1)) is not None:
        named = skeleton.things.index(after.end() - 1)
        base = skeleton.mentions[named].thing.base
        if base is not None:
            return (base,)
    if (
        candidate.construction.id == "makes_up"
        and tied > 0
        and _JOINED.fullmatch(text, skeleton.things[tied - 1] + 1, skeleton.things[tied])
    ):
        return ()
    before = [
        m.thing.base
        for m, position in zip(skeleton.mentions, skeleton.things, strict=True)
        if position < at and m.thing.base
    ]
    if before and before[-1] in thing.measures:
        return (before[-1],)
    return () if thing.needs_base else (Aspect.AREA_SHARE, Aspect.SHARE)


_WHOLE = re.compile(r" of(?: (?:the|its|our|all|total|these|those|local|overall))* ")
_OF_BASE = re.compile(rf" of (?:(?:the|its|our|all|total|local|overall|whole) ){{0,2}}{THING}")
_JOINED = re.compile(r",? and |, ")


# Extents


_PART_OF_AREA = re.compile(
    rf"(?: of| is| being| as)?(?: [a-z’-]+){{0,3}} (?:national park|parks?|woodland|forest|farmland|outstanding natural beauty|aonb|sea|waterways|estuary|reservoirs?|lakes?|moorland)\b"
)


def _extent(skeleton: Skeleton, reading: Reading, n: int) -> Tie | None:
    """Return the area that a quantity of square miles states, or a length given for one by mistake."""
    quantity = reading.quantities[n]
    at, text = skeleton.quantities[n], skeleton.text
    square = quantity.unit in {Unit.SQUARE_MILES, Unit.SQUARE_KM}
    slip = quantity.unit in {Unit.KM, Unit.MILES} and _AREA_OF.search(text, max(0, at - REACH), at)
    if quantity.unit is Unit.MILES and _OF_MOTORWAY.match(text, at + 1):
        motorway = measures()["motorway_length"]
        return Tie(
            motorway, Unit.MILES, Aspect.LEVEL, None, False, quantity.start, quantity.end, "motorway_length.extent"
        )
    if not square and not slip:
        return None
    if _PART_OF_AREA.match(text, at + 1) or _PER.match(text, at + 1):
        return None
    area = measures()["area"]
    start = quantity.start
    tied = bisect(skeleton.things, at) - 1
    if (
        tied >= 0
        and skeleton.mentions[tied].thing.id == "area"
        and _AREA_IS.fullmatch(text, skeleton.things[tied] + 1, at)
    ):
        start = skeleton.mentions[tied].start
    assert quantity.unit is not None
    return Tie(area, quantity.unit, Aspect.LEVEL, things()["area"], False, start, quantity.end, "area.extent")


_OF_MOTORWAY = re.compile(r" of (?:the )?(?:m\d|a1\(m\))")
_AREA_OF = re.compile(rf"{THING}(?: of| covers| is| covering)+(?: (?:an?|some|about|around))* $")
_AREA_IS = re.compile(r"(?: (?:of|is|covers|covering|totals|spans|measures|being|that))+ ")
_PER = re.compile(r" (?:per|for every|for each) ")


# Asides: figures that go with the one before


_ASIDE = re.compile(
    rf"(?: (?:fewer|more|less|higher|lower|increase|decrease|rise|fall))?(?: {THING})?(?: were| was| are| have been)?(?: recorded| received| reported| answered)?(?: {THING})?(?:,? ?\(?(?:in|during|for|at|to)?(?: the)? ?{PERIOD}\)?)?"
    rf"(?:,| –| —| -|;)? ?\(?(?:(?:each year|per year|a year|every year|per annum) )?(?:(?:and|which|this|that|it|a|an|is|was|were|has|had|have|been|represents|represented|representing|equates to|equating to|equivalent to|the|amounts to|means|meaning"
    rf"|reflects|reflecting|overall|up|down|with|further|also|marking|showing) ){{0,6}}(?:(?:{RISE}|{FALL})(?: of| by)?(?: (?:over|about|a|an|around))? )?(?:by )?[+-]?"
)
_RATES = frozenset({Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE})
_OR = re.compile(r", | \((?:or )?| or ")
_MORE = re.compile(r" (?:more|extra|additional|further|others)\b")
_DIRECTION_AFTER = re.compile(
    rf" ?(?:year on year |annual )?(?P<word>increase|rise|growth|higher|more|up|above|decrease|fall|drop|decline|reduction|lower|fewer|less|down|below|smaller)\b"
)
_DIRECTION = re.compile(rf"\b(?:{RISE}|{FALL})\b|[+-]$")
_IS_FALL = re.compile(rf"\b(?:{FALL}|below)\b|-$")
_COMPARED = re.compile(
    rf"[^.]*\b(?:national|nationally|england|regional|region|similar|average|mean|peer|most similar|uk|wales|families|family group|msg|msf|elsewhere|welsh|english)\b[^{THING}.;]*"
)
_COMPARED_AFTER = re.compile(
    r" ?\(?(?:(?:increase|rise|decrease|fall|reduction|growth|for|across|in|is|was|our|most|group|per 1,000|the|by|of|all|as|a|officers|crimes|people) )*(?:nationally|national|england|wales|the national|the region|regionally|similar|the average|average for|the uk|the country)\b"
)
_EARLIER = re.compile(
    rf"(?: {THING})?(?:,? ?\(?(?:in|during|for|at)?(?: the)? ?{PERIOD}\)?)?,? ?\(?(?:(?:which|this|that|is|was|a|an|and|when|there|were|it) )*(?:compar(?:ed|es|ing)(?: with| to)|up from|down from|from|against|rather than|than)"
    rf"(?: (?:the|a|just|only|some))* "
)


def _aside(skeleton: Skeleton, reading: Reading, n: int, found: list[Tie | None]) -> Tie | None:
    """Return what a quantity says beside the one before it: its change, its old value, or that of others."""
    before = next((p for p in range(n - 1, -1, -1) if found[p] is not None), None)
    if before is None or n - before > 2:
        return None
    last = found[before]
    assert last is not None
    quantity, text, at = reading.quantities[n], skeleton.text, skeleton.quantities[n]
    since = skeleton.quantities[before] + 1
    between = text[since:at]
    if len(between) > 2 * REACH or ";" in between[:-1] and False:
        return None
    if text.startswith(" for every", at + 1):
        return None
    for earlier in range(before, max(-1, before - 3), -1):
        other = found[earlier]
        if other is not None and _same_unit(other, quantity):
            if (comparator := _comparator(other, quantity, text, since, at)) is not None:
                return comparator
            break
    if (local := _in_place(last, quantity, reading)) is not None:
        return local
    if n - before > 1:
        return None
    if (
        last.thing is not None
        and last.aspect is not Aspect.RATE
        and quantity.unit in _RATES
        and THING not in between[2:]
    ):
        stated = _measure(last.thing, Aspect.RATE, quantity)
        if stated is not None:
            return Tie(*stated, Aspect.RATE, last.thing, False, quantity.start, quantity.end, f"{stated[0].id}.aside")
    if last.aspect is Aspect.CHANGE and last.thing is not None and _OR.fullmatch(between):
        stated = _measure(last.thing, Aspect.CHANGE, quantity)
        if stated is not None and stated[1] is not last.unit:
            return replace(_like(last, quantity, "aside", falls=last.falls), measure=stated[0], unit=stated[1])
    if (
        last.aspect is Aspect.ADDITIONAL
        and quantity.unit is None
        and between.count(THING) <= 1
        and _MORE.match(text, at + 1)
    ):
        return _like(last, quantity, "aside")
    if (
        last.aspect in {Aspect.LEVEL, Aspect.CHANGE}
        and quantity.unit in {Unit.PERCENT, Unit.GBP, None}
        and last.thing is not None
    ):
        stated = _measure(last.thing, Aspect.CHANGE, quantity)
        after = _DIRECTION_AFTER.match(text, at + 1)
        if (
            stated is not None
            and (last.aspect is Aspect.LEVEL or last.unit is not quantity.unit)
            and _ASIDE.fullmatch(between)
            and (after or _DIRECTION.search(between))
        ):
            falls = _IS_FALL.search(after["word"] if after else between) is not None
            end = quantity.end + (after.end() - at - 1 if after else 0)
            return Tie(
                *stated, Aspect.CHANGE, last.thing, falls, quantity.start, end, f"{stated[0].id}.aside", aside=True
            )
    if (
        last.aspect in {Aspect.LEVEL, Aspect.RATE}
        and _EARLIER.fullmatch(between)
        and _same_unit(last, quantity)
        and adjacent_period(reading.sentence.text, quantity.end, list(reading.periods)) is not None
    ):
        return _like(last, quantity, "earlier", earlier=True)
    return None


_COMPARES = re.compile(
    r"(?:this|that|it|which|and|the)?,? ?(?:compares|compared|national|nationally|average|figure|equivalent|comparable|regional|england|rate|across|in|for|similar)\b"
)


def _compared_with(previous: Tie, skeleton: Skeleton, quantity: Quantity) -> Tie | None:
    """Return what a sentence that only compares says beside the last figure of the one before it."""
    if not _same_unit(previous, quantity) or previous.comparator or not _COMPARES.match(skeleton.text):
        return None
    return _comparator(previous, quantity, skeleton.text, 0, skeleton.quantities[0])


def _comparator(last: Tie, quantity: Quantity, text: str, since: int, at: int) -> Tie | None:
    if last.aspect is Aspect.LEVEL and last.measure.kind is Kind.COUNT:
        return None
    between = text[since:at]
    after = _COMPARED_AFTER.match(text, at + 1)
    rest = re.split(r"[,(]", between)[-1]
    if not _COMPARED.fullmatch(between) and not (after and THING not in rest):
        return None
    falls = last.falls
    if last.aspect is Aspect.CHANGE and (told := _DIRECTION.search(rest) or _DIRECTION_AFTER.match(text, at + 1)):
        falls = _IS_FALL.search(told[0]) is not None
    return _like(last, quantity, "comparator", falls=falls, comparator=True)


_PLACE = re.compile(
    r"(?:[^\d;.]{0,60}(?=\s(?:in|and)\s[A-Z][^\d]{0,40}\s\($)|[\w\s]{0,24}?)[,;(]?\s?(?:(?:and|but|while|with|rising\sto|compared\s(?:to|with))\s)?(?:(?:in|of)\s)?(?:the\s)?"
    r"(?:(?:city|town|borough)\sof\s)?[A-Z][\w’-]+(?:\s(?:and\s)?[A-Z][\w’-]+){0,4}(?:\s(?:it\sis|at|is|the\sfigure\sis|with|has))?\s?[:(]?\s?(?:only\s|just\s)?"
)
_PLACE_AFTER = re.compile(r"\s(?:\w+\s)?(?:in|for|of)\s(?:the\s)?(?:(?:city|town|borough)\sof\s)?[A-Z]")
_LEADS_ON = re.compile(r"[,;]?\s?(?:\(|and\s|but\s)?")


def _in_place(last: Tie, quantity: Quantity, reading: Reading) -> Tie | None:
    """Return the share or number of a place that a list adds: "12% are Welsh speakers, in Brackwater 8%"."""
    between = reading.sentence.text[last.end : quantity.start]
    if not _same_unit(last, quantity) or last.measure.kind not in {Kind.SHARE, Kind.RATE}:
        return None
    if _PLACE.fullmatch(between) or (
        _LEADS_ON.fullmatch(between) and _PLACE_AFTER.match(reading.sentence.text, quantity.end)
    ):
        return replace(_like(last, quantity, "in_place"), local=True)
    return None


def _like(
    last: Tie, quantity: Quantity, how: str, *, falls: bool = False, earlier: bool = False, comparator: bool = False
) -> Tie:
    return Tie(
        last.measure,
        last.unit,
        last.aspect,
        last.thing,
        falls,
        quantity.start,
        quantity.end,
        f"{last.measure.id}.{how}",
        earlier,
        comparator,
        aside=True,
    )


def _same_unit(last: Tie, quantity: Quantity) -> bool:
    """Return whether a quantity may be of the last one's unit; a rate need not repeat "per 1,000"."""
    return quantity.unit is last.unit or (quantity.unit is None and (last.unit.counted or last.aspect is Aspect.RATE))


# Elided verbs: "burglary fell by 3%, robbery by 4% and hate crime by 5%"


_ELIDED = re.compile(r",? (?:up |down |rose |fell )?(?:by )?| \((?:by |up |down )?(?:an? )?|:? ")


_ELIDED_SHARE = re.compile(r",? (?:with |at |for |\()?|: ")


def _elided(skeleton: Skeleton, reading: Reading, n: int, found: list[Tie | None]) -> Tie | None:
    quantity, text, at = reading.quantities[n], skeleton.text, skeleton.quantities[n]
    tied = bisect(skeleton.things, at) - 1
    if tied < 0 or quantity.unit is not Unit.PERCENT:
        return None
    mention = skeleton.mentions[tied]
    last = next((tie for tie in reversed(found[:n]) if tie is not None), None)
    if (
        last is not None
        and last.measure.kind is Kind.SHARE
        and _ELIDED_SHARE.fullmatch(text, skeleton.things[tied] + 1, at)
    ):
        stated = _measure(mention.thing, last.aspect, quantity)
        if stated is not None:
            return Tie(
                *stated, last.aspect, mention.thing, False, mention.start, quantity.end, f"{stated[0].id}.elided"
            )
    stated = _measure(mention.thing, Aspect.CHANGE, quantity)
    if stated is None or not _ELIDED.fullmatch(text, skeleton.things[tied] + 1, at):
        return None
    verbs = list(_DIRECTION.finditer(text, 0, at))
    if not verbs or ";" in text[verbs[-1].end() : at]:
        return None
    here = re.search(r"\b(?:up|down|rose|fell)\b", text[skeleton.things[tied] + 1 : at])
    falls = _IS_FALL.search(here[0] if here else verbs[-1][0]) is not None
    return Tie(
        stated[0], stated[1], Aspect.CHANGE, mention.thing, falls, mention.start, quantity.end, f"{stated[0].id}.elided"
    )


# Lists that the word "respectively" pairs


_RESPECTIVELY = re.compile(r"[^.;]{0,12}\brespectively\b")


def _respectively(skeleton: Skeleton, reading: Reading) -> dict[int, Tie | None]:
    """Return what the quantities state that "respectively" pairs with things, by their number."""
    paired: dict[int, Tie | None] = {}
    text = skeleton.text
    for last, at in enumerate(skeleton.quantities):
        if not _RESPECTIVELY.match(text, at + 1):
            continue
        group = [last]
        while group[0] > 0 and _JOINED.fullmatch(
            text, skeleton.quantities[group[0] - 1] + 1, skeleton.quantities[group[0]]
        ):
            group.insert(0, group[0] - 1)
        before = [p for p, position in enumerate(skeleton.things) if position < skeleton.quantities[group[0]]][
            -len(group) :
        ]
        if len(before) < len(group) or len(group) < 2:
            continue
        words = text[skeleton.things[before[-1]] : skeleton.quantities[group[0]]]
        lead = text[max(0, skeleton.things[before[0]] - REACH) : skeleton.things[before[0]]]
        direction = _DIRECTION.search(words) or _DIRECTION.search(lead)
        for thing, number in zip(before, group, strict=True):
            mention, quantity = skeleton.mentions[thing], reading.quantities[number]
            aspect = Aspect.CHANGE if quantity.unit is Unit.PERCENT else Aspect.LEVEL
            stated = _measure(mention.thing, aspect, quantity)
            paired[number] = None
            if stated is not None and (aspect is Aspect.LEVEL or direction is not None):
                falls = aspect is Aspect.CHANGE and direction is not None and _IS_FALL.search(direction[0]) is not None
                paired[number] = Tie(
                    stated[0],
                    stated[1],
                    aspect,
                    mention.thing,
                    falls,
                    quantity.start,
                    quantity.end,
                    f"{stated[0].id}.respectively",
                )
    return paired
