"""Stage 10: lists that the word "respectively" pairs: "burglary and robbery fell by 4% and 7% respectively"."""

import re

from app.extract.constructions import REACH
from app.extract.direction import DIRECTION, is_fall
from app.extract.skeleton import Skeleton
from app.extract.ties import Tie, stated_measure
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit

_RESPECTIVELY = re.compile(r"[^.;]{0,12}\brespectively\b")
_JOINED = re.compile(r"(?:,? and |, )(?:by )?")


def respective_ties(skeleton: Skeleton) -> dict[int, Tie | None]:
    """Return what the quantities state that "respectively" pairs with things; ``None`` where that has no measure."""
    paired: dict[int, Tie | None] = {}
    text = skeleton.text
    for last, at in enumerate(skeleton.quantities):
        if not _RESPECTIVELY.match(text, at + 1):
            continue
        first = last
        while first and _JOINED.fullmatch(text, skeleton.quantities[first - 1] + 1, skeleton.quantities[first]):
            first -= 1
        numbers = range(first, last + 1)
        start = skeleton.quantities[first]
        things = [n for n, position in enumerate(skeleton.things) if position < start][-len(numbers) :]
        if not 1 < len(numbers) == len(things):
            continue
        named = skeleton.things[things[0]]
        direction = (
            DIRECTION.search(text, named, start)
            or DIRECTION.search(text, max(0, named - REACH), named)
            or DIRECTION.search(text, at, at + REACH)
        )
        for thing, number in zip(things, numbers, strict=True):
            falls = direction is not None and is_fall(direction[0])
            paired[number] = _tie(skeleton, thing, number, changes=direction is not None, falls=falls)
    return paired


def _tie(skeleton: Skeleton, thing: int, number: int, *, changes: bool, falls: bool) -> Tie | None:
    mention, quantity = skeleton.mentions[thing], skeleton.reading.quantities[number]
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
