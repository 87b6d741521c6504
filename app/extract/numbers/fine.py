"""What makes a number finer than its last word: "one point two five", "two and a half"."""

import re
from decimal import Decimal

from app.extract.numbers.number import to_three_digits
from app.extract.numbers.sums import Sum
from app.extract.numbers.words import SCALE, folded
from app.vocabulary.number_words import DIGIT_WORDS, any_of

_POINT = re.compile(rf"\spoint((?:\s(?:{any_of(DIGIT_WORDS)})\b)+)", re.IGNORECASE)
_SOME_PARTS = rf"(?:an?|one|(?P<three>three))[\s-](?P<part>half|quarter|third)s?|(?P<half>half)(?=[\s-]{SCALE})"
_AND_A_PART = re.compile(rf"(?:\sand\s|-and-)(?:{_SOME_PARTS})\b(?!\sof\b)", re.IGNORECASE)
_PARTS_OF_ONE = {"half": 2, "third": 3, "quarter": 4}


def made_finer(text: str, begun: Sum, end: int) -> tuple[Sum | None, int]:
    """Return a sum with the decimal places or the part that follow it, if any, and where it ends then."""
    if (point := _POINT.match(text, end)) is not None:
        digits = "".join(str(DIGIT_WORDS[folded(word)]) for word in point[1].split())
        return begun.decimal(digits), point.end()
    if (part := _AND_A_PART.match(text, end)) is not None:
        below = _PARTS_OF_ONE[folded(part["half"] or part["part"])]
        return begun.with_part(to_three_digits(Decimal(3 if part["three"] else 1) / below)), part.end()
    return begun, end
