"""The things that the words of a sentence name, and where."""

from collections.abc import Iterable, Iterator

from app.extract.clauses import Parse
from app.vocabulary.things import Thing


def things_at(parse: Parse, places: Iterable[int]) -> Iterator[tuple[Thing, int]]:
    """Yield the things that the noun groups at some places name, each with its place; those of a group last first."""
    for j in places:
        noun = parse.noun(j)
        for token in () if noun is None else reversed(noun.things):
            if token.thing is not None:
                yield token.thing.thing, j


def things_back_from(parse: Parse, i: int) -> Iterator[tuple[Thing, int]]:
    """Yield the things named in the group at ``i`` and before it, the nearest first."""
    yield from things_at(parse, (i, *parse.back(i)))
