"""The things, periods or places that "respectively" pairs with a list of numbers; unequal lists state nothing.

"Burglary and robbery fell by 4% and 7% respectively", "In 2021 and 2022 it had, respectively, 1,844 and 1,812 officers".
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, Joint, NounGroup
from app.extract.joins.signs import is_down
from app.extract.places import PlaceMention
from app.extract.spots import Spot
from app.extract.things import ThingMention, find_things
from app.extract.ties import Tie
from app.vocabulary.periods import Period, points_of
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit

_JOINTS = frozenset({Join.AND, Join.COMMA, Join.ADVERB})


def paired(parse: Parse, places: Sequence[PlaceMention], join: Callable[[Spot], Tie | None]) -> dict[int, Tie | None]:
    """Return what the quantities that "respectively" pairs state, ``None`` where that is unclear; else an empty table."""
    at = next((j for j, group in enumerate(parse.groups) if group.text == "respectively"), None)
    if at is None:
        return {}
    numbers = _list_of_numbers(parse, at)
    if len(numbers) < 2:
        return {}
    spots = [_alike(parse, n, numbers) for n in numbers]
    fitting = [ties for ties in (_by_thing(spots, at), _by_period(spots, join), _by_place(spots, places, join)) if ties]
    return dict(zip(numbers, fitting[0] if len(fitting) == 1 else [None] * len(numbers), strict=True))


def _list_of_numbers(parse: Parse, at: int) -> list[int]:
    """Return the quantities of the list that "respectively" ends, or else begins."""
    before = [n for n, i in enumerate(parse.spots) if 0 <= i < at]
    run: list[int] = []
    for n in reversed(before):
        if run and not _listed(parse, parse.spots[n], parse.spots[run[0]]):
            break
        run.insert(0, n)
    if len(run) > 1:
        return run
    run = []
    for n in (n for n, i in enumerate(parse.spots) if i > at):
        if run and not _listed(parse, parse.spots[run[-1]], parse.spots[n]):
            break
        run.append(n)
    return run


def _listed(parse: Parse, first: int, second: int) -> bool:
    """Return whether nothing but commas, "and" and repeated prepositions stands between two groups."""
    between = parse.groups[first + 1 : second]
    return all(isinstance(g, Joint) and (g.join in _JOINTS or g.text in {"by", "of", "to"}) for g in between)


def _alike(parse: Parse, n: int, numbers: list[int]) -> Spot:
    """Return the spot of a number in the unit that its list has: "4, 5 and 6 per cent"."""
    spot = Spot(parse, n)
    units = {parse.quantity(m).unit for m in numbers} - {None}
    if len(units) == 1:
        spot.quantity = replace(spot.quantity, unit=next(iter(units)))
    return spot


def _by_thing(spots: list[Spot], at: int) -> list[Tie | None]:
    parse = spots[0].parse
    first, last, end = spots[0].i, spots[-1].i, len(parse.groups)
    for things in (
        _things(parse, range(last, at), counted=True),
        _things(parse, range(first), counted=False),
        _things(parse, range(at, end), counted=False),
        _things(parse, range(first), counted=True),
    ):
        if len(things) == len(spots):
            return [_of_thing(spot, mention) for spot, mention in zip(spots, things, strict=True)]
    return []


def _things(parse: Parse, places: range, *, counted: bool) -> list[ThingMention]:
    """Return the things of the last list in some groups, the parts of a phrase such as "officers and staff" apart."""
    run: list[ThingMention] = []
    for j in reversed(places):
        group = parse.groups[j]
        if isinstance(group, NounGroup) and group.things and (group.quantity is None or (counted and group.head is Head.THING)):
            run = [part for token in group.things if token.thing for part in _parts(parse, token.thing)] + run
        elif run and not (isinstance(group, Joint) and (group.join in {Join.AND, Join.COMMA} or group.text in {"of", "in"})):
            break
    return run


def _parts(parse: Parse, mention: ThingMention) -> Iterator[ThingMention]:
    """Yield the things that one phrase joins: "police officers and staff"."""
    words = re.split(r",? and |, ", parse.text[mention.start : mention.end])
    parts = [next(iter(find_things(word)), None) for word in words]
    yield from [part for part in parts if part is not None] if len(parts) > 1 and None not in parts else [mention]


def _of_thing(spot: Spot, mention: ThingMention) -> Tie | None:
    verb = spot.verb
    signs = [
        is_down(token.text)
        for g in spot.parse.groups
        if (isinstance(g, Joint) and g.join is Join.COMPARISON) or (isinstance(g, NounGroup) and (g.head in {Head.RISE, Head.FALL} or g.quantity is not None))
        for token in g.tokens
    ]
    told = verb.among("fall") if verb is not None and verb.among("rise", "fall") else next((sign for sign in reversed(signs) if sign is not None), None)
    if spot.quantity.unit is Unit.PERCENT and told is not None:
        return spot.tie(mention.thing, Aspect.CHANGE, how="respectively", falls=told)
    if spot.quantity.unit is Unit.PERCENT:
        part = spot.topic(spot.subject)
        if part is not None and mention.thing.base is not None and mention.thing.base in part[0].measures:
            return spot.tie(part[0], mention.thing.base, how="respectively")
        return spot.tie(mention.thing, Aspect.SHARE, how="respectively")
    return spot.tie(mention.thing, Aspect.LEVEL, how="respectively")


def _by_period(spots: list[Spot], join: Callable[[Spot], Tie | None]) -> list[Tie | None]:
    mentions = spots[0].parse.reading.periods
    periods: list[Period] = [period for mention in mentions for period in points_of(mention.period)]
    if len(periods) != len(spots):
        return []
    return [tie and replace(tie, period=period) for tie, period in zip(_of_one(spots, join), periods, strict=True)]


def _by_place(spots: list[Spot], places: Sequence[PlaceMention], join: Callable[[Spot], Tie | None]) -> list[Tie | None]:
    if len(places) != len(spots):
        return []
    return [tie and replace(tie, area=place.place) for tie, place in zip(_of_one(spots, join), places, strict=True)]


def _of_one(spots: list[Spot], join: Callable[[Spot], Tie | None]) -> list[Tie | None]:
    """Return what numbers of one measure state, which the words around one of them name."""
    tie = next((tie for spot in reversed(spots) if (tie := join(spot)) is not None), None)
    scaled = {any(c.isalpha() for c in spot.parse.text[spot.quantity.start : spot.quantity.end]) for spot in spots}
    if tie is None or len({spot.quantity.unit for spot in spots}) > 1 or len(scaled) > 1:
        return [None] * len(spots)
    return [replace(tie, start=spot.quantity.start, end=spot.quantity.end, how="respectively") for spot in spots]
