"""The forces that are most similar to one, computed here from official figures."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy.orm import Session

from app.derived.pairing import Slice
from app.derived.similar import TRAITS, Neighbours, Traits, neighbours
from app.queries.official import OfficialFilter, StoredOfficialFigure, official_figures_in, slices_of
from app.queries.paging import RELEASES_AT_ONCE
from app.schemas.similar import SimilarForces, answer_similar
from app.vocabulary.forces import Force, forces

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
    """Return the newest figures of each trait that the preferred dataset has of all forces; none where none has."""
    whole = (of for of in slices_of(session, TRAITS, as_of=as_of) if of.figures == len(forces()))
    preferred: dict[str, Slice] = {}
    for of in whole:
        preferred.setdefault(of.measure, of)
    return {measure: _figures_of(session, of, as_of) for measure, of in preferred.items()}


def _figures_of(session: Session, of: Slice, as_of: int | None) -> dict[str, StoredOfficialFigure]:
    wanted = OfficialFilter(measures=[of.measure], datasets=[of.dataset], since=of.period.end, until=of.period.end)
    found = official_figures_in(session, wanted, as_of)
    return {figure.force: figure for figure in found if (figure.basis, figure.period) == (of.basis, of.period)}


def _neighbours(figures: Figures) -> Neighbours | None:
    """Return the nearest neighbours of all forces, if the figures of all are held and none is 0."""
    values = [figure.value for by_force in figures.values() for figure in by_force.values()]
    if figures.keys() != set(TRAITS) or not all(values):
        return None
    return _nearest(
        tuple(
            (force, Traits(**{measure: by_force[force].value for measure, by_force in figures.items()}))
            for force in forces()
        )
    )


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _nearest(traits: tuple[tuple[str, Traits], ...]) -> Neighbours:
    return neighbours(dict(traits))
