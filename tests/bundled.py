"""What is bundled, counted: for tests of what is made of it."""

from typing import Any

from app.load.bundled import bundled_statements
from app.official.bundled import bundled_editions
from app.vocabulary.official import Gap, OfficialFigure

RECORDS = tuple(bundled_statements())
EDITIONS = bundled_editions()
STATEMENTS = len(RECORDS)
FIGURES = sum(len(record.observations) for record in RECORDS)


def figures_of(measure: str) -> int:
    """Return how many bundled figures a measure has."""
    return sum(figure.measure == measure for record in RECORDS for figure in record.observations)


def standing() -> dict[tuple[Any, ...], OfficialFigure]:
    """Return the bundled figures that stand, by their key and dataset: those of the newest edition that has a row."""
    rows: dict[tuple[Any, ...], OfficialFigure | Gap] = {}
    for edition in sorted(EDITIONS, key=lambda edition: edition.date):
        said: list[OfficialFigure | Gap] = [*edition.figures, *edition.gaps]
        for row in said:
            rows[edition.dataset, row.force, row.measure, row.basis, row.period.start, row.period.end] = row
    return {key: row for key, row in rows.items() if isinstance(row, OfficialFigure)}
