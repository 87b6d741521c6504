"""Numbers with no more than a sign between them: a range, or a sum of which none is a figure: "2 x 1,340"."""

import re

from app.extract.quantities.pair import Pair, joining
from app.extract.quantities.quantity import Quantity
from app.extract.quantities.ranges import DASH, range_of
from app.vocabulary.lists import words_of
from app.vocabulary.number_words import any_of

# Any sign may join two numbers, except those that separate or enclose them: "2 ,242", "2,,242", "10^3"; and so do
# the words and signs of sums: "2 times 1,340", "1,340 + 902".
_SUM = rf"\s?[x×~+]\s?|\s(?:{any_of(words_of('ranges', 'sums'))})\s|\+?\s?/\s?"
_SLIP = r"\.{2,}|,{2,}|\s,\s?|\s\.\s?"
_SIGN = r"""[^\w\s,.;!?&|/+±%£()\[\]{}"'“”‘’•·*†‡§¶]"""
_JOINED = joining(rf"{DASH}|{_SUM}|_|{_SLIP}|-to-|{_SIGN}", re.NOFLAG)


def joined(pair: Pair) -> Quantity | None:
    """Return the range of two numbers with no more than a sign between them, or no value where they are none.

    Neither of them may be taken for a figure of its own: "300-200" is no 200, nor "2 x 1,340" 1,340.
    """
    last = pair
    while last.joint(_JOINED):
        last = last.next()
    if last.position == pair.position:
        return None
    if last.position == pair.position + 1 and (found := range_of(pair)) is not None:
        return found
    unit, end = pair.unit_of_following(last.number)
    return pair.quantity(None, unit, pair.start, end)
