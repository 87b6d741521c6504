"""The catalogue of official series and of the editions held here. Its entries are in ``app/data/official/``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from app.vocabulary.official import Basis, Dataset, Designation, GapCode, Grade, KnownGap, Publisher, Series, Vintage
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionEntry:
    """What is known of a bundled edition beside its figures.

    ``series``, ``forces`` and ``periods`` are the part of the dataset's table that comes from it (``None`` for all).
    ``rounded_to`` is what its figures are rounded to, if it differs from the series.
    """

    date: date
    title: str
    url: str
    grade: Grade
    designation: Designation
    vintage: Vintage
    obtained: str
    processing: str | None
    caveats: tuple[str, ...]
    rounded_to: Decimal | None
    series: frozenset[str] | None
    forces: frozenset[str] | None
    periods: tuple[str, ...] | None


@cache
def datasets() -> Mapping[str, Dataset]:
    """Return the official series by id, in their order, which is one of preference."""
    return MappingProxyType({entry["id"]: _dataset(entry) for entry in _entries()})


@cache
def edition_entries() -> Mapping[str, tuple[EditionEntry, ...]]:
    """Return the bundled editions of each dataset, by date."""
    return MappingProxyType(
        {
            entry["id"]: tuple(_edition_entry(entry | edition, entry["caveats"]) for edition in entry["edition"])
            for entry in _entries()
        }
    )


@cache
def _entries() -> list[dict[str, Any]]:
    catalogue = (files("app.data") / "official" / "datasets.toml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(catalogue, parse_float=Decimal)["dataset"]
    return entries


def _dataset(entry: dict[str, Any]) -> Dataset:
    return Dataset(
        id=entry["id"],
        title=entry["title"],
        description=entry["description"],
        publisher=Publisher(entry["publisher"]),
        url=entry["url"],
        series=MappingProxyType({name: _series(series) for name, series in entry["series"].items()}),
        caveats=tuple(entry["caveats"]),
        passed_over=frozenset(entry.get("passed_over", ())),
        gaps=tuple(_gap(gap) for gap in entry.get("gap", ())),
        lag_months=entry.get("lag_months", 0),
        replaces=entry.get("replaces"),
    )


def _series(entry: dict[str, Any]) -> Series:
    return Series(
        measure=entry["measure"],
        unit=Unit(entry["unit"]),
        basis=Basis(entry.get("basis", Basis.NONE)),
        rounded_to=_number(entry.get("rounded_to")),
        zero=entry.get("zero"),
        definition=entry.get("definition"),
    )


def _gap(entry: dict[str, Any]) -> KnownGap:
    return KnownGap(
        code=GapCode(entry["code"]),
        detail=entry["detail"],
        edition=entry.get("edition"),
        series=_some(entry.get("series")),
        forces=_some(entry.get("forces")),
        periods=_listed(entry.get("periods")),
    )


def _edition_entry(entry: dict[str, Any], of_all: list[str]) -> EditionEntry:
    """Return an edition from its own entry laid over that of its dataset, whose series are another thing."""
    return EditionEntry(
        date=entry["date"],
        title=entry["title"],
        url=entry["url"],
        grade=Grade(entry["grade"]),
        designation=Designation(entry["designation"]),
        vintage=Vintage(entry["vintage"]),
        obtained=entry["obtained"],
        processing=entry.get("processing"),
        caveats=tuple(dict.fromkeys([*of_all, *entry["caveats"]])),
        rounded_to=_number(entry.get("rounded_to")),
        series=_some(entry.get("of_series")),
        forces=_some(entry.get("forces")),
        periods=_listed(entry.get("periods")),
    )


def _number(stated: int | Decimal | None) -> Decimal | None:
    return None if stated is None else Decimal(stated)


def _some(names: list[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


def _listed(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
