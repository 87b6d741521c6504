"""The records of the data: a statement and its observations, notes and unassigned numbers."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from app.vocabulary.figures import Figure
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Certainty, Qualifier
from app.vocabulary.units import Unit
from app.vocabulary.words import Word

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

REVIEWED = "reviewed"
"""The method of figures that a person checked against the source."""

MAX_WORDS = 8
"""How many words of a source ``as_stated`` may quote."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a statement: the paragraph (1 is the first) and the characters of the normalised text."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Figure):
    """One figure of one statement, with the words that carry it, where they stand, and the rule that found it.

    ``certainty`` says how sure it is that this is what the words state.
    """

    as_stated: str
    place: Place | None
    method: str
    certainty: Certainty = Certainty.CERTAIN


class NoteKind(Word):
    """The kind of claim that a note makes."""

    OUTLOOK = "outlook"
    INITIATIVE = "initiative"
    PARTNERSHIP = "partnership"
    COMMITMENT = "commitment"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A claim without a number, in our own words."""

    topic: Topic
    kind: NoteKind
    text: str
    year: int | None
    month: int | None
    place: Place | None
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """A number that no rule could place for certain. ``value`` is ``None`` if it is too long to be a figure."""

    as_stated: str
    value: Decimal | None
    unit: Unit | None
    qualifier: Qualifier
    place: Place | None


@dataclass(frozen=True, kw_only=True)
class StatementRecord:
    """A statement and everything read from it.

    ``text`` is the normalised text, if it is stored, and ``reason`` says why the statement differs from its previous
    revision. ``archived_url`` is the page's address in a web archive, ``published`` its date, both if known.
    """

    force: str
    round: str
    url: str | None
    title: str | None
    language: str
    complete: bool
    disclaimer: bool | None
    sha256: str | None
    text: str | None
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]
    unassigned: tuple[Unassigned, ...]
    reason: str | None = None
    archived_url: str | None = None
    published: date | None = None

    @property
    def id(self) -> str:
        """The identity of the statement: force and round."""
        return f"{self.force}/{self.round}"

    @property
    def reviewed(self) -> bool:
        """Whether a person checked its figures, of which it has some."""
        return {figure.method for figure in self.observations} == {REVIEWED}

    @cached_property
    def digest(self) -> str:
        """The hash of the content, independent of where the page was found.

        It leaves out the warnings of checks, and does not distinguish exact from rounded, or about from almost: the
        number and its bounds do. A certain reading has the hash that it had before readings could be less.
        """
        said = _fields(self) | {"text": None, "reason": None}
        for name in ("archived_url", "published"):
            del said[name]
        return hashlib.sha256(_HASHED.encode(said).encode()).hexdigest()


_HASHED_AS = {Qualifier.ROUNDED: Qualifier.EXACT, Qualifier.ALMOST: Qualifier.ABOUT}


@cache
def _reading(record: "type[DataclassInstance]") -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    """Return the names of a record's fields, in their order in the hash, and what reads them."""
    names = tuple(sorted(field.name for field in fields(record) if field.name != "warnings"))
    return names, attrgetter(*names)


def _fields(record: "DataclassInstance") -> dict[str, Any]:
    names, values = _reading(type(record))
    return dict(zip(names, values(record), strict=True))


def _written(value: Any) -> object:  # noqa: ANN401 - whatever a record has
    """Return a value as the hash has it; numbers are normalised, so that read and stored ones agree (0.50 is 0.5)."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return str(value)
    said = _fields(value)
    if "qualifier" in said:
        said["qualifier"] = _HASHED_AS.get(said["qualifier"], said["qualifier"])
    if said.get("certainty") is Certainty.CERTAIN:
        del said["certainty"]
    return said


_HASHED = json.JSONEncoder(default=_written, ensure_ascii=False, check_circular=False)
