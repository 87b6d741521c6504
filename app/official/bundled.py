"""Read the bundled editions of official statistics from ``app/data/official/``.

Each dataset has a table there with a row for each edition, series and period, and a column for each force, empty where
there is no figure. ``python -m tools.official`` makes them.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import StringIO
from types import MappingProxyType

from app.official.catalogue import EditionEntry, datasets, edition_entries
from app.official.tables import Cell, counted
from app.vocabulary.forces import forces
from app.vocabulary.official import Dataset, Edition, PublishedFigure

KEYS = ("edition", "series", "period")
"""The columns before those of the forces."""


def bundled_editions() -> tuple[Edition, ...]:
    """Return the bundled editions, by dataset and date. Raises ``ValueError`` naming the file for an invalid one."""
    return tuple(edition for dataset in datasets().values() for edition in _editions(dataset))


@cache
def bundled_figures() -> Mapping[str, tuple[PublishedFigure, ...]]:
    """Return by force the bundled official figures that stand: of each key of a dataset, that of the newest edition."""
    standing = {
        (figure.force, figure.dataset, figure.measure, figure.basis, figure.period): figure
        for edition in bundled_editions()
        for figure in edition.published()
    }
    found: dict[str, list[PublishedFigure]] = {force: [] for force in forces()}
    for figure in standing.values():
        found[figure.force].append(figure)
    return MappingProxyType({force: tuple(figures) for force, figures in found.items()})


def _editions(dataset: Dataset) -> Iterator[Edition]:
    file = files("app.data") / "official" / f"{dataset.id}.csv"
    text = file.read_text(encoding="utf-8")
    try:
        cells = read_compact(text)
        for entry in edition_entries()[dataset.id]:
            lines = [line for line in text.splitlines() if line.startswith(f"{entry.date},")]
            yield _edition(dataset, entry, cells[entry.date], "\n".join(lines))
    except (KeyError, ArithmeticError, ValueError) as error:
        raise ValueError(f"{file.name}: {error}") from error


def read_compact(text: str) -> dict[date, list[Cell]]:
    """Return the numbers of a bundled table, by edition."""
    header, *rows = csv.reader(StringIO(text, newline=""), strict=True)
    if header != [*KEYS, *forces()]:
        raise ValueError("the columns are not edition, series, period, and the forces in the order of the register")
    cells: dict[date, list[Cell]] = {}
    for edition, series, period, *values in rows:
        cells.setdefault(date.fromisoformat(edition), []).extend(
            Cell(series, period, force, Decimal(value)) for force, value in zip(forces(), values, strict=True) if value
        )
    return cells


def _edition(dataset: Dataset, entry: EditionEntry, cells: list[Cell], lines: str) -> Edition:
    figures, gaps = counted(dataset, cells, edition=entry.date, rounded_to=entry.rounded_to)
    return Edition(
        dataset=dataset.id,
        date=entry.date,
        title=entry.title,
        url=entry.url,
        grade=entry.grade,
        designation=entry.designation,
        vintage=entry.vintage,
        obtained=entry.obtained,
        processing=entry.processing,
        caveats=entry.caveats,
        sha256=hashlib.sha256(lines.encode()).hexdigest(),
        figures=figures,
        gaps=gaps,
    )
