"""Stage 5: the things a sentence speaks of, which its quantities may count: officers, crimes, the budget.

Things and their phrases are data, in ``app/data/things.toml``. A thing has a measure for each aspect that a statement
may give of it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from types import MappingProxyType

from app.vocabulary.measures import Measure


class Aspect(StrEnum):
    """What may be stated of a thing."""

    LEVEL = "level"  # how many or how much there is
    CHANGE = "change"  # how far that rose or fell
    SHARE = "share"  # what part of the residents, the funding, the crimes ... it is
    AREA_SHARE = "area_share"  # what part of the area it is
    WORKFORCE_SHARE = "workforce_share"  # what part of the force's own people it is
    CALL_SHARE = "call_share"  # what part of the calls it is
    INCIDENT_SHARE = "incident_share"  # what part of the incidents it is
    CRIME_SHARE = "crime_share"  # what part of the crimes it is
    VICTIM_SHARE = "victim_share"  # what part of the victims it is
    RATE = "rate"  # how many there are for a number of residents
    TARGET = "target"  # how many there should be
    ADDITIONAL = "additional"  # how many are being added
    PER = "per"  # for how many residents there is one
    REQUIRED = "required"  # how much is still to be found


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing and the measures of its aspects.

    ``base`` is the aspect of shares "of" it, where it has shares; ``needs_base`` says that its own share tells nothing
    unless its base is named.
    """

    id: str
    base: Aspect | None
    needs_base: bool
    measures: Mapping[Aspect, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ThingMention:
    """A thing named in a sentence, and its characters."""

    thing: Thing
    start: int
    end: int


Phrase = tuple[str, ...]


@cache
def things() -> Mapping[str, Thing]:
    """Return the things, by id."""
    return MappingProxyType({thing.id: thing for thing, _ in _entries()})


@cache
def thing_of(measure: Measure) -> Thing | None:
    """Return the thing whose level a measure is, if any."""
    return next((t for t in things().values() if measure.id in t.measures.get(Aspect.LEVEL, ())), None)


def find_things(text: str) -> Iterator[ThingMention]:
    """Yield the things that a sentence names, in order, never overlapping: the longest phrase at each place."""
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end].casefold() for start, end in spans]
    lexicon = _lexicon()
    position = 0
    while position < len(words):
        stop = position + 1
        for length in lexicon.lengths.get(words[position], ()):
            end = position + length
            thing = lexicon.things.get(tuple(words[position:end]))
            if thing is not None and end <= len(words) and _joined(text, spans[position:end]):
                stop = end
                yield ThingMention(thing, spans[position][0], spans[end - 1][1])
                break
        position = stop


_WORD = re.compile(r"[^\W_]+")
_JOINT = frozenset({" ", "-", "/", "’", "'", " (", ", ", "’ ", "' "})


def _joined(text: str, spans: list[tuple[int, int]]) -> bool:
    """Return whether nothing but a space or a hyphen stands between the words of a phrase."""
    return all(text[before[1] : after[0]] in _JOINT for before, after in pairwise(spans))


def _entries() -> Iterator[tuple[Thing, list[str]]]:
    for entry in tomllib.loads((files("app.data") / "things.toml").read_text(encoding="utf-8"))["thing"]:
        measures = MappingProxyType({aspect: tuple(entry[aspect].split()) for aspect in Aspect if aspect in entry})
        base = Aspect(entry["base"]) if "base" in entry else None
        yield Thing(entry["id"], base, entry.get("needs_base", False), measures), entry["phrases"]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The things by phrase, and for each word the lengths of the phrases that begin with it, the longest first."""

    things: Mapping[Phrase, Thing]
    lengths: Mapping[str, tuple[int, ...]]


@cache
def _lexicon() -> _Lexicon:
    by_phrase: dict[Phrase, Thing] = {}
    lengths: dict[str, set[int]] = {}
    for thing, patterns in _entries():
        for phrase in {phrase for pattern in patterns for phrase in _spelled_out(pattern)}:
            known = by_phrase.setdefault(phrase, thing)
            if known is not thing:
                raise ValueError(f"{' '.join(phrase)!r} names both {known.id} and {thing.id}")
            lengths.setdefault(phrase[0], set()).add(len(phrase))
    return _Lexicon(by_phrase, {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()})


def _spelled_out(pattern: str) -> Iterator[Phrase]:
    """Yield the phrases of a pattern: "(police|) officers" is "police officers" and "officers"."""
    if re.search(r"\([^)]*\(", pattern):
        raise ValueError(f"alternatives within alternatives: {pattern!r}")
    parts = [part.split("|") for part in re.split(r"[()]", pattern)]
    for choice in product(*parts):
        phrase = tuple(" ".join(choice).split())
        if phrase:
            yield phrase
