"""Plausibility checks of a force's figures. They give warnings and never change a figure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from statistics import median
from types import MappingProxyType

from app.derived.indicators import FEW_RESIDENTS
from app.extract.numbers import find_numbers
from app.extract.quantities import read_sentence
from app.statements.text import Sentence
from app.vocabulary.bounds import HUNDRED, ZERO
from app.vocabulary.display import with_unit
from app.vocabulary.measures import Kind, measures
from app.vocabulary.qualifiers import Status
from app.vocabulary.reconciliations import Reason, Reconciliation, Relation
from app.vocabulary.records import Observation
from app.vocabulary.rounds import years_of
from app.vocabulary.units import CONVERSIONS, Unit, conversion
from app.vocabulary.warnings import FigureWarning, WarningCode

Statements = Mapping[str, Sequence[Observation]]
"""The figures of one force's statements, by round."""

FigureKey = tuple[str, int]
"""The key of a figure: its round, and its index among the figures of the statement."""


def warnings_of(
    statements: Statements, reconciled: Mapping[FigureKey, Reconciliation] = MappingProxyType({})
) -> dict[FigureKey, list[FigureWarning]]:
    """Return the warnings for a force's figures by figure, leaving out figures without any.

    ``reconciled`` says how they compare with official statistics, for those that do.
    """
    found: dict[FigureKey, list[FigureWarning]] = {}
    figures = {(round_, n): o for round_, observations in statements.items() for n, o in enumerate(observations)}
    for round_, observations in statements.items():
        for n, warning in within_statement(round_, observations):
            found.setdefault((round_, n), []).append(warning)
    for key, warning in across_rounds(figures):
        found.setdefault(key, []).append(warning)
    for key, reconciliation in reconciled.items():
        for warning in beside_official(reconciliation):
            found.setdefault(key, []).append(warning)
    return found


Found = Iterator[tuple[int, FigureWarning]]


def within_statement(round_: str, observations: Sequence[Observation]) -> Found:
    """Yield the warnings that follow from one statement alone, with the index of the figure that each is for."""
    yield from chain.from_iterable(check(observations) for check in _OF_A_STATEMENT)
    yield from _period_after_round(round_, observations)


def beside_official(reconciliation: Reconciliation) -> Iterator[FigureWarning]:
    """Yield the warning for a figure that differs from official statistics."""
    if reconciliation.relation is Relation.DIFFERS:
        slip = Reason.LIKELY_SLIP in reconciliation.reasons
        code = WarningCode.LIKELY_SLIP if slip else WarningCode.DIFFERS_FROM_OFFICIAL
        yield FigureWarning(code, reconciliation.explanation)


OF_OFFICIAL = frozenset({WarningCode.LIKELY_SLIP, WarningCode.DIFFERS_FROM_OFFICIAL})
ACROSS_ROUNDS = frozenset({WarningCode.AREA_ACROSS_ROUNDS})
"""The warnings that may change when something else comes in; all others follow from the statement alone."""


def _share_range(observations: Sequence[Observation]) -> Found:
    for n, o in enumerate(observations):
        if measures()[o.measure].kind is Kind.SHARE and not ZERO <= o.value <= HUNDRED:
            yield n, FigureWarning(WarningCode.SHARE_RANGE, f"a share of {o.value} is not between 0 and 100")


def _limits(observations: Sequence[Observation]) -> Found:
    """Find figures for a whole force area that are impossible for any force in any year."""
    for n, o in enumerate(observations):
        measure = measures()[o.measure]
        factor = conversion(o.unit, measure.unit)
        if o.area is not None or factor is None:
            continue
        values = [value * factor for value in (o.value, o.value_max) if value is not None]
        if measure.least is not None and min(values) < measure.least:
            detail = f"it is below {with_unit(measure.least, measure.unit)}, the least a force can have"
        elif measure.most is not None and max(values) > measure.most:
            detail = f"it is above {with_unit(measure.most, measure.unit)}, the most a force can have"
        else:
            continue
        yield n, FigureWarning(WarningCode.LIMITS, detail)


_UNIT_TWICE = re.compile(r"%\s?per\s?cent|£[\d.,]+\s?\w*\spounds", re.IGNORECASE)


def _unit(observations: Sequence[Observation]) -> Found:
    for n, o in enumerate(observations):
        if o.measure == "area" and o.unit in {Unit.KM, Unit.MILES}:
            yield n, FigureWarning(WarningCode.UNIT, f"an area is stated in {o.unit.value}, a unit of length")
        if _UNIT_TWICE.search(o.as_stated):
            yield n, FigureWarning(WarningCode.UNIT, "the unit is stated twice")


def _as_stated(observations: Sequence[Observation]) -> Found:
    """Find figures whose quoted words, when parsed, do not give their value, qualifier and unit."""
    for n, o in enumerate(observations):
        stated = read_sentence(Sentence(o.as_stated, 0, 1)).quantities
        size = abs(o.value if o.value_max is None else min(o.value, o.value_max, key=abs))
        same = [quantity for quantity in stated if quantity.value == size]
        if not same and any(number.value == size for number in find_numbers(o.as_stated)):
            continue  # part of a name, such as "top 20"
        if not same:
            yield n, FigureWarning(WarningCode.AS_STATED, "the words do not give the value as a number")
        elif all(quantity.qualifier_in(o.unit) is not o.qualifier for quantity in same):
            yield n, FigureWarning(WarningCode.AS_STATED, f"the words do not say “{o.qualifier.value}”")
        elif all(quantity.unit not in {None, o.unit} for quantity in same) and o.unit not in _TOLD_BY_MORE:
            yield n, FigureWarning(WarningCode.AS_STATED, f"the words do not give the unit {o.unit.value}")


# Units that may come from the context rather than the words beside the number.
_TOLD_BY_MORE = frozenset({Unit.PER_DAY, Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE, Unit.RANK, Unit.RATIO})


def _contradiction(observations: Sequence[Observation]) -> Found:
    seen: dict[tuple[object, ...], Observation] = {}
    for n, o in enumerate(observations):
        measure = measures()[o.measure]
        if not measure.catalogued or measure.kind is Kind.CHANGE or o.status is not Status.ACTUAL:
            continue
        first = seen.setdefault((o.measure, o.unit, o.area, o.period and o.period.label), o)
        if first is not o:
            said = "again" if first.value == o.value else f"as {first.value}, too"
            yield n, FigureWarning(WarningCode.CONTRADICTION, f"the statement gives it {said}: “{first.as_stated}”")


def _part_above_whole(observations: Sequence[Observation]) -> Found:
    by_measure: dict[str, list[Observation]] = defaultdict(list)
    for o in observations:
        by_measure[o.measure].append(o)
    for n, o in enumerate(observations):
        whole = measures()[o.measure].part_of or ""
        for other in by_measure.get(whole, ()):
            if (
                (other.unit, other.area, other.status) == (o.unit, o.area, o.status)
                and (other.period == o.period or other.period is None or o.period is None)
                and other.bounds.high is not None
                and o.bounds.low is not None
                and o.bounds.low > other.bounds.high
            ):
                detail = f"it is more than {measures()[whole].in_words}, which counts it in: “{other.as_stated}”"
                yield n, FigureWarning(WarningCode.PART_ABOVE_WHOLE, detail)


USUAL_FOR_1000_RESIDENTS: Mapping[str, tuple[WarningCode, Decimal, Decimal]] = MappingProxyType(
    {
        "police_officers": (WarningCode.OFFICERS_FOR_POPULATION, Decimal("0.8"), Decimal(6)),
        "recorded_crimes": (WarningCode.CRIMES_FOR_POPULATION, Decimal(20), Decimal(250)),
    }
)
"""The range per 1,000 residents (per year for crimes) outside which a territorial force gets a warning."""


def _for_population(observations: Sequence[Observation]) -> Found:
    population = next((o for o in observations if o.measure == "population" and _is_own(o)), None)
    if population is None or population.value < FEW_RESIDENTS:
        return
    for n, o in enumerate(observations):
        if o.measure in USUAL_FOR_1000_RESIDENTS and o.unit in {Unit.PEOPLE, Unit.COUNT} and _is_own(o):
            check, fewest, most = USUAL_FOR_1000_RESIDENTS[o.measure]
            rate = 1000 * o.value / population.value
            if not fewest <= rate <= most:
                label = measures()[o.measure].in_words
                detail = f"{rate:.1f} {label} for 1,000 residents (“{population.as_stated}”) is unusual"
                yield n, FigureWarning(check, detail)


def _is_own(observation: Observation) -> bool:
    return observation.area is None and observation.status is Status.ACTUAL


def _period_too_short(observations: Sequence[Observation]) -> Found:
    for n, o in enumerate(observations):
        if (
            measures()[o.measure].yearly
            and o.unit is not Unit.PER_DAY
            and o.period is not None
            and o.period.start is not None
            and o.period.end is not None
            and (o.period.end - o.period.start).days + 1 < _SHORTEST_YEAR
        ):
            yield (
                n,
                FigureWarning(
                    WarningCode.PERIOD_TOO_SHORT, f"it is counted over a year, and {o.period.label} is shorter"
                ),
            )


_SHORTEST_YEAR = 365


def _period_after_round(round_: str, observations: Sequence[Observation]) -> Found:
    """Find facts about a time well after the round: a statement is published by the end of the year after it."""
    years = years_of(round_)
    for n, o in enumerate(observations):
        start = None if o.period is None else o.period.start
        if o.status is Status.ACTUAL and start is not None and years is not None and start.year > years[1] + 1:
            detail = f"it is stated as a fact of a time after the round {round_}"
            yield n, FigureWarning(WarningCode.PERIOD_AFTER_ROUND, detail)


_OF_A_STATEMENT: tuple[Callable[[Sequence[Observation]], Found], ...] = (
    _share_range,
    _limits,
    _unit,
    _as_stated,
    _contradiction,
    _part_above_whole,
    _for_population,
    _period_too_short,
)

_SQUARE = frozenset({Unit.SQUARE_MILES, Unit.SQUARE_KM})
TOLERANCE = Decimal("0.03")
"""How far the stated area of a force may differ between rounds, as a fraction of the area."""


NEIGHBOURS = 4
"""How many of the rounds before, and after, that state an area it is compared with."""


def is_compared_across_rounds(figure: Observation) -> bool:
    """Whether a figure is compared with the same of other rounds: the area of a force hardly changes."""
    return figure.measure == "area" and _is_own(figure) and figure.bounds.high is not None and figure.unit in _SQUARE


def across_rounds(figures: Mapping[FigureKey, Observation]) -> Iterator[tuple[FigureKey, FigureWarning]]:
    """Yield the warnings for areas of a force that are not those of the rounds next to theirs."""
    by_round: dict[str, dict[FigureKey, Observation]] = {}
    for key in sorted(key for key, figure in figures.items() if is_compared_across_rounds(figure)):
        by_round.setdefault(key[0], {})[key] = figures[key]
    rounds = list(by_round)
    for n, round_ in enumerate(rounds):
        near = [by_round[one] for one in rounds[max(n - NEIGHBOURS, 0) : n + NEIGHBOURS + 1]]
        stated = {key: figure for of_round in near for key, figure in of_round.items()}
        usual = median(map(_square_km, stated.values()))
        for key, figure in by_round[round_].items():
            if abs(_square_km(figure) - usual) > TOLERANCE * usual:
                others = "; ".join(f"“{o.as_stated}” in {other[0]}" for other, o in stated.items() if other != key)
                detail = f"it is not the area stated elsewhere: {others}"
                yield key, FigureWarning(WarningCode.AREA_ACROSS_ROUNDS, detail)


def _square_km(area: Observation) -> Decimal:
    return area.value * CONVERSIONS.get((area.unit, Unit.SQUARE_KM), Decimal(1))
