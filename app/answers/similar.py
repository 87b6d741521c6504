"""The forces that are most similar to one, computed here from official figures."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy.orm import Session

from app.derived.similar import TRAITS, Neighbours, Traits, neighbours
from app.queries.official import figures_by_key
from app.queries.paging import RELEASES_AT_ONCE
from app.queries.similar import Counted, counted_of_all
from app.schemas.similar import SimilarForces, answer_similar
from app.vocabulary.forces import Force, forces


def similar_to(session: Session, force: str, as_of: int | None = None) -> list[str]:
    """Return the forces most similar to one, the nearest first; none where ``similar_forces`` says why."""
    found = _neighbours(counted_of_all(session, TRAITS, forces(), as_of))
    return [] if found is None else [neighbour.force for neighbour in found.of.get(force, ())]


def similar_forces(session: Session, force: Force, as_of: int | None = None) -> SimilarForces:
    """Return the forces most similar to one, with the figures that tell it, or why there are none."""
    counted = counted_of_all(session, TRAITS, forces(), as_of)
    found = _neighbours(counted)
    if found is None:
        return answer_similar(force, None, {})
    told = [force.id, *(neighbour.force for neighbour in found.of.get(force.id, ()))]
    stored = figures_by_key(session, [of[id_].key for of in counted.values() for id_ in told])
    figures = {measure: {id_: stored[of[id_].key] for id_ in told} for measure, of in counted.items()}
    return answer_similar(force, found, figures)


def _neighbours(counted: Mapping[str, Mapping[str, Counted]]) -> Neighbours | None:
    """Return the nearest neighbours of all forces, if the figures of all are held and none is 0."""
    if counted.keys() != set(TRAITS) or not all(of.value for by_force in counted.values() for of in by_force.values()):
        return None
    return _nearest(
        tuple(
            (force, Traits(**{measure: by_force[force].value for measure, by_force in counted.items()}))
            for force in forces()
        )
    )


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _nearest(traits: tuple[tuple[str, Traits], ...]) -> Neighbours:
    return neighbours(dict(traits))
