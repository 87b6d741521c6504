"""How far a time holds: one that leads a sentence, closes a list, or goes on to hold, to what stops it."""

from app.extract.clauses import Parse
from app.extract.groups import Join
from app.extract.scope.clause import begins_clause, bracket, is_told_more, own_verb, tense
from app.extract.scope.when import Time, is_aside, is_first, leads
from app.extract.spots import Spot
from app.vocabulary.lexicon import members
from app.vocabulary.periods import PeriodKind

_CARRIED = frozenset({PeriodKind.FINANCIAL_YEAR, PeriodKind.YEAR_TO, PeriodKind.MONTH, PeriodKind.DATE})
"""Kinds of period that also hold for the figures after the one that they stand beside."""
_BESIDE = frozenset({"while", "whilst", ";"})
"""What does not stop the time of a change: "Theft rose by 9% in 2016, whilst burglary fell by 7%"."""


def first_of_all(spot: Spot, times: list[Time]) -> Time | None:
    """Return the time that leads a sentence, or the one that leads a later clause of it."""
    before = [time for time in times if time.at < spot.i and not _in_closedbracket(spot, time)]
    if not before or not is_first(spot.parse, before[0]):
        return None
    led = [time for time in before if leads(spot.parse, time)] or before[:1]
    return None if _turns_to_now(spot, led[-1]) else led[-1]


def _turns_to_now(spot: Spot, time: Time) -> bool:
    """Return whether a clause turns from what was to what is: "In 2016 it recorded ... but it has"."""
    between, v = range(time.at, spot.i), spot.parse.governing(time.begins)
    told = [tense(spot.parse.verb(j)) for j in (*([] if v is None else [v]), *between)]
    first = next(filter(None, told), "")
    turns = any(_turns(spot.parse, j) for j in between)
    return turns and first == "past" and tense(own_verb(spot)) in {"present", "future"}


def _turns(parse: Parse, j: int) -> bool:
    """Return whether a statement of another time may begin at ``j``: at "and", "but", "now"; not at "so that"."""
    return (parse.joint(j, Join.AND) is not None and parse.word(j) != "so") or parse.word(j) in members("now")


def closing(spot: Spot, times: list[Time], *, stock: bool) -> Time | None:
    """Return the first time after a figure, if it closes the list or the clause of the figure."""
    time = next((time for time in times if time.at > spot.i), None)
    if time is None or _stopped(spot, spot.i, time.at):
        return None
    return None if any(_leaves(spot, j, stock=stock) for j in range(spot.i, time.at)) else time


def _leaves(spot: Spot, j: int, *, stock: bool) -> bool:
    """Return whether what a figure stands in ends at ``j``: ", an increase of 4% in ...", "X, one of two Ys, had"."""
    ends = stock and spot.verb is None and spot.parse.joint(j, Join.COMMA) and tense(spot.parse.verb(j + 1))
    return is_aside(spot.parse, j) or bool(ends)


def before(spot: Spot, times: list[Time], *, changes: bool) -> Time | None:
    """Return the nearest time before a figure that leads its clause or goes on to hold."""
    for time in reversed([time for time in times if time.at < spot.i]):
        if _in_closedbracket(spot, time):
            continue
        if leads(spot.parse, time):
            if not _turns_to_now(spot, time):
                return time
            continue
        goes_on = changes or time.period.kind in _CARRIED or is_told_more(spot.parse, time.at)
        if goes_on and not _stopped(spot, time.at, spot.i, changes=changes):
            return time
    return None


def _in_closedbracket(spot: Spot, time: Time) -> bool:
    """Return whether a time is in brackets that close before a figure: "(2011 census)", not "Workforce (2018): ..."."""
    opened = 0
    for j in range(time.at, spot.i):
        opened += bracket(spot.parse, j)
        if opened < 0:
            return not spot.parse.joint(j + 1, Join.STOP)
    return False


def _stopped(spot: Spot, start: int, end: int, *, changes: bool = False) -> bool:
    """Return whether something stops a time between two places: a new statement, a tense, a bracket of its own."""
    parse, opened, turned = spot.parse, 0, False
    tenses = {tense(parse.verb(v)) for v in (parse.governing(start), parse.following(start)) if v is not None} - {""}
    for j in range(start + 1, end):
        opened += bracket(parse, j)
        while_ = changes and parse.groups[j].text in _BESIDE
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
    verb = parse.verb(j + 1)
    before = verb is not None and verb.ing and verb.perfect  # "up 1.4% in 2014/15, having fallen before"
    return (
        begins_clause(parse, j)
        or before
        or (
            back
            and parse.joint(j, Join.COMMA) is not None
            and (parse.joint(j + 1, Join.RELATIVE) is not None or parse.word(j + 1) == "with")
        )
    )


def _opens_between(parse: Parse, i: int, end: int) -> bool:
    """Return whether a figure at ``i`` is in the bracket that is open at ``end``."""
    opening = parse.opened_before(end)
    return opening is not None and opening < i


def _is_participle(parse: Parse, v: int) -> bool:
    """Return whether a verb only tells more of the noun before it: "crimes recorded"."""
    verb = parse.verb(v)
    return verb is not None and verb.past and len(verb.tokens) == 1 and parse.noun(v - 1) is not None
