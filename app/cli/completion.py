"""Shell completion of names in arguments. It never reads a database."""

from collections.abc import Iterator

from app.derived.indicators import DEFINITIONS
from app.vocabulary.forces import forces as register
from app.vocabulary.measures import measures as catalogue

Completion = tuple[str, str]
"""A completed argument and its description, which some shells show."""


def forces(incomplete: str) -> Iterator[Completion]:
    """Yield the forces whose slugs begin with ``incomplete``."""
    yield from ((id_, force.name) for id_, force in register().items() if id_.startswith(incomplete))


def several_forces(incomplete: str) -> Iterator[Completion]:
    """Yield the completions of the last force in a comma-separated list."""
    before, comma, last = incomplete.rpartition(",")
    yield from ((f"{before}{comma}{id_}", name) for id_, name in forces(last))


def measures(incomplete: str) -> Iterator[Completion]:
    """Yield the measures that can be compared and begin with ``incomplete``."""
    found = (measure for measure in catalogue().values() if measure.catalogued)
    yield from ((measure.id, measure.label) for measure in found if measure.id.startswith(incomplete))


def indicators(incomplete: str) -> Iterator[Completion]:
    """Yield the indicators that begin with ``incomplete``."""
    yield from ((id_, found.label) for id_, found in DEFINITIONS.items() if id_.startswith(incomplete))


def statements(incomplete: str) -> Iterator[Completion]:
    """Yield the beginnings of statement ids: a force and a slash, to be followed by a round."""
    yield from ((f"{id_}/", name) for id_, name in forces(incomplete))
