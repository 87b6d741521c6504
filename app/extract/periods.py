"""Stage 3: the periods that a sentence names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.vocabulary.periods import Period, PeriodKind, candidate, periods_at


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period named in a sentence, and its characters. If ``event``, it dates an event instead of figures."""

    period: Period
    start: int
    end: int
    event: bool


_PAIRS = frozenset({PeriodKind.SPAN, PeriodKind.POINTS})

# Four digits are a year only in certain contexts: "1983 police officers" is a count.
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|during|since|by|for|from|to|until|of|between|and|early|late|mid|summer|autumn|spring|winter|before"
    r"|after|around|year|end of|through|throughout|census)\s|\(|\b(?:mid|pre|post)-)$",
    re.IGNORECASE,
)
_AFTER_YEAR = re.compile(r"\)|\s(?:census|estimates?|budgets?|levels|figures|baseline)\b", re.IGNORECASE)
_COUNTED_NEXT = re.compile(
    r"\s(?:[a-z-]+\s)?(?:officers?|staff|pcsos?|people|residents|crimes|incidents|calls|posts)\b"
    r"(?!\s(?:numbers|levels|strength|establishment)\b)"
)

# "from 1938 to 2152" are counts.
_TO_A_COUNT = re.compile(
    r"(?:\s(?:in|on|at)\s(?:\w+\s){0,2}(?:19|20)\d\d)?\s(?:up\s|down\s)?to\s(?!(?:19|20)\d\d\b)[1-9]"
)

# A date next to one of these verbs is that of an event, not the period of a figure.
_EVENT = re.compile(
    r"\b(?:set up|established|launched|introduced|implemented|opened|founded|created|formed|began|started|adopted"
    r"|appointed|merged|moved)\b",
    re.IGNORECASE,
)
# Nor does one that is only compared with, "1,318 fewer than in 2013/14", "2.2% down on 2015/16", or that bounds a time
# without dates: "before 2010", "post-2010".
_COMPARED = re.compile(
    r"\b(?:pre-|post-|(?:before|after|prior\sto)\s(?:the\s)?)$|\b(?:than(?:\s(?:it\swas\s)?(?:in|at))?|compared\s(?:to|with)|against|(?:%|cent|higher|lower|up|down)\son)\s"
    r"(?:the\s)?$",
    re.IGNORECASE,
)
_EVENT_REACH = 60
# "4.6% more than in the previous year" names what a figure is compared with, not its period.
_COMPARING = re.compile(r"\b(?:on|than|than\sin|from|with|to|against|over)\s$", re.IGNORECASE)


# Most sentences name no period: these patterns detect that without trying every form.
_HINT = re.compile(
    r"(?:19|20)\d\d|[/.’‘'–-]\d\d(?!\d)|F/?YE?\s?\d|[YyMmPpDdTt](?i:ears?|onths?|eriod|ecades?|ime|ate)\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d\d"
)


def find_periods(text: str) -> Iterator[PeriodMention]:
    """Yield the periods named in a sentence, in order. No input raises."""
    position = 0
    if _HINT.search(text) is None:
        return
    while (match := candidate().search(text, position)) is not None:
        start = match.start()
        # "from 2,214 in 2012/13 to 1983 officers": what looks like two periods may only begin with one.
        named = next((found for found in periods_at(text, start) if _is_meant(text, start, *found)), None)
        position = match.end() if named is None else named[1]
        if named is not None:
            yield PeriodMention(named[0], start, position, _is_of_an_event(text, start, named[0]))


def _is_of_an_event(text: str, start: int, period: Period) -> bool:
    before = text[max(0, start - _EVENT_REACH) : start]
    return period.kind is not PeriodKind.SINCE and (_EVENT.search(before) or _COMPARED.search(before)) is not None


def _is_meant(text: str, start: int, period: Period, end: int) -> bool:
    """Return whether words that can be a period are one in this sentence."""
    before = text[max(0, start - 16) : start]
    if period.kind in _PAIRS and _COUNTED_NEXT.match(text, end):
        return False
    if (short := _is_meant_in_short(text, start, end)) is not None:
        return short
    years_apart = period.kind is PeriodKind.SPAN and _YEARS_APART.fullmatch(text, start, end)
    if years_apart or period.kind is PeriodKind.CALENDAR_YEAR:
        return _is_year(text, start, end)
    return not (period.label.startswith("previous") and _COMPARING.search(before))


def _is_meant_in_short(text: str, start: int, end: int) -> bool | None:
    """Return whether a period whose years have two digits is meant, or ``None`` for another."""
    before = text[max(0, start - 16) : start]
    if _TWO_SHORT_YEARS.fullmatch(text, start, end):
        beside = _BEFORE_SHORT_YEARS.search(before) or _AFTER_YEAR.match(text, end)
        return bool(beside) and not _OF_SO_MANY.match(text, end)
    if _SHORT_YEAR.search(text, start, end) is None:
        return None
    alone = _MONTH_AND_SHORT_YEAR.fullmatch(text, start, end)
    return not _COUNTS_A_THING.match(text, end) and (alone is None or _BEFORE_MONTH.search(before) is not None)


def _is_year(text: str, start: int, end: int) -> bool:
    if _COUNTED_NEXT.match(text, end):
        return False
    if text.endswith("from ", 0, start) and _TO_A_COUNT.match(text, end):
        return False
    before = text[max(0, start - 16) : start]
    return bool(_BEFORE_YEAR.search(before) or _AFTER_YEAR.match(text, end))


# "21/22" may be a fraction: a financial year needs more company than a year.
_TWO_SHORT_YEARS = re.compile(r"\d\d/\d\d")
_BEFORE_SHORT_YEARS = re.compile(
    r"(?:\b(?:in|during|for|since|by|from|to|until|through|throughout|between|financial\syear|year)\s(?:the\s)?|\()$",
    re.IGNORECASE,
)
_OF_SO_MANY = re.compile(r"\s(?:(?:of|out)\b|[a-z]*\s?(?:cases|areas|forces|districts|wards|responses|times)\b)")
# "on 5 May 12 officers" and "in May 12 officers" count officers.
_SHORT_YEAR = re.compile(r"[^\W\d]{3}\.?,?\s\d\d$")
_MONTH_AND_SHORT_YEAR = re.compile(r"[^\W\d]+\.?\s\d\d")
_BEFORE_MONTH = re.compile(r"(?:\b(?:in|during|since|at|as\sof|to|until|by|from)\s|\()$", re.IGNORECASE)
_YEARS_APART = re.compile(r"\d{4}\s?[-‐-―−]\s?\d\d")
_COUNTS_A_THING = re.compile(
    r"\s(?!(?:the|it|we|they|there|and|or|to|was|were|is|are|had|has|have|compared|with|from|on|in|at|for|by|of|a|an|our|its)\b)"
    r"[a-z]"
)
