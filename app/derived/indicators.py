"""Indicators: figures derived from others of one source, with the bounds carried through the arithmetic.

Each is a quotient (or a product, for a share of something) of headline figures: those of a statement, or official ones
of matching dates. An indicator has a value only if every input is a value rather than a bound; its bounds follow from
the bounds of the inputs by interval arithmetic. Its nominal value is the same arithmetic on the numbers as stated, and
is only meant for charts and sorting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from itertools import chain
from types import MappingProxyType
from typing import Generic

from app.derived.headlines import by_measure, headline
from app.derived.warnings import of_inputs
from app.vocabulary.bounds import PLACES, ZERO, Bounds
from app.vocabulary.display import interval
from app.vocabulary.figures import Figure, SomeFigure
from app.vocabulary.measures import Topic, measures
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.units import CONVERSIONS, Unit
from app.vocabulary.warnings import FigureWarning
from app.vocabulary.words import Word

THOUSAND = Decimal(1000)
FEW_RESIDENTS = 20_000
"""Below this, an area is mostly a place of work, like the City of London, and rates per resident mean little."""
VALUES = frozenset({Qualifier.EXACT, Qualifier.ROUNDED, Qualifier.ABOUT})
"""The qualifiers of figures that give a value; the others only give bounds."""


class IndicatorUnit(Word):
    """The units of indicators."""

    PEOPLE_PER_SQUARE_MILE = "people_per_square_mile"
    PEOPLE_PER_SQUARE_KM = "people_per_square_km"
    PER_1000_PEOPLE = "per_1000_people"
    GBP_PER_PERSON = "gbp_per_person"
    GBP_PER_OFFICER = "gbp_per_officer"
    PER_OFFICER = "per_officer"
    PEOPLE = "people"

    @property
    def in_words(self) -> str:
        """What stands after a number of it: "per 1,000 people"."""
        return _WORDS[self]

    @property
    def is_money(self) -> bool:
        """Whether a number of it is written as pounds."""
        return self in _MONEY


@dataclass(frozen=True, slots=True)
class Operand:
    """An input of an indicator: the first of several sums of measures that a source gives in one of the units."""

    choices: tuple[tuple[str, ...], ...]
    units: tuple[Unit, ...]

    @property
    def measures(self) -> frozenset[str]:
        """Every measure that may go in."""
        return frozenset(chain.from_iterable(self.choices))

    @property
    def names(self) -> str:
        """The choices as they stand in a formula."""
        return " or ".join(" + ".join(sum_) for sum_ in self.choices)

    @property
    def label(self) -> str:
        """The choices in words: "police officers or police officer target"."""
        return " or ".join(" + ".join(measures()[measure].in_words for measure in sum_) for sum_ in self.choices)


def label_of(ids: Iterable[str]) -> str:
    """Return measures in words, in the order of the catalogue: "police officers, population"."""
    return ", ".join(measure.in_words for measure in measures().values() if measure.id in set(ids))


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator: ``left`` divided by ``right``, or a ``left`` percent share of ``right``, times a factor."""

    id: str
    label: str
    topic: Topic
    unit: IndicatorUnit
    left: Operand
    right: Operand
    factor: Decimal = Decimal(1)
    share: bool = False

    @property
    def measures(self) -> frozenset[str]:
        """Every measure that may go in."""
        return self.left.measures | self.right.measures

    @property
    def formula(self) -> str:
        """How it is derived, with all alternatives."""
        left, right = (f"({side.names})" if len(side.choices) > 1 else side.names for side in (self.left, self.right))
        formula = f"{left} {'*' if self.share else '/'} {right}"
        return formula if self.factor == 1 else f"{formula} * {self.factor}"

    @property
    def in_words(self) -> str:
        """How it is derived, for readers: "police officers divided by population, times 1,000"."""
        if self.share:
            return f"{self.left.label} of {self.right.label}"
        times = "" if self.factor == 1 else f", times {self.factor:,}"
        return f"{self.left.label}, divided by {self.right.label}{times}"


@dataclass(frozen=True, slots=True)
class Indicator(Generic[SomeFigure]):
    """An indicator of one source. ``formula`` names the measures used, ``inputs`` are their figures.

    ``nominal`` is ``None`` only if the divisor is 0.
    """

    definition: Definition
    value: Decimal | None
    nominal: Decimal | None
    qualifier: Qualifier
    bounds: Bounds
    formula: str
    inputs: tuple[SomeFigure, ...]
    warnings: tuple[FigureWarning, ...]

    @property
    def status(self) -> Status:
        """A fact if all inputs are facts, else the status of the first input that is not."""
        return next((o.status for o in self.inputs if o.status is not Status.ACTUAL), Status.ACTUAL)

    @property
    def few_residents(self) -> bool:
        """Whether it is a rate for the residents of an area that is mostly a place of work."""
        few = any(o.measure == "population" and o.nominal < FEW_RESIDENTS for o in self.inputs)
        return few and "population" in self.definition.right.measures


@dataclass(frozen=True, slots=True)
class Unavailable:
    """An indicator that cannot be derived, and the operands that the source gives no figure for."""

    definition: Definition
    lacking: tuple[Operand, ...]

    @property
    def measures(self) -> frozenset[str]:
        """The measures of which a figure would have done."""
        return frozenset(chain.from_iterable(operand.measures for operand in self.lacking))

    @property
    def label(self) -> str:
        """What is lacking, in words: "police officers and no population"."""
        return " and no ".join(operand.label for operand in self.lacking)


_POPULATION = Operand((("population",),), (Unit.PEOPLE,))
_AREA = Operand((("area",),), (Unit.SQUARE_MILES, Unit.SQUARE_KM))
_BUDGET = Operand((("budget_total",),), (Unit.GBP,))
_OFFICERS = Operand((("police_officers",), ("officers_target",)), (Unit.PEOPLE,))
_WORKFORCE = Operand(
    (
        ("workforce_total",),
        ("police_officers", "police_staff", "designated_officers", "pcsos"),
        ("police_officers", "police_staff", "pcsos"),
        ("police_officers", "staff_and_pcsos"),
    ),
    (Unit.PEOPLE,),
)
_CRIMES = Operand((("recorded_crimes",),), (Unit.COUNT,))
_INCIDENTS = Operand((("incidents",),), (Unit.COUNT,))
_FRONTLINE = Operand((("officers_frontline_share",),), (Unit.PERCENT,))

_DEFINITIONS = (
    Definition(
        "population_density_square_mile", "People per square mile", Topic.DEMOGRAPHICS,
        IndicatorUnit.PEOPLE_PER_SQUARE_MILE, _POPULATION, _AREA,
    ),
    Definition(
        "population_density_square_km", "People per square kilometre", Topic.DEMOGRAPHICS,
        IndicatorUnit.PEOPLE_PER_SQUARE_KM, _POPULATION, _AREA,
    ),
    Definition(
        "officers_per_1000_people", "Police officers per 1,000 people", Topic.WORKFORCE,
        IndicatorUnit.PER_1000_PEOPLE, _OFFICERS, _POPULATION, THOUSAND,
    ),
    Definition(
        "workforce_per_1000_people", "Workforce per 1,000 people", Topic.WORKFORCE,
        IndicatorUnit.PER_1000_PEOPLE, _WORKFORCE, _POPULATION, THOUSAND,
    ),
    Definition(
        "frontline_officers", "Police officers in frontline roles", Topic.WORKFORCE,
        IndicatorUnit.PEOPLE, _FRONTLINE, _OFFICERS, Decimal("0.01"), share=True,
    ),
    Definition(
        "budget_per_person", "Budget per person", Topic.BUDGET, IndicatorUnit.GBP_PER_PERSON, _BUDGET, _POPULATION
    ),
    Definition(
        "budget_per_officer", "Budget per police officer", Topic.BUDGET,
        IndicatorUnit.GBP_PER_OFFICER, _BUDGET, _OFFICERS,
    ),
    Definition(
        "crimes_per_1000_people", "Recorded crimes per 1,000 people", Topic.DEMAND,
        IndicatorUnit.PER_1000_PEOPLE, _CRIMES, _POPULATION, THOUSAND,
    ),
    Definition(
        "incidents_per_1000_people", "Incidents per 1,000 people", Topic.DEMAND,
        IndicatorUnit.PER_1000_PEOPLE, _INCIDENTS, _POPULATION, THOUSAND,
    ),
    Definition(
        "crimes_per_officer", "Recorded crimes per police officer", Topic.DEMAND,
        IndicatorUnit.PER_OFFICER, _CRIMES, _OFFICERS,
    ),
    Definition(
        "incidents_per_officer", "Incidents per police officer", Topic.DEMAND,
        IndicatorUnit.PER_OFFICER, _INCIDENTS, _OFFICERS,
    ),
)  # fmt: skip
DEFINITIONS: Mapping[str, Definition] = MappingProxyType({definition.id: definition for definition in _DEFINITIONS})
"""The indicators, by id."""


def indicators_of(
    figures: Sequence[SomeFigure], topic: Topic | None = None
) -> tuple[list[Indicator[SomeFigure]], list[Unavailable]]:
    """Return the indicators that the figures of one source give, and those they do not give."""
    wanted = [d for d in DEFINITIONS.values() if topic is None or d.topic is topic]
    grouped = by_measure(figures)
    found = [_derived(definition, grouped) for definition in wanted]
    return [i for i in found if isinstance(i, Indicator)], [u for u in found if isinstance(u, Unavailable)]


def indicator_of(definition: Definition, figures: Sequence[SomeFigure]) -> "Indicator[SomeFigure] | Unavailable":
    """Return the indicator that the figures of one source give, or what they lack."""
    return _derived(definition, by_measure(figures))


def _derived(
    definition: Definition, figures: Mapping[str, Sequence[SomeFigure]]
) -> Indicator[SomeFigure] | Unavailable:
    left = _inputs(definition.left, figures)
    right = _inputs(definition.right, figures)
    if left and right:
        return _indicator(definition, left, right)
    return Unavailable(
        definition, tuple(o for o, found in ((definition.left, left), (definition.right, right)) if not found)
    )


def _inputs(operand: Operand, figures: Mapping[str, Sequence[SomeFigure]]) -> tuple[SomeFigure, ...]:
    """Return the figures, by measure, of the first of an operand's choices that is complete, or none."""
    for choice in operand.choices:
        found: list[SomeFigure] = []
        for measure in choice:
            usable = [figure for figure in figures.get(measure, ()) if figure.unit in operand.units]
            leading = headline(usable, measures()[measure]) if usable else None
            if leading is None:
                break
            found.append(leading)
        else:
            return tuple(found)
    return ()


def _indicator(
    definition: Definition, left: tuple[SomeFigure, ...], right: tuple[SomeFigure, ...]
) -> Indicator[SomeFigure]:
    factor = definition.factor * _unit_factor(definition.unit, right[0].unit)
    numerator, denominator = _sum(left), _sum(right)
    bounds = numerator * denominator if definition.share else numerator / denominator
    bounds = bounds.scaled(factor).rounded_outwards(PLACES)
    inputs = (*left, *right)
    nominal = _nominal(definition, left, right, factor)
    value = nominal if all(figure.qualifier in VALUES for figure in inputs) else None
    formula = f"{_summed(left)} {'*' if definition.share else '/'} {_summed(right)}"
    return Indicator(
        definition=definition,
        value=value,
        nominal=nominal,
        qualifier=_qualifier(value, bounds, inputs),
        bounds=bounds,
        formula=formula if definition.factor == 1 else f"{formula} * {definition.factor}",
        inputs=inputs,
        warnings=tuple(of_inputs(inputs)),
    )


def _nominal(
    definition: Definition, left: Sequence[SomeFigure], right: Sequence[SomeFigure], factor: Decimal
) -> Decimal | None:
    above, below = _total(left), _total(right)
    if definition.share:
        return (above * below * factor).quantize(PLACES, ROUND_HALF_EVEN)
    return (above / below * factor).quantize(PLACES, ROUND_HALF_EVEN) if below else None


def _total(side: Sequence[SomeFigure]) -> Decimal:
    first, *others = side
    return sum((figure.nominal for figure in others), first.nominal)


def _summed(side: Sequence[SomeFigure]) -> str:
    names = " + ".join(figure.measure for figure in side)
    return f"({names})" if len(side) > 1 else names


def _unit_factor(unit: IndicatorUnit, stated: Unit) -> Decimal:
    """Return the factor that converts a density from the stated square unit to the wanted one."""
    return CONVERSIONS.get((_SQUARES.get(unit, stated), stated), Decimal(1))


_SQUARES = {
    IndicatorUnit.PEOPLE_PER_SQUARE_MILE: Unit.SQUARE_MILES,
    IndicatorUnit.PEOPLE_PER_SQUARE_KM: Unit.SQUARE_KM,
}


def _sum(figures: Sequence[SomeFigure]) -> Bounds:
    total = figures[0].bounds
    for figure in figures[1:]:
        low, high = figure.bounds.low, figure.bounds.high
        total = Bounds(
            None if total.low is None or low is None else total.low + low,
            None if total.high is None or high is None else total.high + high,
        )
    return total


def _qualifier(value: Decimal | None, bounds: Bounds, inputs: Iterable[Figure]) -> Qualifier:
    """Return how exactly an indicator is known; ``ROUNDED`` if only the division is not exact."""
    if value is not None:
        if bounds.low == bounds.high:
            return Qualifier.EXACT
        return Qualifier.ROUNDED if all(o.qualifier is Qualifier.EXACT for o in inputs) else Qualifier.ABOUT
    if bounds.high is None:
        return Qualifier.OVER
    return Qualifier.RANGE if bounds.low else Qualifier.UP_TO


_WORDS = {
    IndicatorUnit.PEOPLE_PER_SQUARE_MILE: "people per square mile",
    IndicatorUnit.PEOPLE_PER_SQUARE_KM: "people per square kilometre",
    IndicatorUnit.PER_1000_PEOPLE: "per 1,000 people",
    IndicatorUnit.GBP_PER_PERSON: "per person",
    IndicatorUnit.GBP_PER_OFFICER: "per police officer",
    IndicatorUnit.PER_OFFICER: "per police officer",
    IndicatorUnit.PEOPLE: "police officers",
}
_MONEY = frozenset({IndicatorUnit.GBP_PER_PERSON, IndicatorUnit.GBP_PER_OFFICER})


def display(indicator: Indicator[SomeFigure]) -> str:
    """Return an indicator in words, to three digits or whole numbers: "at most £203 per person"."""
    unit = indicator.definition.unit
    if indicator.value is None:
        said = display_bounds(indicator.bounds, unit)
    else:
        about = "about " if indicator.qualifier is Qualifier.ABOUT else ""
        said = f"{about}{_rounded(indicator.value, unit, ROUND_HALF_EVEN)} {unit.in_words}"
    return said if indicator.status is Status.ACTUAL else f"{said}, by a {indicator.status.noun}"


def display_bounds(bounds: Bounds, unit: IndicatorUnit) -> str:
    """Return what lies within bounds in words, the bounds rounded outwards; those that are told alike as one number."""
    if bounds.low is not None and bounds.high is not None:
        number, other = (_rounded(end, unit, ROUND_HALF_EVEN) for end in (bounds.low, bounds.high))
        if number == other:
            return f"{'' if bounds.low == bounds.high else 'about '}{number} {unit.in_words}"
    low = _rounded(bounds.low, unit, ROUND_FLOOR) if bounds.low or bounds.high is None else None
    high = None if bounds.high is None else _rounded(bounds.high, unit, ROUND_CEILING)
    return f"{interval(low, high)} {unit.in_words}"


def _rounded(value: Decimal | None, unit: IndicatorUnit, rounding: str) -> str:
    value = value or ZERO
    places = max(0, 2 - value.adjusted()) if value else 0
    sign = "£" if unit.is_money else ""
    return f"{sign}{value.quantize(Decimal(1).scaleb(-places), rounding):,}"
