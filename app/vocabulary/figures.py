"""A figure: what one that a force states and one that an official statistic counts have in common."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from app.vocabulary.bounds import Bounds
from app.vocabulary.display import display
from app.vocabulary.measures import measures
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.units import Unit
from app.vocabulary.warnings import FigureWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value of a measure, with what is known of its exactness, its time and its place.

    ``label`` says what is counted where the measure is an ``other_<topic>``, ``value_max`` is the upper end of a range,
    ``area`` is ``None`` for the whole force area, and ``warnings`` are those of the checks that were run on it.
    """

    measure: str
    label: str | None = None
    value: Decimal
    value_max: Decimal | None = None
    unit: Unit
    qualifier: Qualifier
    bounds: Bounds
    period: Period | None
    area: str | None = None
    status: Status = Status.ACTUAL
    warnings: tuple[FigureWarning, ...] = ()

    @property
    def nominal(self) -> Decimal:
        """The number as given, ignoring its qualifier, or the middle of a range; only for charts and sorting."""
        return self.value if self.value_max is None else (self.value + self.value_max) / 2

    @property
    def display(self) -> str:
        """The figure for readers: "over 1.1 million"."""
        return display(self.value, self.value_max, self.unit, self.qualifier, measures()[self.measure].kind)


SomeFigure = TypeVar("SomeFigure", bound=Figure)
"""A figure of either kind, which whatever is derived from it keeps."""
