"""A force's figure prepared for comparison: in a common unit, with its bounds, dates and warnings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Generic

from app.derived.headlines import headline
from app.derived.indicators import Definition, Indicator, indicator_of, label_of
from app.derived.indicators import display as display_indicator
from app.derived.said import Counted, Said
from app.derived.warnings import of_figure
from app.vocabulary.bounds import PLACES, Bounds
from app.vocabulary.figures import Figure, SomeFigure
from app.vocabulary.measures import Measure, measures
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import Observation
from app.vocabulary.units import CONVERSIONS, Unit
from app.vocabulary.warnings import Absence, AbsenceCode, FigureWarning


@dataclass(frozen=True, slots=True)
class Compared(Generic[SomeFigure]):
    """A force's figure in the unit of its measure or indicator; ``of`` is the original figure or indicator.

    ``said`` is the source that gives it.
    ``value`` is ``None`` if an indicator has only bounds, and ``value_max`` for anything but a range. ``nominal``, the
    number for charts and sorting, is ``None`` if an indicator would divide by 0.
    """

    force: str
    said: Said[SomeFigure]
    value: Decimal | None
    value_max: Decimal | None
    nominal: Decimal | None
    bounds: Bounds
    display: str
    of: SomeFigure | Indicator[SomeFigure]
    warnings: tuple[FigureWarning, ...]

    @property
    def inputs(self) -> tuple[SomeFigure, ...]:
        """The figures it is based on."""
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
        first, *others = self.inputs
        return first.period if all(figure.period == first.period for figure in others) else None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day it refers to; ``None`` if dates do not matter, as for the size of an area.

        A figure refers to the day its period ends on or, without a period, to the day of its source.
        """
        days = [day for figure in self._dated_inputs if (day := _end_of(figure) or self.said.day) is not None]
        return (min(days), max(days)) if days else None

    @property
    def is_dated(self) -> bool:
        """Whether the source gives the period of every figure it is based on, as far as dates matter."""
        return all(_end_of(figure) is not None for figure in self._dated_inputs)

    @property
    def _dated_inputs(self) -> list[SomeFigure]:
        return [figure for figure in self.inputs if measures()[figure.measure].dated]


def _end_of(figure: Figure) -> date | None:
    return None if figure.period is None else figure.period.end


def inputs_of(subject: Measure | Definition) -> frozenset[str]:
    """Return the measures needed to compare a measure or an indicator."""
    return frozenset({subject.id}) if isinstance(subject, Measure) else subject.measures


def figure_of(subject: Measure | Definition, force: str, said: Said[SomeFigure]) -> Compared[SomeFigure] | Absence:
    """Return a force's figure from one source, or why there is none."""
    lacking = said.missing if isinstance(said, Counted) else frozenset()
    if lacking and (missing := lacking & inputs_of(subject)):
        return said.without(missing, None if isinstance(subject, Measure) else label_of(missing))
    if isinstance(subject, Definition):
        derived = indicator_of(subject, said.figures)
        if not isinstance(derived, Indicator):
            return said.without(derived.measures, derived.label)
        if isinstance(said, Counted) and derived.few_residents:
            return Absence(AbsenceCode.FEW_RESIDENTS, _MORE_BY_DAY)
        return Compared(
            force=force,
            said=said,
            value=derived.value,
            value_max=None,
            nominal=derived.nominal,
            bounds=derived.bounds,
            display=display_indicator(derived),
            of=derived,
            warnings=derived.warnings,
        )
    leading = headline(said.figures, subject)
    if leading is None:
        return _no_headline(subject, said)
    return in_unit(subject, force, said, leading) or _other_unit(subject, said, leading)


_MORE_BY_DAY = "few people live there and many are there by day, so that a rate for its residents means little"


def _other_unit(measure: Measure, said: Said[SomeFigure], stated: SomeFigure) -> Absence:
    detail = f"it is stated in {stated.unit.in_words}, which is not comparable with {measure.unit.in_words}"
    return Absence(AbsenceCode.OTHER_UNIT, f"in {said.name}, {detail}")


def _no_headline(measure: Measure, said: Said[SomeFigure]) -> Absence:
    """Return why a source has no headline figure of a measure."""
    given = [figure for figure in said.figures if figure.measure == measure.id]
    intended = next((figure for figure in given if figure.area is None), None)
    if intended is not None:
        return Absence(AbsenceCode.INTENTION_ONLY, f"in {said.name}, it is stated only as a {intended.status.noun}")
    if given:
        return Absence(AbsenceCode.PLACE_ONLY, f"in {said.name}, it is stated only of {given[0].area}")
    return said.without([measure.id])


def absence_of(found: Sequence[Absence]) -> Absence:
    """Return why none of a force's statements gives a figure: the reason that is closest to having one."""
    if not found:
        return Absence(AbsenceCode.NO_STATEMENT, "it has no statement of the rounds asked for")
    return min(found, key=lambda absence: tuple(AbsenceCode).index(absence.code))


def in_unit(measure: Measure, force: str, said: Said[SomeFigure], stated: SomeFigure) -> Compared[SomeFigure] | None:
    """Return a figure in the unit of its measure; ``None`` if it cannot be converted."""
    if stated.unit is measure.unit:
        shown, display = stated, stated.display
    elif factor := CONVERSIONS.get((stated.unit, measure.unit)):
        shown = _converted(stated, factor, measure.unit)
        display = _shortened(shown).display
    else:
        return None
    return Compared(
        force=force,
        said=said,
        value=shown.value,
        value_max=shown.value_max,
        nominal=shown.nominal,
        bounds=shown.bounds,
        display=display,
        of=stated,
        warnings=tuple(of_figure(stated, converted=shown is not stated)),
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
