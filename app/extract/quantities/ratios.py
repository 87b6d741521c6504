"""Ratios to one: "1:410", "a ratio of 1 to 410", "a ratio of 410 to 1"."""

import re
from dataclasses import replace

from app.extract.numbers import ONE
from app.extract.quantities.pair import Pair
from app.extract.quantities.quantity import Quantity
from app.extract.quantities.ranges import TO
from app.vocabulary.units import Unit

_COLON = re.compile(r"\s?:\s?")
_RATIO_OF = re.compile(r"\bratio\s(?:of|is|was)\s$", re.IGNORECASE)


def ratio(pair: Pair) -> Quantity | None:
    """Return the ratio that two numbers state; without a value if neither is one."""
    first, second = pair.number, pair.following
    told = pair.joint(TO) and pair.after(_RATIO_OF, pair.start) is not None
    if second is None or not (told or (first.value == ONE and pair.joint(_COLON))):
        return None
    other = second if first.value == ONE else first
    value = other.value if ONE in {first.value, second.value} else None
    return replace(pair.quantity(value, Unit.RATIO, first.start, second.end), resolution=other.resolution)
