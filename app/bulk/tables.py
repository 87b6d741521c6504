"""The tables of the bulk release: their columns, and how their rows are read from the database."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.derived.indicators import indicators_of
from app.flat.columns import Column, Kind, columns_of
from app.queries import catalogue, forces, observations, official, reconciliations, statements
from app.queries.paging import Page, Window, every_row
from app.queries.statements import StatementRow
from app.schemas.forces import Force
from app.schemas.indicators import Indicator, indicator
from app.schemas.measures import Measure, measure
from app.schemas.observations import Note, Observation, Unassigned, note, stored_observation, unassigned
from app.schemas.official import Dataset, OfficialFigure, OfficialGap, dataset, official_figure, official_gap
from app.schemas.reconciliations import Reconciliation, reconciliation
from app.schemas.statements import Statement, statement

Item = TypeVar("Item")

_NOT_OF_THE_DATA = frozenset({"taken_in_at"})
"""Columns about this copy of the data, left out so that copies of the same data are identical."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the release.

    ``key`` is its primary key, and ``refers`` are columns with the tables whose ids they hold. ``beside`` are
    columns that the API's list of the same items does not need, because its address says what is in them.
    """

    name: str
    title: str
    item: type[BaseModel]
    rows: Callable[[Session], Iterable[BaseModel]]
    key: tuple[str, ...] = ()
    refers: tuple[tuple[str, str], ...] = ()
    beside: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table: those of the flat list of its items, and those beside them."""
        of_the_data = (column for column in columns_of(self.item) if column.name not in _NOT_OF_THE_DATA)
        return (*of_the_data, *self.beside)


STATEMENTS_AT_ONCE = 20
"""Of how many statements the figures are read at a time: each has some tens."""


def _statements(session: Session) -> Iterator[StatementRow]:
    """Yield the current statements."""
    return every_row(lambda window: statements.list_statements(session, window))


def _of_statements(
    session: Session, said: Callable[[Session, Collection[int]], Mapping[int, list[Item]]]
) -> Iterator[tuple[StatementRow, list[Item]]]:
    """Yield the current statements with what each says of some kind, which is read for a few of them at a time."""
    rows = _statements(session)
    while some := list(islice(rows, STATEMENTS_AT_ONCE)):
        found = said(session, [row.revision_id for row in some])
        yield from ((row, found[row.revision_id]) for row in some)


def _observation_rows(session: Session) -> Iterator[Observation]:
    for _, stated in _of_statements(session, observations.observations_by_revision):
        yield from map(stored_observation, stated)


def _note_rows(session: Session) -> Iterator[Note]:
    for row, claims in _of_statements(session, statements.notes_by_revision):
        yield from (note(claim, f"{row.force}/{row.round}", row.url) for claim in claims)


def _unassigned_rows(session: Session) -> Iterator[Unassigned]:
    for row, numbers in _of_statements(session, statements.unassigned_by_revision):
        yield from (unassigned(number, f"{row.force}/{row.round}", row.url) for number in numbers)


def _indicator_rows(session: Session) -> Iterator[Indicator]:
    for _, stated in _of_statements(session, observations.observations_by_revision):
        yield from map(indicator, indicators_of(stated)[0])


def _official_figure_rows(session: Session) -> Iterator[OfficialFigure]:
    def rows_in(window: Window) -> Page[official.StoredOfficialFigure]:
        return official.list_official_figures(session, official.OfficialFilter(), "force", window)

    return map(official_figure, every_row(rows_in))


def _reconciliation_rows(session: Session) -> Iterator[Reconciliation]:
    def rows_in(window: Window) -> Page[reconciliations.StoredReconciliation]:
        return reconciliations.list_reconciliations(session, reconciliations.ReconciliationFilter(), "force", window)

    return map(reconciliation, every_row(rows_in))


def _of_the_statement(name: str, description: str, place: int) -> Column:
    """Return a column with one part of an item's ``statement``, which is force/round."""
    return Column(name, name, Kind.STRING, description, required=True, of=lambda row: row.statement.split("/")[place])


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
            every_row(lambda window: forces.list_forces(session, forces.ForceFilter(), window)),
        ),
        key=("id",),
    ),
    Table(
        "measures",
        "The measure catalogue: what is counted",
        Measure,
        lambda session: map(measure, every_row(lambda window: catalogue.list_measures(session, window))),
        key=("id",),
    ),
    Table(
        "indicators",
        "Figures derived from the observations of one statement, with their bounds",
        Indicator,
        _indicator_rows,
        key=("statement", "id"),
        refers=(("statement", "statements"), ("force", "forces")),
        beside=(
            _of_the_statement("force", "The force whose statement it is of.", 0),
            _of_the_statement("round", "The round of that statement.", 1),
        ),
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
        "Numbers that no rule could place for certain",
        Unassigned,
        _unassigned_rows,
        refers=(("source_statement", "statements"),),
    ),
    Table(
        "datasets",
        "The official statistics held here: each with its newest edition and what it counts",
        Dataset,
        lambda session: map(dataset, every_row(lambda window: official.list_datasets(session, window))),
        key=("id",),
    ),
    Table(
        "official_figures",
        "Every figure of official statistics, with its unit, basis, bounds, period, dataset and edition",
        OfficialFigure,
        _official_figure_rows,
        key=("id",),
        refers=(("force", "forces"), ("measure", "measures"), ("dataset", "datasets")),
    ),
    Table(
        "official_gaps",
        "Figures that official statistics do not have, and why",
        OfficialGap,
        lambda session: map(official_gap, official.official_gaps(session, official.OfficialFilter())),
        refers=(("force", "forces"), ("measure", "measures"), ("dataset", "datasets")),
    ),
    Table(
        "reconciliations",
        "Stated figures beside official ones, and how the two agree",
        Reconciliation,
        _reconciliation_rows,
        key=("observation",),
        refers=(("observation", "observations"), ("force", "forces"), ("measure", "measures")),
    ),
)
