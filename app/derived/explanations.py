"""Explanations of how a stated figure compares with an official one: plain sentences that are fair to the force."""

from collections.abc import Mapping
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

    ``fits`` are counts that agree or are near where the primary does not, by what they would explain, and ``slip`` the
    factor that a slip would put between the figure and the count.
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
    fits = "".join(f", {_fit(figure, found.primary, one)}" for one in of_day or found.fits.values())
    return f"{said}. The {_official(figure, found.primary)}{fits}{_outcome(figure, found)}."


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
    publisher = datasets()[one.dataset].publisher
    what = f"{counted(one.value, one.unit, figure.unit)}{as_defined(one)}{on_basis(one.basis)}"
    verb = "counted" if publisher is Publisher.HOME_OFFICE else "gives"
    return f"{publisher} {verb} {what}{when_counted(one)}"


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
    definition = "" if one.definition == primary.definition else as_defined(one)
    basis = "" if one.basis is primary.basis else on_basis(one.basis)
    time = "" if one.period == primary.period else when_counted(one)
    publisher, other = (datasets()[each.dataset].publisher for each in (primary, one))
    source = "" if other is publisher else f" by the {other}"
    return f"or {counted(one.value, one.unit, figure.unit)}{definition}{basis}{time}{source}"


def _outcome(figure: Observation, found: Findings) -> str:
    """Return how the two compare, as the end of a sentence or a sentence after it."""
    measure = measures()[figure.measure]
    share = measure.kind is Kind.SHARE
    size = abs(found.difference)
    first = " from the first" if found.fits else ""
    match found.relation:
        case Relation.AGREES:
            return ": the two agree"
        case Relation.CONSISTENT:
            return ": consistent, though more than 10 percent past what is said"
        case Relation.NEAR:
            if size > measure.near:
                return ": they are few, and close in number"
            return f": within {_rounded(size, ROUND_CEILING, share=share)}"
        case Relation.APART:
            return f": {_rounded(size, ROUND_HALF_UP, share=share)} apart{first}"
        case _:
            return f". The figure stated differs{first or ' from it'} by {_rounded(size, ROUND_HALF_UP, share=share)}"


def _rounded(size: Decimal, rounding: str, *, share: bool) -> str:
    number = max(size.quantize(Decimal("0.1") if share else Decimal(1), rounding), Decimal("0.1"))
    unit = ("point" if number == 1 else "points") if share else "percent"
    return f"{number.normalize():f} {unit}"


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
