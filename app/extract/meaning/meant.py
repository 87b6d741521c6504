"""The measure that a tie means in its clause, or none where it counts something else."""

from collections.abc import Callable
from dataclasses import replace

from app.extract.meaning.crimes import of_that_kind
from app.extract.meaning.each import each
from app.extract.meaning.objections import objection
from app.extract.meaning.people import passengers, people, visitors
from app.extract.meaning.tax import tax_of_a_home
from app.extract.meaning.workforce import staff_with_others, target
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Kind, measures
from app.vocabulary.things import Aspect, thing_of
from app.vocabulary.units import Unit

_PARTICULARS: tuple[Callable[[Spot, Tie], str | None], ...] = (
    people,
    passengers,
    visitors,
    target,
    tax_of_a_home,
    of_that_kind,
    staff_with_others,
)
"""What tells the measure more closely, as its id."""

_COUNTED = frozenset({"count", "of", "is", "listed", "in_brackets", "rate"})
"""The rules by which a number may be that of each day or week."""


def meant(spot: Spot, tie: Tie) -> Tie | None:
    """Return a tie with the measure that is meant, or ``None`` where its clause says that it counts something else."""
    if tie.aspect is Aspect.CHANGE or tie.unit is Unit.PERCENT:
        return tie
    tie = _particular(spot, tie)
    return None if tie.role is Role.OWN and objection(spot, tie) else _for_each(spot, tie)


def _particular(spot: Spot, tie: Tie) -> Tie:
    """Return a tie with the first measure that something in its clause tells more closely."""
    told = next((id_ for particular in _PARTICULARS if (id_ := particular(spot, tie)) is not None), None)
    if told is None:
        return tie
    measure = measures()[told]
    return replace(tie, measure=measure, thing=thing_of(measure) or tie.thing)


def _for_each(spot: Spot, tie: Tie) -> Tie | None:
    """Return a count of each day in that unit, and none of each week or month: "461 crimes a day"."""
    if tie.measure.kind is not Kind.COUNT or tie.how not in _COUNTED:
        return tie
    span = each(spot)
    if span is None:
        return tie
    return replace(tie, unit=Unit.PER_DAY) if span == "day" and Unit.PER_DAY in tie.measure.units else None
