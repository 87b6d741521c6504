"""Reference periods: the time that a figure is about, normalised to a label with dates.

One grammar reads a wording alone (``parse_period``) and in prose (``candidate``, ``periods_at``). ``Period.label`` is
the normal form: parsing a label gives the same period again. A police financial year runs from 1 April to 31 March.
What can be read in two ways is decided here:

- 03/04/2022 is 3 April 2022: the day comes first.
- 2021-22 and 2021-2022 are the financial year; 2010-12, whose years do not follow each other, is 2010 to 2012.
- 2010-05 is May 2010, where it cannot be years.
- Mar 22 is March 2022, not a day of a year that is not told.
- FY22 and "financial year 2022" are the year that ends in March 2022.
- Q1 of 2021/22 begins in April, Q1 of 2022 in January.
- Years of two digits are of 1970 to 2069.
"""

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from app.vocabulary.number_words import SMALL, any_of
from app.vocabulary.words import Word


class PeriodKind(Word):
    """How a period is named."""

    FINANCIAL_YEAR = "financial_year"  # 2022/23
    CALENDAR_YEAR = "calendar_year"  # 2016
    YEAR_TO = "year_to"  # year to March 2022
    MONTH = "month"  # March 2022
    DATE = "date"  # 31 March 2022
    SPAN = "span"  # 2011/12 to 2016/17
    POINTS = "points"  # September 2023 and March 2024
    SINCE = "since"  # since 2010: a baseline, with no end
    BY = "by"  # by 2020: a deadline, with no start
    RELATIVE = "relative"  # last year: no dates without knowing when it was written


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its normalised label, its form, and its first and last day (``None`` if it does not name one)."""

    label: str
    kind: PeriodKind
    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"the period {self.label!r} ends before it starts")

    @property
    def is_a_year(self) -> bool:
        """Whether it is one year, by its dates or by words such as "last year"."""
        if self.start is None or self.end is None:
            return _LAST_YEAR.fullmatch(self.label) is not None
        return self.start == _first_day_of_years_to(self.end, 1)

    @property
    def is_dated(self) -> bool:
        """Whether both its first and its last day are known."""
        return self.start is not None and self.end is not None


_LAST_YEAR = re.compile(
    r"(?:last|past|latest|previous) (?:full )?(?:financial |calendar )?(?:year|(?:12|twelve) months)"
)


MONTHS = {name: number for number, name in enumerate(month_name) if name}
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DASH = "[-‐‑‒–—−]"
_APOSTROPHE = "['’‘]"
_YEAR = r"(?:19|20)\d\d"
_ANY_YEAR = rf"(?:{_YEAR}|{_APOSTROPHE}?\d\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_DAY_TH = rf"{_DAY}(?:st|nd|rd|th)?"
_TO = rf"(?:\s(?:to|until|till|through|up\sto)\s|\s?{_DASH}\s?)"
_END_OF = r"(?:the\s)?end(?:\sof)?\s(?:the\s)?"


def _unnamed(pattern: str) -> str:
    """Return a pattern without named groups, so that other patterns can contain it more than once."""
    return rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', pattern)})"


# 31 March 2022 | 31st of March, 2022 | 31 Mar 22 | 31-Mar-22
_DAY_MONTH_YEAR = rf"(?P<day>{_DAY})(?:st|nd|rd|th)?(?:\s(?:of\s)?|-)(?P<month>{_MONTH})\.?,?[\s-](?P<year>{_ANY_YEAR})"
# March 31, 2022
_MONTH_DAY_YEAR = rf"(?P<month>{_MONTH})\.?\s(?P<day>{_DAY})(?:st|nd|rd|th)?,?\s(?P<year>{_YEAR})"
# 31/03/2022 | 31.3.2022 | 31-03-22 | 2022-03-31
_IN_NUMBERS = "|".join(
    (
        r"\d\d?/\d\d?/\d\d|\d\d?\.\d\d?\.\d\d",
        *(
            rf"\d\d?{mark}\d\d?{mark}{_YEAR}|\d\d{mark}\d\d{mark}\d\d|{_YEAR}{mark}\d\d{mark}\d\d"
            for mark in ("/", r"\.", "-")
        ),
    )
)
_DATE = "|".join(map(_unnamed, (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _IN_NUMBERS)))
# March 2022 | Mar-22 | March '22
_MONTH_AND_YEAR = rf"(?P<month>{_MONTH})(?:\.?,?\s?(?:of\s)?|[-/])(?P<year>{_YEAR}|(?<=[-/])\d\d|{_APOSTROPHE}\d\d)"
# Mar 22
_MONTH_AND_SHORT_YEAR = rf"(?P<month>{_MONTH})\.?\s(?P<year>\d\d)(?!,?\s{_YEAR})"
# 03/2022 | 2022-03
_MONTH_SLASH_YEAR = rf"(?P<month>0?[1-9]|1[0-2])/(?P<year>{_YEAR})"
_YEAR_DASH_MONTH = r"(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])"
_IN_MONTHS = "|".join(map(_unnamed, (_MONTH_AND_YEAR, _MONTH_AND_SHORT_YEAR, _MONTH_SLASH_YEAR, _YEAR_DASH_MONTH)))

_FY = r"(?:F/?Y[\s-]?|(?:financial|fiscal|budget|performance|reporting)\syears?\s)"
# 2021/22 | 2021-2022 | 2021/2 | '21/22 | 21/22
_TWO_YEARS = (
    rf"{_YEAR}(?:\s?(?:/|{_DASH})\s?{_ANY_YEAR}|(?:/|{_DASH})\d)(?![\d/])|\d\d/\d\d"
    rf"|{_APOSTROPHE}\d\d(?:/|{_DASH}){_APOSTROPHE}?\d\d"
)
# FY 22/23 | financial year 2023 to 2024 | 2023 to 2024 financial year
_YEAR_TO_YEAR = rf"{_ANY_YEAR}(?:\s?(?:/|{_DASH})\s?|\sto\s)(?:{_ANY_YEAR}|\d)(?![\d/])"
_FINANCIAL = rf"(?:{_FY}{_YEAR_TO_YEAR}|{_YEAR_TO_YEAR}\s(?:financial|fiscal)\syear|{_TWO_YEARS})"
# FY22 | financial year ending 2022
_FY_ENDING = rf"(?:F/?YE?[\s-]?|(?:financial|fiscal)\syear\s(?:end(?:ing|ed)?\s(?:in\s)?)?){_ANY_YEAR}"
_ONE_YEAR = rf"(?:{_YEAR}|{_APOSTROPHE}\d\d)"

# A year alone is only a candidate here: in prose, the words around it decide (see extract/periods.py).
_DAY_OR_MONTH = rf"(?:{_DATE}|{_IN_MONTHS})"
_ANY_YEARLY = rf"(?:{_FINANCIAL}|{_FY_ENDING}|{_ONE_YEAR})"
_POINT = rf"(?:{_DAY_OR_MONTH}|{_ANY_YEARLY})"

_ORDINAL = "(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th)"
_QUARTER = rf"(?P<part>(?:Q|quarter\s)[1-4]|H[12]|{_ORDINAL}\s(?:quarter|half))"
_QUARTER_OF = rf"{_QUARTER}(?:,?\s(?:of|in)|,)?\s(?:the\s)?(?P<year>{_ANY_YEARLY})"
_YEAR_AND_QUARTER = rf"(?P<year>{_FINANCIAL}|{_YEAR})[,:]?[\s-](?P<part>[QH][1-4])"
_SEASON = rf"(?P<season>spring|summer|autumn)\s(?:of\s)?(?P<year>{_YEAR})|winter\s(?:of\s)?(?P<winter>{_TWO_YEARS})"
_DECADE = r"(?P<first>(?:19|20)\d)0s"
_STRETCH = rf"(?:{'|'.join(map(_unnamed, (_QUARTER_OF, _YEAR_AND_QUARTER, _SEASON, _DECADE)))})"
_TIME = rf"(?:{_STRETCH}|{_POINT})"

_ENDING = rf"(?:(?:\s|-)(?:up\s)?(?:to|ending|ended|until)|\sup\suntil)\s(?:{_END_OF})?"
_TWELVE_MONTHS = (
    r"(?:rolling\s)?(?:(?:(?:financial|fiscal|calendar|full|whole)\s)?year|(?:12|twelve)[\s-]months?(?:\speriod)?)"
)
_YEAR_TO = rf"(?:{_TWELVE_MONTHS}{_ENDING}|(?:Y\.?/?E\.?|FYE|year[\s-]end)\s(?:{_END_OF})?)(?P<last>{_DAY_OR_MONTH})"
_SMALL = rf"(?:{any_of(word for word, number in SMALL.items() if number > 1)}|\d{{1,2}})"
_RELATIVE = (
    rf"(?:(?:that|same)\s(?:(?:{_SMALL}|whole)\s)?(?:year|years|period|months|time|date)\b|those\s(?:{_SMALL}\s)?(?:years|months)"
    rf"|(?:last|past|previous|next|coming|latest|current)\s(?:(?:{_SMALL}|few|full|financial|calendar)\s){{0,2}}"
    r"(?:years?|months?|decades?)|this\s(?:(?:financial|calendar)\s)?(?:year|month|decade))"
)


def parse_period(text: str) -> Period | None:
    """Return the period that ``text`` names, or ``None`` if it is not the name of a period."""
    words = " ".join(text.split())
    found = (build(match) for pattern, build in _forms() if (match := pattern.fullmatch(words)))
    return next((period for period in found if period is not None), None)


def periods_at(text: str, start: int) -> Iterator[tuple[Period, int]]:
    """Yield the periods that a sentence may name beginning at ``start``, and where each ends, the longest first."""
    for pattern, build in _forms():
        match = pattern.match(text, start)
        period = None if match is None else build(match)
        if match is not None and period is not None:
            yield period, match.end()


def _year(digits: str) -> int:
    """Return the year of four digits, or of the last two of them."""
    number = int(digits.lstrip("'’‘"))
    return number if number > _LAST_SHORT else _FIRST_SHORT + (number - _FIRST_SHORT) % 100


_FIRST_SHORT, _LAST_SHORT = 1970, 99
"""The first of the hundred years that two digits may stand for, and the greatest number of two digits."""


def _financial_year(match: re.Match[str]) -> Period | None:
    first, second = re.findall(r"\d+", match[0])
    year = _year(first)
    if int(second) != (year + 1) % 10 ** len(second):
        return None  # "2023-25" names a round of inspections, not a year
    return Period(f"{year}/{(year + 1) % 100:02}", PeriodKind.FINANCIAL_YEAR, date(year, 4, 1), date(year + 1, 3, 31))


def _financial_year_ending(match: re.Match[str]) -> Period | None:
    [last] = re.findall(r"\d+", match[0])
    return parse_period(f"{_year(last) - 1}/{_year(last)}")


def _other_year(match: re.Match[str]) -> Period | None:
    """Return a year that begins in another month than the financial year, as the year to its end."""
    year = parse_period(match["years"].replace(" to ", "/"))
    if year is None or year.kind is not PeriodKind.FINANCIAL_YEAR or year.end is None:
        return None
    return parse_period(f"year to {'5 April' if match['of'].lower() == 'tax' else 'August'} {year.end.year}")


def _calendar_year(match: re.Match[str]) -> Period:
    year = _year(match[0])
    return Period(f"{year}", PeriodKind.CALENDAR_YEAR, date(year, 1, 1), date(year, 12, 31))


def _month(match: re.Match[str]) -> Period:
    month, year = _month_number(match["month"]), _year(match["year"])
    return Period(
        f"{month_name[month]} {year}",
        PeriodKind.MONTH,
        date(year, month, 1),
        date(year, month, monthrange(year, month)[1]),
    )


def _month_after_year(match: re.Match[str]) -> Period | None:
    """Return the month of "2010-05", which cannot be the years from one to another as "2010-12" can."""
    return _month(match) if int(match["month"]) <= int(match["year"]) % 100 else None


def _years_apart(match: re.Match[str]) -> Period | None:
    """Return the years of "2010-12", from the first to the last."""
    first = int(match["first"])
    last = first // 100 * 100 + int(match["last"])
    return parse_period(f"{first} to {last}") if last > first + 1 else None


def _date(match: re.Match[str]) -> Period | None:
    return _day(_year(match["year"]), _month_number(match["month"]), int(match["day"]))


def _date_in_numbers(match: re.Match[str]) -> Period | None:
    first, month, last = re.findall(r"\d+", match[0])
    year, day = (first, last) if int(first) > _LAST_SHORT else (last, first)
    return _day(_year(year), int(month), int(day))


def _day(year: int, month: int, number: int) -> Period | None:
    try:
        day = date(year, month, number)
    except ValueError:  # 31 June
        return None
    return Period(f"{day.day} {month_name[month]} {day.year}", PeriodKind.DATE, day, day)


def _quarter(match: re.Match[str]) -> Period | None:
    """Return a quarter or a half of a year by its months."""
    year = parse_period(match["year"])
    if year is None or year.start is None:
        return None
    part = match["part"].lower()
    months = 6 if part.startswith("h") or part.endswith("half") else 3
    parts = len(MONTHS) // months
    number = next(n for sign, n in _PARTS.items() if sign in part) or parts
    return _months(year.start.year, year.start.month + (number - 1) * months, months) if number <= parts else None


_PARTS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "final": 0, "last": 0}


def _season(match: re.Match[str]) -> Period | None:
    if match["winter"] is None:
        return _months(int(match["year"]), {"spring": 3, "summer": 6, "autumn": 9}[match["season"].lower()], 3)
    years = parse_period(match["winter"])
    return None if years is None or years.start is None else _months(years.start.year, 12, 3)


def _months(year: int, first: int, count: int) -> Period | None:
    """Return ``count`` months from month ``first`` of a year; a number above 12 is in a later year."""
    begin, end = (f"{month_name[n % 12 + 1]} {year + n // 12}" for n in (first - 1, first + count - 2))
    return parse_period(begin if begin == end else f"{begin} to {end}")


def _decade(match: re.Match[str]) -> Period | None:
    return parse_period(f"{match['first']}0 to {match['first']}9")


def _year_to(match: re.Match[str]) -> Period | None:
    last = parse_period(match["last"])
    if last is None or last.end is None:
        return None
    following = last.end + timedelta(days=1)
    end = f"{month_name[last.end.month]} {last.end.year}" if following.day == 1 else last.label
    return Period(f"year to {end}", PeriodKind.YEAR_TO, _first_day_of_years_to(last.end, 1), last.end)


def _year_from(match: re.Match[str]) -> Period | None:
    first = parse_period(match["first"])
    return _months(first.start.year, first.start.month, 12) if first and first.start and first.start.day == 1 else None


def _week(match: re.Match[str]) -> Period | None:
    day = parse_period(match["date"])
    if day is None or day.start is None:
        return None
    first = day.start - timedelta(days=6) if match["how"].lower() in {"to", "ending", "ended"} else day.start
    return parse_period(" to ".join(f"{d.day} {d:%B} {d.year}" for d in (first, first + timedelta(days=6))))


def _since(match: re.Match[str]) -> Period | None:
    base = parse_period(match["base"])
    if base is None:
        return None
    label = base.label.partition(" to ")[0] if base.kind is PeriodKind.SPAN else base.label
    return Period(f"since {label}", PeriodKind.SINCE, base.start, None)


def _since_the_end(match: re.Match[str]) -> Period | None:
    base = parse_period(match["base"])
    last = None if base is None or base.end is None else _day(base.end.year, base.end.month, base.end.day)
    return None if last is None else Period(f"since {last.label}", PeriodKind.SINCE, last.start, None)


def _by(match: re.Match[str]) -> Period | None:
    deadline = parse_period(match["deadline"])
    return deadline and Period(f"by {deadline.label.rpartition(' to ')[2]}", PeriodKind.BY, None, deadline.end)


def _years_to(match: re.Match[str]) -> Period | None:
    last = parse_period(match["last"])
    if last is None or last.end is None:
        return None
    number = match["number"].casefold()
    label = f"decade to {last.label}" if number == "decade" else f"{number} years to {last.label}"
    years = _count(number)
    return Period(label, PeriodKind.SPAN, _first_day_of_years_to(last.end, years), last.end) if years else None


def _months_to(match: re.Match[str]) -> Period | None:
    last = parse_period(match["last"])
    count = _count((match["number"] or "three").casefold())
    if last is None or last.kind is not PeriodKind.MONTH or last.end is None or not count:
        return None
    before, month = divmod(last.end.month - count, 12)
    return _months(last.end.year + before, month + 1, count)


def _count(number: str) -> int:
    """Return a small number in words or digits, or 0 if it is not a number."""
    return int(number) if number.isdecimal() else _COUNTS.get(number, 0)


_COUNTS = SMALL | {"decade": 10}


def _two(match: re.Match[str]) -> Period | None:
    first, last = parse_period(match["first"]), parse_period(match["last"])
    if first is None or last is None or first.start is None or last.end is None or first.start > last.end:
        return None
    label = f"{first.label.partition(' to ')[0]} to {last.label.rpartition(' to ')[2]}"
    return Period(label, PeriodKind.SPAN, first.start, last.end)


def _points(match: re.Match[str]) -> Period | None:
    named = _a_point().findall(match[0])
    points = [point for words in named if (point := parse_period(words)) is not None]
    days = sorted((point.start, point.end) for point in points if point.start is not None and point.end is not None)
    if len(days) < len(named):
        return None
    return Period(" and ".join(point.label for point in points), PeriodKind.POINTS, days[0][0], days[-1][1])


@cache
def _a_point() -> re.Pattern[str]:
    return re.compile(_POINT, re.IGNORECASE)


def points_of(period: Period) -> list[Period]:
    """Return the periods that "2021/22 and 2022/23" names, or the one that there is."""
    if period.kind is not PeriodKind.POINTS:
        return [period]
    return [point for words in _a_point().findall(period.label) if (point := parse_period(words)) is not None]


def _from_to(match: re.Match[str]) -> Period | None:
    """Return the time from one to another; 2021-2022 is no such time, but a financial year."""
    if _TWO_DASHED_YEARS.fullmatch(match[0]) and _year(match["last"]) == _year(match["first"]) + 1:
        return None
    return _two(match)


_TWO_DASHED_YEARS = re.compile(rf"{_ONE_YEAR}\s?{_DASH}\s?{_ONE_YEAR}")


def _of_one_year(match: re.Match[str]) -> Period | None:
    """Return "April to June 2022" or "1-7 April 2022": the first part takes the year or month that it lacks."""
    first, last = match["first"], parse_period(match["last"])
    if last is None or last.end is None:
        return None
    if first.isdecimal():
        first = f"{first} {month_name[last.end.month]}"
    both = "and" if match["joint"].strip() == "and" and not match[0].lower().startswith("between") else "to"
    years = (last.end.year, last.end.year - 1) if both == "to" else (last.end.year,)
    found = (parse_period(f"{first} {year} {both} {last.label}") for year in years)
    return next((period for period in found if period is not None), None)


def _dated(match: re.Match[str]) -> Period | None:
    """Return the year of "last year (2021/22)"."""
    return parse_period(match["dated"])


def _relative(match: re.Match[str]) -> Period:
    return Period(match["words"].replace("\u0130", "i").lower(), PeriodKind.RELATIVE, None, None)


def _first_day_of_years_to(end: date, years: int) -> date:
    following = end + timedelta(days=1)
    if (following.month, following.day) == (2, 29):  # a year to 28 February of a leap year
        following += timedelta(days=1)
    return following.replace(year=following.year - years)


def _month_number(name: str) -> int:
    return int(name) if name.isdecimal() else next(n for full, n in MONTHS.items() if full[:3] == name[:3].title())


# From the longest form to the shortest, because a longer one may begin with a shorter one.
_GRAMMAR: tuple[tuple[str, Callable[[re.Match[str]], Period | None]], ...] = (
    (
        rf"since\s(?:the\s)?(?:(?:start|beginning)\sof\s)?(?:early\s)?(?P<base>{_unnamed(_YEAR_TO)}|{_TIME})",
        _since,
    ),
    (rf"since\s{_END_OF}(?P<base>{_POINT})", _since_the_end),
    (
        (
            rf"(?:by|no\slater\sthan|before\sthe\send\sof)\s(?:the\s)?(?:end(?:\sof)?\s(?:the\s)?|year\s)?"
            rf"(?:(?:early|mid|late)[\s-])?(?P<deadline>{_TIME})"
        ),
        _by,
    ),
    (rf"(?P<number>decade)\sto\s(?P<last>{_POINT})", _years_to),
    (rf"(?P<number>{_SMALL})[\s-]years?(?:\speriod)?{_ENDING}(?P<last>{_POINT})", _years_to),
    (_YEAR_TO, _year_to),
    (rf"{_TWELVE_MONTHS}\s(?:from|beginning|starting|commencing)\s(?:in\s)?(?P<first>{_DAY_OR_MONTH})", _year_from),
    (rf"(?:(?P<number>{_SMALL})[\s-]months?(?:\speriod)?|quarter){_ENDING}(?P<last>{_IN_MONTHS})", _months_to),
    (rf"between\s(?P<first>{_TIME})\s?(?:and|to|&|{_DASH})\s?(?P<last>{_TIME})", _two),
    (
        rf"(?:between\s)?(?P<first>{_DAY_TH}\s{_MONTH}|{_MONTH})(?P<joint>{_TO}|\sand\s)(?P<last>{_DAY_OR_MONTH})",
        _of_one_year,
    ),
    (rf"(?P<first>{_DAY})(?:st|nd|rd|th)?(?P<joint>{_DASH})(?P<last>{_DATE})", _of_one_year),
    (rf"(?P<years>{_YEAR_TO_YEAR})\s(?P<of>tax|academic|school)\syear", _other_year),
    (rf"(?P<of>tax|academic|school)\syear\s(?P<years>{_YEAR_TO_YEAR})", _other_year),
    (rf"{_POINT}(?:(?:,|,?\sand)\s{_POINT}){{0,8}},?\sand\s{_POINT}", _points),
    (rf"{_FY}{_YEAR_TO_YEAR}|{_YEAR_TO_YEAR}\s(?:financial|fiscal)\syear", _financial_year),
    (rf"(?P<first>{_TIME}){_TO}(?P<last>{_TIME})", _from_to),
    (rf"week\s(?P<how>to|ending|ended|from|beginning|starting|commencing)\s(?P<date>{_DATE})", _week),
    (_QUARTER_OF, _quarter),
    (_YEAR_AND_QUARTER, _quarter),
    (_SEASON, _season),
    (_DECADE, _decade),
    (_IN_NUMBERS, _date_in_numbers),
    (_DAY_MONTH_YEAR, _date),
    (_MONTH_DAY_YEAR, _date),
    (_MONTH_AND_YEAR, _month),
    (_MONTH_AND_SHORT_YEAR, _month),
    (_MONTH_SLASH_YEAR, _month),
    (_TWO_YEARS, _financial_year),
    (_YEAR_DASH_MONTH, _month_after_year),
    (rf"(?P<first>{_YEAR})\s?{_DASH}\s?(?P<last>\d\d)", _years_apart),
    (_FY_ENDING, _financial_year_ending),
    (_ONE_YEAR, _calendar_year),
    (rf"(?:the\s)?{_RELATIVE}\s\((?P<dated>{_TIME})\)", _dated),
    (rf"(?:the\s)?(?P<words>{_RELATIVE})", _relative),
)
_FIRST_WORDS = (
    "since by no before decade rolling financial fiscal calendar full whole year y. y/ twelve quarter between tax "
    "academic school f/ fy budget performance reporting week q1 q2 q3 q4 h1 h2 first second third fourth final "
    "last spring summer autumn winter the that same those past previous next coming latest current this"
).split()


def _begins() -> str:
    """Return what a period begins with: a digit, an apostrophe, or the first two letters of one of its first words."""
    letters: dict[str, set[str]] = {}
    for word in (*_FIRST_WORDS, *SMALL, *(month.lower() for month in MONTHS)):
        letters.setdefault(word[0], set()).update((word[1], word[1].upper()))
    words = "|".join(f"[{first}{first.upper()}][{''.join(sorted(second))}]" for first, second in letters.items())
    return rf"(?-i:(?=[\d'’‘]|{words}))"


_AFTER = rf"(?![\w%]|[,.]\d|(?:{_DASH}|/)\d)"


# Compiled when a period is first read: that takes a third of a second, and most processes read none.
@cache
def _forms() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...]:
    return tuple((re.compile(rf"(?:{pattern}){_AFTER}", re.IGNORECASE), build) for pattern, build in _GRAMMAR)


@cache
def candidate() -> re.Pattern[str]:
    """Return where prose may name a period; ``periods_at`` decides whether it does."""
    return re.compile(
        r"(?:(?<![\w/,.£-])|(?<=\b[Mm]id-)|(?<=\b[Pp]re-)|(?<=\b[Pp]ost-))"
        rf"{_begins()}(?:{'|'.join(_unnamed(pattern) for pattern, _ in _GRAMMAR)}){_AFTER}",
        re.IGNORECASE,
    )
