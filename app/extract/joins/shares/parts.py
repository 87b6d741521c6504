"""What may be the part that a percentage tells: "over 65" in "20% of residents are over 65"."""

from collections.abc import Iterator

from app.extract.groups import Head, Join, NounGroup
from app.extract.joins.named import things_at
from app.extract.joins.shares.base import is_of
from app.extract.spots import Spot
from app.vocabulary.lexicon import members
from app.vocabulary.things import Thing


def parts(spot: Spot, base_at: int) -> Iterator[tuple[Thing, int]]:
    """Yield what may be the part, with its place: in the group itself, after it, then before it in its clause."""
    if spot.group.thing is not None:
        yield spot.group.thing, spot.i
    bracketed = spot.parse.joint(spot.i - 1, Join.OPEN) is not None or spot.preposition == "at"
    if bracketed and is_of(spot):
        yield from _after(spot, spot.i)
    if not (bracketed or _makes_up(spot)):
        yield from _after(spot, base_at)
        if is_of(spot) and spot.next_verb is not None:
            return
    yield from _before(spot)


def _makes_up(spot: Spot) -> bool:
    """Return whether it is what its subject makes up: "grants make up 51%", "staff account for 80%"."""
    told = spot.verb is not None and spot.verb.among("make_up")
    return told and (spot.is_object or spot.preposition == "for")


def _after(spot: Spot, base_at: int) -> Iterator[tuple[Thing, int]]:
    """Yield the things named after a percentage and its base, up to the next number or clause, outside brackets."""
    depth = 0
    for j in spot.parse.ahead(base_at):
        depth += 1 if spot.parse.joint(j, Join.OPEN) else -1 if spot.parse.joint(j, Join.CLOSE) else 0
        if depth > 0:
            continue
        if _ends(spot, j, base_at):
            return
        yield from _told_at(spot, j)


def _ends(spot: Spot, j: int, base_at: int) -> bool:
    """Return whether what a percentage tells of ends before the group at ``j``."""
    noun, following = spot.parse.noun(j), spot.parse.noun(j + 1)
    if noun is not None and noun.quantity is not None:
        return base_at == spot.i or not spot.parse.joint(j - 1, Join.AND)
    if noun is not None and spot.parse.joint(j - 1, Join.AND, Join.COMMA):
        return bool(noun.things) and following is not None and following.quantity is not None
    clause = spot.parse.joint(j, Join.COMMA) and spot.parse.joint(j + 1, Join.AND)
    return bool(clause or spot.parse.joint(j, Join.STOP))


def _before(spot: Spot) -> Iterator[tuple[Thing, int]]:
    """Yield the things named before a percentage, the nearest first, back to the number or clause before."""
    for j in spot.parse.back(spot.i):
        noun = spot.parse.noun(j)
        another = noun is not None and noun.quantity is not None and spot.parse.word(j - 1) != "from"
        if another or (spot.parse.joint(j, Join.STOP) and spot.parse.word(j) != ":"):
            return
        yield from _told_at(spot, j)


def _told_at(spot: Spot, j: int) -> Iterator[tuple[Thing, int]]:
    """Yield the things that the noun group at ``j`` tells of: not those of other people in "ethnic minority owners"."""
    noun = spot.parse.noun(j)
    if noun is not None and _tells_of_its_things(noun):
        yield from things_at(spot.parse, [j])


def _tells_of_its_things(noun: NounGroup) -> bool:
    """Return whether the head is a thing, or a word for people or a count of what stands before it."""
    counts = members("people_noun") | members("measure_noun") | members("belonging_noun")
    return noun.head is Head.THING or noun.noun in counts or noun.noun.isdigit()  # "the most deprived 10%"
