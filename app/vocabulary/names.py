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


def abridged(text: str) -> str:
    """Return a text without its middle where it is long: what was sent is not sent back whole, what to do is."""
    half = MOST_TOLD // 2
    return text if len(text) <= MOST_TOLD else f"{text[:half]} … {text[-half:]}"


def suggestion(near: Sequence[str], otherwise: str = "") -> str:
    """Return the end of a sentence that says a name is wrong: the nearest right ones, or else what to do."""
    end = f"did you mean {' or '.join(near)}?" if near else otherwise
    return f"; {end}" if end else ""
