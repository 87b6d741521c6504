"""Similar forces as JSON: which they are, how near, and by which figures."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from app.derived.similar import PLACES, RULE, Neighbours, Traits, absence_of, caveats_of
from app.queries.official import StoredOfficialFigure
from app.schemas.common import Count, Number, Output
from app.schemas.figures import Period
from app.schemas.warnings import Absence, Caveat
from app.vocabulary.forces import Force, forces
from app.vocabulary.units import Unit


class TraitFigure(Output):
    """The official figure of a trait."""

    id: str = Field(description="Its address under `/v1/official-figures/`.")
    value: Number = Field(description="The value as published.")
    unit: Unit = Field(description="The unit of the value.")
    period: Period = Field(description="The day it is of.")


class ForceTraits(Output):
    """What a force is compared by."""

    population: TraitFigure = Field(description="The people who live in its area.")
    area: TraitFigure = Field(description="The land area.")
    density: Number = Field(description="The people per square kilometre of land.")
    ethnic_minority_share: TraitFigure = Field(description="The share of them who are not White.")


class Nearness(Output):
    """Which force is near another one, and how near."""

    rank: int = Field(description="Its rank, 1 being that of the nearest.")
    force: str = Field(description="The force, by its slug.")
    name: str = Field(description="Its official name.")
    distance: Number = Field(description="How far it is away, in standard deviations.")
    close: bool = Field(description="Whether that is a close match.")


class SimilarForce(ForceTraits, Nearness):
    """A force that is near another one, with the figures that tell it."""


class SimilarForces(Output):
    """The forces most similar to one, computed here: they are not the Home Office's Most Similar Groups."""

    force: str = Field(description="The force that they are similar to, by its slug.")
    caveats: list[Caveat] = Field(description="What to say beside them.")
    rule: str = Field(description="How they are found.")
    traits: ForceTraits | None = Field(
        description="The figures of the force itself; null where those of all forces are not held."
    )
    items: list[SimilarForce] = Field(description="The similar forces, the nearest first.")
    total: Count = Field(description="How many there are.")
    next: str | None = Field(description="Always null: they are on one page.")
    close_within: Number | None = Field(
        description="No force farther away is a close match; null where the figures of all forces are not held."
    )
    absence: Absence | None = Field(description="Why there are none; null where there are some.")


def answer_similar(
    force: Force, found: Neighbours | None, figures: Mapping[str, Mapping[str, StoredOfficialFigure]]
) -> SimilarForces:
    """Return the forces most similar to one of ``found``, by the figures of each measure and force."""
    near = () if found is None else found.of.get(force.id, ())

    def traits(id_: str) -> dict[str, Any]:
        of_force = {measure: by_force[id_] for measure, by_force in figures.items()}
        density = Traits(**{measure: figure.value for measure, figure in of_force.items()}).density.quantize(PLACES)
        return {"density": density, **{name: TraitFigure.model_validate(figure) for name, figure in of_force.items()}}

    items = [
        SimilarForce(
            rank=rank,
            force=neighbour.force,
            name=forces()[neighbour.force].name,
            distance=neighbour.distance,
            close=neighbour.close,
            **traits(neighbour.force),
        )
        for rank, neighbour in enumerate(near, start=1)
    ]
    absence = absence_of(force.id, held=found is not None)
    used = {} if found is None else {measure: by_force[force.id] for measure, by_force in figures.items()}
    limit = None if found is None else found.limit
    return SimilarForces(
        force=force.id,
        caveats=[Caveat.model_validate(caveat) for caveat in caveats_of(near, limit, used)],
        rule=RULE,
        traits=None if found is None else ForceTraits(**traits(force.id)),
        items=items,
        total=len(items),
        next=None,
        close_within=limit,
        absence=absence and Absence.model_validate(absence),
    )
