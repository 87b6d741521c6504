"""What a percentage is a share of, and what part it tells: sentences and near misses."""

from decimal import Decimal

import pytest

from app.vocabulary.bounds import Bounds
from tests.builders import only_figure, read


@pytest.mark.parametrize(
    ("sentence", "measure", "rule"),
    [
        ("Some 20% of residents are over 65.", "age_65_plus_share", "share"),
        ("Some 20% of residents who live here are over 65.", "age_65_plus_share", "share"),
        ("One in five residents is over 65.", "age_65_plus_share", "share"),
        ("Three quarters of it is rural.", "rural_area_share", "share"),
        ("At 31% of officers, women are many.", "female_share", "share"),
        ("Officers (31% of whom are women) are busy.", "female_share", "share"),
        ("Women account for 31% of officers.", "female_share", "makes_up"),
        ("Grants make up 51% of its budget.", "funding_government_share", "makes_up"),
        ("The population is made up of 11% ethnic minority residents.", "ethnic_minority_share", "makes_up"),
    ],
)
def test_a_share_is_of_its_base_and_tells_a_part(sentence: str, measure: str, rule: str) -> None:
    figure = only_figure(sentence)
    assert figure.method == f"{measure}.{rule}"


def test_a_share_of_money_that_is_the_force_s_own_is_one_of_its_budget() -> None:
    [share, _] = read("Grants make up 51% of the constabulary's £131m.").observations
    assert (share.measure, int(share.value)) == ("funding_government_share", 51)


def test_a_share_of_which_is_one_of_the_figure_before() -> None:
    [_, share] = read("It has a budget of £131m, 51% of which comes from grants.").observations
    assert (share.measure, int(share.value)) == ("funding_government_share", 51)


@pytest.mark.parametrize(
    "sentence",
    [
        "Some 20% of residents who smoke are over 65.",
        "The share of women officers is 31% below that of England.",
        "Some 7% of neighbourhoods are rural.",
        "Some 20% of officers drive.",
        "Some 20% of officers live in deprived areas.",
        "Staff account for 80% of our budget.",
        "It has said 5% more.",
    ],
)
def test_a_percentage_of_something_else_is_no_share(sentence: str) -> None:
    extraction = read(sentence)
    assert extraction.observations == ()
    assert extraction.unassigned


def test_the_count_of_a_share_is_not_that_of_its_base() -> None:
    extraction = read("Some 29% of its officers (612) are women.")
    assert [figure.measure for figure in extraction.observations] == ["female_share"]
    assert [int(number.value) for number in extraction.unassigned if number.value is not None] == [612]


@pytest.mark.parametrize("share", ["120%", "over 100.1%", "90 to 110%"])
def test_a_share_over_100_is_left_unassigned(share: str) -> None:
    extraction = read(f"It is said {share} of the population are from ethnic minority backgrounds.")

    assert not extraction.observations
    assert len(extraction.unassigned) == 1


def test_a_share_of_100_is_a_share() -> None:
    figure = only_figure("It is said 100% of the population are from ethnic minority backgrounds.")

    assert figure.bounds == Bounds(Decimal("99.5"), Decimal(100))
