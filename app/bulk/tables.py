"""The tables of the bulk release: what is in each, and how it is read from the database."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.derived.indicators import indicators_of
from app.flat.columns import Column, columns_of
from app.queries import catalogue, forces, observations, statements
from app.queries.paging import Page, Window
from app.queries.statements import StatementRow
from app.schemas.forces import Force
from app.schemas.indicators import Indicator, indicator
from app.schemas.measures import Measure
from app.schemas.observations import Note, Observation, Unassigned, note, stored_observation, unassigned
from app.schemas.statements import Statement, statement

_NOT_OF_THE_DATA = frozenset({"taken_in_at"})
"""Columns that say something of this copy of the data: two copies of the same data are to be the same."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the release. ``key`` tells its rows apart, ``refers`` are columns that hold ids of other tables."""

    name: str
    title: str
    item: type[BaseModel]
    rows: Callable[[Session], Iterable[BaseModel]]
    key: tuple[str, ...] = ()
    refers: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table, as every flat answer has them."""
        return tuple(column for column in columns_of(self.item) if column.name not in _NOT_OF_THE_DATA)


def _whole(read: Callable[[Window], Page[Any]]) -> Iterator[Any]:
    """Yield every row of a list."""
    window = Window(1000)
    while True:
        page = read(window)
        yield from page.items
        if page.next_after is None:
            return
        window = Window(1000, page.next_after)


def _statements(session: Session) -> Iterator[StatementRow]:
    return _whole(lambda window: statements.list_statements(session, window))


def _observation_rows(session: Session) -> Iterator[Observation]:
    wanted = observations.ObservationFilter()
    rows = _whole(lambda window: observations.list_observations(session, wanted, "force", window))
    return map(stored_observation, rows)


def _note_rows(session: Session) -> Iterator[Note]:
    for row in _statements(session):
        for claim in statements.notes_of(session, row.revision_id):
            yield note(claim, f"{row.force}/{row.round}", row.url)


def _unassigned_rows(session: Session) -> Iterator[Unassigned]:
    for row in _statements(session):
        for number in statements.unassigned_of(session, row.revision_id):
            yield unassigned(number, f"{row.force}/{row.round}", row.url)


def _indicator_rows(session: Session) -> Iterator[Indicator]:
    for row in _statements(session):
        for found in indicators_of(observations.observations_of(session, row.revision_id))[0]:
            yield indicator(found)


TABLES: tuple[Table, ...] = (
    Table(
        "observations",
        "Every figure, with its unit, qualifier, bounds, period, area, status, words and place",
        Observation,
        _observation_rows,
        key=("id",),
        refers=(("force", "forces"), ("measure", "measures"), ("source_statement", "statements")),
    ),
    Table(
        "statements",
        "The statements: the sources",
        Statement,
        lambda session: map(statement, _statements(session)),
        key=("id",),
        refers=(("force", "forces"),),
    ),
    Table(
        "forces",
        "The 43 territorial police forces of England and Wales",
        Force,
        lambda session: map(
            Force.model_validate,
            _whole(lambda window: forces.list_forces(session, forces.ForceFilter(), window)),
        ),
        key=("id",),
    ),
    Table(
        "measures",
        "The measure catalogue: what is counted",
        Measure,
        lambda session: map(Measure.model_validate, _whole(lambda window: catalogue.list_measures(session, window))),
        key=("id",),
    ),
    Table(
        "indicators",
        "Figures derived from the observations of one statement, with their bounds",
        Indicator,
        _indicator_rows,
        key=("statement", "id"),
        refers=(("statement", "statements"),),
    ),
    Table(
        "notes",
        "Claims without a number, in our own words",
        Note,
        _note_rows,
        refers=(("source_statement", "statements"),),
    ),
    Table(
        "unassigned",
        "Numbers that no rule could place",
        Unassigned,
        _unassigned_rows,
        refers=(("source_statement", "statements"),),
    ),
)
