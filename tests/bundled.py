"""What is bundled, counted and compared: for tests of what is made of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from app.derived.checks import FigureKey
from app.derived.reconciliation import reconciliations_of
from app.load.bundled import bundled_statements
from app.official.bundled import bundled_editions
from app.vocabulary.official import OfficialFigure, PublishedFigure
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
    counts = _standing()
    return {
        (force, (round_, n)): (rounds[round_][n], found)
        for force, rounds in stated.items()
        for (round_, n), found in reconciliations_of(force, rounds, counts[force]).items()
    }


def _standing() -> Mapping[str, list[PublishedFigure]]:
    """Return the official figures by force, each as the newest edition has it."""
    standing: dict[tuple[object, ...], PublishedFigure] = {}
    for edition in sorted(EDITIONS, key=lambda edition: edition.date):
        for gap in edition.gaps:
            standing.pop((edition.dataset, gap.force, gap.measure, gap.basis, gap.period), None)
        for figure in edition.figures:
            standing[edition.dataset, figure.force, figure.measure, figure.basis, figure.period] = PublishedFigure(
                **{field.name: getattr(figure, field.name) for field in fields(OfficialFigure)},
                dataset=edition.dataset,
                edition=edition.date,
                grade=edition.grade,
                vintage=edition.vintage,
            )
    by_force: dict[str, list[PublishedFigure]] = defaultdict(list)
    for figure in standing.values():
        by_force[figure.force].append(figure)
    return by_force
