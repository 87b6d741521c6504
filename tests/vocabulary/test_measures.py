from itertools import groupby

import pytest

from app.vocabulary.measures import Kind, Topic, headline_measures, measures
from app.vocabulary.units import Unit

PROMISED = {
    Topic.GEOGRAPHY: "area coastline_length road_length motorway_length counties districts local_authorities boroughs"
    " towns cities universities airports ports prisons football_clubs",
    Topic.DEMOGRAPHICS: "population households visitors students ethnic_minority_share non_white_british_share"
    " age_65_plus_share under_25_share population_growth languages deprivation_share",
    Topic.BUDGET: "budget_total savings_made savings_required budget_change precept reserves funding_government_share"
    " funding_local_share staff_cost_share investment",
    Topic.WORKFORCE: "police_officers police_staff pcsos special_constables volunteers cadets workforce_total"
    " officers_target officers_additional officers_frontline_share staff_and_pcsos female_share"
    " ethnic_minority_workforce_share workforce_change",
    Topic.DEMAND: "recorded_crimes crime_change incidents incident_change calls_total calls_999 calls_101"
    " calls_999_change calls_101_change arrests contacts",
}


@pytest.mark.parametrize("topic", Topic)
def test_the_promised_measures_of_a_topic_are_its_headlines(topic: Topic) -> None:
    assert set(PROMISED[topic].split()) <= {measure.id for measure in headline_measures(topic)}


@pytest.mark.parametrize("topic", Topic)
def test_a_topic_has_one_entry_for_all_else_which_is_no_headline(topic: Topic) -> None:
    others = [measure for measure in measures().values() if measure.topic is topic and not measure.catalogued]

    assert [measure.id for measure in others] == [f"other_{topic}"]
    assert not set(others) & set(headline_measures(topic))


def test_the_entry_for_all_else_may_be_stated_in_any_unit() -> None:
    for topic in Topic:
        assert set(measures()[f"other_{topic}"].units) == set(Unit)


def test_the_catalogue_keeps_the_measures_of_a_topic_together() -> None:
    assert len(list(groupby(measures().values(), key=lambda measure: measure.topic))) == len(Topic)


@pytest.mark.parametrize(("kind", "unit"), [(Kind.SHARE, Unit.PERCENT), (Kind.MONEY, Unit.GBP)])
def test_shares_are_stated_in_percent_and_money_in_pounds_alone(kind: Kind, unit: Unit) -> None:
    units = {measure.id: measure.units for measure in measures().values() if measure.kind is kind}

    assert units
    assert set(units.values()) == {(unit,)}


def test_the_unit_of_a_measure_is_its_preferred_one() -> None:
    assert measures()["area"].units[:2] == (Unit.SQUARE_MILES, Unit.SQUARE_KM)
    assert measures()["area"].unit is Unit.SQUARE_MILES


def test_a_limit_is_below_the_other_and_only_where_figures_of_forces_can_be_laid_beside_it() -> None:
    limited = [measure for measure in measures().values() if (measure.least, measure.most) != (None, None)]

    assert {"population", "budget_total", "police_officers", "area"} <= {measure.id for measure in limited}
    for measure in limited:
        assert measure.catalogued
        assert measure.kind not in {Kind.SHARE, Kind.CHANGE}
        assert measure.least is None or measure.most is None or measure.least < measure.most


def test_what_hardly_changes_needs_no_period_and_what_is_counted_over_a_year_does() -> None:
    undated = {measure.id for measure in measures().values() if not measure.dated}
    yearly = {measure.id for measure in measures().values() if measure.yearly}

    assert {"area", "coastline_length", "counties"} <= undated
    assert {"recorded_crimes", "crime_rate", "budget_total"} <= yearly
    assert not undated & yearly
