"""Units that stand beside a label or at the head of a column, for the bare numbers there: "(£m)", "(000s)", "%"."""

import re
from dataclasses import dataclass

from app.vocabulary.units import Unit

_POWERS = (
    (r"m|mn|millions?", 6),
    (r"b|bn|billions?", 9),
    (r"k|['’]?0{3}['’]?s?|1,?000s|thousands?", 3),
)
_UNITS = (
    (r"£|gbp|pounds?", Unit.GBP),
    (r"%|per ?cent(?:age)?|percentage", Unit.PERCENT),
    (r"(?:square|sq\.?) ?miles?", Unit.SQUARE_MILES),
    (r"km²|km2|(?:square|sq\.?) ?(?:km|kilometres?)", Unit.SQUARE_KM),
    (r"miles?", Unit.MILES),
    (r"km|kilometres?", Unit.KM),
    (r"fte|headcount|head count|people|persons|number|no\.?|count|#|", None),
)
_SCALED = re.compile(
    r"(?:in )?(?:"
    + "|".join(f"(?P<u{n}>{pattern})" for n, (pattern, _) in enumerate(_UNITS))
    + r")(?: ?(?:in )?(?:"
    + "|".join(f"(?P<p{n}>{pattern})" for n, (pattern, _) in enumerate(_POWERS))
    + r"))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a bare number is of: a unit, ``None`` for what is counted, and a power of ten."""

    unit: Unit | None
    power: int


def parse_scale(words: str) -> Scale | None:
    """Return the scale that the whole of ``words`` names, or ``None`` where they name none."""
    found = _SCALED.fullmatch(words.strip()) if words.strip() else None
    if found is None:
        return None
    unit = next(unit for n, (_, unit) in enumerate(_UNITS) if found[f"u{n}"] is not None)
    power = next((power for n, (_, power) in enumerate(_POWERS) if found[f"p{n}"] is not None), 0)
    return Scale(unit, power)
