"""The things, periods or places that "respectively" pairs with a list of numbers; unequal lists state nothing.

"Burglary and robbery fell by 4% and 7% respectively", "In 2021 and 2022 it had, respectively, 84 and 82 officers".
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from app.extract.clauses import Parse
from app.extract.groups import Group, Head, Join, Joint, NounGroup
from app.extract.joins.enumerations import list_after, list_before, things_listed
from app.extract.joins.signs import told_down
from app.extract.places import PlaceMention
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.number_words import SCALE_WORDS
from app.vocabulary.periods import points_of
from app.vocabulary.things import Aspect, Thing
from app.vocabulary.units import Unit

Rule = Callable[[Spot], Tie | None]


def paired(parse: Parse, places: Sequence[PlaceMention], join: Rule) -> dict[int, Tie | None]:
    """Return what the numbers that "respectively" pairs state, ``None`` where that is unclear; else an empty table.

    ``join`` returns what a number states by itself.
    """
    at = next((j for j, group in enumerate(parse.groups) if group.text == "respectively"), None)
    if at is None:
        return {}
    numbers = list_before(parse, at)
    numbers = numbers if len(numbers) > 1 else list_after(parse, at)
    if len(numbers) <= 1:
        return {}
    spots = [_alike(parse, n, numbers) for n in numbers]
    fitting = [ties for ties in (_by_thing(spots, at), _by_period(spots, join), _by_place(spots, places, join)) if ties]
    return dict(zip(numbers, fitting[0] if len(fitting) == 1 else [None] * len(numbers), strict=True))


def _alike(parse: Parse, n: int, numbers: list[int]) -> Spot:
    """Return the spot of a number in the unit that its list has: "4, 5 and 6 per cent"."""
    spot = Spot(parse, n)
    units = {parse.quantity(m).unit for m in numbers} - {None}
    if len(units) == 1:
        spot.quantity = replace(spot.quantity, unit=units.pop())
    return spot


def _by_thing(spots: list[Spot], at: int) -> list[Tie | None]:
    """Return what the numbers state of a list of as many things, or nothing."""
    parse, first, last = spots[0].parse, spots[0].i, spots[-1].i
    lists = (
        things_listed(parse, range(last, at), counted=True),
        things_listed(parse, parse.back(first)[::-1]),
        things_listed(parse, parse.ahead(at)),
        things_listed(parse, parse.back(first)[::-1], counted=True),
    )
    mentions = next((mentions for mentions in lists if len(mentions) == len(spots)), [])
    base = _base(spots[-1])
    return [_of_thing(spot, mention.thing, base) for spot, mention in zip(spots, mentions, strict=False)]


def _base(last: Spot) -> Aspect:
    """Return the aspect that shares of what the last number of a list is "of" state, else those of the residents."""
    after = last.parse.after(last.i)
    whole = last.topic(after + 1) if last.parse.word(after) == "of" else None
    return Aspect.SHARE if whole is None or whole[0].base is None else whole[0].base


def _of_thing(spot: Spot, thing: Thing, base: Aspect) -> Tie | None:
    """Return the level of a thing, or for a percentage its change or what share it has or is."""
    if spot.quantity.unit is not Unit.PERCENT:
        return spot.tie(thing, Aspect.LEVEL, how="respectively")
    if (falls := _falls(spot)) is not None:
        return spot.tie(thing, Aspect.CHANGE, how="respectively", falls=falls)
    part = spot.topic(spot.subject)
    if part is not None and thing.base is not None and thing.base in part[0].measures:
        return spot.tie(part[0], thing.base, how="respectively")
    return spot.tie(thing, base, how="respectively")


def _falls(spot: Spot) -> bool | None:
    """Return whether the verb, or else a noun or comparison, tells a fall or a rise, ``None`` if neither."""
    if spot.verb is not None and spot.verb.among("rise", "fall"):
        return spot.verb.among("fall")
    return told_down(chain.from_iterable(group.tokens for group in spot.parse.groups if _may_tell(group)))


def _may_tell(group: Group) -> bool:
    """Return whether a group may tell a change: "up", "a fall", "4% more"."""
    if isinstance(group, NounGroup):
        return group.head in {Head.RISE, Head.FALL} or group.quantity is not None
    return isinstance(group, Joint) and group.join is Join.COMPARISON


def _by_period(spots: list[Spot], join: Rule) -> list[Tie | None]:
    """Return what the numbers state of as many times, or nothing."""
    mentions = spots[0].parse.reading.periods
    periods = [period for mention in mentions for period in points_of(mention.period)]
    if len(periods) != len(spots) or len({period.label for period in periods}) != len(periods):  # "2020, in that year"
        return []
    return [tie and replace(tie, period=period) for tie, period in zip(_of_one(spots, join), periods, strict=True)]


def _by_place(spots: list[Spot], places: Sequence[PlaceMention], join: Rule) -> list[Tie | None]:
    """Return what the numbers state of as many places, or nothing."""
    if len(places) != len(spots):
        return []
    return [tie and replace(tie, area=place.place) for tie, place in zip(_of_one(spots, join), places, strict=True)]


def _of_one(spots: list[Spot], join: Rule) -> list[Tie | None]:
    """Return what numbers of one measure state, which the words around one of them name."""
    tie = next((tie for spot in reversed(spots) if (tie := join(spot)) is not None), None)
    units = {spot.quantity.unit for spot in spots}
    words = (spot.parse.text[spot.quantity.start : spot.quantity.end].casefold() for spot in spots)
    scaled = {any(word in SCALE_WORDS for word in said.split()) for said in words}  # "5, 6 and 7 million"
    if tie is None or len(units) > 1 or len(scaled) > 1:
        return [None] * len(spots)
    return [replace(tie, start=spot.quantity.start, end=spot.quantity.end, how="respectively") for spot in spots]
