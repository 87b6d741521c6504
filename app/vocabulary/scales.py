"""Units in labels and column headers, which apply to the bare numbers there: "(£m)", "(000s)", "%"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from app.vocabulary.number_words import SCALE_SIGNS, SCALE_WORDS
from app.vocabulary.units import Unit

T = TypeVar("T")

_POWERS = (
    *SCALE_SIGNS.items(),
    *((f"{word}s?", power) for word, power in SCALE_WORDS.items()),
    (r"['’]?0{3}['’]?s?|1,?000s", 3),
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


def _alternatives(forms: Iterable[tuple[str, object]]) -> str:
    return "|".join(pattern for pattern, _ in forms)


_NAMED = rf"(?:in )?(?P<unit>{_alternatives(_UNITS)})(?: ?(?:in )?(?P<power>{_alternatives(_POWERS)}))?"
_SCALE = re.compile(_NAMED, re.IGNORECASE)
SCALE_PATTERN = re.sub(r"[?]P<[a-z]+>", "?:", _NAMED)
"""The same pattern without named groups, so that other patterns can contain it more than once."""

BARE_PATTERN = _alternatives((*_POWERS, *((form, unit) for form, unit in _UNITS if unit is not None)))
"""A power or a unit that may stand at a number without making it a number of something."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What to read a bare number as: its unit (``None`` for a count) and a power of ten."""

    unit: Unit | None
    power: int


def parse_scale(words: str) -> Scale | None:
    """Return the scale that ``words`` name, or ``None`` if they are not a scale."""
    found = _SCALE.fullmatch(words.strip()) if words.strip() else None
    if found is None:
        return None
    return Scale(_of(_UNITS, found["unit"]), _of(_POWERS, found["power"]) or 0)


def _of(forms: tuple[tuple[str, T], ...], written: str | None) -> T | None:
    """Return the meaning of the form that matches ``written``, or ``None``."""
    return next((meant for form, meant in forms if written and re.fullmatch(form, written, re.IGNORECASE)), None)
