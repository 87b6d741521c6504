"""Stage 1: the numbers of a sentence, in digits or in words, with the precision they are stated to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from string import punctuation

ONE = Decimal(1)
MAX_DIGITS = 15
"""Longer runs of digits are no figures: 15 digits are what a JSON number carries exactly everywhere."""
LIMIT = Decimal(10**12)
"""Nor are numbers from here on: no budget is a thousand billion, and the database holds this much with its places."""
MAX_PLACES = 5
"""More decimal places than these are no figures either; half of the last one must still be exact in the database."""


class Form(StrEnum):
    """How a number is written."""

    DIGITS = "digits"
    WORDS = "words"
    FRACTION = "fraction"  # "half", "a quarter": a share, as percent
    ORDINAL = "ordinal"  # "fifth busiest", "12th": a rank


@dataclass(frozen=True, slots=True)
class Number:
    """A number and its characters in the sentence.

    ``resolution`` is the unit of its last stated digit and ``power`` the power of ten its scale word stands for (6 for
    "million"); ``value`` is ``None`` where it is too long to be a figure.
    """

    value: Decimal | None
    resolution: Decimal
    power: int
    form: Form
    start: int
    end: int


_UNITS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {
    word: number
    for number, word in enumerate("thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), start=13)
}
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"hundred": 2, "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
# A fraction is a share in percent; a third is given to the digit that words can carry.
_FRACTIONS = {
    "half": Decimal(50),
    "third": Decimal("33.3"),
    "quarter": Decimal(25),
    "fifth": Decimal(20),
    "tenth": Decimal(10),
    "two thirds": Decimal("66.7"),
    "three quarters": Decimal(75),
    "two fifths": Decimal(40),
    "three fifths": Decimal(60),
    "four fifths": Decimal(80),
}


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BELOW_20 = rf"(?:{_alternatives(_UNITS)})"
_BELOW_100 = rf"(?:(?:{_alternatives(_TENS)})(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|{_BELOW_20})"
_BELOW_1000 = rf"(?:{_BELOW_20}\shundred(?:\sand\s{_BELOW_100})?|{_BELOW_100})"
_CARDINAL = rf"(?:{_BELOW_1000}\sthousand(?:,?\s(?:and\s)?{_BELOW_1000})?|{_BELOW_1000})"

# "One of the largest" counts nothing.
_ONE_OF = r"one\sof\s(?:the|our|its|these|those|only)\b"

_IN_DIGITS = r"""
    # 1 in 4 | 7 out of 10
    (?P<of_in_digits>(?<![\w.,£/-])[1-9])\s(?:in|out\sof)(?:\severy)?\s(?P<in_digits>\d{1,2})(?![\w%]|[.,]\d|\s?%)
    # 2,242 | 83, 412 (a slip) | 1983 | 96.8 | 1.1 million | 223.2m | 12th
    |(?P<digits>(?<!\d)(?:\d{1,3}(?:,\d{3}(?!\d))+|(?<![\w.,£/-])\d{1,3},\s\d{3}(?!\d|[,.]\d|\s?%)|\d+)(?:\.\d+)?)
      (?P<vulgar>[¼½¾])?
      (?:(?P<ordinal_ending>st|nd|rd|th)\b
       |\s?(?P<scale>million|billion|thousand|hundred)\b
       |(?P<suffix>mn|bn|m|k)(?![A-Za-z0-9]))?
"""
_IN_WORDS = rf"""
    # looked at only where a word begins with the letters that a number word begins with
    \b(?=a\s[bfhmqt]|one|tw[eo]|th[ir]|fou|for|fi[frv]|six|se[cv]|eig|nin|ten|ele|hal|qua|zer)(?:
        # half a million | a quarter of a million
        (?P<part>half|(?:a\s)?quarter\sof)\sa\s(?P<part_scale>million|billion|thousand)\b
        # three quarters | two-thirds | a third | half | one in five
        |(?P<fraction>three[\s-]quarters|two[\s-]thirds|(?:two|three|four)[\s-]fifths
            |(?:(?:a|one)[\s-])(?:third|quarter|fifth|tenth)(?=\sof\b|\s(?:from|live|are|is|in|since|over|between|and|on|last|this|were|was|have|has|smaller|larger|fewer|lower|higher|more|less)\b|[.,;:)]|$)|half)\b(?!\sa\sdozen)
        |(?P<of_in>one|two|three|four|five|six|seven|eight|nine)\s(?:in|out\sof)(?:\severy)?\s(?P<one_in>{_BELOW_20}|twenty)\b
        # half a dozen
        |(?P<dozen>half\sa\sdozen)\b
        # twenty-five | one hundred and thirty | two million
        |(?!{_ONE_OF})(?P<words>{_CARDINAL})(?:\s(?P<word_scale>million|billion)(?:,?\s(?:and\s)?(?P<rest>{_CARDINAL}))?)?\b
        # a million | a hundred
        |a\s(?P<article_scale>million|billion|thousand|hundred)\b
        # fifth busiest: an ordinal is a figure only beside a superlative
        |(?P<ordinal>{_alternatives(_ORDINALS)})(?=[\s-](?:most|least|worst|best|[a-z]+est)\b)
    )
"""
_FLAGS = re.VERBOSE | re.IGNORECASE
_DIGITS = re.compile(_IN_DIGITS, _FLAGS)
_NUMBER = re.compile(f"{_IN_DIGITS}|{_IN_WORDS}", _FLAGS)
_NUMBER_WORDS = frozenset({*_UNITS, *_TENS, *_ORDINALS, *_SCALES, *" ".join(_FRACTIONS).split(), "fifths"})
# "m\u0131llion" is read as "million" too.
_DOTLESS = {"\u0130": "i", "\u0131": "i"}
_UNDOTTED = str.maketrans(_DOTLESS)
_PLAIN_WORDS = str.maketrans({**dict.fromkeys(f"{punctuation}–—‘’“”", " "), **_DOTLESS})


def _may_have_words(text: str) -> bool:
    """Return whether a sentence may have a number in words; those that have none are read faster by their digits."""
    return not _NUMBER_WORDS.isdisjoint(text.translate(_PLAIN_WORDS).casefold().split())


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of ``text`` in order, never overlapping. No input raises."""
    for match in (_NUMBER if _may_have_words(text) else _DIGITS).finditer(text):
        # Folded, because a pattern that ignores case also finds "\u017fix" for "six" and "m\u0131llion" for "million".
        found = {
            n: words.translate(_UNDOTTED).casefold() for n, words in match.groupdict().items() if words is not None
        }
        form, number, places = _read(found)
        scale = next((found[group] for group in _SCALE_GROUPS if group in found), None)
        power = _SCALES[scale] if scale else 0
        value = None if number is None else _scaled(number, power)
        if value is not None and (value >= LIMIT or _digits(value) > MAX_DIGITS or places - power > MAX_PLACES):
            value = None
        if "rest" in found and value is not None:  # one million and forty thousand
            value += _read_words(found["rest"])
            power = 0
        yield Number(value, _scaled(ONE, power - places), power, form, match.start(), match.end())


_SCALE_GROUPS = ("scale", "suffix", "part_scale", "word_scale", "article_scale")


def _read(  # noqa: PLR0911 - a case each
    found: dict[str, str],
) -> tuple[Form, Decimal | None, int]:
    """Return form, number before scaling and decimal places of a match; the cases are the pattern's, in its order."""
    if "digits" in found:
        digits = found["digits"].replace(",", "").replace(" ", "")
        form = Form.ORDINAL if "ordinal_ending" in found else Form.DIGITS
        readable = len(digits) <= MAX_DIGITS and "vulgar" not in found
        return form, Decimal(digits) if readable else None, len(digits.partition(".")[2])
    if "dozen" in found:
        return Form.WORDS, Decimal(6), 0
    if "in_digits" in found:
        return Form.FRACTION, _share(Decimal(found["of_in_digits"]), Decimal(found["in_digits"])), 0
    if "part" in found:
        return Form.WORDS, Decimal("0.5") if found["part"] == "half" else Decimal("0.25"), 1
    if "fraction" in found:
        words = re.sub(r"[\s-]", " ", found["fraction"]).removeprefix("a ").removeprefix("one ")
        return Form.FRACTION, _FRACTIONS[words], 0
    if "one_in" in found:
        return Form.FRACTION, _share(Decimal(_UNITS[found["of_in"]]), _read_words(found["one_in"])), 0
    if "words" in found:
        return Form.WORDS, _read_words(found["words"]), 0
    if "article_scale" in found:
        return Form.WORDS, ONE, 0
    return Form.ORDINAL, Decimal(_ORDINALS[found["ordinal"]]), 0


def _share(parts: Decimal, whole: Decimal) -> Decimal | None:
    return (100 * parts / whole).quantize(Decimal("0.1")).normalize() if whole else None


def _digits(number: Decimal) -> int:
    return len(number.as_tuple().digits)


def _scaled(number: Decimal, power: int) -> Decimal:
    """Return ``number`` times ten to ``power``, with plain digits instead of an exponent."""
    return Decimal(f"{number.scaleb(power):f}")


def _read_words(words: str) -> Decimal:
    """Return the value of a cardinal in words: "one hundred and thirty" is 130."""
    total = current = 0
    for word in re.split(r"[\s,-]+", words):
        if word == "thousand":
            total, current = total + current * 1000, 0
        elif word == "hundred":
            current *= 100
        elif word != "and":
            current += _UNITS[word] if word in _UNITS else _TENS[word]
    return Decimal(total + current)
