"""What a shell completes: the names that arguments may have. Nothing is read from a database."""

from collections.abc import Iterator

from app.derived.indicators import DEFINITIONS
from app.vocabulary.forces import forces as register
from app.vocabulary.measures import measures as catalogue

Completion = tuple[str, str]
"""What may be written, and what it is, for shells that tell."""


def forces(incomplete: str) -> Iterator[Completion]:
    """Yield the forces whose slugs begin so."""
    yield from ((id_, force.name) for id_, force in register().items() if id_.startswith(incomplete))


def several_forces(incomplete: str) -> Iterator[Completion]:
    """Yield lists of forces, separated by commas, of which the last begins so."""
    before, comma, last = incomplete.rpartition(",")
    yield from ((f"{before}{comma}{id_}", name) for id_, name in forces(last))


def measures(incomplete: str) -> Iterator[Completion]:
    """Yield the measures that can be compared and begin so."""
    found = (measure for measure in catalogue().values() if measure.catalogued)
    yield from ((measure.id, measure.label) for measure in found if measure.id.startswith(incomplete))


def indicators(incomplete: str) -> Iterator[Completion]:
    """Yield the indicators that begin so."""
    yield from ((id_, found.label) for id_, found in DEFINITIONS.items() if id_.startswith(incomplete))


def statements(incomplete: str) -> Iterator[Completion]:
    """Yield the beginnings of names of statements: a force and a slash, after which its rounds follow."""
    yield from ((f"{id_}/", name) for id_, name in forces(incomplete))
