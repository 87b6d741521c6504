"""The register of the 43 territorial forces of England and Wales. The entries are data, in ``app/data/forces.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from app.vocabulary.names import NEAREST, folded, nearest


@dataclass(frozen=True, slots=True)
class Force:
    """A police force.

    ``aliases`` are other spellings of its name, in Welsh too, ``area_names`` are names of its whole area, and
    ``found_by`` are further names that people search for. A force of Wales has a ``welsh_name``.
    """

    id: str
    name: str
    country: str
    region: str
    ons_code: str
    website: str
    aliases: tuple[str, ...]
    places: tuple[str, ...]
    area_names: tuple[str, ...]
    found_by: tuple[str, ...] = ()
    welsh_name: str | None = None

    @property
    def short_name(self) -> str:
        """Its name as a sentence begins with it: "Kent", "The Metropolitan Police Service"."""
        short = self.name.removesuffix(" Police").removesuffix(" Constabulary")
        return short if short != self.name else f"The {self.name}"

    @property
    def spellings(self) -> tuple[str, ...]:
        """All names and codes of the force."""
        return (self.id, self.ons_code, self.name, *self.aliases)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that a search finds it by: its spellings, its area, and the places that it serves."""
        return (*self.spellings, *self.area_names, *self.places, *self.found_by)


@cache
def forces() -> Mapping[str, Force]:
    """Return the register, in alphabetical order, by force id."""
    entries = tomllib.loads((files("app.data") / "forces.toml").read_text(encoding="utf-8"))["force"]
    return MappingProxyType(
        {
            entry["id"]: Force(
                id=entry["id"],
                name=entry["name"],
                country=entry["country"],
                region=entry["region"],
                ons_code=entry["ons_code"],
                website=entry["website"],
                aliases=tuple(entry["aliases"]),
                places=tuple(entry["places"]),
                area_names=tuple(entry["area_names"]),
                found_by=tuple(entry.get("found_by", ())),
                welsh_name=entry.get("welsh_name"),
            )
            for entry in entries
        }
    )


def regions() -> list[str]:
    """Return the regions of England that have forces, and Wales, in alphabetical order."""
    return sorted({force.region for force in forces().values()})


@cache
def _by_spelling() -> Mapping[str, Force]:
    return {folded(spelling): force for force in forces().values() for spelling in force.spellings}


def resolve(name: str) -> Force | None:
    """Return the force of a slug, an ONS code or a well-known spelling of its name, or ``None``."""
    return _by_spelling().get(folded(name))


@cache
def _folded_names() -> Mapping[str, list[str]]:
    return {id_: [folded(name) for name in force.names] for id_, force in forces().items()}


def search(words: str) -> list[Force]:
    """Return the forces that have ``words`` as a name or, if none has, at the beginning of a word of a name.

    Where that is no force, words that many names have are left out: "city of Leicester" is in Leicestershire.
    """
    wanted = folded(words)
    return _named(wanted) or _named(" ".join(_COMMON.sub("", wanted).split()))


_COMMON = re.compile(r"\b(?:city of|county|police|the)\b")


def _named(wanted: str) -> list[Force]:
    if not wanted:
        return []
    names = _folded_names()
    whole = [force for id_, force in forces().items() if wanted in names[id_]]
    return whole or [force for id_, force in forces().items() if any(f" {wanted}" in f" {name}" for name in names[id_])]


def nearest_forces(name: str) -> list[str]:
    """Return the slugs of the few forces that a search finds, or otherwise of those with the most similar spellings."""
    found = [force.id for force in search(name)]
    if 0 < len(found) <= NEAREST:
        return found
    by_spelling = {spelling: force.id for force in forces().values() for spelling in force.spellings}
    return list(dict.fromkeys(by_spelling[spelling] for spelling in nearest(name, by_spelling)))
