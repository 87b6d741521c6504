"""A tie of a quantity to a measure: the record that stages 7 to 13 produce and pass on."""

from dataclasses import dataclass
from enum import Enum

from app.extract.quantities import Quantity
from app.vocabulary.measures import Measure, measures
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.things import Aspect, Thing
from app.vocabulary.units import Unit


class Role(Enum):
    """The role of a figure in its sentence."""

    OWN = "own"  # it stands for itself
    ASIDE = "aside"  # it goes with the figure before it: "51,000 crimes, a fall of 4%"
    EARLIER = "earlier"  # a newer one of the same sentence replaces it: "from 229 in 2012 to 251"
    COMPARATOR = "comparator"  # it is of others: "against 61 nationally"
    IN_PLACE = "in_place"  # it is of a place that a list adds: "12%, in Brackwater 8%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What a quantity states. ``start`` to ``end`` are the characters of the sentence that show it.

    ``thing`` is what the quantity counts, or ``None`` if only its unit is known. If ``falls``, a change is negative.
    ``how`` is the rule; together with the measure it is the method of the observation. ``period`` and ``area`` are
    those that "respectively" gives, if any.
    """

    measure: Measure
    unit: Unit
    aspect: Aspect
    thing: Thing | None
    falls: bool = False
    start: int
    end: int
    how: str
    role: Role = Role.OWN
    period: Period | None = None
    area: str | None = None
    certainty: Certainty = Certainty.CERTAIN

    @property
    def method(self) -> str:
        """The measure and the rule."""
        return f"{self.measure.id}.{self.how}"


def stated_measure(thing: Thing, aspect: Aspect, quantity: Quantity) -> tuple[Measure, Unit] | None:
    """Return the measure of an aspect that fits a quantity's unit, and the unit that it is stated in."""
    for id_ in thing.measures.get(aspect, ()):
        measure = measures()[id_]
        if quantity.unit is None:
            counted = next((unit for unit in measure.units if unit.counted), None)
            if counted is not None:
                return measure, counted
        elif quantity.unit in measure.units:
            return measure, quantity.unit
    return None
