"""The forces that are most similar to one, computed here from official figures."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.derived.similar import TRAITS, Neighbours, Traits, neighbours
from app.queries.official import StoredOfficialFigure, figures_of_all
from app.schemas.similar import SimilarForces, answer_similar
from app.vocabulary.forces import Force

Figures = Mapping[str, Mapping[str, StoredOfficialFigure]]
"""By measure, the figures of all forces."""


def similar_to(session: Session, force: str, as_of: int | None = None) -> list[str]:
    """Return the forces most similar to one, the nearest first; none where ``similar_forces`` says why."""
    found = _neighbours(_figures(session, as_of))
    return [] if found is None else [neighbour.force for neighbour in found.of.get(force, ())]


def similar_forces(session: Session, force: Force, as_of: int | None = None) -> SimilarForces:
    """Return the forces most similar to one, with the figures that tell it, or why there are none."""
    figures = _figures(session, as_of)
    return answer_similar(force, _neighbours(figures), figures)


def _figures(session: Session, as_of: int | None) -> Figures:
    return {measure: figures_of_all(session, measure, unit, as_of) for measure, unit in TRAITS.items()}


def _neighbours(figures: Figures) -> Neighbours | None:
    """Return the nearest neighbours of all forces, if the figures of all are held."""
    if not all(figures.values()):
        return None
    return neighbours(
        {
            force: Traits(**{measure: of_force[force].value for measure, of_force in figures.items()})
            for force in figures["population"]
        }
    )
