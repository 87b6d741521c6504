"""What a careful reader finds of a force's figures."""

import pytest

from app.derived.checks import warnings_of
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import Observation
from app.vocabulary.units import Unit
from app.vocabulary.warnings import WarningCode
from tests.builders import observation


def found(*observations: Observation, round_: str = "2016") -> list[tuple[int, WarningCode]]:
    warnings = warnings_of({round_: observations})
    return sorted((n, warning.code) for (_, n), of_figure in warnings.items() for warning in of_figure)


def stated(measure: str, value: str, as_stated: str, **more: object) -> Observation:
    return observation(measure, value, as_stated=as_stated, **more)  # type: ignore[arg-type]


CRIMES = stated("recorded_crimes", "86160", "86,160 crimes")


def test_figures_that_agree_are_found_nothing_of() -> None:
    population = stated("population", "1100000", "over 1.1 million", qualifier=Qualifier.OVER)
    assert found(CRIMES, population, stated("police_officers", "2242", "2,242 officers")) == []


@pytest.mark.parametrize(
    ("figure", "check"),
    [
        (stated("police_officers", "2242", "2,422 officers"), WarningCode.AS_STATED),
        (stated("police_officers", "2242", "over 2,242 officers"), WarningCode.AS_STATED),
        (stated("area", "520", "520 square kilometres"), WarningCode.AS_STATED),
        (stated("area", "15542", "15,542 kilometres", unit=Unit.KM), WarningCode.UNIT),
        (stated("urban_population_share", "50.8", "50.8% percent"), WarningCode.UNIT),
        (stated("recorded_crimes", "86160", "86,160 crimes", period_label="2019/20"), WarningCode.PERIOD_AFTER_ROUND),
    ],
)
def test_a_figure_that_does_not_fit_its_words_unit_or_round_is_found(figure: Observation, check: WarningCode) -> None:
    assert found(figure) == [(0, check)]


@pytest.mark.parametrize(
    ("figure", "doubted"),
    [
        (stated("population", "1", "a population of 1"), "below 5,000,"),
        (stated("population", "900000000", "900 million people"), "above 12 million,"),
        (stated("budget_total", "1.20", "£1.20", resolution="0.01"), "below £10m,"),
        (stated("police_officers", "50", "50 police officers"), "below 200,"),
        (stated("police_officers", "1134200", "1,134,200 police officers"), "above 60,000,"),
        (stated("area", "0.9", "0.9 square miles", resolution="0.1"), "below 1 square mile,"),
        (stated("recorded_crimes", "1134200", "1,134,200 crimes", unit=Unit.PER_DAY), "above 2 million,"),
        (stated("households", "12", "12 households"), "below 2,500,"),
    ],
)
def test_a_figure_that_no_force_can_have_is_found_and_told_by_how_much(figure: Observation, doubted: str) -> None:
    assert found(figure) == [(0, WarningCode.LIMITS)]
    assert doubted in warnings_of({"2016": [figure]})["2016", 0][0].detail


@pytest.mark.parametrize(
    "figure",
    [
        stated("population", "50", "50 people", area="Marlow"),
        stated("population", "7375", "7,375 people"),
        stated("area", "2.9", "2.9 square kilometres", unit=Unit.SQUARE_KM, resolution="0.1"),
        stated("police_officers", "35411", "35,411 officers"),
        stated("pcsos", "0", "0 PCSOs"),
        stated("recorded_crimes", "461", "461 crimes", unit=Unit.PER_DAY),
        stated("officers_change", "-2", "2 officers"),
    ],
)
def test_a_figure_of_the_smallest_or_greatest_force_or_of_a_place_is_not_doubted(figure: Observation) -> None:
    assert found(figure) == []


def test_a_range_is_doubted_by_either_end() -> None:
    low = stated("police_officers", "2", "2 to 3,000 officers", value_max="3000", qualifier=Qualifier.RANGE)
    high = stated("police_officers", "2000", "2,000 to 300,000", value_max="300000", qualifier=Qualifier.RANGE)
    assert (0, WarningCode.LIMITS) in found(low)
    assert (0, WarningCode.LIMITS) in found(high)


@pytest.mark.parametrize(
    ("measure", "period_label", "short"),
    [
        ("recorded_crimes", "March 2015", True),
        ("recorded_crimes", "31 March 2015", True),
        ("recorded_crimes", "year to March 2015", False),
        ("recorded_crimes", "2014/15", False),
        ("recorded_crimes", "since 2010", False),
        ("recorded_crimes", "last year", False),
        ("police_officers", "31 March 2015", False),
    ],
)
def test_a_month_is_too_short_for_what_is_counted_over_a_year(measure: str, period_label: str, *, short: bool) -> None:
    figure = stated(measure, "52130", "52,130", period_label=period_label)
    assert found(figure) == ([(0, WarningCode.PERIOD_TOO_SHORT)] if short else [])


def test_where_few_people_live_a_rate_for_residents_says_nothing() -> None:
    residents = stated("population", "9000", "9,000 residents")
    assert found(residents, stated("police_officers", "878", "878 officers")) == []


def test_a_forecast_may_be_of_a_time_after_the_round() -> None:
    assert found(stated("budget_total", "50000000", "£50m", period_label="2019/20", status=Status.FORECAST)) == []


def test_the_round_of_several_years_ends_with_the_last() -> None:
    figure = stated("recorded_crimes", "86160", "86,160 crimes", period_label="2023")
    assert found(figure, round_="2021-22") == []
    assert found(figure, round_="2018-19") == [(0, WarningCode.PERIOD_AFTER_ROUND)]


def test_a_statement_that_gives_a_figure_twice_is_found() -> None:
    other = stated("recorded_crimes", "90000", "90,000 crimes")
    assert found(CRIMES, other) == [(1, WarningCode.CONTRADICTION)]
    assert found(CRIMES, stated("recorded_crimes", "90000", "90,000 crimes", period_label="2015")) == []
    assert found(CRIMES, stated("recorded_crimes", "90000", "90,000 crimes", area="Marlow")) == []


def test_a_part_that_is_more_than_its_whole_is_found() -> None:
    workforce = stated("workforce_total", "2000", "2,000 people")
    assert found(workforce, stated("police_officers", "2242", "2,242 officers")) == [(1, WarningCode.PART_ABOVE_WHOLE)]
    assert found(workforce, stated("police_officers", "1242", "1,242 officers")) == []
    over = stated("workforce_total", "2000", "over 2,000 people", qualifier=Qualifier.OVER)
    assert found(over, stated("police_officers", "2242", "2,242 officers")) == []


def test_officers_that_do_not_fit_the_population_are_found() -> None:
    officers = stated("police_officers", "2242", "2,242 officers")
    assert found(stated("population", "110000", "110,000 residents"), officers) == [
        (1, WarningCode.OFFICERS_FOR_POPULATION)
    ]
    assert found(stated("population", "11000000", "11,000,000 people"), officers) == [
        (1, WarningCode.OFFICERS_FOR_POPULATION)
    ]


def test_crimes_that_do_not_fit_the_population_are_found() -> None:
    crimes = stated("recorded_crimes", "900000", "900,000 crimes")
    residents = stated("population", "1450000", "1,450,000 residents")
    assert found(residents, crimes) == [(1, WarningCode.CRIMES_FOR_POPULATION)]
    assert found(residents, stated("recorded_crimes", "90000", "90,000 crimes")) == []
    daily = stated("recorded_crimes", "250", "250 crimes", unit=Unit.PER_DAY)
    assert found(residents, daily) == []


def test_an_area_that_differs_between_rounds_is_found_in_whatever_unit() -> None:
    miles = stated("area", "979", "979 square miles", resolution="1")
    same = stated("area", "2536", "2,536 square kilometres", unit=Unit.SQUARE_KM)
    other = stated("area", "1079", "1,079 square miles")
    lower_bound = stated("area", "500", "over 500 square miles", qualifier=Qualifier.OVER)
    assert warnings_of({"2015": [miles], "2016": [same], "2017": [lower_bound]}) == {}
    found = warnings_of({"2015": [miles], "2016": [same], "2017": [other]})
    assert {key: [warning.code for warning in of_figure] for key, of_figure in found.items()} == {
        ("2017", 0): [WarningCode.AREA_ACROSS_ROUNDS]
    }


def test_a_doubt_of_an_area_quotes_the_other_rounds() -> None:
    found = warnings_of(
        {
            "2018-19": [stated("area", "620", "620 km2", unit=Unit.SQUARE_KM)],
            "2021-22": [stated("area", "620", "620 mi2")],
        }
    )
    assert "“620 mi2” in 2021-22" in found["2018-19", 0][-1].detail
    assert "“620 km2” in 2018-19" in found["2021-22", 0][-1].detail
