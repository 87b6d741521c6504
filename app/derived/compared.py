"""A force's figure made ready to stand beside others: in one unit, with its bounds and what to keep in mind of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Generic

from app.derived.checked import Figure
from app.derived.headlines import headline
from app.derived.indicators import Definition, Indicator, indicator_of
from app.derived.warnings import of_stated
from app.vocabulary.bounds import PLACES, Bounds
from app.vocabulary.measures import Measure
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Status
from app.vocabulary.units import CONVERSIONS
from app.vocabulary.warnings import FigureWarning


@dataclass(frozen=True, slots=True)
class Compared(Generic[Figure]):
    """A force's figure, in the unit of its measure or indicator; ``of`` is what was stated or derived.

    ``value`` is ``None`` where an indicator has only bounds, ``value_max`` for anything but a range.
    """

    force: str
    round: str
    value: Decimal | None
    value_max: Decimal | None
    bounds: Bounds
    of: Figure | Indicator[Figure]
    warnings: tuple[FigureWarning, ...]

    @property
    def inputs(self) -> tuple[Figure, ...]:
        """The stated figures that it rests on."""
        return self.of.inputs if isinstance(self.of, Indicator) else (self.of,)

    @property
    def status(self) -> Status:
        """Whether it is a fact or an intention."""
        return self.of.status

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that the figures it rests on have."""
        return tuple(dict.fromkeys(figure.period for figure in self.inputs if figure.period is not None))


def inputs_of(subject: Measure | Definition) -> frozenset[str]:
    """Return the measures that a comparison of a measure or an indicator rests on."""
    return frozenset({subject.id}) if isinstance(subject, Measure) else subject.measures


def figure_of(
    subject: Measure | Definition, force: str, round_: str, observations: Sequence[Figure]
) -> Compared[Figure] | str:
    """Return a force's figure of one statement, or in words why there is none."""
    if isinstance(subject, Definition):
        derived = indicator_of(subject, observations)
        if not isinstance(derived, Indicator):
            return f"in {round_}, {derived.reason}"
        return Compared(force, round_, derived.value, None, derived.bounds, derived, derived.warnings)
    stated = headline(observations, subject)
    if stated is None:
        return f"in {round_}, {_why_not(subject, observations)}"
    return in_unit(subject, force, round_, stated) or (
        f"in {round_}, it is stated in {stated.unit.in_words}, which is not comparable with {subject.unit.in_words}"
    )


def _why_not(measure: Measure, observations: Sequence[Figure]) -> str:
    """Return why no figure of a measure leads."""
    stated = [o for o in observations if o.measure == measure.id]
    intended = next((o for o in stated if o.area is None), None)
    if intended is not None:
        return f"it is stated only as a {intended.status.noun}"
    return f"it is stated only of {stated[0].area}" if stated else "it is not stated"


def in_unit(measure: Measure, force: str, round_: str, stated: Figure) -> Compared[Figure] | None:
    """Return a stated figure in the unit of its measure; ``None`` where that cannot be told."""
    if stated.unit is measure.unit:
        warnings = tuple(of_stated(stated, converted=False))
        return Compared(force, round_, stated.value, stated.value_max, stated.bounds, stated, warnings)
    factor = CONVERSIONS.get((stated.unit, measure.unit))
    if factor is None:
        return None
    return Compared(
        force,
        round_,
        (stated.value * factor).quantize(PLACES, ROUND_HALF_EVEN),
        None if stated.value_max is None else (stated.value_max * factor).quantize(PLACES, ROUND_HALF_EVEN),
        stated.bounds.scaled(factor).rounded_outwards(PLACES),
        stated,
        tuple(of_stated(stated, converted=True)),
    )
