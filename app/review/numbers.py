"""The numbers of a page as the reader of quantities gives them: what a reviewed figure is held against."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.extract.headings import Headings
from app.extract.numbers import find_numbers
from app.extract.quantities import Quantity
from app.extract.told import readings
from app.statements.statement import Statement
from app.statements.text import Sentence
from app.vocabulary.measures import Measure
from app.vocabulary.records import Place
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A number of a page: what it states, its sentence, and its characters in the normalised text."""

    quantity: Quantity
    sentence: Sentence
    place: Place

    def is_whole_in(self, place: Place) -> bool:
        """Whether a place has all that is written as a number, with or without the hedge and the unit around it."""
        text, quantity, begin = self.sentence.text, self.quantity, self.sentence.start
        written = (n for n in find_numbers(text) if quantity.start <= n.start and n.end <= quantity.end)
        return all(place.start <= begin + n.start and begin + n.end <= place.end for n in written)

    @property
    def sizes(self) -> tuple[Decimal, ...]:
        """Its values: none where it cannot be told, two of a range."""
        return sizes_of(self.quantity.value, self.quantity.value_max)


def numbers_of(statement: Statement) -> Iterator[PageNumber]:
    """Yield the numbers of a page in reading order, without those of dates and names."""
    for reading in readings(statement, Headings(statement.force, statement.force_name)):
        sentence = reading.sentence
        for quantity in reading.quantities:
            start, end = sentence.start + quantity.start, sentence.start + quantity.end
            yield PageNumber(quantity, sentence, Place(sentence.paragraph, start, end))


def sizes_of(*values: Decimal | None) -> tuple[Decimal, ...]:
    """Return values without their sign, the least first: a fall of 5 to 6 is -6 to -5, and both are said as 5 and 6."""
    return tuple(sorted(abs(value) for value in values if value is not None))


def unit_of_bare_numbers(measure: Measure) -> Unit:
    """Return the unit of a number that is stated without one: what the measure counts."""
    return next((unit for unit in measure.units if unit.counted), measure.unit)
