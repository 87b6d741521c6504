"""Explanations of how a stated figure compares with an official one: plain sentences that are fair to the force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from app.official.catalogue import datasets
from app.vocabulary.bounds import ZERO
from app.vocabulary.display import with_unit
from app.vocabulary.forces import forces
from app.vocabulary.measures import Kind, measures
from app.vocabulary.official import Basis, PublishedFigure, Publisher
from app.vocabulary.periods import Period, PeriodKind
from app.vocabulary.reconciliations import Candidate, Reason, Relation
from app.vocabulary.records import Observation
from app.vocabulary.units import SQUARED, Unit, conversion


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found of a stated figure and is to be told.

    ``fits`` are counts that fit better than the primary, by what they would explain: beside one that is near, those
    that agree. ``slip`` is the factor that a slip would put between the figure and the count.
    """

    relation: Relation
    primary: Candidate | None
    difference: Decimal = ZERO
    slip: Decimal | None = None
    fits: Mapping[Reason, Candidate] = field(default_factory=dict)


def explanation(force: str, figure: Observation, found: Findings) -> str:
    """Return what the force says, what is officially counted, and how the two compare."""
    said = _said(force, figure)
    if found.primary is None or found.relation is Relation.NOT_COMPARABLE:
        return f"{said}. {_not_comparable(figure, found)}"
    if found.slip is not None:
        return f"{said}. {_slip(figure, found.primary, found.slip)}."
    of_day = [one for one in found.fits.values() if one.period == found.primary.period]
    fits = of_day or [*found.fits.values()]
    others = "".join(f", {_fit(figure, found.primary, one)}" for one in fits)
    return f"{said}. The {_official(figure, found.primary)}{others}{_outcome(figure, found, fits)}."


def _said(force: str, figure: Observation) -> str:
    """Return what the force states, and of when: "Kent says 90 PCSOs on 31 July 2023"."""
    what, name = measures()[figure.measure].in_words, forces()[force].short_name
    if figure.unit in {Unit.PEOPLE, Unit.COUNT} and what.endswith(("s", "staff")):
        said = f"{name} says {figure.display} {what}"
    else:
        said = f"{name} puts its {what} at {figure.display}"
    if figure.unit in SQUARED and figure.measure == "area":
        said += ", read as square kilometres" if figure.unit is Unit.KM else ", read as square miles"
    if figure.area is not None:
        said += f" ({figure.area})"
    if figure.period is not None:
        return f"{said} {when(figure.period)}"
    return f"{said} and gives no date" if figure.area is None and measures()[figure.measure].dated else said


def when(period: Period, preposition: str | None = None) -> str:
    """Return a period within a sentence: "on 31 March 2023", "in the year to June 2015"."""
    match period.kind:
        case PeriodKind.DATE:
            return f"{preposition or 'on'} {period.label}"
        case PeriodKind.YEAR_TO:
            return f"{preposition or 'in'} the {period.label}"
        case PeriodKind.RELATIVE:
            return f"{preposition or 'for'} the “{period.label}”"
        case PeriodKind.SINCE | PeriodKind.BY:
            return period.label
        case _:
            return f"{preposition or 'in'} {period.label}"


def _official(figure: Observation, one: Candidate) -> str:
    """Return what is officially counted: "Home Office counted 136 in full-time equivalents on 31 March 2023"."""
    what = f"{counted(one.value, one.unit, figure.unit)}{as_defined(one)}{on_basis(one.basis)}"
    return f"{datasets()[one.dataset].publisher} {verb(one)} {what}{when_counted(one)}"


def verb(one: Candidate | PublishedFigure) -> str:
    """Return what a publisher does: one counts officers, the other estimates people between two censuses."""
    if datasets()[one.dataset].publisher is Publisher.HOME_OFFICE and one.unit.counted:
        return "counted"
    if one.measure == "population":
        return "estimates" if of_mid_year(one) else "counts"
    return "measures" if one.measure == "area" else "gives"


def of_mid_year(one: Candidate | PublishedFigure) -> bool:
    """Whether it is an estimate of the middle of a year, and not of the day of a census."""
    day = one.period.end
    return one.measure == "population" and day is not None and (day.month, day.day) == _MID_YEAR


_MID_YEAR = (6, 30)


def when_counted(one: Candidate | PublishedFigure) -> str:
    """Return the time of a count within a sentence, with the space before it; nothing where time means nothing."""
    if not measures()[one.measure].dated:
        return ""
    by_home_office = datasets()[one.dataset].publisher is Publisher.HOME_OFFICE
    return f" {when(one.period, None if by_home_office else 'for')}"


def counted(count: Decimal, unit: Unit, beside: Unit) -> str:
    """Return a count as readers need it beside a figure of some unit: in that unit, to whole people or a decimal."""
    to = SQUARED.get(beside, beside) if unit is Unit.SQUARE_KM else beside
    factor = conversion(unit, to) or Decimal(1)
    if (unit, to) == (Unit.COUNT, Unit.PER_DAY):
        factor = 1 / (conversion(to, unit) or Decimal(1))
    number = count * factor
    whole = unit.counted or number >= _FROM_HERE_WHOLE
    return with_unit(number.quantize(Decimal(1) if whole else Decimal("0.1"), ROUND_HALF_UP), to)


_FROM_HERE_WHOLE = 100


def as_defined(one: Candidate) -> str:
    """Return by which definition it is counted, as it follows the count; nothing for the measure itself."""
    if one.definition is None:
        return ""
    named = measures()[one.measure].kind in {Kind.SHARE, Kind.EXTENT}
    return f" ({one.definition})" if named else f" {one.definition}"


def on_basis(basis: Basis) -> str:
    """Return how people are counted, as it follows the count; nothing for what is no count of people at work."""
    match basis:
        case Basis.FTE:
            return " in full-time equivalents"
        case Basis.HEADCOUNT:
            return " by headcount"
        case _:
            return ""


def _fit(figure: Observation, primary: Candidate, one: Candidate) -> str:
    """Return another count, and in what it is another."""
    return f"or {counted(one.value, one.unit, figure.unit)}{as_another(one, primary, when_counted(one))}"


def as_another(one: Candidate, primary: Candidate, time: str) -> str:
    """Return what follows another count: its definition, basis, time and publisher, where they are not the first's."""
    definition = "" if one.definition == primary.definition else as_defined(one)
    basis = "" if one.basis is primary.basis else on_basis(one.basis)
    publisher, other = (datasets()[each.dataset].publisher for each in (primary, one))
    source = "" if other is publisher else f" by the {other}"
    return f"{definition}{basis}{'' if one.period == primary.period else time}{source}"


def _outcome(figure: Observation, found: Findings, fits: Sequence[Candidate]) -> str:
    """Return how the two compare, as the end of a sentence or a sentence after it; then whether another is the same."""
    measure = measures()[figure.measure]
    share = measure.kind is Kind.SHARE
    size = abs(found.difference)
    first = " from the first" if fits else ""
    same = f", and {told}" if (told := _same(figure, fits)) else ""
    fitting = same or (f", and {_covered(fits)}" if fits else "")
    match found.relation:
        case Relation.AGREES:
            return ": the two agree"
        case Relation.CONSISTENT:
            return ": consistent, though more than 10% past what is said"
        case Relation.NEAR:
            if size > measure.near:
                return f": they are few, and close in number{fitting}"
            return f": within {_rounded(size, ROUND_CEILING, share=share)}{' of the first' if fits else ''}{fitting}"
        case Relation.APART:
            return f": {_rounded(size, ROUND_HALF_UP, share=share)} apart{first}{same}"
        case _:
            apart = _rounded(size, ROUND_HALF_UP, share=share)
            return f". The figure stated differs{first or ' from it'} by {apart}{same.replace('and', 'and is')}"


def _same(figure: Observation, fits: Sequence[Candidate]) -> str:
    """Return which of the others is the very number that is stated; nothing where none is."""
    same = [counted(one.value, one.unit, figure.unit) == figure.display for one in fits]
    return f"the same as the {_ORDINALS[same.index(True)]}" if any(same) else ""


def _covered(fits: Sequence[Candidate]) -> str:
    """Return that the others, all of which agree, are within what the words cover."""
    return f"in agreement with the {'others' if len(fits) > 1 else 'second'}"


_ORDINALS = ("second", "third", "fourth")


def _rounded(size: Decimal, rounding: str, *, share: bool) -> str:
    number = max(size.quantize(Decimal("0.1") if share else Decimal(1), rounding), Decimal("0.1"))
    unit = (" point" if number == 1 else " points") if share else "%"
    return f"{number.normalize():f}{unit}"


def _slip(figure: Observation, one: Candidate, factor: Decimal) -> str:
    official = counted(one.value, one.unit, figure.unit)
    publisher = datasets()[one.dataset].publisher
    if factor not in _TIMES:
        other = Unit.SQUARE_MILES if figure.unit in {Unit.SQUARE_KM, Unit.KM} else Unit.SQUARE_KM
        also = counted(one.value, one.unit, other)
        return f"Probably a slip of the unit: the {publisher} gives {official}, which is {also}"
    return f"Probably a slip: it is about {_TIMES[factor]} what the {publisher} gives, {official}"


_TIMES = {
    Decimal(10): "ten times",
    Decimal(100): "a hundred times",
    Decimal(1000): "a thousand times",
    Decimal("0.1"): "a tenth of",
    Decimal("0.01"): "a hundredth of",
    Decimal("0.001"): "a thousandth of",
}


def _not_comparable(figure: Observation, found: Findings) -> str:
    if figure.area is not None:
        return "It is of a part of the area, and official statistics are of the whole: they are not comparable."
    if found.primary is None:
        time = "the time of the statement" if figure.period is None else "that time"
        return f"No official figure of {time} is held here."
    return f"The {_official(figure, found.primary)}, by a definition of its own: they are not comparable."
