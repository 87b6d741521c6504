"""What is bundled, counted and compared: for tests of what is made of it."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from app.derived.checks import FigureKey
from app.derived.reconciliation import reconciliations_of
from app.load.bundled import bundled_statements
from app.official.bundled import bundled_editions, bundled_figures
from app.vocabulary.official import Gap, OfficialFigure
from app.vocabulary.reconciliations import Reconciliation
from app.vocabulary.records import Observation

RECORDS = tuple(bundled_statements())
EDITIONS = bundled_editions()
STATEMENTS = len(RECORDS)
FIGURES = sum(len(record.observations) for record in RECORDS)


def figures_of(measure: str) -> int:
    """Return how many bundled figures a measure has."""
    return sum(figure.measure == measure for record in RECORDS for figure in record.observations)


@cache
def reconciled() -> Mapping[tuple[str, FigureKey], tuple[Observation, Reconciliation]]:
    """Return the stated figures that official ones can be laid beside, with how they compare, by force and figure."""
    stated: dict[str, dict[str, tuple[Observation, ...]]] = defaultdict(dict)
    for record in RECORDS:
        stated[record.force][record.round] = record.observations
    return {
        (force, (round_, n)): (rounds[round_][n], found)
        for force, rounds in stated.items()
        for (round_, n), found in reconciliations_of(force, rounds, bundled_figures()[force]).items()
    }


def standing() -> dict[tuple[Any, ...], OfficialFigure]:
    """Return the bundled figures that stand, by their key and dataset: those of the newest edition that has a row."""
    rows: dict[tuple[Any, ...], OfficialFigure | Gap] = {}
    for edition in sorted(EDITIONS, key=lambda edition: edition.date):
        said: list[OfficialFigure | Gap] = [*edition.figures, *edition.gaps]
        for row in said:
            rows[edition.dataset, row.force, row.measure, row.basis, row.period.start, row.period.end] = row
    return {key: row for key, row in rows.items() if isinstance(row, OfficialFigure)}
