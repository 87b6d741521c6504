"""Check that bundled figures appear in a page, at their recorded places."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.statements.statement import Statement
from app.vocabulary.records import Observation, StatementRecord, Unassigned


class Standing(StrEnum):
    """Where a figure's words are in the page."""

    STANDS = "stands"  # at the recorded place
    FOUND = "found"  # in the page; no place is recorded
    MOVED = "moved"  # in the page, but not at the recorded place
    MISSING = "missing"

    @property
    def right(self) -> bool:
        """Whether the page and the record agree."""
        return self in {Standing.STANDS, Standing.FOUND}


@dataclass(frozen=True, slots=True)
class Verified:
    """A figure of the record and whether it was found in the page."""

    figure: Observation | Unassigned
    standing: Standing


def verify(record: StatementRecord, statement: Statement) -> Iterator[Verified]:
    """Yield for each figure of a record whether it was found in the page."""
    text = statement.text
    figures: tuple[Observation | Unassigned, ...] = (*record.observations, *record.unassigned)
    for figure in figures:
        place = figure.place
        if place is not None and text[place.start : place.end] == figure.as_stated:
            standing = Standing.STANDS
        elif figure.as_stated in text:
            standing = Standing.FOUND if place is None else Standing.MOVED
        else:
            standing = Standing.MISSING
        yield Verified(figure, standing)
