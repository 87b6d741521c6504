from calendar import month_name, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.vocabulary.periods import Period, PeriodKind, parse_period
from tests.builders import any_text, properties


@dataclass(frozen=True)
class Named:
    label: str
    start: date | None
    end: date | None


def financial_year(year: int) -> Named:
    return Named(f"{year}/{(year + 1) % 100:02}", date(year, 4, 1), date(year + 1, 3, 31))


def calendar_year(year: int) -> Named:
    return Named(str(year), date(year, 1, 1), date(year, 12, 31))


def month(day: date) -> Named:
    return Named(
        f"{month_name[day.month]} {day.year}",
        day.replace(day=1),
        day.replace(day=monthrange(day.year, day.month)[1]),
    )


def single_day(day: date) -> Named:
    return Named(f"{day.day} {month_name[day.month]} {day.year}", day, day)


years = st.integers(1900, 2099)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
points = st.one_of(years.map(financial_year), years.map(calendar_year), days.map(month), days.map(single_day))


def joined(joint: str) -> Callable[[tuple[Named, Named]], Named]:
    def join(pair: tuple[Named, Named]) -> Named:
        first, last = sorted(pair, key=lambda point: (point.start, point.end))
        return Named(f"{first.label} {joint} {last.label}", first.start, last.end)

    return join


def twelve_months_to(point: Named) -> Named:
    last = point.end
    assert last is not None
    if (last.month, last.day) == (2, 29) or (last.month, last.day) == (2, 28):
        start = date(last.year - 1, 3, 1)
    else:
        start = date.fromordinal(date(last.year - 1, last.month, last.day).toordinal() + 1)
    ends_month = (last + timedelta(days=1)).day == 1
    return Named(f"year to {f'{last:%B %Y}' if ends_month else point.label}", start, last)


LABELS: dict[PeriodKind, st.SearchStrategy[Named]] = {
    PeriodKind.FINANCIAL_YEAR: years.map(financial_year),
    PeriodKind.CALENDAR_YEAR: years.map(calendar_year),
    PeriodKind.MONTH: days.map(month),
    PeriodKind.DATE: days.map(single_day),
    PeriodKind.YEAR_TO: st.one_of(days.map(month), days.map(single_day)).map(twelve_months_to),
    PeriodKind.SPAN: st.tuples(points, points).map(joined("to")),
    PeriodKind.POINTS: st.tuples(points, points).map(joined("and")),
    PeriodKind.SINCE: points.map(lambda point: Named(f"since {point.label}", point.start, None)),
    PeriodKind.BY: points.map(lambda point: Named(f"by {point.label}", None, point.end)),
    PeriodKind.RELATIVE: st.tuples(
        st.sampled_from("last past previous next coming latest current".split()),
        st.sampled_from(["", " five", " 12", " few", " financial", " two calendar"]),
        st.sampled_from("year years month months decade decades".split()),
    ).map(lambda words: Named(f"{words[0]}{words[1]} {words[2]}", None, None)),
}


@pytest.mark.parametrize("kind", PeriodKind)
def test_a_label_of_any_kind_names_its_own_period(kind: PeriodKind) -> None:
    @properties
    @given(LABELS[kind])
    def named(expected: Named) -> None:
        assert parse_period(expected.label) == Period(expected.label, kind, expected.start, expected.end)

    named()


@properties
@given(any_text)
@example("prevİous year")
def test_no_text_raises_and_the_label_of_what_is_read_reads_the_same(text: str) -> None:
    read = parse_period(text)

    assert read is None or parse_period(read.label) == read
    assert read is None or read.start is None or read.end is None or read.start <= read.end


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("2022/2023", "2022/23"),
        ("2022-23", "2022/23"),
        ("2022–23", "2022/23"),
        ("2009/0", "2009/10"),
        ("1999/00", "1999/00"),
        ("March, 2022", "March 2022"),
        ("Sept 2020", "September 2020"),
        ("jul 2020", "July 2020"),
        ("31st of March 2022", "31 March 2022"),
        ("05 May 2019", "5 May 2019"),
        ("financial year ending March 2022", "year to March 2022"),
        ("12 months to 31 March 2016", "year to March 2016"),
        ("12 months to 30 March 2016", "year to 30 March 2016"),
        ("seven years to March 2017", "seven years to March 2017"),
        ("eleven years to March 2017", "eleven years to March 2017"),
        ("eleven months to March 2016", "May 2015 to March 2016"),
        ("twelve-month period up to the end of June 2016", "year to June 2016"),
        ("since the year to March 2010", "since year to March 2010"),
        ("by the end of 2020", "by 2020"),
        ("2011/12–2016/17", "2011/12 to 2016/17"),
        ("decade to 2016", "decade to 2016"),
        ("the Last Five Years", "last five years"),
        ("  year \n to  March 2022 ", "year to March 2022"),
    ],
)
def test_other_wordings_are_brought_to_the_normal_label(wording: str, label: str) -> None:
    read = parse_period(wording)

    assert read is not None
    assert read.label == label


@pytest.mark.parametrize(
    "wording",
    [
        "",
        "officers",
        "2016/18",
        "31 June 2020",
        "2019 to 2015",
        "1799",
        "2100",
        "20166",
        "in 2016",
        "Mars 2016",
    ],
)
def test_what_names_no_period_is_none(wording: str) -> None:
    assert parse_period(wording) is None


def test_a_decade_ends_with_the_last_day_it_names_and_begins_ten_years_before() -> None:
    read = parse_period("decade to 2016")

    assert read == Period("decade to 2016", PeriodKind.SPAN, date(2007, 1, 1), date(2016, 12, 31))


def test_a_year_to_the_end_of_february_begins_in_march() -> None:
    for wording in ("year to February 2016", "year to 28 February 2016", "year to 28 February 2015"):
        read = parse_period(wording)
        assert read is not None
        assert read.start is not None
        assert read.end is not None
        assert read.start == date(read.end.year - 1, 3, 1)


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period("upside down", PeriodKind.SPAN, date(2020, 1, 2), date(2020, 1, 1))


def ordinal(day: int) -> str:
    return f"{day}{'th' if 11 <= day <= 13 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


DAY_SPELLINGS: list[Callable[[date], str]] = [
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d:%d %b} {d.year}",
    lambda d: f"{ordinal(d.day)} of {d:%B}, {d.year}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: f"{d:%b} {ordinal(d.day)} {d.year}",
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"{d:%d-%m-%Y}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%d-%b-%Y}",
]
SHORT_DAY_SPELLINGS: list[Callable[[date], str]] = [
    lambda d: f"{d:%d/%m/%y}",
    lambda d: f"{d.day}/{d.month}/{d:%y}",
    lambda d: f"{d:%d.%m.%y}",
    lambda d: f"{d:%d-%m-%y}",
    lambda d: f"{d.day} {d:%b %y}",
    lambda d: f"{d:%d-%b-%y}",
]
MONTH_SPELLINGS: list[Callable[[date], str]] = [
    lambda d: f"{d:%B} {d.year}",
    lambda d: f"{d:%b} {d.year}",
    lambda d: f"{d:%B}, {d.year}",
    lambda d: f"{d:%B} of {d.year}",
    lambda d: f"{d:%b}-{d.year}",
    lambda d: f"{d:%m/%Y}",
]
SHORT_MONTH_SPELLINGS: list[Callable[[date], str]] = [
    lambda d: f"{d:%b-%y}",
    lambda d: f"{d:%B '%y}",
    lambda d: f"{d:%b ’%y}",
]
YEAR_SPELLINGS: list[Callable[[int], str]] = [
    *[lambda y, dash=dash: f"{y}{dash}{(y + 1) % 100:02}" for dash in "/-‐‑–—"],
    *[lambda y, dash=dash: f"{y}{dash}{y + 1}" for dash in ("/", "-", "–", " - ", " – ")],
    lambda y: f"{y}/{(y + 1) % 10}",
    lambda y: f"FY{y}-{(y + 1) % 100:02}",
    lambda y: f"FY {y}/{(y + 1) % 100:02}",
    lambda y: f"financial year {y} to {y + 1}",
    lambda y: f"{y} to {y + 1} financial year",
]
SHORT_YEAR_SPELLINGS: list[Callable[[int], str]] = [
    lambda y: f"{y % 100:02}/{(y + 1) % 100:02}",
    lambda y: f"'{y % 100:02}/{(y + 1) % 100:02}",
    lambda y: f"’{y % 100:02}–’{(y + 1) % 100:02}",
    lambda y: f"FY{y % 100:02}/{(y + 1) % 100:02}",
    lambda y: f"F/Y {y % 100:02}/{(y + 1) % 100:02}",
    lambda y: f"FY{(y + 1) % 100:02}",
]
recent_years = st.integers(1970, 2068)
recent_days = st.dates(date(1970, 1, 1), date(2069, 12, 31))


@properties
@given(
    st.one_of(
        st.tuples(st.sampled_from(DAY_SPELLINGS), days), st.tuples(st.sampled_from(SHORT_DAY_SPELLINGS), recent_days)
    )
)
def test_a_day_is_read_in_every_spelling(spelled: tuple[Callable[[date], str], date]) -> None:
    spelling, day = spelled
    read = parse_period(spelling(day))

    assert read is not None
    assert (read.kind, read.start, read.end) == (PeriodKind.DATE, day, day)


@properties
@given(
    st.one_of(
        st.tuples(st.sampled_from(MONTH_SPELLINGS), days),
        st.tuples(st.sampled_from(SHORT_MONTH_SPELLINGS), recent_days),
    )
)
def test_a_month_is_read_in_every_spelling(spelled: tuple[Callable[[date], str], date]) -> None:
    spelling, day = spelled
    read = parse_period(spelling(day))

    assert read is not None
    assert (read.kind, read.label) == (PeriodKind.MONTH, month(day).label)


@properties
@given(
    st.one_of(
        st.tuples(st.sampled_from(YEAR_SPELLINGS), years.filter(lambda y: y < 2099)),
        st.tuples(st.sampled_from(SHORT_YEAR_SPELLINGS), recent_years),
    )
)
def test_a_financial_year_is_read_in_every_spelling(spelled: tuple[Callable[[int], str], int]) -> None:
    spelling, year = spelled
    read = parse_period(spelling(year))

    assert read is not None
    assert (read.kind, read.label) == (PeriodKind.FINANCIAL_YEAR, financial_year(year).label)


@properties
@given(st.sampled_from(MONTH_SPELLINGS), days)
def test_the_year_to_a_month_is_read_in_every_wording(spelling: Callable[[date], str], day: date) -> None:
    expected = twelve_months_to(month(day)).label
    for wording in ("year to end {}", "year to the end of {}", "YE {}", "12 months to {}", "rolling year to {}"):
        read = parse_period(wording.format(spelling(day)))
        assert read is not None
        assert read.label == expected


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("Q4 2021/22", "January 2022 to March 2022"),
        ("Q1 of 2022", "January 2022 to March 2022"),
        ("second half of 2021/22", "October 2021 to March 2022"),
        ("final quarter of 2022", "October 2022 to December 2022"),
        ("2022 H1", "January 2022 to June 2022"),
        ("summer 2022", "June 2022 to August 2022"),
        ("winter 2021/22", "December 2021 to February 2022"),
        ("1990s", "1990 to 1999"),
        ("quarter ending January 2022", "November 2021 to January 2022"),
        ("week ending 3 April 2022", "28 March 2022 to 3 April 2022"),
        ("week commencing 28 March 2022", "28 March 2022 to 3 April 2022"),
        ("April to June 2022", "April 2022 to June 2022"),
        ("1 April to 31 March 2022", "1 April 2021 to 31 March 2022"),
        ("1–7 April 2022", "1 April 2022 to 7 April 2022"),
        ("2021/22, 2022/23 and 2023/24", "2021/22 and 2022/23 and 2023/24"),
        ("tax year 2021 to 2022", "year to 5 April 2022"),
        ("academic year 2021/22", "year to August 2022"),
        ("since the end of 2019", "since 31 December 2019"),
        ("since summer 2019", "since June 2019"),
        ("by spring 2025", "by May 2025"),
        ("last year (2021/22)", "2021/22"),
        ("2010-05", "May 2010"),
        ("2010-12", "2010 to 2012"),
        ("2023–25", "2023 to 2025"),
        ("Mar 22", "March 2022"),
        ("Apr 21-Mar 22", "April 2021 to March 2022"),
        ("Apr 21 to Mar 22", "April 2021 to March 2022"),
        ("year to Mar 22", "year to March 2022"),
        ("year from April 2021", "April 2021 to March 2022"),
        ("year beginning 1 April 2021", "April 2021 to March 2022"),
    ],
)
def test_times_that_have_no_name_of_their_own_are_told_by_their_months_or_days(wording: str, label: str) -> None:
    read = parse_period(wording)

    assert read is not None
    assert read.label == label
    assert parse_period(label) == read


@pytest.mark.parametrize("wording", ["24/7", "31/02/2022", "03/31/2022", "H3 2022", "Q5 2022", "third half of 2022"])
def test_what_may_be_read_in_two_ways_or_cannot_be_is_no_period(wording: str) -> None:
    assert parse_period(wording) is None


@pytest.mark.parametrize(
    ("wording", "is_a_year"), [("April 2021 to March 2022", True), ("April 2021 to June 2021", False)]
)
def test_twelve_months_are_a_year_however_they_are_named(wording: str, *, is_a_year: bool) -> None:
    read = parse_period(wording)

    assert read is not None
    assert read.is_a_year is is_a_year
