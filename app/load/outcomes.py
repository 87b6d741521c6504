"""What came of taking something in."""

from enum import StrEnum


class Outcome(StrEnum):
    """The result of taking in a statement or an edition."""

    ADDED = "added"
    REVISED = "revised"
    TEXT_ADDED = "text added"
    REWORDED = "reworded"
    UNCHANGED = "unchanged"
