"""Likely measures of a number that no rule could assign: by what its sentence names, and by figures of its size."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from app.extract.things import ThingMention, find_things
from app.load.bundled import bundled_statements
from app.official.bundled import bundled_figures
from app.review.numbers import PageNumber
from app.vocabulary.forces import Force
from app.vocabulary.measures import Measure, measures
from app.vocabulary.units import Unit

MOST = 3
"""How many measures are suggested."""
_CLOSE = Decimal("0.05")
_LARGE = 1000  # smaller numbers are near to others by chance


def suggestions(number: PageNumber, force: Force) -> list[str]:
    """Return up to three measures that fit the unit of a number of a force's page, the likeliest first.

    They are of the things that its sentence names, the nearest first, and before them those of which a figure of about
    its size is known: an official one, or one of another statement of the force. If nothing is named, the size must do.
    """
    named = list(dict.fromkeys(_named(number)))
    sized = _of_size(number, force)
    return (sorted(named, key=lambda id_: id_ not in sized) or sized)[:MOST]


def _named(number: PageNumber) -> Iterator[str]:
    """Yield the measures of the things that a sentence names, the nearest first; one after a number is nearer."""
    quantity = number.quantity

    def distance(mention: ThingMention) -> int:
        after = mention.start - quantity.end
        return after if after >= 0 else 2 * (quantity.start - mention.end)

    for mention in sorted(find_things(number.sentence.text), key=distance):
        for ids in mention.thing.measures.values():
            yield from (id_ for id_ in ids if _takes(measures()[id_], quantity.unit))


def _of_size(number: PageNumber, force: Force) -> list[str]:
    """Return the measures of which a figure within a twentieth of a number is known, the nearest first."""
    sizes, unit = number.sizes, number.quantity.unit
    if len(sizes) != 1 or sizes[0] < _LARGE:
        return []
    apart = {
        id_: min(abs(value - sizes[0]) for value in values)
        for (id_, of), values in _known_of(force.id).items()
        if of is unit or (unit is None and of.counted)
    }
    near = {id_: distance for id_, distance in apart.items() if distance <= sizes[0] * _CLOSE}
    return sorted(near, key=lambda id_: near[id_])


@cache
def _known_of(force: str) -> Mapping[tuple[str, Unit], tuple[Decimal, ...]]:
    """Return the values that are known of a force, by measure and unit."""
    stated = [figure for record in bundled_statements() if record.force == force for figure in record.observations]
    known = defaultdict[tuple[str, Unit], tuple[Decimal, ...]](tuple)
    for figure in (*bundled_figures()[force], *stated):
        if measures()[figure.measure].catalogued:
            known[figure.measure, figure.unit] += (abs(figure.value),)
    return MappingProxyType(known)


def _takes(measure: Measure, unit: Unit | None) -> bool:
    """Return whether a measure may be stated in the unit of a number; a bare number counts."""
    return unit in measure.units if unit is not None else any(unit.counted for unit in measure.units)
