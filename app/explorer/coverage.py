"""The page of what is there: forces by rounds and, of a measure, by years."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel

from app.answers.coverage import coverage_asked
from app.api.reading import ReadingSession
from app.explorer.addresses import asked
from app.explorer.pages import About, Pages, show
from app.queries.coverage import CoverageRow, list_coverage
from app.queries.paging import MOST_ROUNDS, every_row
from app.queries.statements import StatementRow, list_statements, rounds_held
from app.schemas.coverage import CoverageQuery
from app.vocabulary.forces import forces
from app.vocabulary.measures import Measure, Topic, measures

router = Pages()

Statements = Mapping[tuple[str, str], StatementRow]
Covered = Mapping[str, CoverageRow]
"""Statements by force and round, and the coverage of one measure by force."""


class GridQuery(BaseModel):
    """What the page shows: the statements or, of a measure, which of them state it and when it is counted."""

    measure: str | None = None


class State(Enum):
    """What there is of a force for a round or a year: its sign, and what that means."""

    WHOLE = ("W", "read whole")
    PART = ("P", "read in part")
    STATED = ("S", "stated")
    NOT_STATED = ("N", "not stated")
    NOT_FOUND = ("?", "not found in the part that was read")
    NONE = ("–", "none held")
    COUNTED = ("C", "counted")
    NOT_COUNTED = ("·", "not counted")

    @property
    def sign(self) -> str:
        """The letter that a cell shows."""
        return self.value[0]

    @property
    def meaning(self) -> str:
        """What the letter stands for."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Cell:
    """What there is of a force at one time, and where it is."""

    state: State
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that belong together: what they are, their names, and of each force their cells.

    ``counts`` are the states that a row and a column count, by what there are so many of.
    """

    title: str
    columns: Sequence[str]
    cells: Mapping[str, Sequence[Cell]]
    counts: Mapping[str, Collection[State]]

    @property
    def states(self) -> dict[State, int]:
        """How many cells are in each state that any is in."""
        numbers = Counter(cell.state for cells in self.cells.values() for cell in cells)
        return {state: numbers[state] for state in State if numbers[state]}

    def in_row(self, force: str, what: str) -> int:
        """Return how many columns of a force are counted."""
        return sum(cell.state in self.counts[what] for cell in self.cells[force])

    def in_columns(self, what: str) -> list[int]:
        """Return how many forces are counted, by column."""
        by_column = zip(*self.cells.values(), strict=True)
        return [sum(cell.state in self.counts[what] for cell in cells) for cells in by_column]


@router.get("/coverage")
def get_coverage(request: Request, session: ReadingSession, query: Annotated[GridQuery, Query()]) -> Response:
    """Answer the page of what is there."""
    wanted = CoverageQuery(measure=[query.measure] if query.measure else [])
    of = coverage_asked(session, wanted)
    rounds = rounds_held(session)[-MOST_ROUNDS:]
    statements = {
        (row.force, row.round): row for row in every_row(lambda window: list_statements(session, window, rounds=rounds))
    }
    measure = measures()[query.measure] if query.measure else None
    if measure is None:
        groups = [_read(statements, rounds)]
        data = {"the statements": "/v1/statements?limit=1000"}
    else:
        covered = {row.force: row for row in every_row(lambda window: list_coverage(session, of, window))}
        groups = [_stated(measure, covered, statements, rounds), *_counted(measure, covered)]
        data = {"the coverage of this measure": asked("/v1/coverage", measure=measure.id)}
    return show(
        request,
        "coverage.html",
        About(
            title=f"Coverage: {measure.label}" if measure else "Coverage: which statements there are",
            description="Which police forces have a statement of which round, read whole or in part; and of each "
            "measure, which of them state it and in which years official statistics count it.",
            address=asked("/coverage", measure=query.measure),
            data=data,
        ),
        measure=measure,
        groups=groups,
        topics=_by_topic(),
        statements=statements.values(),
    )


def _grid(title: str, columns: Sequence[str], cell: Callable[[str, str], Cell], **counts: Collection[State]) -> Group:
    cells = {force: [cell(force, column) for column in columns] for force in forces()}
    return Group(title, columns, cells, {what.replace("_", " "): states for what, states in counts.items()})


def _read(statements: Statements, rounds: Sequence[str]) -> Group:
    """Return which statements there are."""

    def cell(force: str, round_: str) -> Cell:
        row = statements.get((force, round_))
        if row is None:
            return Cell(State.NONE)
        return Cell(State.WHOLE if row.complete else State.PART, f"/statements/{force}/{round_}")

    return _grid("Statement of the round", rounds, cell, whole={State.WHOLE}, in_part={State.PART})


def _stated(measure: Measure, covered: Covered, statements: Statements, rounds: Sequence[str]) -> Group:
    """Return which statements state a measure."""

    def cell(force: str, round_: str) -> Cell:
        row, address = statements.get((force, round_)), f"/statements/{force}/{round_}"
        if row is None:
            return Cell(State.NONE)
        if force in covered and round_ in covered[force].rounds:
            return Cell(State.STATED, f"{address}#of-{measure.id}")
        return Cell(State.NOT_STATED if row.complete else State.NOT_FOUND, address)

    return _grid("Stated in the round", rounds, cell, stated={State.STATED})


def _counted(measure: Measure, covered: Covered) -> Iterator[Group]:
    """Yield in which years a measure is officially counted, from the first to the last of any force."""
    years = {force: {*row.official.years} for force, row in covered.items() if row.official is not None}
    if not years:
        return
    all_years = set().union(*years.values())

    def cell(force: str, year: str) -> Cell:
        if int(year) not in years.get(force, ()):
            return Cell(State.NOT_COUNTED)
        asked_for = {"force": force, "measure": measure.id, "from": year, "to": year}
        return Cell(State.COUNTED, asked("/official-figures", **asked_for))

    columns = [str(year) for year in range(min(all_years), max(all_years) + 1)]
    yield _grid("Officially counted in the year", columns, cell, counted={State.COUNTED})


def _by_topic() -> dict[Topic, list[Measure]]:
    """Return the measures to choose from."""
    catalogued = [measure for measure in measures().values() if measure.catalogued]
    return {topic: [measure for measure in catalogued if measure.topic is topic] for topic in Topic}
