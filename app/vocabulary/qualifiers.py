"""How exactly a figure is stated, and whether it is fact or intention."""

from enum import StrEnum


class Qualifier(StrEnum):
    """What the words around a number say of its exactness."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    UP_TO = "up_to"
    RANGE = "range"


class Status(StrEnum):
    """Whether a figure is a fact or an intention."""

    ACTUAL = "actual"
    TARGET = "target"
    FORECAST = "forecast"
    PLANNED = "planned"

    @property
    def noun(self) -> str:
        """The word for readers: "a target"."""
        return _NOUNS[self]


_NOUNS = {Status.ACTUAL: "fact", Status.TARGET: "target", Status.FORECAST: "forecast", Status.PLANNED: "plan"}
