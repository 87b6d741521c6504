"""Names as people type them: normalised for comparison, and the nearest right ones for a wrong one."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence

NEAREST = 3
MOST_TOLD = 600
"""How many characters of a wrong text an error quotes."""


def folded(name: str) -> str:
    """Return a name normalised for comparison: without case, accents, punctuation or extra spaces, "&" as "and"."""
    letters = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name.casefold()))
    return " ".join(re.sub(r"[^\w\s]|_", " ", letters.casefold().replace("&", " and ")).split())


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three of ``names`` with spellings similar to ``name``, the nearest first.

    A single word is compared with the words of each name first, so "crime" is near to recorded_crimes.
    """
    wanted = folded(name)
    by_folded: dict[str, str] = {}
    for candidate in names:
        by_folded.setdefault(folded(candidate), candidate)
    by_word = _with_a_word_like(wanted, by_folded) if " " not in wanted else []
    itself = [wanted] if wanted in by_folded else []
    found = [*itself, *by_word, *difflib.get_close_matches(wanted, by_folded, n=NEAREST, cutoff=0.6)]
    return [by_folded[match] for match in dict.fromkeys(found)][:NEAREST]


SHORTEST = 4
"""The fewest letters of a word that is compared with the words of longer names."""
ALIKE = 0.8
"""The least similarity of two words, of which one is taken for a misspelling of the other."""


def _with_a_word_like(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the names with a word that begins with ``wanted`` or is similar to it, the most similar first."""
    if len(wanted) < SHORTEST:
        return []
    alike = {name: max(_likeness(wanted, word) for word in name.split()) for name in names if name}
    return sorted((name for name, likeness in alike.items() if likeness), key=lambda name: -alike[name])


def _likeness(wanted: str, word: str) -> float:
    if word.startswith(wanted):
        return 1
    matcher = difflib.SequenceMatcher(None, wanted, word)
    if matcher.real_quick_ratio() < ALIKE:  # told by the lengths alone: a wrong name may be very long
        return 0
    return ratio if (ratio := matcher.ratio()) >= ALIKE else 0


def abridged(text: str) -> str:
    """Return a text without its middle if it is long, so that the advice at its end is kept."""
    half = MOST_TOLD // 2
    return text if len(text) <= MOST_TOLD else f"{text[:half]} … {text[-half:]}"


def suggestion(near: Sequence[str], otherwise: str = "") -> str:
    """Return the end of a sentence about a wrong name: the nearest right ones or, without any, what else to do."""
    end = f"did you mean {' or '.join(near)}?" if near else otherwise
    return f"; {end}" if end else ""
