"""Which area a figure has: others that it is compared with, or the place of its clause."""

import pytest

from tests.builders import invented_force, read


def areas(*paragraphs: str) -> list[str | None]:
    return [figure.area for figure in read(*paragraphs, force=invented_force()).observations]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("More than a quarter of residents (national average: 18.6%) are 65 or over.", [None, "national"]),
        ("24% of children live in poverty (England and Wales: 19%).", [None, "national"]),
        ("Crime fell by 3%; across England and Wales it fell by 2%.", [None, "national"]),
        ("In England and Wales, officer numbers fell by 12.1%.", ["national"]),
        ("Forty percent of residents speak Welsh, compared with 19% across Wales.", [None, "national"]),
        ("Recorded crime rose by 4%, against a rise of 6% in similar forces.", [None, "similar forces"]),
        ("Recorded crime rose by 4% (region: 9.1%).", [None, "region"]),
    ],
)
def test_a_figure_that_others_lead_to_or_that_they_follow_is_theirs(sentence: str, expected: list[str | None]) -> None:
    assert areas(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "A third of our residents live in areas that are among the most deprived of England.",
        "It is one of the most rural areas in England: 46% of the population is rural.",
        "Our share of the national uplift is 248 additional officers.",
        "It has 300 police officers, one of the smallest forces in England and Wales.",
    ],
)
def test_naming_the_country_does_not_make_a_figure_of_it(sentence: str) -> None:
    assert set(areas(sentence)) == {None}


@pytest.mark.parametrize(
    ("sentence", "area"),
    [
        ("In term time Brackwater’s population of 16,500 doubles.", "Brackwater"),
        ("Brackwater, where about 96,000 people live, is by the sea.", "Brackwater"),
        ("Marlow, on the coast, is its biggest town with 71,300 inhabitants.", "Marlow"),
        ("Its largest city, Brackwater, has over 310,000 residents.", "Brackwater"),
        ("The largest town is Marlow (population 31,400).", "Marlow"),
        ("The town of Marlow, population 61,500, has a pier.", "Marlow"),
        ("In Brackwater, ethnic minority communities form 29.5% of the population.", "Brackwater"),
        ("Every year 41,000 cruise passengers use the Port of Marlow.", "Port of Marlow"),
        ("Half a million people attended races and concerts at Marlow Arena.", "Marlow Arena"),
        ("Brackwater Airport is busy; 802,000 passengers flew from there.", "Brackwater Airport"),
    ],
)
def test_a_place_is_of_the_figures_that_its_group_or_clause_tells(sentence: str, area: str) -> None:
    assert areas(sentence)[-1:] == [area]


@pytest.mark.parametrize(
    "sentence",
    [
        "Brackwater Airport is busy and tourism brings an estimated 8.5 million visitors to the county.",
        "There is a container port at Brackwater and twelve towns.",
        "In Marlow people are friendly, while the county has a population of 900,000.",
        "It has 3 prisons in Brackwater and Marlow.",
        "The council sits in Marlow, and more than 140 languages are spoken.",
        "In Marlow 300 police officers are on patrol.",
    ],
)
def test_a_place_of_another_clause_or_one_of_several_is_not_borrowed(sentence: str) -> None:
    assert set(areas(sentence)) == {None}


def test_the_force_area_is_the_whole_even_after_a_place() -> None:
    sentence = "In Marlow 44% of residents are of ethnic minority origin, compared with 16% across the force area."

    assert areas(sentence)[0] == "Marlow"
    assert areas(sentence)[1:] in ([], [None])
