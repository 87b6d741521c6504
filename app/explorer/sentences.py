"""Sentences: what a force says and what is counted of it, what the words of a figure allow, and how exact they are.

They are made of figures alone. What is not stated is said to be so, and no sentence tells which of two is right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from app.derived.explanations import as_another, as_defined, counted, of_mid_year, on_basis, verb, when, when_counted
from app.derived.headlines import by_measure, headline
from app.derived.reconciliation import agreeing
from app.official.catalogue import datasets
from app.queries.observations import StoredObservation
from app.queries.official import StoredOfficialFigure
from app.queries.profiles import ProfileRows
from app.vocabulary.bounds import ZERO
from app.vocabulary.display import with_unit
from app.vocabulary.figures import Figure
from app.vocabulary.forces import forces
from app.vocabulary.measures import Kind, measures
from app.vocabulary.official import Basis, Publisher, end_of
from app.vocabulary.periods import PeriodKind
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.reconciliations import Candidate, Relation
from app.vocabulary.records import Observation
from app.vocabulary.units import SQUARED, Unit


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure within a sentence, and the address where it is told in full."""

    text: str
    address: str

    def __str__(self) -> str:
        """Return the figure as it is read."""
        return self.text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, whose figures lead to where they are from."""

    parts: tuple[str | Linked, ...]

    def __str__(self) -> str:
        """Return it as it is read."""
        return "".join(map(str, self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    """How a measure is told: of the time of the statement, of another one, by a publisher, and as what is left out."""

    now: str
    then: str
    official: str = ""
    left_out: str = ""


_TOLD = MappingProxyType(
    {
        "population": _Wording(
            now="serves {} people",
            then="served {} people",
            official="{} people in the force’s area",
            left_out="how many people it serves",
        ),
        "area": _Wording(
            now="covers {}",
            then="covered {}",
            official="{} of land as the force’s area",
            left_out="how large its area is",
        ),
        "police_officers": _Wording(
            now="has {} police officers",
            then="had {} police officers",
            official="{} police officers of the force",
            left_out="how many police officers it has",
        ),
        "officers_target": _Wording(now="aims for {} police officers", then="aims for {} police officers"),
        "budget_total": _Wording(
            now="has a budget of {}",
            then="has a budget of {}",
            official="{} as the force’s budget",
            left_out="what its budget is",
        ),
        "recorded_crimes": _Wording(
            now="recorded {} crimes",
            then="recorded {} crimes",
            official="{} crimes recorded by the force",
            left_out="how much crime it records",
        ),
    }
)
"""What is told of a force, in this order."""
_WHAT_IS_COUNTED = frozenset({Unit.PEOPLE, Unit.COUNT})
_OF_THINGS = frozenset({"area", "budget_total"})
"""The measures that are no number of people or events, and have a unit in their figures."""


def summary(rows: ProfileRows) -> list[Sentence]:
    """Return what a force says of itself, each figure beside what is counted, and what it does not say."""
    found = by_measure(rows.observations)
    said = {id_: headline(found.get(id_, ()), measures()[id_]) for id_ in _TOLD}
    stated = [figure for figure in said.values() if figure is not None]
    lacking = [id_ for id_, figure in said.items() if figure is None]
    told = [_stated(figure, rows, first=figure is stated[0]) for figure in stated]
    counts = [one for id_ in lacking if (one := _official(id_, rows.official))]
    left_out = _left_out(rows, lacking)
    return _named_in_full([*told, *counts, *left_out] if told else [*left_out, *counts])


def _named_in_full(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return sentences in which a publisher with a long name has it where it comes first, and then the short one."""
    named: list[Sentence] = []
    for sentence in sentences:
        parts: list[str | Linked] = []
        for part in sentence.parts:
            met = any(_IN_FULL in str(each) for each in (*named, *parts))
            name = "ONS" if met else _IN_FULL
            parts.append(part.replace(Publisher.ONS, name) if isinstance(part, str) else part)
        named.append(Sentence(tuple(parts)))
    return named


_IN_FULL = f"{Publisher.ONS} (ONS)"


def _name(force: str) -> str:
    """Return the whole name of a force as a sentence begins with it."""
    name = forces()[force].name
    return name if name.endswith(("Police", "Constabulary")) else f"The {name}"


def _stated(figure: StoredObservation, rows: ProfileRows, *, first: bool) -> Sentence:
    """Return what a force says, and what is counted of that time and now."""
    before, after = _clause(_name(rows.force.id) if first else "The force", figure)
    source = f" in its statement of {rows.statement.round}" if first and rows.statement else ""
    undated = ", without saying when" if figure.period is None and measures()[figure.measure].yearly else ""
    said = (before, Linked(figure.display, f"/figures/{figure.id}"))
    counts = tuple(_beside(figure, rows))
    end = ("; ", *counts, ".") if counts else (".",)
    return Sentence((*said, f"{after}{_when(figure)}, it says{source}{undated}", *end))


def _when(figure: Observation) -> str:
    if figure.period is None:
        return ""
    if figure.measure == "budget_total":
        return f" {when(figure.period, 'for')}"
    return f" {when(figure.period, 'in' if figure.period.kind is PeriodKind.RELATIVE else None)}"


def _clause(who: str, figure: Observation) -> tuple[str, str]:
    """Return what stands before a figure and after it."""
    wording, what = _TOLD[figure.measure], measures()[figure.measure].in_words
    if figure.unit in SQUARED and figure.measure == "area":
        unit = "square kilometres" if figure.unit is Unit.KM else "square miles"
        return f"{who} covers ", f", read as {unit}"
    if figure.unit in _WHAT_IS_COUNTED or figure.measure in _OF_THINGS:
        before, after = (wording.now if figure.period is None else wording.then).split("{}")
        return f"{who} {before}", after
    plural, past = what.endswith("s"), figure.period is not None
    verb = ("were" if plural else "was") if past else ("are" if plural else "is")
    return f"{who}’s {what} {verb} ", ""


def _beside(figure: StoredObservation, rows: ProfileRows) -> Iterator[str | Linked]:
    """Yield the count that a stated figure is compared with, one that fits better, and the newest of another time."""
    found = next((row.found for row in rows.reconciliations if row.stated.id == figure.id), None)
    if found is None or found.primary is None or found.relation is Relation.NOT_COMPARABLE:
        return
    one = found.primary
    yield f"the {_verb(one)} "
    yield _linked(one, figure)
    yield f"{as_defined(one)}{on_basis(one.basis)}{_when_counted(one)}"
    fit = agreeing(figure, found)
    newest = _newest(one.measure, rows.official, one.basis)
    if newest is None or one.definition is not None or not _follows(newest, one) or (fit and newest.id == fit.id):
        newest = None
    if fit is not None:
        yield ", " if newest else " and "
        yield _linked(fit, figure)
        yield as_another(fit, one, _when_counted(fit))
        same = counted(fit.value, fit.unit, figure.unit) == figure.display
        yield ", the same as it says" if same else ", which its words cover"
    if newest is not None:
        yield ", and " if fit else " and "
        yield Linked(counted(newest.value, newest.unit, figure.unit), f"/figures/{newest.id}")
        yield f"{on_basis(one.basis) if fit and fit.basis is not one.basis else ''}{_when_counted(newest)}"


def _linked(one: Candidate, figure: StoredObservation) -> Linked:
    """Return a count as a link to it, or to the figure that it is compared with where it is a sum."""
    at = f"/figures/{one.id}" if len(one.figures) == 1 else f"/figures/{figure.id}"
    return Linked(counted(one.value, one.unit, figure.unit), at)


def _follows(newest: StoredOfficialFigure, one: Candidate) -> bool:
    """Return whether a count is a later one of the same publisher, in the same unit."""
    publishers = {datasets()[each.dataset].publisher for each in (newest, one)}
    later = one.period.end is not None and newest.period.end is not None and newest.period.end > one.period.end
    return later and len(publishers) == 1 and newest.unit is one.unit


def _newest(
    measure: str, official: Sequence[StoredOfficialFigure], basis: Basis | None = None
) -> StoredOfficialFigure | None:
    """Return the newest count of a measure on a basis, by default in full-time equivalents where there is one."""
    of_measure = [figure for figure in official if figure.measure == measure]
    if basis is None:
        basis = next((b for b in Basis if any(figure.basis is b for figure in of_measure)), None)
    return next((figure for figure in of_measure if figure.basis is basis), None)


def _official(measure: str, official: Sequence[StoredOfficialFigure]) -> Sentence | None:
    """Return what is counted of a measure that a force does not state."""
    one = _newest(measure, official)
    if one is None:
        return None
    before, after = _TOLD[measure].official.split("{}")
    number = Linked(counted(one.value, one.unit, measures()[measure].unit), f"/figures/{one.id}")
    time = f" {when(one.period)}" if measures()[measure].yearly else _when_counted(one)
    return Sentence((f"The {_verb(one)} {before}", number, f"{after}{on_basis(one.basis)}{time}."))


def _verb(one: Candidate | StoredOfficialFigure) -> str:
    """Return who counts, estimates or measures, and the verb."""
    return f"{datasets()[one.dataset].publisher} {verb(one)}"


def _when_counted(one: Candidate | StoredOfficialFigure) -> str:
    """Return the time of a count; people are counted in a census, and estimated for the middle of a year."""
    if one.measure != "population":
        return when_counted(one)
    return f" in {'mid-' if of_mid_year(one) else 'the census of '}{end_of(one.period).year}"


def _left_out(rows: ProfileRows, measures_: Sequence[str]) -> list[Sentence]:
    """Return what a statement does not say of all that is told where it does; that there is none, where there is none.

    Of a statement that was read in part, that is said of the part.
    """
    if rows.statement is None:
        return [Sentence((f"No statement of {_within(rows.force.id)} is held here.",))]
    lacking = [words for id_ in measures_ if (words := _TOLD[id_].left_out)]
    if not lacking:
        return []
    *others, last = lacking
    listed = f"{', '.join(others)} or {last}" if others else last
    source = f"The force’s statement of {rows.statement.round}"
    if len(measures_) == len(_TOLD):
        source = f"The statement of {rows.statement.round} by {_within(rows.force.id)}"
    if rows.statement.complete:
        return [Sentence((f"{source} does not say {listed}.",))]
    return [Sentence((f"{source} was read in part; that part does not say {listed}.",))]


def _within(force: str) -> str:
    name = _name(force)
    return f"the {name.removeprefix('The ')}" if name.startswith("The ") else name


def allowed(figure: Figure) -> str:
    """Return what the words of a figure, or its rounding, allow: "from 1.05 million up to 1.15 million"."""
    low, high = figure.bounds.low, figure.bounds.high
    if measures()[figure.measure].kind is not Kind.CHANGE:
        return _interval(low, high, figure.unit)
    if high is not None and high <= ZERO:
        return f"a fall of {_size(-high, None if low is None else -low, figure.unit)}"
    if low is not None and low >= ZERO:
        return f"a rise of {_size(low, high, figure.unit)}"
    fall = "any fall" if low is None else f"a fall of {with_unit(-low, figure.unit)}"
    rise = "any rise" if high is None else f"a rise of {with_unit(high, figure.unit)}"
    return f"from {fall} to {rise}"


def _size(low: Decimal, high: Decimal | None, unit: Unit) -> str:
    return _interval(low, high, unit).removeprefix("from ")


def _interval(low: Decimal | None, high: Decimal | None, unit: Unit) -> str:
    if low is None:
        less = "fewer" if unit.counted else "less"
        return "any value" if high is None else f"{with_unit(high, unit)} or {less}"
    if high is None:
        return f"{with_unit(low, unit)} or more"
    if low == high:
        return f"{with_unit(low, unit)} exactly"
    return f"from {with_unit(low, unit)} up to {with_unit(high, unit)}"


_EXACTNESS = MappingProxyType(
    {
        Qualifier.EXACT: "without a hedge, to the last unit",
        Qualifier.ROUNDED: "without a hedge, and rounded: half a unit of its last digit that is not 0, either way",
        Qualifier.ABOUT: "“about” or the like: half a unit of its last digit that is not 0, either way",
        Qualifier.ALMOST: "“almost” or the like: the number said at most, and not far below it",
        Qualifier.OVER: "“over” or the like: the number said, or more",
        Qualifier.UNDER: "“under” or the like: the number said, or less",
        Qualifier.UP_TO: "“up to” or the like: anything from 0 to the number said",
        Qualifier.RANGE: "as a range: from the one number said to the other",
    }
)


def exactness(qualifier: Qualifier) -> str:
    """Return in plain words how exactly a figure is said."""
    return _EXACTNESS[qualifier]
