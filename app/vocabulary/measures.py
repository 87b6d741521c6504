"""The measure catalogue: what is counted, in which topic and units. Its entries are in ``app/data/measures.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from app.vocabulary.units import Unit
from app.vocabulary.words import Word


class Topic(Word):
    """The part of a force's profile that a measure belongs to."""

    GEOGRAPHY = "geography"
    DEMOGRAPHICS = "demographics"
    BUDGET = "budget"
    WORKFORCE = "workforce"
    DEMAND = "demand"


class Kind(Word):
    """The kind of quantity that a measure is."""

    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    EXTENT = "extent"
    CHANGE = "change"
    OTHER = "other"


class Aggregation(Word):
    """How figures of several forces may be combined."""

    SUM = "sum"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Measure:
    """An entry of the catalogue. ``units`` are those it may be stated in, the preferred one first.

    If ``headline``, its topic has a named field for it. ``related`` are measures that are easily confused or read with
    it, in catalogue order, and ``part_of`` is the measure that includes it. ``dated`` says whether a figure needs a
    time to be understood, ``yearly`` whether it is counted over a year. No force area has fewer than ``least`` or more
    than ``most`` (in the preferred unit).

    ``counted_as`` are the measures that official statistics count it by, to be added up: its own meaning first, then
    others it may be stated in. Where not even the first means the same, it is not ``comparable``. A stated figure is
    near an official one if they are ``near`` percent apart (points, for a share) or no more than ``slight`` in number,
    and differs from it beyond ``apart``.
    """

    id: str
    label: str
    description: str
    topic: Topic
    kind: Kind
    units: tuple[Unit, ...]
    aggregation: Aggregation
    headline: bool
    related: tuple[str, ...]
    part_of: str | None
    dated: bool
    yearly: bool
    least: Decimal | None
    most: Decimal | None
    counted_as: tuple[tuple[str, ...], ...]
    comparable: bool
    near: Decimal
    apart: Decimal
    slight: Decimal

    @property
    def unit(self) -> Unit:
        """The unit that headline figures and indicators use."""
        return self.units[0]

    @property
    def in_words(self) -> str:
        """The label as it is written within a sentence: "police staff", "PCSOs"."""
        return self.label if self.label[:2].isupper() else f"{self.label[:1].lower()}{self.label[1:]}"

    @property
    def catalogued(self) -> bool:
        """Whether it says what is counted; for an ``other_<topic>`` the label of each observation does."""
        return self.kind is not Kind.OTHER


@cache
def measures() -> Mapping[str, Measure]:
    """Return the catalogue, in its order, by measure id."""
    catalogue = (files("app.data") / "measures.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(catalogue, parse_float=Decimal)["measure"]
    related = {entry["id"]: set(entry.get("related", ())) for entry in entries}
    return MappingProxyType(
        {
            entry["id"]: Measure(
                id=entry["id"],
                label=entry["label"],
                description=entry["description"],
                topic=Topic(entry["topic"]),
                kind=Kind(entry["kind"]),
                units=tuple(Unit(unit) for unit in entry["units"]),
                aggregation=Aggregation(entry["aggregation"]),
                headline=entry.get("headline", False),
                related=tuple(
                    other["id"]
                    for other in entries
                    if other["id"] in related[entry["id"]] or entry["id"] in related[other["id"]]
                ),
                part_of=entry.get("part_of"),
                dated=entry.get("dated", True),
                yearly=entry.get("yearly", False),
                least=_limit(entry.get("least")),
                most=_limit(entry.get("most")),
                counted_as=tuple(tuple(parts) for parts in entry.get("counted_as", [[entry["id"]]])),
                comparable=entry.get("comparable", True),
                near=Decimal(entry.get("near", 5)),
                apart=Decimal(entry.get("apart", 10)),
                slight=Decimal(entry.get("slight", 0)),
            )
            for entry in entries
        }
    )


def _limit(stated: int | Decimal | None) -> Decimal | None:
    return None if stated is None else Decimal(stated)


@cache
def headline_measures(topic: Topic) -> tuple[Measure, ...]:
    """Return the measures that are named fields of a topic, in catalogue order."""
    return tuple(measure for measure in measures().values() if measure.topic is topic and measure.headline)
