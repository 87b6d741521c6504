"""Lists of numbers and of things in a sentence: "burglary and robbery", "by 4% and by 7%"."""

import re
from collections.abc import Iterable, Iterator

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, NounGroup
from app.extract.things import ThingMention, find_things

_REPEATED = frozenset({"by", "of", "to"})
_AND = re.compile(r",? and |, ")


def list_before(parse: Parse, at: int) -> list[int]:
    """Return the last list of numbers before a place, in order."""
    run: list[int] = []
    for n in reversed([n for n, i in enumerate(parse.spots) if 0 <= i < at]):
        if run and not _is_listed(parse, n, run[-1]):
            break
        run.append(n)
    return run[::-1]


def list_after(parse: Parse, at: int) -> list[int]:
    """Return the first list of numbers after a place, in order."""
    run: list[int] = []
    for n in (n for n, i in enumerate(parse.spots) if i > at):
        if run and not _is_listed(parse, run[-1], n):
            break
        run.append(n)
    return run


def _is_listed(parse: Parse, first: int, second: int) -> bool:
    """Return whether nothing but commas, "and" and repeated prepositions stands between two numbers."""
    between = range(parse.spots[first] + 1, parse.spots[second])
    return all(parse.joint(j, Join.AND, Join.COMMA, Join.ADVERB) or parse.word(j) in _REPEATED for j in between)


def things_listed(parse: Parse, places: range, *, counted: bool = False) -> list[ThingMention]:
    """Return the things of the last list among some groups. If ``counted``, that of a number may be one."""
    run: list[list[ThingMention]] = []
    for j in reversed(places):
        noun = parse.noun(j)
        if noun is not None and noun.things and (noun.quantity is None or (counted and noun.head is Head.THING)):
            run.append([part for mention in _mentions(noun) for part in _parts(parse, mention)])
        elif run and not (parse.joint(j, Join.AND, Join.COMMA) or parse.word(j) in {"of", "in"}):
            break
    return [mention for mentions in reversed(run) for mention in mentions]


def _mentions(noun: NounGroup) -> Iterator[ThingMention]:
    return (token.thing for token in noun.things if token.thing is not None)


def _parts(parse: Parse, mention: ThingMention) -> Iterable[ThingMention]:
    """Return the things that one phrase joins: "police officers and staff" is two."""
    words = _AND.split(parse.text[mention.start : mention.end])
    parts = [part for word in words if (part := next(iter(find_things(word)), None)) is not None]
    return parts if len(parts) == len(words) else [mention]
