"""The times of what changes and of what is due: the baseline of a change, the deadline of an intention."""

from app.extract.clauses import Parse
from app.extract.groups import Head, Join
from app.extract.scope.clause import begins_clause
from app.extract.scope.when import Time, leads
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.periods import Period, PeriodKind, parse_period


def compared(spot: Spot, tie: Tie, times: list[Time]) -> Period | None:
    """Return the time that a change is told against: "13% fewer than in 2010", "5% up on 2015/16"."""
    time = next((time for time in times if time.at > spot.i), None)
    if tie.role is not Role.OWN or time is None or not _is_compared(spot.parse, spot.i, time):
        return None
    return parse_period(f"since {time.period.label.removeprefix('since ')}")


def since(spot: Spot, times: list[Time]) -> Period | None:
    """Return the baseline of a change, if its sentence names one: "since 2010"."""
    baselines = [time for time in times if time.period.kind is PeriodKind.SINCE]
    before = [time for time in baselines if time.at < spot.i]
    time = before[-1] if before else next(iter(baselines), None)
    return None if time is None else time.period


def _is_compared(parse: Parse, i: int, time: Time) -> bool:
    """Return whether a change is told against a time: "5% up on 2015/16", "smaller than it was in 2010"."""
    j = i + 1
    while parse.joint(j, Join.COMPARISON, Join.ADVERB):
        j += 1
    verb = parse.verb(j)
    if verb is not None and verb.lemma == "compare":
        j += 1
    elif parse.word(j) not in {"than", "on", "compared", "against"}:
        return False
    j += 1
    while j < time.at and _leads_up(parse, j):
        j += 1
    return j == time.at


def _leads_up(parse: Parse, j: int) -> bool:
    """Return whether a group may stand between "than" and a time: "it was in", "with", "the"."""
    noun, verb = parse.noun(j), parse.verb(j)
    if noun is not None:
        return noun.head is Head.POINTER or (noun.head is Head.NONE and noun.quantity is None)
    return (verb is not None and verb.lemma == "be") or parse.word(j) in {"in", "at", "to", "with"}


def deadline(spot: Spot, times: list[Time], *, led: bool) -> Period | None:
    """Return the deadline of a figure: the one that ends its clause, otherwise, if it may be ``led``, one before it."""
    due = [time for time in times if time.period.kind is PeriodKind.BY]
    after = next((time for time in due if time.at > spot.i), None)
    if after is not None and not _ends_before(spot.parse, spot.i, after.begins):
        return after.period
    before = [time for time in due if time.at < spot.i and (_by_then(spot) or (led and leads(spot.parse, time)))]
    return before[-1].period if before else None


def _by_then(spot: Spot) -> bool:
    """Return whether the deadline of a figure is the one named before it: "will be 2,350 by then"."""
    after = spot.parse.at(spot.i + 2)
    return spot.parse.word(spot.i + 1) == "by" and after is not None and after.text == "then"


def _ends_before(parse: Parse, i: int, end: int) -> bool:
    """Return whether a clause ends: "grow by 12% to 1.25m by 2035" and "100 officers and 50 staff by 2025" are one."""
    for j in range(i + 1, end):
        if begins_clause(parse, j) or parse.joint(j, Join.STOP, Join.OPEN, Join.RELATIVE) or parse.word(j) == "with":
            return True
        if parse.joint(j, Join.COMMA, Join.AND) and not _quantity_next(parse, j + 1):
            return True
    return False


def _quantity_next(parse: Parse, j: int) -> bool:
    noun = parse.noun(j + 1 if parse.joint(j, Join.PREPOSITION, Join.AND) else j)
    return noun is not None and noun.quantity is not None
