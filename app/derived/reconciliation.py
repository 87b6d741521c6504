"""Lay what a force states beside what official statistics count.

The official figure that a stated one is compared with, its primary candidate, is chosen by definition, basis, date and
vintage, and never by its value. The others of the window are told beside it: they may explain, and do not decide.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain

from app.derived.candidates import MONTH, Candidates, Count, Counts, counted, day_number, place_of
from app.derived.checks import FigureKey
from app.derived.explanations import Findings, explanation
from app.derived.terms import basis_said
from app.official.catalogue import datasets
from app.vocabulary.areas import COMPARED
from app.vocabulary.bounds import HUNDRED, ZERO, Bounds
from app.vocabulary.measures import Kind, measures
from app.vocabulary.official import Basis, PublishedFigure, end_of
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.reconciliations import Candidate, Reason, Reconciliation, Relation
from app.vocabulary.records import Observation
from app.vocabulary.rounds import date_of, written_in
from app.vocabulary.units import SQUARE_KM_PER_SQUARE_MILE, SQUARED, Unit, conversion


def reconciliations_of(
    force: str, statements: Mapping[str, Sequence[Observation]], counts: Iterable[PublishedFigure]
) -> dict[FigureKey, Reconciliation]:
    """Return how the figures that a force states, by round, compare with the official ones of it that stand.

    Those of a measure that official statistics do not count, and those of other areas, are left out.
    """
    known = Candidates(counts)
    return {
        (round_, n): _reconciliation(force, round_, o, known.of(measures()[o.measure]))
        for round_, observations in statements.items()
        for n, o in enumerate(observations)
        if o.measure in counted() and o.status is Status.ACTUAL and o.area not in COMPARED
    }


def _reconciliation(force: str, round_: str, figure: Observation, counts: Counts) -> Reconciliation:
    if figure.area is not None:
        return _not_comparable(force, figure, Reason.PART_OF_AREA, None, ())
    chosen = _primary(figure, round_, counts[0])
    primary = None if chosen is None else chosen.candidate
    first, last = _window(figure, round_)
    own, *more = [
        [
            one.candidate
            for one in definition
            if one is not chosen and (first <= one.last <= last or _is_of_the_time_of(one, chosen))
        ]
        for definition in counts
    ]
    others = tuple(chain(own, *more))
    if primary is None:
        return _not_comparable(force, figure, Reason.NO_OFFICIAL_FIGURE, None, others)
    stated = _as_counted(figure, primary.unit)
    if stated is None or not measures()[figure.measure].comparable:
        return _not_comparable(force, figure, Reason.DEFINITION_DIFFERS, primary, others)
    relation = relation_of(stated, primary)
    slip = _slip(stated, primary) if relation is Relation.DIFFERS else None
    found = Findings(
        relation=relation,
        primary=primary,
        difference=difference_from(stated, primary),
        slip=slip,
        fits={} if slip is not None else _fits(stated, primary, others, own),
    )
    return Reconciliation(
        relation=relation,
        reasons=tuple(_reasons(figure, found, counts)),
        primary=primary,
        closest=min((primary, *others), key=lambda one: abs(difference_from(stated, one))),
        candidates=others,
        difference=min(found.difference, _FARTHEST).quantize(_HUNDREDTHS) + 0,  # no "-0"
        explanation=explanation(force, figure, found),
    )


_HUNDREDTHS = Decimal("0.01")
_FARTHEST = Decimal(10**9)  # what is farther apart is so by mistake, and databases keep no number of any size
_HOLDING = frozenset({Relation.AGREES, Relation.CONSISTENT, Relation.NEAR})


def _not_comparable(
    force: str, figure: Observation, reason: Reason, primary: Candidate | None, candidates: tuple[Candidate, ...]
) -> Reconciliation:
    found = Findings(relation=Relation.NOT_COMPARABLE, primary=primary)
    return Reconciliation(
        relation=Relation.NOT_COMPARABLE,
        reasons=(reason,),
        primary=primary,
        closest=None,
        candidates=candidates,
        difference=None,
        explanation=explanation(force, figure, found),
    )


# The choice of the primary candidate, by definition, basis, date and vintage.

_YEAR = 12 * MONTH
_WINDOW = 7 * MONTH
_BEFORE_ROUND = 15 * MONTH


def _primary(figure: Observation, round_: str, own: Sequence[Count]) -> Count | None:
    basis = _basis(figure, own)
    over_a_year = _may_be_over_a_year(figure)
    eligible = [one for one in own if one.basis is basis and (over_a_year or one.of_a_day)]
    written = date_of(round_)
    end = _end_stated(figure)
    if end is not None:
        near = [one for one in eligible if abs(one.last - end) <= _YEAR]
        return min(near, key=lambda one: (abs(one.last - end), one.last, _preference(one, written)), default=None)
    known = [one for one in eligible if not _is_dated(figure) or _is_known(one, written)]
    return min(known, key=lambda one: (-one.last, _preference(one, written)), default=None)


def _basis(figure: Observation, own: Sequence[Count]) -> Basis:
    """Return the basis that its words name or, where official statistics do not have it or words do not say, FTE."""
    bases = {one.basis for one in own}
    preferred = (basis_said(figure.as_stated), Basis.FTE, Basis.HEADCOUNT)
    return next((basis for basis in preferred if basis in bases), Basis.NONE)


def _may_be_over_a_year(figure: Observation) -> bool:
    """Whether it may be like what is counted over a year, which is not what happened in a month."""
    return figure.period is None or figure.period.is_a_year or figure.unit is Unit.PER_DAY


def _is_of_the_time_of(one: Count, other: Count | None) -> bool:
    return other is not None and one.last == other.last and one.period == other.period


def _end_stated(figure: Observation) -> int | None:
    """Return the number of the last day that a figure is of, if it names one and needs to."""
    end = None if figure.period is None else figure.period.end
    return day_number(end) if end is not None and _is_dated(figure) else None


def _is_dated(figure: Observation) -> bool:
    return measures()[figure.measure].dated


def _is_of_its_day(one: Candidate, figure: Observation) -> bool:
    return _last(one) == _end_stated(figure)


def _last(one: Candidate) -> int:
    return day_number(end_of(one.period))


def _is_known(one: Count, written: date) -> bool:
    return one.last + datasets()[one.dataset].lag_months * MONTH <= day_number(written)


def _preference(one: Count, written: date) -> tuple[int, bool]:
    """Return the place of its dataset, after the one it replaces if it came out after the statement was written."""
    replaced = datasets()[one.dataset].replaces
    if replaced is not None and one.edition > written:
        return place_of(replaced), True
    return place_of(one.dataset), False


def _window(figure: Observation, round_: str) -> tuple[float, float]:
    """Return the first and the last day of those that end near a figure's time; all for what has none."""
    if not _is_dated(figure):
        return -math.inf, math.inf
    end = _end_stated(figure)
    if end is None:
        first, last = written_in(round_)
        return day_number(first) - _BEFORE_ROUND, day_number(last)
    start = figure.period.start if figure.period is not None else None
    begun = end if start is None else day_number(start)
    return min(begun, end - _WINDOW), end + _WINDOW


# The comparison of values.


def _as_counted(figure: Observation, unit: Unit) -> Observation | None:
    """Return a figure in the unit it is counted in; a length that is given for an area is read as the square of it."""
    if figure.unit is unit:
        return figure
    stated_in = SQUARED.get(figure.unit, figure.unit) if unit is Unit.SQUARE_KM else figure.unit
    factor = conversion(stated_in, unit)
    if factor is None:
        return None
    return replace(
        figure,
        unit=unit,
        value=figure.value * factor,
        value_max=None if figure.value_max is None else figure.value_max * factor,
        bounds=figure.bounds if factor == 1 else figure.bounds.scaled(factor),
    )


_HALF_A_PERSON = Decimal("0.5")
_FAR_PAST = Decimal("0.1")


def _allowed(one: Candidate) -> Bounds:
    """Return what a count is to whole people: part-time work makes fractions that nobody states."""
    if one.basis is not Basis.FTE:
        return one.bounds
    return Bounds((one.bounds.low or ZERO) - _HALF_A_PERSON, (one.bounds.high or one.value) + _HALF_A_PERSON)


def _apart(stated: Observation, one: Candidate) -> Decimal:
    """Return by how many a stated figure is above or below a count, from the nearest value that its words allow."""
    counted_as = _allowed(one)
    low, high = stated.bounds.low, stated.bounds.high
    if low is not None and counted_as.high is not None and low > counted_as.high:
        return low - one.value
    if high is not None and counted_as.low is not None and high < counted_as.low:
        return high - one.value
    return ZERO


def difference_from(stated: Observation, one: Candidate) -> Decimal:
    """Return the difference from a count in percent of it, or in points for a share; 0 where the words allow it."""
    apart = _apart(stated, one)
    if measures()[stated.measure].kind is Kind.SHARE:
        return apart
    return apart / one.value * HUNDRED if one.value else HUNDRED.copy_sign(apart) if apart else ZERO


def relation_of(stated: Observation, one: Candidate) -> Relation:
    """Return how a figure, stated in the unit of a count, relates to it."""
    measure = measures()[stated.measure]
    apart, difference = abs(_apart(stated, one)), abs(difference_from(stated, one))
    if not apart:
        return Relation.CONSISTENT if _is_far_past(stated, one) else Relation.AGREES
    if difference <= measure.near or apart <= measure.slight:
        return Relation.NEAR
    return Relation.APART if difference <= measure.apart else Relation.DIFFERS


def _is_far_past(stated: Observation, one: Candidate) -> bool:
    if stated.qualifier is Qualifier.OVER:
        return one.value > stated.value * (1 + _FAR_PAST)
    return stated.qualifier in {Qualifier.UNDER, Qualifier.UP_TO} and one.value < stated.value * (1 - _FAR_PAST)


# The reasons.

_POWERS = tuple(Decimal(10) ** power for power in (1, 2, 3, -1, -2, -3))
_MILES_FOR_KM = (SQUARE_KM_PER_SQUARE_MILE, 1 / SQUARE_KM_PER_SQUARE_MILE)
_TOLERANCE = Decimal("0.05")


def _slip(stated: Observation, one: Candidate) -> Decimal | None:
    """Return the factor that a slip of the pen would put between them, if there is one."""
    factors = (*_POWERS, *_MILES_FOR_KM) if one.unit is Unit.SQUARE_KM else _POWERS
    if not one.value:
        return None
    ratio = stated.nominal / one.value
    return next((factor for factor in factors if abs(ratio / factor - 1) <= _TOLERANCE), None)


def _fits(
    stated: Observation, primary: Candidate, others: Sequence[Candidate], own: Sequence[Candidate]
) -> dict[Reason, Candidate]:
    """Return the nearest that fits better than the primary, by what it would explain.

    Beside a primary that is near only what agrees does, and beside others also what is near.
    """
    better = _BETTER.get(relation_of(stated, primary))
    if better is None:
        return {}
    found: dict[Reason, Candidate] = {}
    of_day = _last(primary)
    for one in sorted(others, key=lambda one: (abs(difference_from(stated, one)), abs(_last(one) - of_day))):
        reason = _told_by(stated, one, primary, own)
        if reason is not None and relation_of(stated, one) in better:
            found.setdefault(reason, one)
    return {reason: found[reason] for reason in _LIKELIEST if reason in found}


_BETTER = {
    Relation.NEAR: frozenset({Relation.AGREES}),
    Relation.APART: frozenset({Relation.AGREES, Relation.NEAR}),
    Relation.DIFFERS: frozenset({Relation.AGREES, Relation.NEAR}),
}
_LIKELIEST = (Reason.BASIS_UNKNOWN, Reason.DEFINITION_DIFFERS, Reason.OTHER_DATE_FITS)


def agreeing(figure: Observation, found: Reconciliation) -> Candidate | None:
    """Return the count that the words cover and that may be the one meant, where they do not cover the primary."""
    stated = None if found.primary is None else _as_counted(figure, found.primary.unit)
    if found.primary is None or stated is None:
        return None
    own = [one for one in found.candidates if one.definition == found.primary.definition]
    fits = _fits(stated, found.primary, found.candidates, own).values()
    return next((one for one in fits if relation_of(stated, one) is Relation.AGREES), None)


def _told_by(stated: Observation, one: Candidate, primary: Candidate, own: Sequence[Candidate]) -> Reason | None:
    """Return the one thing in which a candidate is another than the primary; ``None`` if that explains nothing."""
    if one.period != primary.period:
        same = one in own and one.basis is primary.basis
        return Reason.OTHER_DATE_FITS if same and not _is_of_its_day(primary, stated) else None
    if one not in own:
        return Reason.DEFINITION_DIFFERS
    return Reason.BASIS_UNKNOWN if one.basis is not primary.basis else None


def _reasons(figure: Observation, found: Findings, counts: Counts) -> Iterator[Reason]:
    """Yield what may explain the relation, and what the statement leaves open."""
    if found.slip is not None:
        yield Reason.LIKELY_SLIP
    elif found.relation not in _HOLDING and found.difference > 0 and len(counts) == 1 and _is_narrow(found.primary):
        yield Reason.DEFINITION_DIFFERS
    if found.relation not in _HOLDING:
        yield from (reason for reason in found.fits if reason is not Reason.BASIS_UNKNOWN)
    yield from _unknown(figure, counts[0])


def _is_narrow(primary: Candidate | None) -> bool:
    """Whether less is counted than the name of the measure says, such as the land of an area."""
    return primary is not None and primary.definition is not None


def _unknown(figure: Observation, own: Sequence[Count]) -> Iterator[Reason]:
    """Yield what the statement leaves open that matters for the comparison."""
    if _is_dated(figure) and _end_stated(figure) is None:
        yield Reason.PERIOD_UNKNOWN
    if any(one.basis is Basis.FTE for one in own) and basis_said(figure.as_stated) is Basis.NONE:
        yield Reason.BASIS_UNKNOWN
