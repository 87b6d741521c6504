"""Make the bundled tables of official statistics from tables in the long form, one for each dataset."""

import argparse
import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from app.official.bundled import KEYS
from app.official.catalogue import EditionEntry, datasets, edition_entries
from app.official.tables import Cell, TableError, period_of, read_cells
from app.vocabulary.forces import forces
from app.vocabulary.official import Dataset

BUNDLED = Path(__file__).parents[1] / "app" / "data" / "official"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table of every dataset, say how many figures each has, and return the exit code."""
    parser = argparse.ArgumentParser(prog="tools.official", description=__doc__)
    parser.add_argument("folder", type=Path, help="Where the tables are, named by dataset: area.csv.")
    parser.add_argument("--to", type=Path, default=BUNDLED, help="Where to write (beside datasets.toml by default).")
    options = parser.parse_args(arguments)
    for dataset in datasets().values():
        table = options.folder / f"{dataset.id}.csv"
        try:
            cells = read_cells(table.read_text(encoding="utf-8"), dataset)
            text = compact(dataset, ((_edition_of(dataset, cell), cell) for cell in cells))
        except (OSError, TableError, LookupError) as error:
            print(f"{table}: {error}")
            return 1
        (options.to / table.name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{dataset.id}: {len(cells):,} figures")
    return 0


def _edition_of(dataset: Dataset, cell: Cell) -> date:
    """Return the edition that a number comes from: the first that says so."""
    found = (entry.date for entry in edition_entries()[dataset.id] if _has(entry, cell))
    edition = next(found, None)
    if edition is None:
        raise LookupError(f"no edition has {cell.series} of {cell.force}, {cell.period}")
    return edition


def _has(entry: EditionEntry, cell: Cell) -> bool:
    parts = ((entry.series, cell.series), (entry.forces, cell.force), (entry.periods, cell.period))
    return all(part is None or name in part for part, name in parts)


def compact(dataset: Dataset, cells: Iterable[tuple[date, Cell]]) -> str:
    """Return a bundled table: by edition, series as the dataset lists them, and period."""
    rows: dict[tuple[date, str, str], dict[str, str]] = {}
    for edition, cell in cells:
        rows.setdefault((edition, cell.series, cell.period), {})[cell.force] = f"{cell.value:f}"
    order = list(dataset.series)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*KEYS, *forces()])
    for key in sorted(rows, key=lambda key: (key[0], order.index(key[1]), _end(key[2]), key[2])):
        writer.writerow([*key, *(rows[key].get(force, "") for force in forces())])
    return out.getvalue()


def _end(period: str) -> date:
    found = period_of(period)
    return date.max if found is None or found.end is None else found.end


if __name__ == "__main__":
    raise SystemExit(main())
