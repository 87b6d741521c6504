"""Names as people type them: folding for comparison, and the nearest right ones for a wrong one."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence

NEAREST = 3
MOST_TOLD = 600
"""How many characters of a text are told of what is wrong."""


def folded(name: str) -> str:
    """Return a name without what makes no difference: case, accents, punctuation, "&" for "and", runs of spaces."""
    letters = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name.casefold()))
    return " ".join(re.sub(r"[^\w\s]|_", " ", letters.casefold().replace("&", " and ")).split())


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three of ``names`` that are spelt most like ``name``, the nearest first."""
    by_folded: dict[str, str] = {}
    for candidate in names:
        by_folded.setdefault(folded(candidate), candidate)
    return [by_folded[match] for match in difflib.get_close_matches(folded(name), by_folded, n=NEAREST, cutoff=0.6)]


def nearest_in_time(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three of ``names`` whose years are nearest to those of ``name``; none where it names no year."""
    wanted = _years(name)
    if wanted is None:
        return nearest(name, names)
    apart = {candidate: _apart(years, wanted) for candidate in names if (years := _years(candidate)) is not None}
    return sorted(apart, key=lambda candidate: (apart[candidate], candidate))[:NEAREST]


_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)(?:(?:\s?[-/–]\s?|\sto\s)(?:19|20)?(?P<last>\d\d)(?!\d))?")


def _years(name: str) -> tuple[int, int] | None:
    """Return the first and the last year of a name such as "2016", "2021-22" or "year to March 2022"."""
    match = _YEARS.search(name)
    if match is None:
        return None
    first = int(match["first"])
    return first, first if match["last"] is None else first + (int(match["last"]) - first) % 100


def _apart(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return how many years two spans lie apart; of those that share a year, how much they differ in their ends."""
    between = max(0, one[0] - other[1], other[0] - one[1])
    return between + (abs(one[0] - other[0]) + abs(one[1] - other[1])) / 1000


def abridged(text: str) -> str:
    """Return a text without its middle where it is long: what was sent is not sent back whole, what to do is."""
    half = MOST_TOLD // 2
    return text if len(text) <= MOST_TOLD else f"{text[:half]} … {text[-half:]}"


def suggestion(near: Sequence[str], otherwise: str = "") -> str:
    """Return the end of a sentence that says a name is wrong: the nearest right ones, or else what to do."""
    end = f"did you mean {' or '.join(near)}?" if near else otherwise
    return f"; {end}" if end else ""
