"""The value, unit and qualifier of a table of a review file, held against what is read of its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.extract.numbers import LIMIT
from app.load.bundled import stated_resolution
from app.review.fields import choice_of
from app.review.file import BECAUSE, Table
from app.review.numbers import PageNumber, sizes_of, unit_of_bare_numbers
from app.vocabulary.bounds import HUNDRED, PLACES, unhedged
from app.vocabulary.measures import Kind, Measure
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.records import Observation
from app.vocabulary.units import SQUARED, Unit


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of a page that a table is about, and the figures that rules read of it."""

    number: PageNumber
    read: Sequence[Observation]


@dataclass(frozen=True, slots=True)
class Said:
    """What a table says of a number, with what it leaves to the words."""

    value: Decimal | None
    value_max: Decimal | None
    unit: Unit | None
    qualifier: Qualifier
    resolution: Decimal


def said_by(table: Table, words: str, start: int, numbers: Sequence[Stated], measure: Measure | None) -> Said:
    """Return the value, unit and qualifier of a table. What is left out is what its words say, which are at ``start``.

    ``numbers`` are those in its words. What these do not say is noted as a fault, unless the table tells why.
    """
    value, value_max = table.values.get("value"), table.values.get("value_max")
    if value is None:
        # A number too long to be quoted at once is unassigned in parts, of which the first has the value.
        sizes = {n.number.sizes for n in numbers if measure is not None or n.number.place.start >= start}
        if len(sizes) == 1 and (only := sizes.pop()):
            value, value_max = only[0], only[1] if len(only) > 1 else None
        elif measure is not None:
            table.fault("value", f"value is missing: {_told(words, numbers)}")
    stated = _nearest(numbers, sizes_of(value, value_max), choice_of(table, "unit", Unit, told=False))
    if value is not None and (stated is None or stated.number.sizes != sizes_of(value, value_max)):
        if table.said("because") is None:
            table.fault("value", f"{_written(value, value_max)} is not what is read: {_told(words, numbers)}")
        stated = None
    unit = _unit(table, stated, measure)
    resolution = stated_resolution(words, value or Decimal()) if stated is None else stated.number.quantity.resolution
    by_digits = Qualifier.EXACT if value is None else unhedged(value, resolution, unit)
    return Said(value, value_max, unit, _qualifier(table, stated, unit, by_digits), resolution)


def fits(table: Table, said: Said, measure: Measure) -> bool:
    """Return whether what a table says can be of its measure. If not, it is noted as a fault."""
    if said.value is None:
        return False
    most = max(sizes_of(said.value, said.value_max))
    ranging = said.value_max is not None
    wrong = (
        (
            "unit",
            said.unit not in measure.units,
            f"{measure.id} is stated in {' or '.join(measure.units)}, not in {said.unit}",
        ),
        (
            "value",
            most >= LIMIT or said.value != said.value.quantize(PLACES),
            f"a value is below {LIMIT:,} and has six decimal places at most",
        ),
        (
            "value",
            said.value < 0 and measure.kind not in {Kind.CHANGE, Kind.OTHER},
            f"{measure.id} is no change, and cannot be below 0",
        ),
        ("value", measure.kind is Kind.SHARE and most > HUNDRED, f"{measure.id} is a share, 100 at most"),
        (
            "value_max",
            ranging != (said.qualifier is Qualifier.RANGE)
            or (said.value_max is not None and said.value_max <= said.value),
            "a range, and nothing else, has a value_max, which is more than its value",
        ),
    )
    for key, is_wrong, detail in wrong:
        if is_wrong:
            table.fault(key, detail)
    return not any(is_wrong for _, is_wrong, _ in wrong)


def _unit(table: Table, stated: Stated | None, measure: Measure | None) -> Unit | None:
    """Return the unit of a table, or else that of the words or, for a bare number, of the measure."""
    said = choice_of(table, "unit", Unit)
    unit = None if stated is None else stated.number.quantity.unit
    read = set() if stated is None else {figure.unit for figure in stated.read}
    squared = None if unit is None else SQUARED.get(unit)
    if said is not None:
        if unit is not None and said not in {unit, squared, *read} and not table.said("because"):
            table.fault("unit", f"the words say {unit.in_words}, not {said.in_words}: correct it, {BECAUSE}")
        return said
    if measure is None or unit in measure.units:
        return unit
    bare = unit_of_bare_numbers(measure)
    if unit is None or bare in read:
        return bare
    return squared if squared in measure.units else unit


def _qualifier(table: Table, stated: Stated | None, unit: Unit | None, by_digits: Qualifier) -> Qualifier:
    """Return the qualifier of a table, or else that of the words. Without a hedge, it is told ``by_digits``."""
    said = choice_of(table, "qualifier", Qualifier)
    if said in {Qualifier.EXACT, Qualifier.ROUNDED}:
        said = by_digits
    if stated is None:
        return said or by_digits
    allowed = [figure.qualifier for figure in stated.read] + [stated.number.quantity.qualifier_in(unit)]
    if said is not None and said not in allowed and table.said("because") is None:
        told = f"the words say {allowed[0]}, not {table.said('qualifier')}: correct it or the words, {BECAUSE}"
        table.fault("qualifier", told)
    return said or allowed[0]


def _nearest(numbers: Sequence[Stated], sizes: tuple[Decimal, ...], unit: Unit | None) -> Stated | None:
    """Return the number that has these values, if possible in this unit; otherwise the first."""
    return max(numbers, key=lambda n: (n.number.sizes == sizes, n.number.quantity.unit is unit), default=None)


def _told(words: str, numbers: Sequence[Stated]) -> str:
    """Return in words what is read of the words of a table."""
    quantities = [stated.number.quantity for stated in numbers if stated.number.sizes]
    read = " and ".join(f"{_written(q.value, q.value_max)} ({q.qualifier_in(q.unit)})" for q in quantities)
    return f"“{words}” says {read or 'no number that is understood'}; correct it or the words, {BECAUSE}"


def _written(value: Decimal | None, value_max: Decimal | None) -> str:
    return " to ".join(f"{number.normalize():,f}" for number in (value, value_max) if number is not None)
