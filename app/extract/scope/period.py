"""The period of a figure: a time right after it, else one that its clause or its sentence gives to all its figures."""

from app.extract.clauses import Parse
from app.extract.groups import Join
from app.extract.scope.changing import compared, deadline, since
from app.extract.scope.status import DUE, is_intended
from app.extract.scope.when import (
    Time,
    begins_clause,
    first_of,
    follows,
    is_aside,
    is_before,
    is_first,
    is_of_old_value,
    last_of,
    leads,
    own_verb,
    tense,
    times_of,
)
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.extract.times import is_back_reference
from app.vocabulary.measures import Kind, Topic
from app.vocabulary.periods import Period, PeriodKind, parse_period
from app.vocabulary.things import Aspect

_SHARING = frozenset({Role.ASIDE, Role.COMPARATOR, Role.IN_PLACE})
"""Roles of figures that share the period of the figure they belong to."""
_CARRIED = frozenset({PeriodKind.FINANCIAL_YEAR, PeriodKind.YEAR_TO, PeriodKind.MONTH, PeriodKind.DATE})
"""Kinds of period that also hold for the figures after the one that they stand beside."""
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
    parse = spot.parse
    times = times_of(parse)
    after = next((time for time in times if follows(parse, time, last_of(parse, tie.end))), None)
    if tie.role is Role.EARLIER:
        return _of_old_value(spot, times, after)
    changes = tie.measure.kind is Kind.CHANGE or tie.measure.id in _ACCUMULATING
    if changes and after is None and (base := compared(spot, tie, times)) is not None:
        return base
    own = after or _within(spot, tie, times)
    if own is not None and not own.mention.event:
        return None if _is_of_the_change(tie, own.period) else own.period
    if tie.how == "further_change":  # of another time than the change before it, which this does not say
        return None
    if changes and (base := since(spot, times)) is not None:
        return base
    intended = is_intended(spot, tie)
    if (intended or tie.measure.id in DUE) and (due := deadline(spot, times, led=intended)) is not None:
        return due
    return _of_clause(spot, tie, times, changes=changes)


def _of_old_value(spot: Spot, times: list[Time], after: Time | None) -> Period | None:
    """Return the period of an old value: "from 4,100 in 2010", "(2010: 4,100)", or when what replaced it began."""
    before = next((time for time in times if is_before(spot.parse, time, spot.i)), None)
    base = after or before or next((time for time in times if time.period.kind is PeriodKind.SINCE), None)
    return None if base is None else parse_period(base.period.label.removeprefix("since "))


def _within(spot: Spot, tie: Tie, times: list[Time]) -> Time | None:
    """Return the time within the words that tell a figure: "crime in 2016 was 5,000"."""
    before = [time for time in times if time.at < spot.i]
    if tie.how != "series":
        first = first_of(spot.parse, tie.start)
        before = [] if any(first <= i < spot.i for i in spot.parse.spots) else [t for t in before if first < t.at]
    return before[-1] if before else None


def _is_of_the_change(tie: Tie, period: Period) -> bool:
    """Return whether a period is that of a change, not of the level that it leads to."""
    return tie.how in {"changed_to", "changed_from"} and (period.kind is PeriodKind.SINCE or _spans_years(period))


# The period of the clause


def _of_clause(spot: Spot, tie: Tie, times: list[Time], *, changes: bool) -> Period | None:
    """Return the period that a clause, or the lead of a list, gives to its figures."""
    dated = [time for time in times if time.dates and not is_of_old_value(spot.parse, time)]
    time = (
        _first_of_all(spot, dated)
        or _closing(spot, dated, stock=_is_stock(tie))
        or _before(spot, dated, changes=changes)
    )
    period = spot.parse.reading.lead if time is None and not any(t.dates for t in times) else time and time.period
    if period is not None and period.kind is PeriodKind.SINCE and not changes:
        return None
    return None if _is_stock(tie) and period is not None and _spans_years(period) else period


def _first_of_all(spot: Spot, times: list[Time]) -> Time | None:
    """Return the time that leads a sentence, or the one that leads a later clause of it."""
    before = [time for time in times if time.at < spot.i and not _in_closed_bracket(spot, time)]
    if not before or not is_first(spot.parse, before[0]):
        return None
    led = [time for time in before if leads(spot.parse, time)] or before[:1]
    return None if _turns_to_now(spot, led[-1]) else led[-1]


def _turns_to_now(spot: Spot, time: Time) -> bool:
    """Return whether a clause turns from what was to what is: "In 2016 it recorded ... but it has"."""
    between = range(time.at, spot.i)
    first = next((told for v in between if (told := tense(spot.parse.verb(v)))), "")
    turns = any(_turns(spot.parse, j) for j in between)
    return turns and first == "past" and tense(own_verb(spot)) in {"present", "future"}


def _turns(parse: Parse, j: int) -> bool:
    """Return whether a statement of another time may begin at ``j``: at "and", "but"; not at "so that"."""
    return parse.joint(j, Join.AND) is not None and parse.word(j) != "so"


def _closing(spot: Spot, times: list[Time], *, stock: bool) -> Time | None:
    """Return the first time after a figure, if it closes the list or the clause of the figure."""
    time = next((time for time in times if time.at > spot.i), None)
    if time is None or _stopped(spot, spot.i, time.at):
        return None
    return None if any(_leaves(spot, j, stock=stock) for j in range(spot.i, time.at)) else time


def _leaves(spot: Spot, j: int, *, stock: bool) -> bool:
    """Return whether what a figure stands in ends at ``j``: ", an increase of 4% in ...", "X, one of two Ys, had"."""
    ends = stock and spot.verb is None and spot.parse.joint(j, Join.COMMA) and tense(spot.parse.verb(j + 1))
    return is_aside(spot.parse, j) or bool(ends)


def _before(spot: Spot, times: list[Time], *, changes: bool) -> Time | None:
    """Return the nearest time before a figure that leads its clause or goes on to hold."""
    for time in reversed([time for time in times if time.at < spot.i]):
        if _in_closed_bracket(spot, time):
            continue
        if leads(spot.parse, time):
            if not _turns_to_now(spot, time):
                return time
        elif (changes or time.period.kind in _CARRIED) and not _stopped(spot, time.at, spot.i, changes=changes):
            return time
    return None


def _in_closed_bracket(spot: Spot, time: Time) -> bool:
    """Return whether a time is in brackets that close before a figure: "(2011 census)", not "Workforce (2018): ..."."""
    opened = 0
    for j in range(time.at, spot.i):
        opened += _bracket(spot.parse, j)
        if opened < 0:
            return not spot.parse.joint(j + 1, Join.STOP)
    return False


def _bracket(parse: Parse, j: int) -> int:
    """Return 1 where a bracket opens at ``j``, -1 where one closes, else 0."""
    if parse.joint(j, Join.OPEN):
        return 1
    return -1 if parse.joint(j, Join.CLOSE) else 0


def _stopped(spot: Spot, start: int, end: int, *, changes: bool = False) -> bool:
    """Return whether something stops a time between two places: a new statement, a tense, a bracket of its own."""
    parse, opened, turned = spot.parse, 0, False
    tenses = {tense(parse.verb(v)) for v in (parse.governing(start), parse.following(start)) if v is not None} - {""}
    for j in range(start + 1, end):
        opened += _bracket(parse, j)
        while_ = changes and parse.groups[j].text in {"while", "whilst"}
        if _stops(parse, j, back=start == spot.i) and not while_:
            return True
        turned |= while_ or _turns(parse, j)
        told = tense(parse.verb(j))
        if turned and told and tenses and told not in tenses and not _is_participle(parse, j):
            return True
        tenses |= {told} - {""}
    return opened > 0 and any(start < i < end and _opens_between(parse, i, end) for i in parse.spots)


def _stops(parse: Parse, j: int, *, back: bool) -> bool:
    """Return whether a statement of its own begins at ``j``: "but", and for a time after it ", which", ", with"."""
    return begins_clause(parse, j) or (
        back
        and parse.joint(j, Join.COMMA) is not None
        and (parse.joint(j + 1, Join.RELATIVE) is not None or parse.word(j + 1) == "with")
    )


def _opens_between(parse: Parse, i: int, end: int) -> bool:
    """Return whether a figure at ``i`` is in the bracket that is open at ``end``."""
    opening = max((j for j in range(end) if parse.joint(j, Join.OPEN)), default=end)
    return opening < i


def _is_participle(parse: Parse, v: int) -> bool:
    """Return whether a verb only tells more of the noun before it: "crimes recorded"."""
    verb = parse.verb(v)
    return verb is not None and verb.past and len(verb.tokens) == 1 and parse.noun(v - 1) is not None


def _is_stock(tie: Tie) -> bool:
    """Return whether a figure is a stock at a point in time, not a flow over a period."""
    stock = tie.measure.topic in {Topic.GEOGRAPHY, Topic.DEMOGRAPHICS, Topic.WORKFORCE} and tie.measure.id not in _FLOWS
    return stock and tie.aspect is Aspect.LEVEL


def _spans_years(period: Period) -> bool:
    """Return whether a period is of several years: "the last six years", "2011 to 2016"."""
    if period.start is None or period.end is None:
        return period.kind is PeriodKind.RELATIVE and period.label.endswith("years")
    return period.kind is PeriodKind.SPAN and (period.end - period.start).days > _DAYS_OF_A_YEAR
