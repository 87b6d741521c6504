"""The rounds of inspection that statements are written for, named by their years: 2016, 2021-22.

The entries are data, in ``app/data/rounds.toml``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from app.vocabulary.names import NEAREST, nearest


@dataclass(frozen=True, slots=True)
class Round:
    """A round: when its statements were written, the ``day`` that represents it, and how that is ``known``."""

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


def _years_in(century: str) -> str:
    return rf"{century}[0-9]{{2}}(?: ?(?:[-/‐‑‒–—−]|to) ?(?:{century})?[0-9]{{2}})?"


ROUND_PATTERN = _years_in("20")
"""How a round may be spelled: 2021-22, 2021/22, 2021/2022, 2021-2022, 2021–22."""

_ROUND = re.compile(ROUND_PATTERN)
_YEARS = re.compile(rf"{_years_in('(?:19|20)')}(?!\d)")


def parse_round(text: str) -> str | None:
    """Return a round in its usual spelling, ``2021-22`` or ``2016``, or ``None`` if the text is not a round."""
    if _ROUND.fullmatch(text) is None:
        return None
    first, last = text[:4], text[4:][-2:]
    if last and last <= first[2:]:
        return None
    return f"{first}-{last}" if last else first


def date_of(round_: str) -> date:
    """Return the day that represents a round; if it is not listed, the middle of its years."""
    if round_ in rounds():
        return rounds()[round_].day
    years = years_of(round_)
    if years is None:
        raise ValueError(f"{round_!r} names no round")
    return date.fromordinal((date(years[0], 1, 1).toordinal() + date(years[1], 12, 31).toordinal()) // 2)


def written_in(round_: str) -> tuple[date, date]:
    """Return the first and the last day that statements of a round may be of; if it is not listed, of its years."""
    if round_ in rounds():
        return rounds()[round_].first, rounds()[round_].last
    years = years_of(round_)
    if years is None:
        raise ValueError(f"{round_!r} names no round")
    return date(years[0], 1, 1), date(years[1], 12, 31)


def nearest_in_time(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three of ``names`` nearest to ``name``: by their years or, if it has none, by spelling."""
    wanted = years_of(name)
    if wanted is None:
        return nearest(name, names)
    apart = {candidate: _apart(years, wanted) for candidate in names if (years := years_of(candidate)) is not None}
    return sorted(apart, key=lambda candidate: (apart[candidate], candidate))[:NEAREST]


def years_of(name: str) -> tuple[int, int] | None:
    """Return the first and the last year of a name such as "2016", "2021-22" or "year to March 2022"."""
    match = _YEARS.search(name)
    if match is None:
        return None
    first = int(match[0][:4])
    last = match[0][4:][-2:]
    return first, first + (int(last) - first) % 100 if last else first


def _apart(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the distance of two spans in years; spans that overlap are told apart by their ends."""
    between = max(0, one[0] - other[1], other[0] - one[1])
    return between + (abs(one[0] - other[0]) + abs(one[1] - other[1])) / 1000
