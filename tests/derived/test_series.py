from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.indicators import DEFINITIONS
from app.derived.said import Stated
from app.derived.series import Direction, Series, series
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import Observation
from app.vocabulary.warnings import CaveatCode, FigureWarning, WarningCode
from tests.builders import observation, properties

DOUBT = FigureWarning(WarningCode.AREA_ACROSS_ROUNDS, "it is not the area stated elsewhere")


def said(round_: str, *observations: Observation) -> Stated[Observation]:
    return Stated(observations, round_, complete=True)


def of_measure(measure: str, *figures: Observation) -> Series[Observation]:
    return series(measures()[measure], "fen", [said(str(2015 + n), figure) for n, figure in enumerate(figures)])


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (observation("police_officers", "900"), observation("police_officers", "950"), Direction.UP),
        (observation("police_officers", "950"), observation("police_officers", "900"), Direction.DOWN),
        (observation("police_officers", "900"), observation("police_officers", "900"), Direction.SAME),
        (
            observation("police_officers", "900", qualifier=Qualifier.OVER),
            observation("police_officers", "950"),
            Direction.UNKNOWN,
        ),
        (
            observation("incidents", "17413", period_label="2015/16"),
            observation("incidents", "17894", period_label="2015/16"),
            Direction.RESTATED,
        ),
        (observation("area", "239"), observation("area", "620", warnings=(DOUBT,)), Direction.UNKNOWN),
        (
            observation("savings_required", "5", status=Status.PLANNED),
            observation("savings_required", "9", status=Status.TARGET),
            Direction.UNKNOWN,
        ),
        (
            observation("crime_change", "-33", period_label="last decade"),
            observation("crime_change", "11", period_label="2021/22"),
            Direction.UNKNOWN,
        ),
        (
            observation("crime_change", "-3", period_label="2015/16"),
            observation("crime_change", "11", period_label="2021/22"),
            Direction.UP,
        ),
    ],
)
def test_the_direction_is_what_the_two_figures_allow(
    before: Observation, after: Observation, direction: Direction
) -> None:
    first, second = of_measure(before.measure, before, after).points

    assert first.direction is None
    assert first.change is None
    assert second.direction is direction


def test_a_round_without_the_figure_says_why_and_is_passed_over() -> None:
    statements = [said("2015", observation("area", "10")), said("2016"), said("2017", observation("area", "12"))]
    first, second, third = series(measures()["area"], "fen", statements).points

    assert first.figure is not None
    assert second.figure is None
    assert second.missing is not None
    assert "2016" in second.missing.detail
    assert third.direction is Direction.UP


def test_a_strength_and_a_target_for_one_are_no_trend() -> None:
    population = observation("population", "1000")
    statements = [
        said("2015", observation("police_officers", "9"), population),
        said("2016", observation("officers_target", "12", status=Status.TARGET), population),
    ]
    found = series(DEFINITIONS["officers_per_1000_people"], "fen", statements)

    assert found.points[1].direction is Direction.UNKNOWN
    assert found.points[1].change is None
    assert CaveatCode.TARGETS_USED in {caveat.code for caveat in found.caveats}


def test_what_a_reader_must_know_is_said() -> None:
    found = of_measure("pcsos", observation("pcsos", "239"), observation("pcsos", "620", warnings=(DOUBT,)))

    assert {caveat.code for caveat in found.caveats} == {
        CaveatCode.OWN_ACCOUNTS,
        CaveatCode.CHECKS_WARN,
        CaveatCode.NO_PERIOD,
    }


@properties
@given(
    st.lists(
        st.builds(
            lambda value, qualifier: observation("police_officers", str(value), qualifier=qualifier),
            st.integers(1, 99),
            st.sampled_from([Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER, Qualifier.UNDER]),
        ),
        max_size=5,
    )
)
def test_no_direction_is_told_that_some_values_within_the_bounds_rule_out(figures: list[Observation]) -> None:
    points = of_measure("police_officers", *figures).points
    for before, after in pairwise(points):
        assert before.figure is not None
        assert after.figure is not None
        low, high = before.figure.bounds, after.figure.bounds
        rises = high.high is None or low.low is None or high.high > low.low
        falls = low.high is None or high.low is None or high.low < low.high
        if after.direction is Direction.UP:
            assert not falls
        if after.direction is Direction.DOWN:
            assert not rises
        if rises and falls:
            assert after.direction is Direction.UNKNOWN
