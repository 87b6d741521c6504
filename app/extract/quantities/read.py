"""What a sentence states: every number in it is in a quantity, a period or a name."""

from app.extract.names import find_names
from app.extract.numbers import find_numbers
from app.extract.periods import find_periods
from app.extract.quantities.joined import joined
from app.extract.quantities.pair import Pair
from app.extract.quantities.quantity import Quantity, Reading
from app.extract.quantities.ranges import over_but_under, range_of
from app.extract.quantities.ratios import ratio
from app.extract.quantities.single import single
from app.extract.quantities.tolerance import within_tolerance
from app.extract.quantities.twice import said_twice
from app.statements.text import Sentence

_OF_SEVERAL_NUMBERS = (ratio, said_twice, joined, within_tolerance, over_but_under, range_of)
"""The ways in which a number may state something together with the next. The first that it does is taken."""


def read_sentence(sentence: Sentence) -> Reading:
    """Return what a sentence states. Every number in it is in a quantity, a period or a name."""
    text = sentence.text
    periods = tuple(find_periods(text))
    names = tuple(
        (start, end) for start, end in find_names(text) if not any(p.start < end and start < p.end for p in periods)
    )
    numbers = list(find_numbers(text, [*((period.start, period.end) for period in periods), *names]))
    quantities: list[Quantity] = []
    reached = 0
    for position, number in enumerate(numbers):
        # The second of two, a denominator ("per 1,000 people") and the 2 of "km2" belong to what was read.
        if number.end > reached:
            quantities.append(_quantity(Pair(text, numbers, position, reached)))
            reached = quantities[-1].end
    return Reading(sentence, tuple(quantities), periods, names)


def _quantity(pair: Pair) -> Quantity:
    """Return the quantity that a number states together with the next, or else alone."""
    together = (way(pair) for way in _OF_SEVERAL_NUMBERS) if pair.following is not None else ()
    return next((quantity for quantity in together if quantity is not None), None) or single(pair)
