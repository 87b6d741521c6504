"""Highlights: the words of a text by what was read from them, where that is several things of the same words too."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.statements.text import PARAGRAPH_BREAK


@dataclass(frozen=True, slots=True)
class Place:
    """What was read at a place of a text: its number on the page, its kind, what it is called, and itself."""

    start: int
    end: int
    number: int
    kind: str
    name: str
    of: object


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of which all was read for the same, and what was read up to their end."""

    text: str
    kinds: tuple[str, ...]
    ending: tuple[Place, ...]


def highlighted(paragraphs: Sequence[str], places: Sequence[Place]) -> Iterator[list[Stretch]]:
    """Yield each paragraph in stretches. The places are of the text that the paragraphs make."""
    places = sorted(places, key=lambda place: place.start)
    starts = [place.start for place in places]
    begin = taken = 0
    for paragraph in paragraphs:
        end = begin + len(paragraph)
        until = bisect_right(starts, end)
        yield list(_stretches(paragraph, begin, places[taken:until]))
        begin, taken = end + len(PARAGRAPH_BREAK), until


def _stretches(paragraph: str, begin: int, places: Sequence[Place]) -> Iterator[Stretch]:
    """Yield the stretches of a paragraph: they are cut wherever a place begins or ends."""
    cuts = {0, len(paragraph)}.union(*((place.start - begin, place.end - begin) for place in places))
    open_: list[Place] = []
    coming = iter([*places, None])
    following = next(coming)
    for start, end in pairwise(sorted(cuts)):
        while following is not None and following.start - begin <= start:
            open_.append(following)
            following = next(coming)
        kinds = tuple(dict.fromkeys(place.kind for place in open_))
        ending = tuple(place for place in open_ if place.end - begin == end)
        yield Stretch(paragraph[start:end], kinds, ending)
        open_ = [place for place in open_ if place.end - begin > end]
