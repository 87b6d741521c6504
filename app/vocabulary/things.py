"""The things that statements speak of, and the phrases that name them. The entries are in ``app/data/things.toml``.

A thing has a measure for each aspect that a statement may give of it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import product
from types import MappingProxyType

from app.vocabulary.measures import Measure, Topic, measures


class Aspect(StrEnum):
    """What may be stated about a thing."""

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

    ``base`` is the aspect that shares "of" it state, if any; if ``needs_base``, its own share means nothing unless it
    is said what it is a share of.
    """

    id: str
    base: Aspect | None
    needs_base: bool
    measures: Mapping[Aspect, tuple[str, ...]]

    @property
    def told(self) -> bool:
        """Whether it has figures; if not, its phrases only prevent parts of them from being read as other things."""
        return self.base is not None or bool(self.measures)


def topic_of(thing: Thing | None) -> Topic | None:
    """Return the topic of a thing's figures, or ``None`` for nothing and a thing that has none."""
    if thing is None:
        return None
    return next((measures()[id_].topic for ids in thing.measures.values() for id_ in ids), None)


Phrase = tuple[str, ...]
"""The words of a phrase, in lower case."""


@cache
def things() -> Mapping[str, Thing]:
    """Return the things, by id."""
    return MappingProxyType({thing.id: thing for thing, _ in _entries()})


@cache
def thing_of(measure: Measure) -> Thing | None:
    """Return the thing whose level a measure is, if any."""
    return next((t for t in things().values() if measure.id in t.measures.get(Aspect.LEVEL, ())), None)


@cache
def phrases() -> Mapping[Phrase, Thing]:
    """Return the thing that each phrase names. Raises ``ValueError`` for a phrase that names two."""
    by_phrase: dict[Phrase, Thing] = {}
    for thing, patterns in _entries():
        for phrase in {phrase for pattern in patterns for phrase in _spelled_out(pattern)}:
            known = by_phrase.setdefault(phrase, thing)
            if known is not thing:
                raise ValueError(f"{' '.join(phrase)!r} names both {known.id} and {thing.id}")
    return MappingProxyType(by_phrase)


def _entries() -> Iterator[tuple[Thing, list[str]]]:
    for entry in tomllib.loads((files("app.data") / "things.toml").read_text(encoding="utf-8"))["thing"]:
        told = MappingProxyType({aspect: tuple(entry[aspect].split()) for aspect in Aspect if aspect in entry})
        base = Aspect(entry["base"]) if "base" in entry else None
        yield Thing(entry["id"], base, entry.get("needs_base", False), told), entry["phrases"]


def _spelled_out(pattern: str) -> Iterator[Phrase]:
    """Yield the phrases of a pattern: "(police|) officers" is "police officers" and "officers"."""
    if re.search(r"\([^)]*\(", pattern):
        raise ValueError(f"alternatives within alternatives: {pattern!r}")
    parts = [part.split("|") for part in re.split(r"[()]", pattern)]
    for choice in product(*parts):
        phrase = tuple(" ".join(choice).split())
        if phrase:
            yield phrase
