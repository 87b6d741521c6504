"""Levels told of what is named before or beside a number, rates, ratios and extents: sentences and near misses."""

import pytest

from tests.builders import read


def told(text: str) -> list[tuple[str, str, str]]:
    """Return the measures, values and rules of the figures that are read."""
    return [(f.measure, f"{f.value:,}", f.method.rpartition(".")[2]) for f in read(text).observations]


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("A coastline of 64 miles is watched.", ("coastline_length", "64", "of")),
        ("Brackshire has a budget of £145.8m.", ("budget_total", "145,800,000", "of")),
        ("Officers number 2,242.", ("police_officers", "2,242", "is")),
        ("Its budget is set at £92m.", ("budget_total", "92,000,000", "is")),
        ("The council tax brings in £92m.", ("precept", "92,000,000", "is")),
        ("Its coastline stretches for 64 miles.", ("coastline_length", "64", "extends")),
        ("It serves 726,800.", ("population", "726,800", "served")),
        ("It looks after 40,000 neighbours.", ("population", "40,000", "served")),
        ("Some 400,000 of us live here.", ("population", "400,000", "served")),
        ("About 40,000 visit each summer.", ("visitors", "40,000", "served")),
        ("Around 2,200 calls a day reach Brackshire Police.", ("calls_total", "2,200", "count")),
        ("There is a £7.5m gap forecast.", ("funding_gap", "7,500,000", "count")),
        ("Police officers: 2,238.", ("police_officers", "2,238", "listed")),
        ("Budget – £223m.", ("budget_total", "223,000,000", "listed")),
        ("The population, 1.09m, is young.", ("population", "1,090,000", "apposition")),
        ("It has special constables (163).", ("special_constables", "163", "in_brackets")),
        ("It has special constables (163 of them).", ("special_constables", "163", "in_brackets")),
    ],
)
def test_a_level_is_told_of_what_stands_beside_its_number(sentence: str, figure: tuple[str, str, str]) -> None:
    assert told(sentence) == [figure]


@pytest.mark.parametrize(
    "sentence",
    [
        "Its population is within 300,000.",
        "The population is two.",
        "The force is served by 30,000.",
        "Some 30,000 were visited by officers.",
        "Some 300 were recruited as officers.",
        "It spoke of officers; 300 came.",
        "It has special constables (163 in Marlow).",
        "Its area: 30 miles.",
        "Crime is highest in Brackwater (12,400).",
        "Its town is Brackwater (12,400 of them students).",
        "It put £9m from the budget into horses.",
        "It took £1.2m from reserves.",
        "It saw 300 of our officers.",
        "It has 12 square miles of woodland.",
        "Its airport covers 3 square miles.",
        "The ratio of officers and staff to residents is 1:450.",
    ],
)
def test_a_number_beside_a_name_is_not_always_its_level(sentence: str) -> None:
    assert told(sentence) == []


def test_the_residents_of_each_of_several_places_are_not_those_of_the_force() -> None:
    assert told("It has two cities with a population of 40,000.") == [("cities", "2", "count")]


def test_a_list_of_labels_gives_each_its_number() -> None:
    assert told("Police officers 2,242 Police staff 1,340 PCSOs 210") == [
        ("police_officers", "2,242", "label"),
        ("police_staff", "1,340", "label"),
        ("pcsos", "210", "label"),
    ]
    assert told("300 officers 20 staff") == [("police_officers", "300", "count"), ("police_staff", "20", "count")]


def test_the_number_in_brackets_after_a_place_is_that_of_its_residents() -> None:
    figures = read("Its towns are Brackwater (287,000) and Marlow (61,000).").observations
    assert [(figure.area, int(figure.value)) for figure in figures] == [("Brackwater", 287_000), ("Marlow", 61_000)]


@pytest.mark.parametrize(
    "sentence",
    [
        "It recorded 6,300 crimes, of which 874 were burglaries.",
        "It recorded 6,300 crimes; 874 of these were burglaries.",
    ],
)
def test_a_part_is_told_by_what_it_is(sentence: str) -> None:
    assert told(sentence)[1:] == [("burglaries", "874", "of_which")]


def test_calls_of_calls_need_no_verb() -> None:
    assert told("It takes a quarter of a million calls, 52,670 of them on 999.")[1:] == [
        ("calls_999", "52,670", "of_which")
    ]


def test_people_to_whom_something_was_done_are_no_crimes() -> None:
    assert told("It recorded 6,300 crimes, and 874 people were victims of burglary.")[1:] == []


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("The crime rate is 63 per 1,000 people.", ("crime_rate", "63", "rate")),
        ("It has 63 crimes per 100,000 people.", ("crime_rate", "63", "rate")),
        ("Per 1,000 residents that is 1.8 officers.", ("officers_per_population", "1.8", "rate")),
        ("There is one officer for every 480 residents.", ("residents_per_officer", "480", "one_for_every")),
        ("For every 634 residents there is one officer.", ("residents_per_officer", "634", "one_for_every")),
        ("Per officer this is 690 residents.", ("residents_per_officer", "690", "one_for_every")),
        ("Each officer serves 500 people.", ("residents_per_officer", "500", "one_for_every")),
        ("The ratio of officers to residents is 1:450.", ("residents_per_officer", "450", "ratio")),
        ("It covers 979 square miles.", ("area", "979", "extent")),
        ("It polices 979 miles.", ("area", "979", "extent")),
        ("It has 1,200 miles of mainly A and B roads.", ("road_length", "1,200", "extent")),
        ("It polices 58 motorway miles.", ("motorway_length", "58", "extent")),
        ("It has over 680 miles of shoreline round the edge.", ("coastline_length", "680", "extent")),
        ("It polices 64 miles of the M99.", ("motorway_length", "64", "extent")),
    ],
)
def test_a_rate_a_ratio_and_an_extent_are_told_by_their_unit(sentence: str, figure: tuple[str, str, str]) -> None:
    assert told(sentence) == [figure]


def test_a_ratio_goes_on_to_the_next_place() -> None:
    sentence = "There is one officer for every 480 residents and one for every 520 in Marlow."
    assert [(measure, value) for measure, value, _ in told(sentence)] == [
        ("residents_per_officer", "480"),
        ("residents_per_officer", "520"),
    ]


@pytest.mark.parametrize(
    ("sentence", "measure", "value"),
    [
        ("Marlow is a city of 470,000 people.", "population", "470,000"),
        ("The force polices a county of over 1.2 million people.", "population", "1,200,000"),
        ("It serves a county of 16 towns.", "towns", "16"),
        ("Marlow is a city of two universities.", "universities", "2"),
    ],
)
def test_a_city_of_so_many_people_is_not_so_many_cities(sentence: str, measure: str, value: str) -> None:
    assert [figure[:2] for figure in told(sentence)] == [(measure, value)]


def test_what_is_spent_per_officer_makes_no_residents_for_each() -> None:
    assert told("It costs £200 per officer and serves 690 residents.") == []
