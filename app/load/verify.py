"""Hold bundled figures against a page: does each stand there, and at its place?"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.statements.page import Statement
from app.vocabulary.records import Observation, StatementRecord, Unassigned


class Finding(StrEnum):
    """Where a figure's words are in the page."""

    STANDS = "stands"  # at the place recorded
    FOUND = "found"  # in the page; no place is recorded
    MOVED = "moved"  # in the page, but not at the place recorded
    MISSING = "missing"

    @property
    def right(self) -> bool:
        """Whether page and record agree."""
        return self in {Finding.STANDS, Finding.FOUND}


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of the record and what was found of it."""

    figure: Observation | Unassigned
    finding: Finding


def verify(record: StatementRecord, statement: Statement) -> Iterator[Check]:
    """Yield, for each figure of a record, what the page shows of it."""
    text = statement.text
    figures: tuple[Observation | Unassigned, ...] = (*record.observations, *record.unassigned)
    for figure in figures:
        place = figure.place
        if place is not None and text[place.start : place.end] == figure.as_stated:
            finding = Finding.STANDS
        elif figure.as_stated in text:
            finding = Finding.FOUND if place is None else Finding.MOVED
        else:
            finding = Finding.MISSING
        yield Check(figure, finding)
