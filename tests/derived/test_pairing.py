"""Which official figures go together: of one time, counted in one way, from one dataset."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.indicators import DEFINITIONS, Definition
from app.derived.pairing import Counting, Slice, at, countings, newest, through_time
from app.vocabulary.measures import measures
from app.vocabulary.official import Basis
from app.vocabulary.periods import Period
from tests.builders import period, properties

OFFICERS = measures()["police_officers"]
CRIMES = measures()["recorded_crimes"]
OFFICERS_PER_1000 = DEFINITIONS["officers_per_1000_people"]
CRIMES_PER_1000 = DEFINITIONS["crimes_per_1000_people"]
WORKFORCE_PER_1000 = DEFINITIONS["workforce_per_1000_people"]
DENSITY = DEFINITIONS["population_density_square_km"]


def counted(measure: str, when: str, basis: Basis = Basis.NONE, *, dataset: str = "tables", figures: int = 43) -> Slice:
    return Slice(dataset, measure, basis, period(when), figures, 0)


def officers(when: str, basis: Basis = Basis.FTE, *, dataset: str = "march", figures: int = 43) -> Slice:
    return counted("police_officers", when, basis, dataset=dataset, figures=figures)


def population(year: int, *, dataset: str = "people", figures: int = 43) -> Slice:
    return counted("population", f"{year}-06-30", dataset=dataset, figures=figures)


POPULATIONS = [population(year) for year in range(2024, 2010, -1)]


def ends(found: Sequence[Counting]) -> list[str]:
    return [str(counting.period.end) for counting in found]


def asked(found: Counting | None) -> tuple[str, str] | None:
    """Return the dataset of what is counted or divided, and the last day of its time."""
    return None if found is None else (found.slices[0].dataset, str(found.period.end))


@pytest.mark.parametrize(
    ("when", "mid_year"),
    [
        ("2023-03-31", 2022),
        ("2023-06-29", 2022),
        ("2023-06-30", 2023),
        ("2023-09-30", 2023),
        ("2023-12-31", 2023),
    ],
)
def test_a_count_of_a_day_goes_with_the_one_30_june_of_the_year_that_ends_on_it(when: str, mid_year: int) -> None:
    [found] = countings(OFFICERS_PER_1000, [officers(when), *POPULATIONS])

    assert found.period == period(when)
    assert found.complete
    assert set(found.slices) == {officers(when), population(mid_year)}


@pytest.mark.parametrize(
    ("when", "mid_year"),
    [
        ("2018/19", 2018),
        ("year to March 2019", 2018),
        ("year to June 2019", 2019),
        ("year to September 2019", 2019),
        ("year to December 2019", 2019),
    ],
)
def test_a_count_of_a_year_goes_with_the_one_30_june_within_it(when: str, mid_year: int) -> None:
    [found] = countings(CRIMES_PER_1000, [counted("recorded_crimes", when), *POPULATIONS])

    assert set(found.slices) == {counted("recorded_crimes", when), population(mid_year)}


def test_no_year_stands_for_the_one_that_is_not_held() -> None:
    [found] = countings(OFFICERS_PER_1000, [officers("2026-03-31"), *POPULATIONS])

    assert found.slices == (officers("2026-03-31"),)
    assert not found.complete
    assert newest([found]) is None


def test_an_area_goes_with_every_year() -> None:
    found = countings(DENSITY, [population(2022), population(2023), counted("area", "2022-12-31")])

    assert ends(found) == ["2023-06-30", "2022-06-30"]
    assert all(counting.complete and counting.slices[1].measure == "area" for counting in found)


def test_what_is_counted_in_a_quarter_is_no_year() -> None:
    quarter = counted("recorded_crimes", "April 2012 to June 2012")

    assert countings(CRIMES, [quarter]) == ()
    assert ends(countings(CRIMES, [quarter, counted("recorded_crimes", "2011/12")])) == ["2012-03-31"]


def test_of_several_datasets_the_first_that_has_figures_is_taken() -> None:
    first, second, third = (officers("2023-03-31", dataset=name) for name in ("first", "second", "third"))
    empty = officers("2023-03-31", dataset="empty", figures=0)

    assert countings(OFFICERS, [second, first, third])[0].slices == (second,)
    assert countings(OFFICERS, [empty, second, third])[0].slices == (second,)
    [gap] = countings(OFFICERS, [empty])
    assert (gap.slices, gap.complete) == ((empty,), False)


def test_a_series_over_two_datasets_has_no_time_twice() -> None:
    before = [population(year, dataset="before") for year in (2011, 2010, 2009)]
    after = [population(year, dataset="after") for year in (2013, 2012, 2011)]
    found = through_time(countings(measures()["population"], [*after, *before]))

    assert ends(found) == [f"{year}-06-30" for year in range(2009, 2014)]
    assert [counting.slices[0].dataset for counting in found] == ["before", "before", "after", "after", "after"]


def test_people_are_counted_in_one_way_throughout() -> None:
    fte, heads = officers("2023-03-31"), officers("2022-03-31", Basis.HEADCOUNT)
    volunteers = counted("volunteers", "2023-03-31", Basis.HEADCOUNT)

    assert ends(countings(OFFICERS, [fte, heads])) == ["2023-03-31"]
    assert ends(countings(OFFICERS, [fte, heads], Basis.HEADCOUNT)) == ["2022-03-31"]
    assert countings(measures()["volunteers"], [volunteers])[0].slices == (volunteers,)
    assert countings(measures()["population"], [population(2023)], Basis.FTE)[0].slices == (population(2023),)


def test_a_workforce_is_of_all_its_parts_or_not_complete() -> None:
    parts = [
        counted(measure, "2023-03-31", Basis.FTE)
        for measure in ("police_officers", "police_staff", "designated_officers", "pcsos")
    ]
    [whole] = countings(WORKFORCE_PER_1000, [*parts, *POPULATIONS])
    [lacking] = countings(WORKFORCE_PER_1000, [*parts[:-1], *POPULATIONS])

    assert set(whole.slices) == {*parts, population(2022)}
    assert (whole.complete, lacking.complete) == (True, False)


MARCHES = [officers(f"{year}-03-31", figures=43 * (year != 2024)) for year in (2025, 2024, 2023, 2022)]
SEPTEMBERS = [officers(f"{year}-09-30", dataset="september") for year in (2023, 2019)]
OF_OFFICERS = countings(OFFICERS, [*MARCHES, *SEPTEMBERS])
OF_CRIMES = countings(
    CRIMES,
    [
        *(counted("recorded_crimes", when, dataset="financial") for when in ("2019/20", "2018/19")),
        *(counted("recorded_crimes", f"year to {month} 2019") for month in ("December", "September")),
    ],
)


@pytest.mark.parametrize(
    ("found", "when", "expected"),
    [
        (OF_OFFICERS, "2023", ("march", "2023-03-31")),
        (OF_OFFICERS, "2022/23", ("march", "2023-03-31")),
        (OF_OFFICERS, "2023-03-31", ("march", "2023-03-31")),
        (OF_OFFICERS, "2023-09-30", ("september", "2023-09-30")),
        (OF_OFFICERS, "September 2023", ("september", "2023-09-30")),
        (OF_OFFICERS, "2019", ("september", "2019-09-30")),
        (OF_OFFICERS, "2023/24", ("september", "2023-09-30")),  # the March of 2024 is only a gap
        (OF_OFFICERS, "2024", ("march", "2024-03-31")),
        (OF_OFFICERS, "2023-04-01", None),
        (OF_OFFICERS, "1950", None),
        (OF_CRIMES, "2019", ("tables", "2019-12-31")),  # the calendar year itself
        (OF_CRIMES, "2018/19", ("financial", "2019-03-31")),
        (OF_CRIMES, "2019-12-31", ("tables", "2019-12-31")),
        (OF_CRIMES, "year to September 2019", ("tables", "2019-09-30")),
    ],
)
def test_a_time_asked_for_is_that_itself_or_one_that_ends_within_it(
    found: Sequence[Counting], when: str, expected: tuple[str, str] | None
) -> None:
    assert asked(at(period(when), found)) == expected


def test_the_newest_time_is_of_the_days_that_the_preferred_dataset_counts() -> None:
    newer = officers("2025-09-30", dataset="september")

    assert asked(newest(countings(OFFICERS, [*MARCHES, newer]))) == ("march", "2025-03-31")
    assert newest(()) is None
    assert newest(countings(OFFICERS, [officers("2024-03-31", figures=0)])) is None


def test_times_of_a_series_are_years_apart_and_its_gaps_are_among_them() -> None:
    found = through_time(OF_OFFICERS)

    assert ends(found) == ["2022-03-31", "2023-03-31", "2024-03-31", "2025-03-31"]
    assert [counting.complete for counting in found] == [True, True, False, True]
    assert through_time(()) == ()


CENSUSES = ["2021-03-21", "2011-03-27"]


def test_the_days_of_two_censuses_make_a_series() -> None:
    found = countings(measures()["white_residents"], [counted("white_residents", day) for day in CENSUSES])

    assert ends(through_time(found)) == sorted(CENSUSES)


def test_a_series_is_of_the_days_with_the_most_and_the_newest_is_of_those_preferred() -> None:
    times = [CENSUSES[0], "2018-06-30", "2017-06-30"]
    found = countings(measures()["households"], [counted("households", day) for day in times])

    assert ends(through_time(found)) == ["2017-06-30", "2018-06-30"]
    assert asked(newest(found)) == ("tables", CENSUSES[0])


def on(day: date) -> Period:
    return period(day.isoformat())


any_day = st.dates(date(2010, 1, 1), date(2016, 12, 31))
any_slice = st.one_of(
    st.builds(
        Slice,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["police_officers", "police_staff", "designated_officers", "pcsos"]),
        st.sampled_from([Basis.FTE, Basis.HEADCOUNT]),
        st.sampled_from([date(2012, 3, 31), date(2013, 3, 31), date(2013, 9, 30), date(2014, 3, 31)]).map(on),
        st.integers(0, 43),
    ),
    st.builds(
        Slice,
        st.sampled_from(["c", "d"]),
        st.just("population"),
        st.just(Basis.NONE),
        st.integers(2010, 2015).map(lambda year: on(date(year, 6, 30))),
        st.integers(0, 43),
    ),
)
any_slices = st.lists(any_slice, max_size=15, unique_by=lambda of: (of.dataset, of.measure, of.basis, of.period)).map(
    lambda drawn: sorted(drawn, key=lambda of: of.dataset)
)
any_basis = st.sampled_from([None, Basis.FTE, Basis.HEADCOUNT])
any_ratio = st.sampled_from([OFFICERS_PER_1000, WORKFORCE_PER_1000])


@properties
@given(any_ratio, any_slices, any_basis)
def test_what_is_divided_and_what_it_is_divided_by_are_of_one_year_and_counted_in_one_way(
    ratio: Definition, slices: list[Slice], basis: Basis | None
) -> None:
    for counting in countings(ratio, slices, basis):
        assert counting.period.end is not None
        by_measure = {of.measure: of for of in counting.slices}
        assert len(by_measure) == len(counting.slices)  # one dataset, basis and time of each measure, for all forces
        for of in counting.slices:
            assert of.period.end is not None
            apart = counting.period.end - of.period.end
            assert timedelta(0) <= apart < timedelta(366)
            assert of.measure == "population" or not apart
        given_bases = {of.basis for of in slices if of.measure == "police_officers"}
        if basis in given_bases and "police_officers" in by_measure:
            assert by_measure["police_officers"].basis is basis


@properties
@given(any_slices, any_basis, any_day)
def test_what_is_of_another_measure_or_day_changes_nothing(slices: list[Slice], basis: Basis | None, day: date) -> None:
    others = [
        Slice("e", "households", Basis.NONE, on(day), 43, 0),
        *(Slice("e", "population", Basis.NONE, on(day), 43, 0) for _ in range(day.month != 6 or day.day != 30)),
    ]

    assert countings(OFFICERS_PER_1000, [*slices, *others], basis) == countings(OFFICERS_PER_1000, slices, basis)
