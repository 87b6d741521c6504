"""The rules by which numbers are read as figures. The entries are in ``app/data/rules.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from app.vocabulary.grounds import Ground
from app.vocabulary.qualifiers import Certainty


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the part of a figure's method after its measure.

    ``ground`` is what a reading by it rests on, ``certainty`` how sure that is, ``example`` a sentence read by it.
    """

    id: str
    ground: Ground
    certainty: Certainty
    example: str


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules, by id."""
    told = tomllib.loads((files("app.data") / "rules.toml").read_text(encoding="utf-8"))["rule"]
    return MappingProxyType(
        {
            id_: Rule(id_, Ground(rule["ground"]), Certainty(rule["certainty"]), rule["example"])
            for id_, rule in told.items()
        }
    )


def rule_of(method: str) -> Rule:
    """Return the rule of a method, such as ``crime_change.changed_by``."""
    return rules()[method.rpartition(".")[2]]
