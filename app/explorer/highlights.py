"""Highlights: the words of a text by what was read from them, where that is several things of the same words too."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.schemas.extraction import ReadFigure
from app.schemas.observations import Note, Observation, Unassigned
from app.statements.text import PARAGRAPH_BREAK


@dataclass(frozen=True, slots=True)
class Place:
    """What was read at a place of a text: its number on the page, its kind, what it is called, and itself.

    Where it has a page of its own, ``address`` leads there, and ``anchor`` is what its words are called in this one.
    """

    start: int
    end: int
    number: int
    kind: str
    name: str
    of: object
    address: str = ""
    anchor: str = ""


def places(
    figures: Iterable[Observation | ReadFigure], left: Iterable[Unassigned], claims: Iterable[Note], left_as: str
) -> Iterator[Place]:
    """Yield what was read, numbered as it comes in the text; what has no known place in it comes last.

    ``left_as`` is what numbers are called that were left.
    """
    found: list[tuple[str, str, Observation | ReadFigure | Unassigned | Note]] = [
        *(("figure", figure.label, figure) for figure in figures),
        *(("left", left_as, number) for number in left),
        *(("claim", claim.text, claim) for claim in claims),
    ]
    for number, (kind, name, of) in enumerate(sorted(found, key=_in_order), start=1):
        of_its_own = (f"/figures/{of.id}", f"f-{of.id}") if isinstance(of, Observation) else ("", "")
        yield Place(of.source.start or 0, of.source.end or 0, number, kind, name, of, *of_its_own)


def _in_order(found: tuple[str, str, Observation | ReadFigure | Unassigned | Note]) -> tuple[bool, int, int]:
    source = found[2].source
    return source.start is None or source.end is None, source.start or 0, source.end or 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of which all was read for the same: what was read of them, from their beginning, and up to their end."""

    text: str
    within: tuple[Place, ...]
    beginning: tuple[Place, ...]
    ending: tuple[Place, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of what was read of the words."""
        return tuple(dict.fromkeys(place.kind for place in self.within))

    @property
    def leading(self) -> Place | None:
        """Where the words lead: to the page of what began last, so that what is within another is found as well."""
        return next((place for place in reversed(self.within) if place.address), None)


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
        already = len(open_)
        while following is not None and following.start - begin <= start:
            open_.append(following)
            following = next(coming)
        ending = tuple(place for place in open_ if place.end - begin == end)
        yield Stretch(paragraph[start:end], tuple(open_), tuple(open_[already:]), ending)
        open_ = [place for place in open_ if place.end - begin > end]
