"""The period of a figure: a time right after it, else one that its clause or its sentence gives to all its figures."""

from app.extract.scope.changing import compared, deadline, since
from app.extract.scope.clause import own_verb, tense
from app.extract.scope.holding import before, closing, first_of_all
from app.extract.scope.status import DUE, is_intended
from app.extract.scope.when import Time, follows, is_before, is_of_old_value, times_of
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.extract.times import is_back_reference
from app.vocabulary.measures import Kind, Topic
from app.vocabulary.periods import Period, PeriodKind, parse_period
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit

_SHARING = frozenset({Role.ASIDE, Role.COMPARATOR, Role.IN_PLACE})
"""Roles of figures that share the period of the figure they belong to."""
_FLOWS = frozenset({"visitors", "event_visitors", "airport_passengers", "port_passengers", "new_homes"})
_ACCUMULATING = frozenset({"savings_made", "investment", "officers_additional"})
"""Measures of what adds up since a baseline; for any other level, a baseline is no period."""
_DAYS_OF_A_YEAR = 366


def period_of(spot: Spot, tie: Tie, beside: Period | None) -> Period | None:
    """Return the period of a figure, or ``None`` if none is told. ``beside`` is that of the figure before it."""
    if tie.period is not None:
        return tie.period
    period = _told(spot, tie)
    if period is not None and is_back_reference(period):
        period = None
    return beside if period is None and tie.role in _SHARING else period


def _told(spot: Spot, tie: Tie) -> Period | None:
    """Return the period that a sentence tells, in the order of how sure it is that it is the figure's."""
    times = times_of(spot.parse)
    end = spot.parse.last_of(tie.end)
    after = next((time for time in times if follows(spot.parse, time, end)), None)
    if tie.role is Role.EARLIER:
        return _of_old_value(spot, times, after)
    changes = tie.measure.kind is Kind.CHANGE or tie.measure.id in _ACCUMULATING
    base = compared(spot, tie, times) if changes and after is None else None
    own = after or _within(spot, tie, times)
    if base is None and own is not None and not own.mention.event:
        return None if _is_of_the_change(tie, own.period) else own.period
    if tie.how == "further_change":  # of another time than the change before it, which this does not say
        return base
    base = base or (since(spot, times) if changes else None)
    return base or _due(spot, tie, times) or _of_clause(spot, tie, times, changes=changes)


def _due(spot: Spot, tie: Tie, times: list[Time]) -> Period | None:
    """Return the deadline of what is still to be; what was done by a date has it right after it."""
    intended = is_intended(spot, tie)
    return deadline(spot, times, led=intended) if intended or tie.measure.id in DUE else None


def _of_old_value(spot: Spot, times: list[Time], after: Time | None) -> Period | None:
    """Return the period of an old value: "from 4,100 in 2010", "(2010: 4,100)", or when what replaced it began."""
    before = next((time for time in times if is_before(spot.parse, time, spot.i)), None)
    base = after or before or next((time for time in times if time.period.kind is PeriodKind.SINCE), None)
    return None if base is None else parse_period(base.period.label.removeprefix("since "))


def _within(spot: Spot, tie: Tie, times: list[Time]) -> Time | None:
    """Return the time within the words that tell a figure: "crime in 2016 was 5,000"."""
    before = [time for time in times if time.at < spot.i]
    if tie.how == "series":
        before = [time for time in before if time.at > spot.parse.spots[spot.n - 1]]
    else:
        first = spot.parse.first_of(tie.start)
        before = [] if any(first <= i < spot.i for i in spot.parse.spots) else [t for t in before if first < t.at]
    return before[-1] if before else None


def _is_of_the_change(tie: Tie, period: Period) -> bool:
    """Return whether a period is that of a change, not of the level that it leads to."""
    moved = tie.how in {"changed_to", "changed_from"} and tie.measure.id not in _ACCUMULATING
    return moved and (period.kind is PeriodKind.SINCE or _spans_years(period))


# The period of the clause


def _of_clause(spot: Spot, tie: Tie, times: list[Time], *, changes: bool) -> Period | None:
    """Return the period that a clause, or the lead of a list, gives to its figures."""
    dated = [time for time in times if time.dates and not is_of_old_value(spot.parse, time)]
    stock = _is_stock(tie)
    time = first_of_all(spot, dated) or closing(spot, dated, stock=stock) or before(spot, dated, changes=changes)
    period = None if time is None else time.period
    if period is None and not any(time.dates for time in times):
        period = spot.parse.reading.lead or _of_sentence_before(spot, tie)
    if period is None or (period.kind is PeriodKind.SINCE and not changes) or (stock and _spans_years(period)):
        return None
    return period


def _of_sentence_before(spot: Spot, tie: Tie) -> Period | None:
    """Return the period of the sentence before, from which "It", "Compared with 2015" or "Of these" go on."""
    parse = spot.parse
    first, second = parse.groups[0].text, parse.at(1)
    if first == "of" and second is not None and second.text in {"these", "those"}:
        return parse.reading.before
    goes_on = first in {"it", "we", "they", "compared"}
    flow = tie.measure.topic is Topic.DEMAND and tie.unit is not Unit.PER_DAY and tense(own_verb(spot)) == "past"
    return parse.reading.before if goes_on and flow else None


def _is_stock(tie: Tie) -> bool:
    """Return whether a figure is a stock at a point in time, not a flow over a period."""
    stock = tie.measure.topic in {Topic.GEOGRAPHY, Topic.DEMOGRAPHICS, Topic.WORKFORCE} and tie.measure.id not in _FLOWS
    return stock and tie.aspect is Aspect.LEVEL


def _spans_years(period: Period) -> bool:
    """Return whether a period is of several years: "the last six years", "2011 to 2016"."""
    if period.start is None or period.end is None:
        return period.kind is PeriodKind.RELATIVE and period.label.endswith("years")
    return period.kind is PeriodKind.SPAN and (period.end - period.start).days > _DAYS_OF_A_YEAR
