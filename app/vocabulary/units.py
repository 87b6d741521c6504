"""The units figures are stated in."""

from enum import StrEnum


class Unit(StrEnum):
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

    @property
    def counted(self) -> bool:
        """Whether it counts whole things: a whole number written out is then exact, not rounded."""
        return self in _COUNTED


_COUNTED = frozenset({Unit.PEOPLE, Unit.COUNT, Unit.RANK})
