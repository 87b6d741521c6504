"""Number words and fraction signs, shared by everything that reads them: figures, periods, cells and broken lines."""

from collections.abc import Iterable
from decimal import Decimal


def _numbered(words: str, start: int) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start)}


DIGIT_WORDS = _numbered("zero one two three four five six seven eight nine", 0)
TENS = {word: 10 * tens for word, tens in _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()}
SMALL = (
    DIGIT_WORDS
    | _numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
    | TENS
)
"""Words for numbers below 100; other numbers are composed of two."""
SCALE_WORDS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Words for powers of ten, with their exponents."""
SCALE_SIGNS = {"k": 3, "m": 6, "mn": 6, "mln": 6, "mil": 6, "mill": 6, "b": 9, "bn": 9, "tn": 12}
"""Signs and short forms of them."""
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
)
FACTORS = frozenset(
    "twice thrice double doubles doubled doubling halve halves halved halving treble trebles trebled trebling triple"
    " triples tripled tripling quadruple quadruples quadrupled quadrupling".split()
)
"""Words that multiply or divide what was, and so say no number of their own."""
VULGAR = {
    sign: Decimal(above) / below
    for signs, aboves, below in (
        ("½", (1,), 2), ("⅓⅔", (1, 2), 3), ("¼¾", (1, 3), 4), ("⅕⅖⅗⅘", (1, 2, 3, 4), 5), ("⅙⅚", (1, 5), 6),
        ("⅐", (1,), 7), ("⅛⅜⅝⅞", (1, 3, 5, 7), 8), ("⅑", (1,), 9), ("⅒", (1,), 10),
    )
    for sign, above in zip(signs, aboves, strict=True)
}  # fmt: skip
"""Signs of fractions."""


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words. The longest come first, because one may begin with another."""
    return "|".join(sorted(words, key=len, reverse=True))


def after_any(words: Iterable[str]) -> str:
    """Return a pattern that matches where any of the words, and a space, come before."""
    return "(?:" + "|".join(rf"(?<={word}\s)" for word in words) + ")"
