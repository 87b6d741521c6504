"""What charts of every kind tell beside the picture, and how figures of the API's answers become marks."""

from collections.abc import Collection, Iterable, Sequence

from app.charts.chart import Mark, Origin
from app.derived.indicators import IndicatorUnit
from app.derived.terms import IN_WORDS
from app.schemas.comparison import EditionUsed, Figure, FromSource
from app.schemas.observations import Observation
from app.schemas.reconciliations import OfficialCount
from app.schemas.warnings import Caveat
from app.vocabulary.display import day
from app.vocabulary.forces import forces
from app.vocabulary.official import Basis
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.sources import PUBLISHER, Source
from app.vocabulary.units import Unit
from app.vocabulary.warnings import AbsenceCode, CaveatCode

STATEMENTS = f"the forces' own statements, published by {PUBLISHER}."
MOST_EDITIONS = 3
_UNITS = {
    Unit.COUNT: "number",
    Unit.PER_1000_PEOPLE: "per 1,000 people",
    Unit.PER_100000_PEOPLE: "per 100,000 people",
    Unit.SQUARE_KM: "square kilometres",
    Unit.KM: "kilometres",
}
_HEDGES = {Qualifier.ABOUT, Qualifier.ALMOST}
_FIRST = (CaveatCode.SIMILAR_FORCES, CaveatCode.NO_CLOSE_MATCH, CaveatCode.TIMES_DIFFER, CaveatCode.OWN_ACCOUNTS)
"""What a chart is about is told before anything else, and of editions last: a picture has room for some notes alone."""
_LAST = (CaveatCode.SECOND_HAND, CaveatCode.PUBLISHED_WITH)
ABSENT = {
    AbsenceCode.OTHER_UNIT: "in another unit",
    AbsenceCode.INTENTION_ONLY: "only as an intention",
    AbsenceCode.PLACE_ONLY: "only of a part of the area",
    AbsenceCode.OLDER: "only of an earlier time",
    AbsenceCode.FEW_RESIDENTS: "too few residents",
    AbsenceCode.COUNTED_ELSEWHERE: "counted with another figure",
    AbsenceCode.SUPPRESSED: "withheld by the publisher",
    AbsenceCode.NOT_SUPPLIED: "not supplied by the force",
    AbsenceCode.NOT_COLLECTED: "not collected",
    AbsenceCode.NOT_HELD: "not held here",
    AbsenceCode.NOT_IN_PART_READ: "not in the part that was read",
    AbsenceCode.NOT_STATED: "not stated",
    AbsenceCode.NO_STATEMENT: "no statement",
}
"""Why there is no figure, in as few words as a chart has room for."""


def mark_of(figure: Figure | Observation, origin: Origin) -> Mark:
    """Return the mark of a figure: at its value or, where that is not known, at the number as stated.

    What is stated as a range is drawn in its middle.
    """
    at, known = figure.value, figure.value_max is None
    if figure.value is not None and figure.value_max is not None:
        at = (figure.value + figure.value_max) / 2
    elif figure.value is None and isinstance(figure, Figure):
        at, known = figure.nominal, False
    return Mark(
        origin=Origin.TARGET if origin is Origin.STATED and figure.status is not Status.ACTUAL else origin,
        at=at,
        low=figure.bounds.low,
        high=figure.bounds.high,
        display=figure.display,
        known=known,
        hedged=figure.qualifier in _HEDGES,
    )


def mark_of_count(count: OfficialCount) -> Mark:
    """Return the mark of an official count."""
    bounds = count.bounds
    return Mark(origin=Origin.OFFICIAL, at=count.value, low=bounds.low, high=bounds.high, display=count.display)


def origin_of(source: Source) -> Origin:
    """Return the origin of figures of a source."""
    return Origin.OFFICIAL if source is Source.OFFICIAL else Origin.STATED


def short_name(name: str) -> str:
    """Return the name of a force as a chart has room for it: "Kent", "Metropolitan"."""
    for ending in (" Police Service", " Police", " Constabulary"):
        name = name.removesuffix(ending)
    return name


def unit_in_words(unit: Unit | IndicatorUnit, basis: Basis | None = None) -> str:
    """Return the unit of figures as a subtitle begins with it: "Full-time equivalents", "Pounds per person"."""
    if isinstance(unit, IndicatorUnit):
        words = f"pounds {unit.in_words}" if unit.is_money else unit.in_words
    else:
        words = _UNITS.get(unit, unit.in_words)
    if basis is not None:
        words = IN_WORDS[basis] if unit is Unit.PEOPLE else f"{words}, in {IN_WORDS[basis]}"
    return as_sentence(words)


def source_of(answer: FromSource) -> str:
    """Return where figures come from: who published which editions, and when."""
    return editions(answer.editions) if answer.source is Source.OFFICIAL else STATEMENTS


def notes_of(caveats: Iterable[Caveat], shown: Collection[str]) -> tuple[str, ...]:
    """Return what to know before using a chart of some forces, the most important first.

    What a publisher tells of one force is left out where that is not among them.
    """
    others = [f": {force.short_name}: " for force in forces().values() if force.id not in shown]
    told = [caveat for caveat in caveats if not any(name in caveat.detail for name in others)]
    return tuple(dict.fromkeys(caveat.detail for caveat in sorted(told, key=_rank)))


def _rank(caveat: Caveat) -> int:
    """Return the place of a caveat: those named first in their order, those named last after all others."""
    if caveat.code in _FIRST:
        return _FIRST.index(caveat.code)
    return len(_FIRST) + (1 + _LAST.index(caveat.code) if caveat.code in _LAST else 0)


def as_sentence(words: str) -> str:
    """Return words with a capital letter at their beginning."""
    return words[0].upper() + words[1:]


def editions(used: Sequence[EditionUsed]) -> str:
    """Return who published which editions, and when."""
    told = [f"{edition.publisher}, {edition.title}, released {day(edition.released)}" for edition in used]
    more = len(told) - MOST_EDITIONS
    return "; ".join(told[:MOST_EDITIONS]) + (f"; and {more} more." if more > 0 else ".")
