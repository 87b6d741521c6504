"""The words and signs of numbers, and the patterns that match one of them."""

from string import punctuation

from app.vocabulary.number_words import (
    FACTORS,
    ORDINALS,
    SCALE_SIGNS,
    SCALE_WORDS,
    SMALL,
    VULGAR,
    any_of,
)

DOZEN = 12
SCALES = SCALE_WORDS | {f"{word}s": power for word, power in SCALE_WORDS.items()} | SCALE_SIGNS
"""The powers of ten of scale words and signs."""
PARTS = {word: number for word, number in ORDINALS.items() if word not in {"first", "second"}} | {"quarter": 4}
"""How many of each part make a whole. "A second" is a time, and a half is written like no other."""
BELOW = {"half": 2} | PARTS | {f"{part}s": number for part, number in PARTS.items()}
"""The same of everything that a fraction ends in: "half", "third", "thirds"."""

CARDINAL = rf"(?:{any_of(SMALL)})"
SCALE = rf"(?:{any_of((*SCALE_WORDS, 'dozen'))})"
SIGN = rf"(?:{any_of(SCALE_SIGNS)})"
VULGAR_SIGN = f"[{''.join(VULGAR)}]"

_NUMBER_WORDS = frozenset(
    {*SMALL, *ORDINALS, *SCALES, *FACTORS, *BELOW, "an", "dozen", "dozens", "scores"}
    | {f"{word}fold" for word in SMALL}
)
# "m\u0131llion" is read as "million" too.
_DOTLESS = {"\u0130": "i", "\u0131": "i"}
_UNDOTTED = str.maketrans(_DOTLESS)
_PLAIN_WORDS = str.maketrans({**dict.fromkeys(f"{punctuation}–—‘’“”", " "), **_DOTLESS})


def may_have_words(text: str) -> bool:
    """Return whether a sentence may have a number in words; without one, searching for digits alone is faster."""
    return not _NUMBER_WORDS.isdisjoint(text.translate(_PLAIN_WORDS).casefold().split())


def folded(word: str) -> str:
    """Return a matched word as it is listed: a pattern that ignores case also matches "\u017fix" for "six"."""
    return word.translate(_UNDOTTED).casefold()
