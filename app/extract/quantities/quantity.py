"""What a quantity is, and what is read in a sentence."""

from dataclasses import dataclass
from decimal import Decimal

from app.extract.periods import PeriodMention
from app.statements.text import Sentence
from app.vocabulary.bounds import unhedged
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as stated. Its characters are relative to the start of the sentence.

    ``unit`` is ``None`` for a bare number, whose unit depends on what it counts. ``start`` to ``end`` is the whole
    phrase: hedge, currency sign, number and unit. ``qualifier`` is `exact` if there is no hedge.
    """

    value: Decimal | None
    value_max: Decimal | None
    resolution: Decimal
    unit: Unit | None
    qualifier: Qualifier
    start: int
    end: int

    def qualifier_in(self, unit: Unit | None) -> Qualifier:
        """Return how exactly it is stated in a unit: by its hedge or, without one, by its digits."""
        if self.qualifier is Qualifier.EXACT and self.value is not None:
            return unhedged(self.value, self.resolution, unit)
        return self.qualifier


@dataclass(frozen=True, slots=True)
class Reading:
    """The quantities and periods of a sentence, and the characters of names that contain a number.

    ``area`` is that which a heading or the label of its line names, and ``told`` the characters of the label that do.
    ``lead`` is the period that leads the list of which it is an item, ``before`` the one that leads the sentence
    before it in its paragraph, and ``daily`` says that its numbers are those of a day.
    """

    sentence: Sentence
    quantities: tuple[Quantity, ...]
    periods: tuple[PeriodMention, ...]
    names: tuple[tuple[int, int], ...]
    area: str | None = None
    told: tuple[tuple[int, int], ...] = ()
    lead: Period | None = None
    daily: bool = False
    before: Period | None = None
