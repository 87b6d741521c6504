"""Numbers with a tolerance: "2,000 ± 50" is as exact as a number rounded to the nearest 100."""

from dataclasses import replace

from app.extract.numbers import scaled
from app.extract.quantities.pair import Pair, joining
from app.extract.quantities.quantity import Quantity
from app.extract.quantities.ranges import DASH

_TOLERANCE = joining(rf"\s?(?:±|\+\s?/\s?{DASH})\s?|,?\s(?:plus\sor\sminus|give\sor\stake)\s")


def within_tolerance(pair: Pair) -> Quantity | None:
    """Return a number with a tolerance, without a value if that is unclear or greater than the number."""
    if pair.following is None or not pair.joint(_TOLERANCE):
        return None
    unit, end = pair.unit_of_following(pair.following)
    value, tolerance = pair.number.value, pair.following.value
    if value is not None and not pair.number.power:
        value = scaled(value, pair.following.power)
    if value is None or tolerance is None or pair.unit not in {None, unit} or tolerance > value:
        return pair.quantity(None, unit, pair.start, end)
    end += pair.text.startswith(",", pair.end) and pair.text.startswith(",", end)  # "2,000, give or take 50, officers"
    quantity = pair.quantity(value, unit, pair.start, end)
    return replace(quantity, resolution=2 * tolerance or quantity.resolution)
