"""A force's figure prepared for comparison: in a common unit, with its bounds, dates and warnings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Generic

from app.derived.headlines import headline
from app.derived.indicators import Definition, Indicator, indicator_of
from app.derived.indicators import display as display_indicator
from app.derived.warnings import of_stated
from app.vocabulary.bounds import PLACES, Bounds
from app.vocabulary.figures import Figure, SomeFigure
from app.vocabulary.measures import Measure, measures
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import Observation
from app.vocabulary.rounds import date_of
from app.vocabulary.units import CONVERSIONS, Unit
from app.vocabulary.warnings import Absence, AbsenceCode, FigureWarning, not_stated


@dataclass(frozen=True, slots=True)
class Said(Generic[SomeFigure]):
    """What a statement says about some measures, and whether it was read to the end."""

    observations: Sequence[SomeFigure]
    complete: bool


@dataclass(frozen=True, slots=True)
class Compared(Generic[SomeFigure]):
    """A force's figure in the unit of its measure or indicator; ``of`` is the original observation or indicator.

    ``value`` is ``None`` if an indicator has only bounds, and ``value_max`` for anything but a range. ``nominal``, the
    number for charts and sorting, is ``None`` if an indicator would divide by 0.
    """

    force: str
    round: str
    value: Decimal | None
    value_max: Decimal | None
    nominal: Decimal | None
    bounds: Bounds
    display: str
    of: SomeFigure | Indicator[SomeFigure]
    warnings: tuple[FigureWarning, ...]

    @property
    def inputs(self) -> tuple[SomeFigure, ...]:
        """The stated figures it is based on."""
        return self.of.inputs if isinstance(self.of, Indicator) else (self.of,)

    @property
    def as_stated(self) -> str | None:
        """The words that state it; ``None`` for what nobody states: an indicator, an official figure."""
        return self.of.as_stated if isinstance(self.of, Observation) else None

    @property
    def qualifier(self) -> Qualifier:
        """How exactly it is known."""
        return self.of.qualifier

    @property
    def status(self) -> Status:
        """Whether it is a fact or an intention."""
        return self.of.status

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods of the figures it is based on."""
        return tuple(dict.fromkeys(figure.period for figure in self.inputs if figure.period is not None))

    @property
    def period(self) -> Period | None:
        """The common period of the figures it is based on; ``None`` if they have none or several."""
        periods = {figure.period for figure in self.inputs}
        return periods.pop() if len(periods) == 1 else None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day it refers to; ``None`` if dates do not matter, as for the size of an area.

        A figure refers to the day its period ends on or, without a period, to the nominal day of its round.
        """
        days = [_end_of(figure) or date_of(self.round) for figure in self._dated_inputs]
        return (min(days), max(days)) if days else None

    @property
    def is_dated(self) -> bool:
        """Whether the statement gives the period of every figure it is based on, as far as dates matter."""
        return all(_end_of(figure) is not None for figure in self._dated_inputs)

    @property
    def _dated_inputs(self) -> list[SomeFigure]:
        return [figure for figure in self.inputs if measures()[figure.measure].dated]


def _end_of(figure: Figure) -> date | None:
    return None if figure.period is None else figure.period.end


def inputs_of(subject: Measure | Definition) -> frozenset[str]:
    """Return the measures needed to compare a measure or an indicator."""
    return frozenset({subject.id}) if isinstance(subject, Measure) else subject.measures


def figure_of(
    subject: Measure | Definition, force: str, round_: str, said: Said[SomeFigure]
) -> Compared[SomeFigure] | Absence:
    """Return a force's figure from one statement, or why there is none."""
    if isinstance(subject, Definition):
        derived = indicator_of(subject, said.observations)
        if not isinstance(derived, Indicator):
            return not_stated(f"in {round_}, {derived.detail}", complete=said.complete)
        return Compared(
            force=force,
            round=round_,
            value=derived.value,
            value_max=None,
            nominal=derived.nominal,
            bounds=derived.bounds,
            display=display_indicator(derived),
            of=derived,
            warnings=derived.warnings,
        )
    stated = headline(said.observations, subject)
    if stated is None:
        return _no_headline(subject, round_, said)
    compared = in_unit(subject, force, round_, stated)
    detail = f"it is stated in {stated.unit.in_words}, which is not comparable with {subject.unit.in_words}"
    return compared or Absence(AbsenceCode.OTHER_UNIT, f"in {round_}, {detail}")


def _no_headline(measure: Measure, round_: str, said: Said[SomeFigure]) -> Absence:
    """Return why a statement has no headline figure of a measure."""
    stated = [o for o in said.observations if o.measure == measure.id]
    intended = next((o for o in stated if o.area is None), None)
    if intended is not None:
        return Absence(AbsenceCode.INTENTION_ONLY, f"in {round_}, it is stated only as a {intended.status.noun}")
    if stated:
        return Absence(AbsenceCode.PLACE_ONLY, f"in {round_}, it is stated only of {stated[0].area}")
    return not_stated(f"in {round_}, it is not stated", complete=said.complete)


def absence_of(found: Sequence[Absence]) -> Absence:
    """Return why none of a force's statements gives a figure: the reason that is closest to having one."""
    if not found:
        return Absence(AbsenceCode.NO_STATEMENT, "it has no statement of the rounds asked for")
    return min(found, key=lambda absence: tuple(AbsenceCode).index(absence.code))


def in_unit(measure: Measure, force: str, round_: str, stated: SomeFigure) -> Compared[SomeFigure] | None:
    """Return a stated figure in the unit of its measure; ``None`` if it cannot be converted."""
    if stated.unit is measure.unit:
        shown, display = stated, stated.display
    elif factor := CONVERSIONS.get((stated.unit, measure.unit)):
        shown = _converted(stated, factor, measure.unit)
        display = _shortened(shown).display
    else:
        return None
    return Compared(
        force=force,
        round=round_,
        value=shown.value,
        value_max=shown.value_max,
        nominal=shown.nominal,
        bounds=shown.bounds,
        display=display,
        of=stated,
        warnings=tuple(of_stated(stated, converted=shown is not stated)),
    )


def _converted(stated: SomeFigure, factor: Decimal, unit: Unit) -> SomeFigure:
    return replace(
        stated,
        value=(stated.value * factor).quantize(PLACES, ROUND_HALF_EVEN),
        value_max=None if stated.value_max is None else (stated.value_max * factor).quantize(PLACES, ROUND_HALF_EVEN),
        unit=unit,
        bounds=stated.bounds.scaled(factor).rounded_outwards(PLACES),
    )


def _shortened(figure: SomeFigure) -> SomeFigure:
    """Return a figure to three digits or whole numbers: a conversion gives more digits than were stated."""
    return replace(
        figure,
        value=_to_three_digits(figure.value),
        value_max=None if figure.value_max is None else _to_three_digits(figure.value_max),
    )


def _to_three_digits(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1).scaleb(min(0, number.adjusted() - 2))) if number else number
