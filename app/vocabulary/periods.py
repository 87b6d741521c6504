"""Reference periods: the time a figure speaks of, normalised to a label with dates.

``parse_period`` reads one wording and ``Period.label`` is its normal form: parsing a label gives the same period again.
A police financial year runs from 1 April to 31 March.
"""

import re
from calendar import month_name, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
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
    """A period: its normal label, how it is named, and its first and last day (``None`` where it names none)."""

    label: str
    kind: PeriodKind
    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"the period {self.label!r} ends before it starts")

    @property
    def is_a_year(self) -> bool:
        """Whether it is one year, told by its dates or by words such as "last year"."""
        return self.kind in _YEARLY or _LAST_YEAR.fullmatch(self.label) is not None

    @property
    def is_dated(self) -> bool:
        """Whether it has its dates, whenever the statement was written."""
        return self.start is not None and self.end is not None


_YEARLY = frozenset({PeriodKind.FINANCIAL_YEAR, PeriodKind.CALENDAR_YEAR, PeriodKind.YEAR_TO})
_LAST_YEAR = re.compile(
    r"(?:last|past|latest|previous) (?:full )?(?:financial |calendar )?(?:year|(?:12|twelve) months)"
)


MONTHS = {name: number for number, name in enumerate(month_name) if name}
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_FINANCIAL = rf"{_YEAR}\s?[/–-]\s?(?:{_YEAR}|\d\d|\d)(?![\d/])"
_DATE = rf"{_DAY}\s(?:of\s)?{_MONTH},?\s{_YEAR}"
_MONTH_YEAR = rf"{_MONTH},?\s{_YEAR}"
# A year alone is only a candidate here: in prose, the words around it decide (see extract/periods.py).
_POINT = rf"(?:{_DATE}|{_MONTH_YEAR}|{_FINANCIAL}|{_YEAR})"
_TWELVE_MONTHS = r"(?:(?:financial\s)?year|(?:12|twelve)[\s-]months?(?:\speriod)?)"
_YEAR_TO = rf"{_TWELVE_MONTHS}\s(?:up\s)?(?:to|ending|ended)\s(?:the\send\sof\s)?(?:{_DATE}|{_MONTH_YEAR})"
_SMALL = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})"
_RELATIVE = (
    rf"(?:(?:that|same)\s(?:(?:{_SMALL}|whole)\s)?(?:year|years|period|months|time)\b|those\s(?:{_SMALL}\s)?(?:years|months)"
    rf"|(?:last|past|previous|next|coming|latest|current)\s(?:(?:{_SMALL}|few|full|financial|calendar)\s){{0,2}}"
    r"(?:years?|months?|decades?))"
)

POINT_PATTERN = _POINT
# From the longest form to the shortest: each alternative may begin with a shorter one.
PERIOD_PATTERN = (
    rf"(?:since\s(?:the\s)?(?:{_YEAR_TO}|{_POINT})"
    rf"|by\s(?:the\send\sof\s)?(?:{_DATE}|{_MONTH_YEAR}|{_FINANCIAL}|{_YEAR})"
    rf"|(?:decade|{_SMALL}\syears)\sto\s{_POINT}"
    rf"|{_YEAR_TO}"
    rf"|between\s{_POINT}\s(?:and|to|[-–])\s{_POINT}|{_POINT}\s(?:to|and)\s{_POINT}"
    rf"|{_FINANCIAL}\s?[-–]\s?{_FINANCIAL}|{_YEAR}\s?[-–]\s?{_YEAR}"
    rf"|(?:{_DATE}|{_MONTH_YEAR}|{_FINANCIAL}|{_YEAR})"
    rf"|(?:the\s)?{_RELATIVE})"
)


def parse_period(text: str) -> Period | None:
    """Return the period that the whole of ``text`` names, or ``None`` where it names none."""
    words = " ".join(text.split())
    for pattern, build in _FORMS:
        match = pattern.fullmatch(words)
        if match:
            return build(match)
    return None


def _financial_year(match: re.Match[str]) -> Period | None:
    first = int(match["first"])
    if int(match["second"]) != (first + 1) % 10 ** len(match["second"]):
        return None  # "2023-25" names a round of inspections, not a year
    return Period(
        f"{first}/{(first + 1) % 100:02}", PeriodKind.FINANCIAL_YEAR, date(first, 4, 1), date(first + 1, 3, 31)
    )


def _calendar_year(match: re.Match[str]) -> Period:
    year = int(match[0])
    return Period(match[0], PeriodKind.CALENDAR_YEAR, date(year, 1, 1), date(year, 12, 31))


def _month(match: re.Match[str]) -> Period:
    month, year = _month_number(match["month"]), int(match["year"])
    return Period(
        f"{month_name[month]} {year}",
        PeriodKind.MONTH,
        date(year, month, 1),
        date(year, month, monthrange(year, month)[1]),
    )


def _date(match: re.Match[str]) -> Period | None:
    month = _month_number(match["month"])
    try:
        day = date(int(match["year"]), month, int(match["day"]))
    except ValueError:  # 31 June
        return None
    return Period(f"{day.day} {month_name[month]} {day.year}", PeriodKind.DATE, day, day)


def _year_to(match: re.Match[str]) -> Period | None:
    last = parse_period(match["last"])
    if last is None or last.end is None:
        return None
    following = last.end + timedelta(days=1)
    end = f"{month_name[last.end.month]} {last.end.year}" if following.day == 1 else last.label
    return Period(f"year to {end}", PeriodKind.YEAR_TO, _first_day_of_years_to(last.end, 1), last.end)


def _since(match: re.Match[str]) -> Period | None:
    base = parse_period(match["base"])
    return base and Period(f"since {base.label}", PeriodKind.SINCE, base.start, None)


def _by(match: re.Match[str]) -> Period | None:
    deadline = parse_period(match["deadline"])
    return deadline and Period(f"by {deadline.label}", PeriodKind.BY, None, deadline.end)


def _years_to(match: re.Match[str]) -> Period | None:
    last = parse_period(match["last"])
    if last is None or last.end is None:
        return None
    number = match["span"].casefold().removesuffix(" years")
    years = int(number) if number.isdecimal() else _YEARS.get(number, 0)
    if not years:
        return None
    label = f"{match['span'].lower()} to {last.label}"
    return Period(label, PeriodKind.SPAN, _first_day_of_years_to(last.end, years), last.end)


_YEARS = {
    "decade": 10,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}


def _two(kind: PeriodKind, joint: str) -> Callable[[re.Match[str]], Period | None]:
    def build(match: re.Match[str]) -> Period | None:
        first, last = parse_period(match["first"]), parse_period(match["last"])
        if first is None or last is None or first.start is None or last.end is None or first.start > last.end:
            return None
        return Period(f"{first.label} {joint} {last.label}", kind, first.start, last.end)

    return build


def _years(match: re.Match[str]) -> Period | None:
    """Return the years from one to another ("2011-2016"); two that follow each other may be a financial year."""
    if int(match["last"]) == int(match["first"]) + 1:
        return None
    return _two(PeriodKind.SPAN, "to")(match)


def _relative(match: re.Match[str]) -> Period:
    return Period(match["words"].replace("\u0130", "i").lower(), PeriodKind.RELATIVE, None, None)


def _first_day_of_years_to(end: date, years: int) -> date:
    following = end + timedelta(days=1)
    if (following.month, following.day) == (2, 29):  # a year to 28 February of a leap year
        following += timedelta(days=1)
    return following.replace(year=following.year - years)


def _month_number(name: str) -> int:
    return next(number for full, number in MONTHS.items() if full[:3] == name[:3].title())


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), build)
    for pattern, build in (
        (rf"since (?:the )?(?P<base>{_YEAR_TO}|{_POINT})", _since),
        (rf"by (?:the end of )?(?P<deadline>{_POINT})", _by),
        (rf"(?P<span>decade|{_SMALL} years) to (?P<last>{_POINT})", _years_to),
        (rf"{_TWELVE_MONTHS} (?:up )?(?:to|ending|ended) (?:the end of )?(?P<last>{_DATE}|{_MONTH_YEAR})", _year_to),
        (rf"(?P<first>{_POINT}) to (?P<last>{_POINT})", _two(PeriodKind.SPAN, "to")),
        (rf"(?P<first>{_FINANCIAL}) ?[-–] ?(?P<last>{_FINANCIAL})", _two(PeriodKind.SPAN, "to")),
        (rf"(?P<first>{_YEAR}) ?[-–] ?(?P<last>{_YEAR})", _years),
        (rf"between (?P<first>{_POINT}) (?:and|to|[-–]) (?P<last>{_POINT})", _two(PeriodKind.SPAN, "to")),
        (rf"(?P<first>{_POINT}) and (?P<last>{_POINT})", _two(PeriodKind.POINTS, "and")),
        (
            rf"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH}),? (?P<year>{_YEAR})",
            _date,
        ),
        (rf"(?P<month>{_MONTH}),? (?P<year>{_YEAR})", _month),
        (rf"(?P<first>{_YEAR}) ?[/–-] ?(?P<second>{_YEAR}|\d\d|\d)", _financial_year),
        (_YEAR, _calendar_year),
        (rf"(?:the )?(?P<words>{_RELATIVE})", _relative),
    )
)
