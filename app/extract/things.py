"""Stage 5: the things named in a sentence, which its quantities may count: officers, crimes, the budget."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from app.vocabulary.things import Thing, phrases

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = frozenset({" ", "-", "/", "’", "'", " (", ", ", "’ ", "' "})
"""What may stand between two words of a phrase."""


@dataclass(frozen=True, slots=True)
class ThingMention:
    """A thing named in a sentence, and its characters."""

    thing: Thing
    start: int
    end: int


def find_things(text: str) -> Iterator[ThingMention]:
    """Yield the things named in a sentence in order, without overlaps: the longest phrase at each place."""
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end].casefold() for start, end in spans]
    known, lengths = phrases(), _lengths()
    position = 0
    while position < len(words):
        stop = position + 1
        for length in lengths.get(words[position], ()):
            end = position + length
            thing = known.get(tuple(words[position:end]))
            if thing is not None and end <= len(words) and _joined(text, spans[position:end]):
                stop = end
                yield ThingMention(thing, spans[position][0], spans[end - 1][1])
                break
        position = stop


def _joined(text: str, spans: list[tuple[int, int]]) -> bool:
    """Return whether the no more stands between the words of a phrase than a space or a hyphen, say."""
    return all(text[before[1] : after[0]] in _BETWEEN for before, after in pairwise(spans))


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """Return, for each word, the lengths of the phrases that begin with it, the longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in phrases():
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}
