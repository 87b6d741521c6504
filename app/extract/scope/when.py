"""The times of a sentence: where each stands among its groups, which figure it is right after, and what it leads."""

from dataclasses import dataclass

from app.extract.clauses import Parse, once
from app.extract.groups import Head, Join
from app.extract.periods import PeriodMention
from app.extract.scope.clause import begins_clause, is_figure
from app.vocabulary.periods import Period, PeriodKind

_BETWEEN = (Join.COMMA, Join.STOP, Join.AND)
_AT_A_TIME = frozenset("in during for at as of on over to by throughout from within".split())
_TO_THE_TIME = frozenset("the all period census year end financial whole full calendar".split())


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a sentence names: its mention, its place among the groups and that of its preposition."""

    mention: PeriodMention
    at: int
    begins: int

    @property
    def period(self) -> Period:
        """The period that it is."""
        return self.mention.period

    @property
    def dates(self) -> bool:
        """Whether it may be the time of a figure that is not right before it: no event, baseline or deadline."""
        return not self.mention.event and self.period.kind not in {PeriodKind.SINCE, PeriodKind.BY}


@once
def times_of(parse: Parse) -> list[Time]:
    """Return the times of a sentence in order."""
    return [
        Time(parse.reading.periods[group.tokens[0].n], j, _beginning(parse, j))
        for j, group in enumerate(parse.groups)
        if parse.joint(j, Join.TIME)
    ]


def _beginning(parse: Parse, at: int) -> int:
    """Return the place where the phrase of a time begins: "in the period", "as at"."""
    j = at
    while (parse.joint(j - 1, Join.PREPOSITION) and parse.word(j - 1) in _AT_A_TIME) or _is_of_a_time(parse, j - 1):
        j -= 1
    return j


def _is_of_a_time(parse: Parse, j: int) -> bool:
    """Return whether a group only introduces a time: "the", "the period"."""
    noun = parse.noun(j)
    return noun is not None and noun.quantity is None and all(token.text in _TO_THE_TIME for token in noun.tokens)


def follows(parse: Parse, time: Time, end: int) -> bool:
    """Return whether a time stands right after the group at ``end``: "in 2020/21", "(2022/23)", "since 2010".

    "(31 March 2010: 2,256)" is of the figure after it, and "up 5% on 2020/21" of none.
    """
    if time.at <= end:
        return False
    j = time.begins - 1
    opened = parse.joint(j, Join.OPEN) is not None
    if parse.joint(j, Join.COMMA) and parse.noun(time.at + 1):  # ", in 2015 it had"
        return False
    j -= parse.joint(j, Join.OPEN, Join.COMMA) is not None
    if j > end and parse.joint(j, Join.ADVERB):
        j -= 1
    own = opened and parse.joint(time.at + 1, Join.STOP) and is_figure(parse, time.at + 2)
    compared = time.mention.event and parse.word(time.at - 1) == "on"
    return j <= end and not own and not compared


def is_before(parse: Parse, time: Time, i: int) -> bool:
    """Return whether a time stands right before the figure at ``i``: "(31 March 2010: 2,256)"."""
    return time.at < i and parse.joint(time.at + 1, Join.STOP) is not None and time.at + 2 == i


def is_of_old_value(parse: Parse, time: Time) -> bool:
    """Return whether a time is that of an old value: "from 4,100 in 2010"."""
    owner = next((i for i in reversed(parse.spots) if 0 <= i < time.at), None)
    return owner is not None and parse.preposition(owner) == "from" and follows(parse, time, owner)


def leads(parse: Parse, time: Time) -> bool:
    """Return whether a time begins its clause, or stands in it before any figure."""
    before = time.begins - 1
    if before < 0 or parse.joint(before, Join.COMMA, Join.STOP, Join.AND, Join.SUBORDINATOR):
        return not (parse.joint(before, Join.COMMA) and is_figure(parse, before - 1) and _closes(parse, time))
    for j in parse.back(time.begins):
        if begins_clause(parse, j):
            return True
        if is_figure(parse, j):
            return False
    return True


def _closes(parse: Parse, time: Time) -> bool:
    """Return whether nothing but an end follows a time."""
    return parse.at(time.at + 1) is None or parse.joint(time.at + 1, Join.STOP, Join.CLOSE) is not None


def is_first(parse: Parse, time: Time) -> bool:
    """Return whether a time begins its sentence."""
    before = range(time.begins)
    return not any(is_figure(parse, j) or parse.verb(j) or parse.joint(j, *_BETWEEN) for j in before)


def is_aside(parse: Parse, j: int) -> bool:
    """Return whether a change told aside begins at the comma at ``j``: ", an increase of", ", up 4%"."""
    if not parse.joint(j, Join.COMMA):
        return False
    noun = parse.noun(j + 1)
    return parse.joint(j + 1, Join.COMPARISON) is not None or (noun is not None and noun.head in {Head.RISE, Head.FALL})
