"""Stage 9: the figures that a construction ties to their thing, and the extents that their unit alone tells."""

import re
from bisect import bisect

from app.extract.constructions import REACH, Candidate, candidates
from app.extract.context import Case, settled
from app.extract.periods import adjacent_period
from app.extract.quantities import Reading
from app.extract.skeleton import BARE, THING, Skeleton
from app.extract.ties import Role, Tie, stated_measure
from app.vocabulary.measures import Kind, Measure, Topic, measures
from app.vocabulary.periods import PeriodKind
from app.vocabulary.things import Aspect, Thing, thing_of, things
from app.vocabulary.units import Unit


def direct_tie(skeleton: Skeleton, n: int) -> Tie | None:
    """Return what the first construction that fits the n-th quantity states, unless the context rules it out."""
    quantity = skeleton.reading.quantities[n]
    negative = _MINUS.search(skeleton.text, max(0, skeleton.quantities[n] - REACH), skeleton.quantities[n]) is not None
    for candidate in candidates(skeleton, n):
        mention = skeleton.mentions[candidate.thing]
        construction = candidate.construction
        if construction.dated and not _dated(skeleton.reading, max(quantity.end, mention.end)):
            continue
        aspects = _aspects_of_share(skeleton, n, candidate) if Aspect.SHARE in candidate.aspects else candidate.aspects
        for aspect in aspects:
            if construction.id == "rate_is":
                stated = _rate(mention.thing, skeleton.text[skeleton.things[candidate.thing] : skeleton.quantities[n]])
            else:
                stated = stated_measure(mention.thing, aspect, quantity)
            if stated is None or (negative and stated[0].kind is not Kind.CHANGE):
                continue
            if (stated := settled(Case(skeleton, n, candidate, mention.thing, *stated))) is None:
                continue
            measure, unit = stated
            return Tie(
                measure=measure,
                unit=unit,
                aspect=aspect,
                thing=mention.thing if measure.id in mention.thing.measures.get(aspect, ()) else thing_of(measure),
                falls=candidate.falls and measure.kind is Kind.CHANGE,
                start=min(quantity.start, mention.start),
                end=max(quantity.end, mention.end, _end_of_noun(skeleton, n)) + candidate.tail,
                how=construction.id,
                base_end=skeleton.mentions[candidate.thing - 1].end if construction.over_base else None,
                role=Role.EARLIER if construction.dated else Role.OWN,
            )
    return None


def _end_of_noun(skeleton: Skeleton, n: int) -> int:
    """Return the end of a thing that is repeated right after a number: "officers fell to 1,983 officers"."""
    named = skeleton.quantities[n] + 2
    if skeleton.text[named - 1 : named + 1] != f" {THING}" or skeleton.text[named - 2] != BARE:
        return 0
    return skeleton.mentions[skeleton.things.index(named)].end


def _dated(reading: Reading, end: int) -> bool:
    """Return whether an earlier value has a date: one next to it, or the baseline of its sentence."""
    return adjacent_period(reading.sentence.text, end, list(reading.periods)) is not None or any(
        mention.period.kind is PeriodKind.SINCE for mention in reading.periods
    )


def _rate(thing: Thing, words: str) -> tuple[Measure, Unit] | None:
    """Return the rate that a bare number states, whose unit is given by the words before it."""
    id_ = next(iter(thing.measures.get(Aspect.RATE, ())), None)
    if id_ is None:
        return None
    return measures()[id_], Unit.PER_100000_PEOPLE if _HUNDRED_THOUSAND.search(words) else Unit.PER_1000_PEOPLE


_MINUS = re.compile(r"(?:(?:^|[\s(:])[-−–]|\bminus\s)$")
_HUNDRED_THOUSAND = re.compile(r"100,?000")
_WHOLE = re.compile(r" of(?: (?:the|its|our|all|total|these|those|local|overall))* ")
_OF_BASE = re.compile(rf" of (?:(?:the|its|our|all|total|local|overall|whole) ){{0,2}}{THING}")
_JOINED = re.compile(r",? and |, ")
_OF_IT = re.compile(r" of (?:it|this|that|them)\b")
_IN_EVERY = re.compile(r"[\s-](?:in|out[\s-]of)[\s-]")


def _aspects_of_share(skeleton: Skeleton, n: int, candidate: Candidate) -> tuple[Aspect, ...]:
    """Return the aspects that a share may state, depending on what it is a share of.

    That is named between ("12% of the population are ...") or after ("make up 12% of the population"), else earlier in
    the sentence. Two things that are joined have one share together, which is that of neither.
    """
    text, at, tied = skeleton.text, skeleton.quantities[n], candidate.thing
    position, thing = skeleton.things[tied], skeleton.mentions[tied].thing
    if candidate.construction.over_base:
        base = skeleton.mentions[tied - 1].thing.base
        quantity = skeleton.reading.quantities[n]
        counted = _IN_EVERY.search(skeleton.reading.sentence.text[quantity.start : quantity.end])
        return () if base is None or not (counted or text.startswith(" of", at + 1)) else (base,)
    of_it = _OF_IT.match(text, at + 1) and tied > 0 and skeleton.mentions[tied - 1].thing.base is None
    if of_it or (thing.base is not None and _WHOLE.fullmatch(text, at + 1, position)):
        return ()
    if (after := _OF_BASE.match(text, max(at, position) + 1)) is not None:
        base = skeleton.mentions[skeleton.things.index(after.end() - 1)].thing.base
        if base is not None:
            return (base,)
    joined = tied > 0 and _JOINED.fullmatch(text, skeleton.things[tied - 1] + 1, position)
    if joined and candidate.construction.id == "makes_up":
        return ()
    before = skeleton.mentions[: bisect(skeleton.things, at)]
    bases = [mention.thing.base for mention in reversed(before) if mention.thing.base is not None]
    if Aspect.SHARE not in thing.measures:  # it is of the nearest that it can be of: "of the incidents ... 22% crime"
        bases = [base for base in bases if base in thing.measures]
    if bases and bases[0] in thing.measures:
        return (bases[0],)
    return () if thing.needs_base else (Aspect.AREA_SHARE, Aspect.SHARE)


_LANDSCAPE = r"(?:national park|parks?|woodland|forest|farmland|aonb|sea|waterways|estuary|reservoirs?|lakes?|moorland)"
_PART_OF_AREA = re.compile(rf"(?: of| is| being| as)?(?: [a-z’-]+){{0,3}} {_LANDSCAPE}\b| (?:per|for every|for each) ")
_OF_A_PART = re.compile(
    rf"\b{_LANDSCAPE} (?:covers?|spans?|extends? (?:over|to|across))(?: (?:some|about|of|an|area|another))* $"
)
_OF_MOTORWAY = re.compile(r" of (?:the )?(?:m\d|a1\(m\))")
_AREA_OF = re.compile(rf"{THING}(?: of| covers| is| covering)+(?: (?:an?|some|about|around))* $")
_COVERS = re.compile(
    r"\b(?:cover(?:s|ing)?|polic(?:es|ing)|extends? to|spans?|spanning)(?: (?:an?|some|about|around))* $"
)
_AREA_IS = re.compile(r"(?: (?:of|is|covers|covering|totals|spans|measures|being|that))+ ")


def extent_tie(skeleton: Skeleton, n: int) -> Tie | None:
    """Return what a unit alone tells: an area, a length given for one by mistake, miles of the M42, or a ratio."""
    quantity = skeleton.reading.quantities[n]
    at, text, unit = skeleton.quantities[n], skeleton.text, quantity.unit
    if unit is Unit.MILES and _OF_MOTORWAY.match(text, at + 1):
        return _extent("motorway_length", unit, quantity.start, quantity.end)
    if unit is Unit.RATIO and _of_officers_alone(skeleton):
        return _extent("residents_per_officer", Unit.PEOPLE, quantity.start, quantity.end, "ratio")
    measured = unit in {Unit.KM, Unit.MILES} and _AREA_OF.search(text, max(0, at - REACH), at)
    if measured and skeleton.mentions[skeleton.things.index(measured.start())].thing.id in {"roads", "motorways"}:
        measured = None
    covered = unit is Unit.KM and _COVERS.search(text, max(0, at - REACH), at) and not text.startswith(" of", at + 1)
    slip = measured or covered
    if (
        unit is None
        or not (slip or unit in {Unit.SQUARE_MILES, Unit.SQUARE_KM})
        or (_PART_OF_AREA.match(text, at + 1) or _OF_A_PART.search(text, max(0, at - REACH), at))
    ):
        return None
    tied = bisect(skeleton.things, at) - 1
    named = tied >= 0 and skeleton.mentions[tied].thing.id == "area"
    if named and _AREA_IS.fullmatch(text, skeleton.things[tied] + 1, at):
        return _extent("area", unit, skeleton.mentions[tied].start, quantity.end)
    return _extent("area", unit, quantity.start, quantity.end)


def _of_officers_alone(skeleton: Skeleton) -> bool:
    """Return whether officers are all of the workforce that a sentence names: "officers to staff" are not residents."""
    levels = ((mention.thing.id, mention.thing.measures.get(Aspect.LEVEL, ())) for mention in skeleton.mentions)
    return {id_ for id_, ids in levels if any(measures()[i].topic is Topic.WORKFORCE for i in ids)} == {"officers"}


def _extent(measure: str, unit: Unit, start: int, end: int, how: str = "extent") -> Tie:
    return Tie(measure=measures()[measure], unit=unit, aspect=Aspect.LEVEL, thing=None, start=start, end=end, how=how)


_PLACE_NAME = r"(?:(?:City|Town|Borough)\sof\s)?[A-Z][\w’-]+(?:\s(?:and\s)?[A-Z][\w’-]+){0,4}"
_PLACE_ITSELF = re.compile(rf"(?:^|[\s(]){_PLACE_NAME}\s\($")
SMALLEST_TOWN = 10_000


def place_in_brackets(skeleton: Skeleton, n: int) -> Tie | None:
    """Return the population of "Brackwater (287,000)", where nothing else is counted before it.

    Numbers below that of a town are left: they may be of anything.
    """
    quantity, text = skeleton.reading.quantities[n], skeleton.reading.sentence.text
    if quantity.unit is not None or quantity.value is None or quantity.value < SMALLEST_TOWN:
        return None
    if not (
        text.startswith(")", quantity.end)
        and _PLACE_ITSELF.search(text, max(0, quantity.start - REACH), quantity.start)
    ):
        return None
    named = skeleton.mentions[: bisect(skeleton.things, skeleton.quantities[n])]
    if any(measures()[id_].topic not in _OF_PLACES for m in named for ids in m.thing.measures.values() for id_ in ids):
        return None
    return Tie(
        measure=measures()["population"],
        unit=Unit.PEOPLE,
        aspect=Aspect.LEVEL,
        thing=things()["population"],
        start=quantity.start,
        end=quantity.end,
        how="place_in_brackets",
        role=Role.IN_PLACE,
    )


_OF_PLACES = frozenset({Topic.GEOGRAPHY, Topic.DEMOGRAPHICS})
