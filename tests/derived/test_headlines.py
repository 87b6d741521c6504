from itertools import permutations

from app.derived.headlines import INTENTIONS, headline
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Status
from app.vocabulary.units import Unit
from tests.builders import observation

OFFICERS = measures()["police_officers"]


def test_a_measure_that_is_not_stated_has_no_headline() -> None:
    assert headline([observation("police_staff", "5")], OFFICERS) is None
    assert headline([], OFFICERS) is None


def test_a_figure_of_a_part_of_the_area_or_of_the_nation_never_leads() -> None:
    elsewhere = [observation("police_officers", "9", area=area) for area in ("Brackwater", "national")]
    whole = observation("police_officers", "5")

    assert headline(elsewhere, OFFICERS) is None
    assert headline([*elsewhere, whole], OFFICERS) is whole


def test_an_intention_never_leads_a_measure_of_facts() -> None:
    for status in (Status.TARGET, Status.FORECAST, Status.PLANNED):
        assert headline([observation("police_officers", "5", status=status)], OFFICERS) is None


def test_an_intention_leads_a_measure_of_intentions() -> None:
    for measure in INTENTIONS:
        intended = observation(measure, "5", status=Status.TARGET)
        assert headline([intended], measures()[measure]) is intended


def test_the_preferred_unit_leads_even_where_another_is_newer() -> None:
    miles = observation("area", "520", period_label="2010")
    metric = observation("area", "1340", unit=Unit.SQUARE_KM, period_label="2020")

    for figures in permutations([miles, metric]):
        assert headline(figures, measures()["area"]) is miles
    assert headline([metric], measures()["area"]) is metric


def test_the_latest_figure_leads() -> None:
    older = observation("police_officers", "5", period_label="2015/16")
    newer = observation("police_officers", "4", period_label="2016/17")

    for figures in permutations([older, newer]):
        assert headline(figures, OFFICERS) is newer


def test_a_figure_without_a_period_is_as_new_as_the_statement() -> None:
    dated = observation("police_officers", "5", period_label="2022/23")
    undated = observation("police_officers", "4")

    for figures in permutations([dated, undated]):
        assert headline(figures, OFFICERS) is undated


def test_the_first_stated_among_equals_leads() -> None:
    first, second = observation("police_officers", "4"), observation("police_officers", "5")

    assert headline([first, second], OFFICERS) is first
    assert headline([second, first], OFFICERS) is second


def test_a_figure_told_beside_another_as_that_of_the_time_before_never_leads_it() -> None:
    latest = observation("incidents", "385399", period_label="year to February 2025")
    before = observation("incidents", "407117", period_label="previous 12 months")

    for figures in permutations([latest, before]):
        assert headline(figures, measures()["incidents"]) is latest


def test_of_changes_the_latest_within_a_year_leads() -> None:
    within_a_year = observation("crime_change", "-4.1", period_label="2014/15")
    others = [
        observation("crime_change", "-44"),
        *(observation("crime_change", "-50", period_label=label) for label in ("last ten years", "since 2018")),
    ]
    last_year = observation("crime_change", "-2", period_label="last year")

    for other in others:
        for figures in permutations([within_a_year, other]):
            assert headline(figures, measures()["crime_change"]) is within_a_year
    assert headline([*others, within_a_year, last_year], measures()["crime_change"]) is last_year
    assert headline(others, measures()["crime_change"]) in others
