"""The units that figures are stated in."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from app.vocabulary.words import Word


class Unit(Word):
    """A unit of measure, by the identifier the API uses."""

    PEOPLE = "people"
    COUNT = "count"
    GBP = "gbp"
    PERCENT = "percent"
    PERCENTAGE_POINTS = "percentage_points"
    SQUARE_MILES = "square_miles"
    SQUARE_KM = "square_km"
    MILES = "miles"
    KM = "km"
    PER_DAY = "per_day"
    PER_1000_PEOPLE = "per_1000_people"
    PER_100000_PEOPLE = "per_100000_people"
    RANK = "rank"
    MINUTES = "minutes"
    HOURS = "hours"
    RATIO = "ratio"
    SCORE = "score"

    @property
    def in_words(self) -> str:
        """Its name for readers."""
        return "pounds" if self is Unit.GBP else self.value.replace("_", " ")

    @property
    def counted(self) -> bool:
        """Whether it counts whole things, so that a whole number written out is exact, not rounded."""
        return self in _COUNTED


_COUNTED = frozenset({Unit.PEOPLE, Unit.COUNT, Unit.RANK})

KM_PER_MILE = Decimal("1.609344")
SQUARE_KM_PER_SQUARE_MILE = Decimal("2.589988110336")
"""Exact: a mile is 1.609344 km by the international agreement of 1959."""

CONVERSIONS: Mapping[tuple[Unit, Unit], Decimal] = MappingProxyType(
    {
        (Unit.SQUARE_MILES, Unit.SQUARE_KM): SQUARE_KM_PER_SQUARE_MILE,
        (Unit.SQUARE_KM, Unit.SQUARE_MILES): 1 / SQUARE_KM_PER_SQUARE_MILE,
        (Unit.MILES, Unit.KM): KM_PER_MILE,
        (Unit.KM, Unit.MILES): 1 / KM_PER_MILE,
        (Unit.PER_100000_PEOPLE, Unit.PER_1000_PEOPLE): Decimal("0.01"),
        (Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE): Decimal(100),
    }
)
"""The factor that converts a value from the first unit to the second."""

SQUARED: Mapping[Unit, Unit] = MappingProxyType({Unit.KM: Unit.SQUARE_KM, Unit.MILES: Unit.SQUARE_MILES})
"""The unit that is meant where a length is given for the size of an area."""

_DAYS_OF_A_YEAR = Decimal(365)


def conversion(unit: Unit, to: Unit) -> Decimal | None:
    """Return the factor that converts a figure to another unit, days to years included, or ``None`` if none does."""
    if unit is to:
        return Decimal(1)
    if (unit, to) == (Unit.PER_DAY, Unit.COUNT):
        return _DAYS_OF_A_YEAR
    return CONVERSIONS.get((unit, to))
