"""What is bundled, counted: for tests of what is made of it."""

from app.load.bundled import bundled_statements
from app.official.bundled import bundled_editions

RECORDS = tuple(bundled_statements())
EDITIONS = bundled_editions()
STATEMENTS = len(RECORDS)
FIGURES = sum(len(record.observations) for record in RECORDS)


def figures_of(measure: str) -> int:
    """Return how many bundled figures a measure has."""
    return sum(figure.measure == measure for record in RECORDS for figure in record.observations)
