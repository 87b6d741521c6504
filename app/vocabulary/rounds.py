"""The rounds of inspection that statements are written for. The entries are data, in ``app/data/rounds.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Round:
    """A round: when its statements were written, the ``day`` it stands for, and what these are ``known`` from."""

    id: str
    label: str
    first: date
    last: date
    day: date
    known: str


@cache
def rounds() -> Mapping[str, Round]:
    """Return the rounds by id, the oldest first."""
    entries = tomllib.loads((files("app.data") / "rounds.toml").read_text(encoding="utf-8"))["round"]
    return MappingProxyType(
        {
            entry["id"]: Round(
                id=entry["id"],
                label=entry["label"],
                first=entry["from"],
                last=entry["to"],
                day=entry["date"],
                known=entry["known"],
            )
            for entry in entries
        }
    )


def date_of(round_: str) -> date:
    """Return the day that a round stands for; of one that is not listed, the middle of its years."""
    listed = rounds().get(round_)
    if listed is not None:
        return listed.day
    first, last = _years(round_)
    return date.fromordinal((date(first, 1, 1).toordinal() + date(last, 12, 31).toordinal()) // 2)


def nearest_rounds(name: str) -> list[str]:
    """Return the rounds whose years are nearest to those of ``name``, the oldest first; none where it has no year."""
    if _NAME.search(name) is None:
        return []
    wanted = _years(name)
    apart = {round_: _years_apart(_years(round_), wanted) for round_ in rounds()}
    return [round_ for round_, years in apart.items() if years == min(apart.values())]


_NAME = re.compile(r"(?P<first>(?:19|20)\d\d)(?:\s?[-/–]\s?(?:19|20)?(?P<last>\d\d)(?!\d))?")


def _years(name: str) -> tuple[int, int]:
    """Return the first and the last year of a name such as "2016", "2021-22" or "PEEL 2018/19"."""
    match = _NAME.search(name)
    if match is None:
        raise ValueError(f"{name!r} names no round")
    first = int(match["first"])
    return first, first if match["last"] is None else first + (int(match["last"]) - first) % 100


def _years_apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])
