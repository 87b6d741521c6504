"""Used by stages 11 and 12: a quantity and the last tied one before it, which it may depend on."""

from dataclasses import dataclass, replace

from app.extract.quantities import Quantity
from app.extract.skeleton import Skeleton
from app.extract.ties import Role, Tie, stated_measure
from app.vocabulary.things import Aspect, Thing


@dataclass(frozen=True, slots=True)
class Beside:
    """A quantity and the last tied one before it, in the same sentence or the previous one.

    ``between`` is the part of the skeleton between the two, or from the start of the sentence if the last one is in the
    previous one. If ``adjacent``, there is no untied quantity between them.
    """

    skeleton: Skeleton
    n: int
    last: Tie
    between: str
    adjacent: bool = True

    @property
    def quantity(self) -> Quantity:
        """The quantity."""
        return self.skeleton.reading.quantities[self.n]

    @property
    def at(self) -> int:
        """Where the quantity is in the skeleton."""
        return self.skeleton.quantities[self.n]

    @property
    def sentence(self) -> str:
        """The words of the sentence."""
        return self.skeleton.reading.sentence.text

    @property
    def same_unit(self) -> bool:
        """Whether the quantity may have the last one's unit; a rate need not repeat "per 1,000"."""
        unit, last = self.quantity.unit, self.last
        return unit is last.unit or (unit is None and (last.unit.counted or last.aspect is Aspect.RATE))

    def like(self, how: str, role: Role = Role.ASIDE) -> Tie:
        """Return a tie of the same measure as the last one."""
        return replace(self.last, start=self.quantity.start, end=self.quantity.end, how=how, role=role)

    def stating(
        self, how: str, thing: Thing | None, aspect: Aspect, *, role: Role = Role.OWN, falls: bool = False
    ) -> Tie | None:
        """Return a tie to an aspect of a thing, or ``None`` if that has no measure in the quantity's unit."""
        stated = None if thing is None else stated_measure(thing, aspect, self.quantity)
        if stated is None:
            return None
        measure, unit = stated
        return replace(
            self.like(how, role), measure=measure, unit=unit, aspect=aspect, thing=thing, falls=falls, base_end=None
        )
