from decimal import Decimal

import pytest

from app.vocabulary.periods import PeriodKind
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.units import Unit
from tests.builders import BRACKSHIRE, invented_force, only_figure, quoted, read


@pytest.mark.parametrize(
    ("sentence", "measure", "value"),
    [
        ("Its force area of 520 square miles is mostly fen.", "area", "520"),
        ("Its force area covers 1,340km2.", "area", "1340"),
        ("Brackshire Police serves a population of over 1.1 million people.", "population", "1100000"),
        ("Brackshire Police serves 590,000 people.", "population", "590000"),
        ("Brackshire Police has a budget of £145.8m.", "budget_total", "145800000"),
        ("It answered 143,317 calls to 999.", "calls_999", "143317"),
        ("It answered 143,317 calls.", "calls_total", "143317"),
        ("It has 1,465 staff and PCSOs.", "staff_and_pcsos", "1465"),
        ("It has 1,465 police staff.", "police_staff", "1465"),
        ("It has 300 FTE police officers.", "police_officers", "300"),
        ("It has three hundred police officers.", "police_officers", "300"),
        ("It has 300 new officers.", "officers_additional", "300"),
        ("It has 300 officers and staff.", "workforce_total", "300"),
        ("Needs differ in the city and two counties.", "counties", "2"),
        ("It saw a 13% population increase.", "population_growth", "13"),
    ],
)
def test_the_words_around_a_number_tell_what_it_counts(sentence: str, measure: str, value: str) -> None:
    figure = only_figure(sentence)

    assert (figure.measure, figure.value) == (measure, Decimal(value))


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 300 horses.",
        "Its parks cover some of 520 square miles beyond it.",
        "It serves 300 people with dementia.",
        "It has 300 officer cars.",
        "It saw a 12% increase in crime against shops.",
        "It saw 300 crimes against shops.",
        "It saw 300 incidents of theft.",
        "It spent £5m on horses.",
        "It has 5 miles of river.",
        "It ranks 12th for prisons.",
        "It has £5 prisons.",
        "It has 5% prisons.",
        "It lost 12% of its cases.",
        "The precept pays for, to be exact, £5 lamps.",
        "Police officers, up all night, saw 320 cars.",
        "Mental health plays a part in 70 plans.",
        "Seven in ten horses surveyed were satisfied.",
        "The proportion of cars from ethnic minority owners, 5%.",
    ],
)
def test_a_number_that_no_rule_knows_is_left_unassigned(sentence: str) -> None:
    extraction = read(sentence)

    assert not extraction.observations
    assert len(extraction.unassigned) == 1


@pytest.mark.parametrize(
    ("sentence", "measure", "status"),
    [
        ("It is recruiting to an establishment of 300 police officers.", "officers_target", Status.TARGET),
        ("It has a target of 300 police officers.", "officers_target", Status.TARGET),
        ("It has an establishment of 300 PCSOs.", "pcsos", Status.TARGET),
        ("The establishment for PCSOs has increased to 300.", "pcsos", Status.TARGET),
        ("Since the establishment of a new team it has 300 PCSOs.", "pcsos", Status.ACTUAL),
        ("It must find savings of £3m.", "savings_required", Status.PLANNED),
        ("It will have 300 police officers.", "police_officers", Status.PLANNED),
        ("It plans to have 300 police officers.", "police_officers", Status.PLANNED),
        ("Its strength is forecast to grow to 300 police officers.", "police_officers", Status.FORECAST),
        ("It has 300 police officers.", "police_officers", Status.ACTUAL),
    ],
)
def test_an_intention_is_told_from_a_fact(sentence: str, measure: str, status: Status) -> None:
    figure = only_figure(sentence)

    assert (figure.measure, figure.value_max, figure.status) == (measure, None, status)


def test_a_figure_with_a_deadline_is_a_forecast() -> None:
    figure = only_figure("A budget of £5m by 2024 is foreseen.")

    assert figure.period is not None
    assert figure.period.kind is PeriodKind.BY
    assert figure.status is Status.FORECAST


@pytest.mark.parametrize(
    "sentence",
    [
        "Nationally 18% of the population live in deprived areas.",
        "That compares with a national average of 18% of the population living in deprived areas.",
        "In England and Wales 18% of the population live in deprived areas.",
        "It saw a national increase of 9% increase in recorded crime.",
        "It saw a 9% increase in recorded crime nationally.",
    ],
)
def test_a_national_comparator_is_of_the_area_national(sentence: str) -> None:
    assert only_figure(sentence).area == "national"


@pytest.mark.parametrize(
    ("sentence", "area"),
    [
        ("It has 3 prisons in Marlow.", "Marlow"),
        ("The town of Marlow has 3 prisons.", "Marlow"),
        ("The city of Fen Brack has 3 prisons.", "Fen Brack"),
        ("There are in Brackwater 3 prisons.", "Brackwater"),
        ("In Brackwater, there are 3 prisons.", "Brackwater"),
        ("Across Fen Marlow, there are 3 prisons.", "Fen Marlow"),
        ("Half of the population of Brackwater is from non-White British backgrounds.", "Brackwater"),
        ("It has 3 prisons.", None),
        ("It has 3 prisons, and people like to walk in Marlow.", None),
        ("It has 3 prisons in Brackwater and Marlow.", None),
        ("In Brackwater and Marlow, there are 3 prisons.", None),
        ("Across Brackwater, Marlow and Fen Marlow it has 3 prisons.", None),
        ("It has 3 prisons in Brackshire.", None),
        ("The county of Brackshire has 3 prisons.", None),
        ("There are 300 police officers in Marlow.", None),
    ],
)
def test_a_figure_of_one_named_place_is_of_that_area_and_any_other_of_the_whole(
    sentence: str, area: str | None
) -> None:
    assert only_figure(sentence).area == area


def test_the_whole_area_may_have_a_name_of_several_words() -> None:
    force = invented_force(places=("Brackwater", "North Fen"), area_names=("North Fen",))

    assert only_figure("It has 3 prisons in North Fen.", force=force).area is None


def test_a_place_whose_name_ends_like_that_of_the_whole_area_is_a_place() -> None:
    force = invented_force(places=("Brackwater", "Low Brackshire"), area_names=("Brackshire",))

    assert only_figure("It has 3 prisons in Low Brackshire.", force=force).area == "Low Brackshire"


def test_without_a_known_force_only_a_place_that_says_what_it_is_has_an_area() -> None:
    assert only_figure("The town of Marlow has 3 prisons.", force=None).area == "Marlow"
    assert only_figure("It has 3 prisons in Marlow.", force=None).area is None


def test_a_force_without_places_has_figures_of_the_whole() -> None:
    force = invented_force(places=(), area_names=())

    assert only_figure("It has 3 prisons in Marlow.", force=force).area is None
    assert only_figure("It has 3 prisons in Marlow.", force=BRACKSHIRE).area == "Marlow"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The force has a budget of £145.8m (2022/2023).", "a budget of £145.8m (2022/2023)"),
        ("The force recorded 31,440 crimes in 2020/2021.", "recorded 31,440 crimes in 2020/2021"),
        ("It has just over 3 prisons.", "just over 3 prisons"),
        ("It has between 6 and 8 prisons.", "between 6 and 8 prisons"),
        ("Some 20% of residents are aged 65 or over.", "Some 20% of residents"),
    ],
)
def test_a_figure_is_quoted_with_the_words_of_its_rule_and_period_as_far_as_eight_words_go(
    sentence: str, words: str
) -> None:
    assert quoted(sentence)["observations"] == [words]


def test_a_range_of_a_measure_is_read_with_its_unit() -> None:
    figure = only_figure("It holds £5.5 - £6m in reserves.")

    assert (figure.measure, figure.value, figure.value_max) == ("reserves", Decimal(5_500_000), Decimal(6_000_000))
    assert (figure.unit, figure.qualifier) == (Unit.GBP, Qualifier.RANGE)
