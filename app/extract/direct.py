"""Stage 9: the figures that a construction ties to their thing, and the extents that their unit alone tells."""

import re
from bisect import bisect

from app.extract.constructions import REACH, Candidate, candidates
from app.extract.context import Case, settled
from app.extract.periods import adjacent_period
from app.extract.quantities import Reading
from app.extract.skeleton import THING, Skeleton
from app.extract.ties import Role, Tie, stated_measure
from app.vocabulary.measures import Kind, Measure, measures
from app.vocabulary.periods import PeriodKind
from app.vocabulary.things import Aspect, Thing, thing_of
from app.vocabulary.units import Unit


def direct_tie(skeleton: Skeleton, n: int) -> Tie | None:
    """Return what the first construction that fits says of the n-th quantity, where the context does not object."""
    quantity = skeleton.reading.quantities[n]
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
            if stated is None or (stated := settled(Case(skeleton, n, candidate, mention.thing, *stated))) is None:
                continue
            measure, unit = stated
            return Tie(
                measure=measure,
                unit=unit,
                aspect=aspect,
                thing=mention.thing if measure.id in mention.thing.measures.get(aspect, ()) else thing_of(measure),
                falls=candidate.falls and measure.kind is Kind.CHANGE,
                start=min(quantity.start, mention.start),
                end=max(quantity.end, mention.end) + candidate.tail,
                how=construction.id,
                base_end=skeleton.mentions[candidate.thing - 1].end if construction.over_base else None,
                role=Role.EARLIER if construction.dated else Role.OWN,
            )
    return None


def _dated(reading: Reading, end: int) -> bool:
    """Return whether an earlier value has a date: one beside it, or the baseline that the sentence counts from."""
    return adjacent_period(reading.sentence.text, end, list(reading.periods)) is not None or any(
        mention.period.kind is PeriodKind.SINCE for mention in reading.periods
    )


def _rate(thing: Thing, words: str) -> tuple[Measure, Unit] | None:
    """Return the rate of a thing and the unit that the words before a bare number give it."""
    id_ = next(iter(thing.measures.get(Aspect.RATE, ())), None)
    if id_ is None:
        return None
    return measures()[id_], Unit.PER_100000_PEOPLE if "100" in words else Unit.PER_1000_PEOPLE


_WHOLE = re.compile(r" of(?: (?:the|its|our|all|total|these|those|local|overall))* ")
_OF_BASE = re.compile(rf" of (?:(?:the|its|our|all|total|local|overall|whole) ){{0,2}}{THING}")
_JOINED = re.compile(r",? and |, ")


def _aspects_of_share(skeleton: Skeleton, n: int, candidate: Candidate) -> tuple[Aspect, ...]:
    """Return which aspects a share may state, by what it is said to be a share of.

    That is named between ("12% of the population are ...") or after ("make up 12% of the population"), else earlier in
    the sentence. Two things that are joined have one share together, which is that of neither.
    """
    text, at, tied = skeleton.text, skeleton.quantities[n], candidate.thing
    position, thing = skeleton.things[tied], skeleton.mentions[tied].thing
    if candidate.construction.over_base:
        base = skeleton.mentions[tied - 1].thing.base
        return () if base is None else (base,)
    if thing.base is not None and _WHOLE.fullmatch(text, at + 1, position):
        return ()
    if (after := _OF_BASE.match(text, max(at, position) + 1)) is not None:
        base = skeleton.mentions[skeleton.things.index(after.end() - 1)].thing.base
        if base is not None:
            return (base,)
    joined = tied > 0 and _JOINED.fullmatch(text, skeleton.things[tied - 1] + 1, position)
    if joined and candidate.construction.id == "makes_up":
        return ()
    before = skeleton.mentions[: bisect(skeleton.things, at)]
    base = next((mention.thing.base for mention in reversed(before) if mention.thing.base is not None), None)
    if base is not None and base in thing.measures:
        return (base,)
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
    if unit is Unit.RATIO and any(mention.thing.id == "officers" for mention in skeleton.mentions):
        return _extent("residents_per_officer", Unit.PEOPLE, quantity.start, quantity.end, "ratio")
    measured = unit in {Unit.KM, Unit.MILES} and _AREA_OF.search(text, max(0, at - REACH), at)
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


def _extent(measure: str, unit: Unit, start: int, end: int, how: str = "extent") -> Tie:
    return Tie(measure=measures()[measure], unit=unit, aspect=Aspect.LEVEL, thing=None, start=start, end=end, how=how)
