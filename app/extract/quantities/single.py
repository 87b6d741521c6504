"""The quantity of one number, with the hedge before or after it."""

import re
from dataclasses import replace

from app.extract.quantities.pair import Pair
from app.extract.quantities.quantity import Quantity
from app.vocabulary.hedges import hedge_after
from app.vocabulary.qualifiers import Qualifier

_COMPARED = re.compile(r"\s(?:more|fewer|less|greater|higher|lower)\sthan\s$", re.IGNORECASE)
_VERB = re.compile(r"(?:\w+\s)?(?:exceed|passing|topping|approaching|nearing)", re.IGNORECASE)
_LOOSE = frozenset({Qualifier.EXACT, Qualifier.ABOUT})


def single(pair: Pair) -> Quantity:
    """Return the quantity of the first number alone."""
    text, start, end, qualifier = pair.text, pair.start, pair.end, Qualifier.EXACT
    if pair.reached and _COMPARED.fullmatch(text, pair.reached, start):  # "100 fewer than 2,242" says no 2,242
        return pair.quantity(None, pair.unit, start, end)
    if pair.hedge is not None:
        qualifier = pair.hedge[0]
        if not _VERB.match(text, pair.hedge[1]):  # "exceeds 13,000" is said of something: the verb stays
            start = pair.hedge[1]
    if (after := hedge_after(text, pair.number.end) or hedge_after(text, end)) is not None:
        qualifier = after[0] if qualifier in _LOOSE else qualifier  # "some 2,000 plus"
        end = max(after[1], end)
    quantity = pair.quantity(pair.number.value, pair.unit, start, end)
    return quantity if qualifier is Qualifier.EXACT else replace(quantity, qualifier=qualifier)
