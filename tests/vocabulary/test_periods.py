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
        "2023-25",
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
