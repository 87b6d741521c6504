"""Stage 4c: bare numbers with the unit in their label: "Budget (£m): 223.2", "Population (000s): 1,134"."""

import re
from dataclasses import replace

from app.extract.numbers import scaled
from app.extract.quantities import Quantity, Reading
from app.vocabulary.scales import Scale, parse_scale

_LABEL = re.compile(r"[^:]{1,120}?(?:[(,]\s?(?P<scale>[^(),:]{1,30})\)\s?)?:\s")
_WRITTEN = re.compile(r"[^\W\d_]|%")


def read_label(reading: Reading, told: Scale | None) -> Reading:
    """Return a labelled line with the number after its label in the unit that the label names, else as it is.

    A label without a unit has the one ``told`` above it.
    """
    label = _LABEL.match(reading.sentence.text)
    own = parse_scale(label["scale"] or "") if label else None
    scale = own or told
    if label is None or scale is None:
        return reading
    span = label.span("scale") if own else (0, 0)
    quantities = tuple(
        _in_unit(quantity, scale, reading) if quantity.start >= label.end() else quantity
        for quantity in reading.quantities
        if not (span[0] <= quantity.start and quantity.end <= span[1])
    )
    return replace(reading, quantities=quantities, names=tuple(sorted((*reading.names, *([span] if own else [])))))


def _in_unit(quantity: Quantity, scale: Scale, reading: Reading) -> Quantity:
    """Return a number in the unit of its label, unless it has a unit or a scale of its own."""
    if quantity.unit and scale.unit and quantity.unit is not scale.unit:
        return quantity
    if quantity.value is None or _WRITTEN.search(reading.sentence.text, quantity.start, quantity.end):
        return replace(quantity, unit=quantity.unit or scale.unit)
    return replace(
        quantity,
        value=scaled(quantity.value, scale.power),
        value_max=None if quantity.value_max is None else scaled(quantity.value_max, scale.power),
        resolution=scaled(quantity.resolution, scale.power),
        unit=quantity.unit or scale.unit,
    )
