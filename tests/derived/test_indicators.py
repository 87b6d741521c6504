from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.indicators import DEFINITIONS, Indicator, Unavailable, display, indicators_of
from app.vocabulary.bounds import Bounds
from app.vocabulary.measures import Topic, measures
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import Observation
from app.vocabulary.units import Unit
from app.vocabulary.warnings import FigureWarning, WarningCode
from tests.builders import observation, properties

BUDGET = observation("budget_total", "223200000", resolution="100000", period_label="2022/23")
POPULATION_OVER = observation("population", "1100000", qualifier=Qualifier.OVER, resolution="100000")
POPULATION = observation("population", "1000", qualifier=Qualifier.EXACT)
OFFICERS = observation("police_officers", "50")


def derive(id_: str, observations: Sequence[Observation]) -> Indicator[Observation]:
    derived, _ = indicators_of(observations)
    [indicator] = [indicator for indicator in derived if indicator.definition.id == id_]
    return indicator


def lacking(id_: str, observations: Sequence[Observation]) -> str:
    _, unavailable = indicators_of(observations)
    [missing] = [missing for missing in unavailable if missing.definition.id == id_]
    return missing.label


def cautions(indicator: Indicator[Observation]) -> list[WarningCode]:
    return [warning.code for warning in indicator.warnings]


def test_a_budget_over_a_population_that_is_only_bounded_below_is_at_most_so_much_a_head() -> None:
    indicator = derive("budget_per_person", [BUDGET, POPULATION_OVER])

    assert indicator.value is None
    assert indicator.qualifier is Qualifier.UP_TO
    assert indicator.bounds == Bounds(Decimal(0), Decimal("202.954546"))
    assert display(indicator) == "at most £203 per person"
    assert indicator.inputs == (BUDGET, POPULATION_OVER)
    assert [(warning.code, "population" in warning.detail) for warning in indicator.warnings] == [
        (WarningCode.NO_PERIOD, True)
    ]


def test_exact_inputs_give_an_exact_value() -> None:
    indicator = derive("officers_per_1000_people", [OFFICERS, POPULATION])

    assert (indicator.value, indicator.qualifier) == (Decimal(50), Qualifier.EXACT)
    assert indicator.bounds == Bounds(Decimal(50), Decimal(50))
    assert indicator.formula == "police_officers / population * 1000"
    assert display(indicator) == "50.0 per 1,000 people"


def test_rounded_inputs_give_a_value_within_the_bounds_they_allow() -> None:
    indicator = derive("budget_per_officer", [BUDGET, OFFICERS])

    assert (indicator.value, indicator.qualifier) == (Decimal(4_464_000), Qualifier.ABOUT)
    assert indicator.bounds == Bounds(Decimal(4_463_000), Decimal(4_465_000))
    assert indicator.formula == "budget_total / police_officers"
    assert display(indicator) == "about £4,464,000 per police officer"


@pytest.mark.parametrize(
    ("qualifier", "value_max", "expected", "words"),
    [
        (Qualifier.OVER, None, Qualifier.OVER, "at least 0.0500 per police officer"),
        (Qualifier.UNDER, None, Qualifier.UP_TO, "at most 0.0500 per police officer"),
        (Qualifier.UP_TO, None, Qualifier.UP_TO, "at most 0.0500 per police officer"),
        (Qualifier.RANGE, "7.5", Qualifier.RANGE, "between 0.0500 and 0.150 per police officer"),
    ],
)
def test_an_indicator_of_a_mere_bound_is_a_bound(
    qualifier: Qualifier, value_max: str | None, expected: Qualifier, words: str
) -> None:
    crimes = observation("recorded_crimes", "2.5", value_max=value_max, qualifier=qualifier)

    indicator = derive("crimes_per_officer", [crimes, OFFICERS])

    assert indicator.value is None
    assert indicator.qualifier is expected
    assert display(indicator) == words


def test_a_target_stands_in_for_a_strength_that_is_not_stated_with_a_warning() -> None:
    target = observation("officers_target", "60", status=Status.TARGET)

    indicator = derive("officers_per_1000_people", [target, POPULATION])

    assert indicator.value == 60
    assert indicator.formula == "officers_target / population * 1000"
    assert cautions(indicator) == [WarningCode.NO_PERIOD, WarningCode.NO_PERIOD, WarningCode.TARGET_AS_STRENGTH]


def test_a_strength_is_used_before_a_target_and_without_that_warning() -> None:
    target = observation("officers_target", "60", status=Status.TARGET)

    indicator = derive("officers_per_1000_people", [target, OFFICERS, POPULATION])

    assert indicator.inputs == (OFFICERS, POPULATION)
    assert WarningCode.TARGET_AS_STRENGTH not in cautions(indicator)


def test_inputs_of_different_periods_are_warned_of() -> None:
    crimes = observation("recorded_crimes", "100", period_label="2020/21")
    officers = observation("police_officers", "50", period_label="March 2022")

    indicator = derive("crimes_per_officer", [crimes, officers])

    [warning] = indicator.warnings
    assert warning.code is WarningCode.MIXED_PERIODS
    assert "2020/21; March 2022" in warning.detail


def test_inputs_of_one_period_are_not_warned_of() -> None:
    figures = [observation(measure, "50", period_label="2020/21") for measure in ("recorded_crimes", "police_officers")]

    assert derive("crimes_per_officer", figures).warnings == ()


def test_a_density_is_given_per_square_mile_and_per_square_kilometre_whichever_is_stated() -> None:
    miles = observation("area", "100", unit=Unit.SQUARE_MILES)
    metric = observation("area", "100", unit=Unit.SQUARE_KM)

    assert derive("population_density_square_mile", [POPULATION, miles]).value == 10
    assert derive("population_density_square_km", [POPULATION, metric]).value == 10
    assert derive("population_density_square_mile", [POPULATION, metric]).value == Decimal("25.899881")
    assert derive("population_density_square_km", [POPULATION, miles]).value == Decimal("3.861022")


def test_the_bounds_of_a_converted_density_are_converted_and_rounded_outwards() -> None:
    metric = observation("area", "100", unit=Unit.SQUARE_KM)

    assert derive("population_density_square_mile", [POPULATION, metric]).bounds == Bounds(
        Decimal("25.771025"), Decimal("26.030032")
    )


def test_frontline_officers_are_a_share_of_the_officers() -> None:
    share = observation("officers_frontline_share", "90", unit=Unit.PERCENT)

    indicator = derive("frontline_officers", [share, OFFICERS])

    assert indicator.value == 45
    assert indicator.bounds == Bounds(Decimal("44.75"), Decimal("45.25"))
    assert indicator.formula == "officers_frontline_share * police_officers * 0.01"


def test_a_workforce_is_added_up_where_its_total_is_not_stated() -> None:
    parts = [observation("police_officers", "50"), observation("staff_and_pcsos", "30")]

    indicator = derive("workforce_per_1000_people", [*parts, POPULATION])

    assert indicator.value == 80
    assert indicator.formula == "(police_officers + staff_and_pcsos) / population * 1000"


def test_a_stated_total_is_used_before_a_sum() -> None:
    figures = [
        observation("workforce_total", "90"),
        observation("police_officers", "50"),
        observation("staff_and_pcsos", "30"),
        POPULATION,
    ]

    assert derive("workforce_per_1000_people", figures).value == 90


def test_a_sum_with_a_part_that_is_open_above_is_open_above() -> None:
    figures = [
        observation("police_officers", "50", qualifier=Qualifier.OVER),
        observation("staff_and_pcsos", "30"),
        POPULATION,
    ]

    indicator = derive("workforce_per_1000_people", figures)

    assert indicator.value is None
    assert indicator.bounds == Bounds(Decimal(80), None)


def test_a_missing_input_is_the_reason_an_indicator_is_not_derived() -> None:
    assert lacking("budget_per_person", [BUDGET]) == "population"
    assert lacking("budget_per_person", []) == "budget and no population"
    assert lacking("officers_per_1000_people", [POPULATION]) == "police officers or police officer target"


def test_figures_of_a_place_or_the_nation_are_no_inputs() -> None:
    for area in ("Brackwater", "national"):
        assert lacking("budget_per_person", [BUDGET, observation("population", "1000", area=area)])


def test_a_figure_in_another_unit_is_no_input() -> None:
    daily = observation("recorded_crimes", "5", unit=Unit.PER_DAY)

    assert lacking("crimes_per_officer", [daily, OFFICERS]) == "recorded crimes"


def test_every_definition_is_either_derived_or_unavailable() -> None:
    derived, unavailable = indicators_of([BUDGET, POPULATION])

    ids = [indicator.definition.id for indicator in derived] + [missing.definition.id for missing in unavailable]
    assert sorted(ids) == sorted(definition.id for definition in DEFINITIONS.values())


@pytest.mark.parametrize("topic", [Topic.DEMOGRAPHICS, Topic.WORKFORCE, Topic.BUDGET, Topic.DEMAND])
def test_a_topic_has_its_own_indicators_alone(topic: Topic) -> None:
    derived, unavailable = indicators_of([BUDGET, POPULATION], topic)
    outcomes: list[Indicator[Observation] | Unavailable] = [*derived, *unavailable]

    assert outcomes
    assert {outcome.definition.topic for outcome in outcomes} == {topic}


def test_dividing_by_a_population_of_nobody_has_no_value() -> None:
    indicator = derive("budget_per_person", [BUDGET, observation("population", "0")])

    assert indicator.value is None
    assert indicator.bounds.high is None


@properties
@given(
    st.sampled_from(["0.00001", "1", "999999999999"]),
    st.sampled_from(["0", "0.00001", "1", "999999999999"]),
    st.sampled_from(Qualifier),
    st.sampled_from(Qualifier),
)
def test_no_figure_that_may_be_stated_makes_an_indicator_raise(
    left: str, right: str, left_qualifier: Qualifier, right_qualifier: Qualifier
) -> None:
    def stated(measure: str, value: str, qualifier: Qualifier) -> Observation:
        resolution = "0.00001" if "." in value else "1"
        highest = str(Decimal(value) * 2) if qualifier is Qualifier.RANGE else None
        return observation(measure, value, value_max=highest, qualifier=qualifier, resolution=resolution)

    many = [
        stated(measure, left, left_qualifier)
        for measure in ("budget_total", "police_officers", "recorded_crimes", "incidents", "workforce_total")
    ]
    few = [stated(measure, right, right_qualifier) for measure in ("population", "area")]

    derived, _ = indicators_of([*many, *few])

    for indicator in derived:
        assert indicator.value is None or indicator.value in indicator.bounds
        assert display(indicator)


def test_the_inputs_of_every_definition_are_measures_of_the_catalogue_in_their_units() -> None:
    for definition in DEFINITIONS.values():
        for operand in (definition.left, definition.right):
            for choice in operand.choices:
                assert all(set(operand.units) <= set(measures()[measure].units) for measure in choice)


def test_a_doubt_of_an_input_and_a_target_for_a_strength_are_told() -> None:
    doubt = FigureWarning(WarningCode.UNIT, "an area is stated in km, a unit of length")
    area = observation("area", "100", warnings=(doubt,))
    density = derive("population_density_square_mile", [POPULATION, area])
    assert WarningCode.CHECKS_WARN in cautions(density)
    assert any(doubt.detail in warning.detail for warning in density.warnings)
    assert density.status is Status.ACTUAL

    target = observation("officers_target", "40", status=Status.TARGET)
    officers = derive("officers_per_1000_people", [target, POPULATION])
    assert WarningCode.TARGET_AS_STRENGTH in cautions(officers)
    assert officers.status is Status.TARGET
    assert display(officers) == "40.0 per 1,000 people, by a target"
