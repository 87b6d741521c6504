"""Rejoin words and numbers that are broken by a line end, as in pages made from PDF."""

import re
from collections.abc import Callable
from functools import cache

from app.vocabulary.number_words import SMALL
from app.vocabulary.things import phrases

# "1,134," + "200", "£" + "223.2m", "2021/" + "22", "300-" + "mile", "1,134" + ",200", "£223." + "2m"
_NUMBER = re.compile(
    r"(?<![\d.,])(?P<groups>\d{1,3}(?:,\d{3}){0,4},)[^\S\n]*\n\s*(?=\d{3}(?!\d))"
    r"|(?:(?<=£)|(?<=\d[/–—-]))[^\S\n]*\n\s*(?=£?\d)|(?<=\d-)[^\S\n]*\n\s*(?=[a-z])|(?<=\d)[^\S\n]*\n\s*(?=,\d{3}(?!\d))"
    r"|(?<=\d\.)[^\S\n]*\n\s*(?=\d{1,2}\s?(?:m|mn|bn|%|million|billion|per\scent)(?!\w))"
)
_WORD = re.compile(r"(?P<first>[^\W\d_]{1,30})[-\u2010][^\S\n]*\n\s*(?P<last>[^\W\d_]{1,30})")
_WORDS = re.compile(r"[^\W\d_]+")
# Words that are joined to others by a hyphen, and words of numbers.
_HYPHENATED = frozenset(
    {*"well full part long short self non co mid high low year pre post multi semi hard half".split(), *SMALL}
)


def unwrapping(page: str) -> Callable[[str], str]:
    """Return a function that rejoins broken words and numbers in texts of a page.

    A hyphen at a line end is removed if the page or the vocabulary has the word without it ("popu-", "lation"), and
    kept if the part before it is a word by itself ("police-", "led").
    """
    known: set[str] = set()

    def rejoined(broken: re.Match[str]) -> str:
        if not known:
            known.update(word.casefold() for word in _WORDS.findall(_WORD.sub(" ", page)))
            known.update(_vocabulary())
        first, last = broken["first"], broken["last"]
        whole = (first + last).casefold() in known or first.casefold() not in known
        return first + last if whole and last.islower() else f"{first}-{last}"

    def unwrapped(text: str) -> str:
        if "\n" not in text:
            return text
        return _WORD.sub(rejoined, _NUMBER.sub(lambda broken: broken["groups"] or "", text))

    return unwrapped


@cache
def _vocabulary() -> frozenset[str]:
    return _HYPHENATED.union(*phrases())
