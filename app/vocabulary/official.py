"""Official statistics: datasets, their editions, and the figures and gaps of an edition.

They are kept apart from what forces state, and share with it what a figure is (``app/vocabulary/figures.py``). A
*dataset* is a series that one publisher counts in one way; an *edition* is one release of it. Each figure belongs to an
edition. The newest edition that has a figure of a force, measure, basis and period is the one that stands.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.vocabulary.figures import Figure
from app.vocabulary.periods import Period
from app.vocabulary.units import Unit
from app.vocabulary.words import Word


class Publisher(Word):
    """Who publishes official statistics of police forces."""

    HOME_OFFICE = "Home Office"
    ONS = "Office for National Statistics"


class Grade(Word):
    """How close the figures held here are to what the publisher released; the closest come first."""

    ORIGINAL = "original"  # read from the publisher's own file
    DERIVED = "derived"  # computed here from an original
    EXTRACT = "extract"  # from somebody's copy of the publisher's table


class Designation(Word):
    """What the Office for Statistics Regulation calls a statistic."""

    ACCREDITED = "accredited_official"
    OFFICIAL = "official"
    IN_DEVELOPMENT = "official_in_development"


class Vintage(Word):
    """Which account of a time an edition gives."""

    FIRST = "first"  # as first published
    REVISED = "revised"  # with the corrections that were known when it was released
    REBASED = "rebased"  # estimated again from a later census


class Basis(Word):
    """How people at work are counted."""

    FTE = "fte"  # full-time equivalents
    HEADCOUNT = "headcount"
    NONE = "none"  # it is no count of people at work


class GapCode(Word):
    """Why an edition has no figure of a force and time."""

    NOT_SUPPLIED = "not_supplied"  # the force did not supply it
    SUPPRESSED = "suppressed"  # the publisher withholds it
    NOT_COLLECTED = "not_collected"  # nobody counted it then
    COUNTED_ELSEWHERE = "counted_elsewhere"  # another figure includes it
    NOT_HELD = "not_held"  # published, but no copy is held here


@dataclass(frozen=True, slots=True)
class Series:
    """What one series of a dataset's table counts.

    ``rounded_to`` is what the publisher rounds it to, if it does, ``zero`` why a 0 in the table is no figure, but
    counted elsewhere, and ``definition`` what is counted where the name of the measure leaves it open.
    """

    measure: str
    unit: Unit
    basis: Basis = Basis.NONE
    rounded_to: Decimal | None = None
    zero: str | None = None
    definition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGap:
    """What a dataset's tables are known not to have: in all series, forces and periods unless it names some.

    One of a certain ``edition`` (its date) holds for the periods it names, which the edition's table need not have.
    """

    code: GapCode
    detail: str
    edition: date | None = None
    series: frozenset[str] | None = None
    forces: frozenset[str] | None = None
    periods: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """An official series: ``series`` has what its tables count, by the name that the tables use.

    ``caveats`` hold for all its editions, and ``passed_over`` are further names in its tables: they repeat a series in
    other units. A figure is published about ``lag_months`` after the day it is of, and ``replaces`` is the dataset that
    had the figures of its days before.
    """

    id: str
    title: str
    description: str
    publisher: Publisher
    url: str
    series: Mapping[str, Series]
    caveats: tuple[str, ...] = ()
    passed_over: frozenset[str] = frozenset()
    gaps: tuple[KnownGap, ...] = ()
    lag_months: int = 0
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFigure(Figure):
    """One figure of an official statistic: of a whole force area, and always dated."""

    force: str
    basis: Basis
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure(OfficialFigure):
    """An official figure with the edition it was published in: the dataset, its date, and what is known of it."""

    dataset: str
    edition: date
    grade: Grade
    vintage: Vintage

    @property
    def id(self) -> str:
        """The identity of the figure: ``workforce-march.2023-07-26.kent.police_officers.fte.2023-03-31``."""
        basis = "" if self.basis is Basis.NONE else f"{self.basis}."
        start, end = self.period.start, self.period.end
        days = f"{start}" if start == end else f"{start}_{end}"
        return f"{self.dataset}.{self.edition}.{self.force}.{self.measure}.{basis}{days}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A figure that an edition does not have, and why."""

    force: str
    measure: str
    basis: Basis
    period: Period
    code: GapCode
    detail: str


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One release of a dataset, with its figures.

    ``date`` is the day the publisher released it, ``url`` the address of the publication, ``obtained`` how the figures
    came here, and ``processing`` what was done to them here. ``sha256`` is the hash of the table they were read from.
    """

    dataset: str
    date: date
    title: str
    url: str
    grade: Grade
    designation: Designation
    vintage: Vintage
    obtained: str
    processing: str | None
    caveats: tuple[str, ...]
    sha256: str
    figures: tuple[OfficialFigure, ...]
    gaps: tuple[Gap, ...]

    @property
    def id(self) -> str:
        """The identity of the edition: dataset and day of release."""
        return f"{self.dataset}/{self.date}"

    @property
    def forces(self) -> set[str]:
        """The forces that it says something of."""
        return {figure.force for figure in self.figures} | {gap.force for gap in self.gaps}

    def published(self) -> Iterator[PublishedFigure]:
        """Yield its figures, each with what the edition says of all of them."""
        of_all: dict[str, Any] = {
            "dataset": self.dataset,
            "edition": self.date,
            "grade": self.grade,
            "vintage": self.vintage,
        }
        names = [field.name for field in fields(OfficialFigure)]
        for figure in self.figures:
            yield PublishedFigure(**of_all, **{name: getattr(figure, name) for name in names})

    @cached_property
    def digest(self) -> str:
        """The hash of all it says, however its table came here."""
        rows = sorted([*map(_written, self.figures), *map(_written, self.gaps)])
        told = (self.id, self.title, self.url, self.grade, self.designation, self.vintage)
        return hashlib.sha256("\n".join([*told, str(self.processing), *self.caveats, *rows]).encode()).hexdigest()


def end_of(period: Period) -> date:
    """Return the last day of a period of official figures, which always have one."""
    if period.end is None:
        raise ValueError(f"the official period {period.label!r} has no end")
    return period.end


def _written(row: OfficialFigure | Gap) -> str:
    key = f"{row.force} {row.measure} {row.basis} {row.period.start} {row.period.end}"
    if isinstance(row, Gap):
        return f"{key} {row.code} {row.detail}"
    numbers = (row.value, row.bounds.low, row.bounds.high)
    return f"{key} {row.unit} {' '.join('' if number is None else f'{number.normalize():f}' for number in numbers)}"
