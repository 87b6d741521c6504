"""How sure a reading is: by its rule, by what its words leave open, and by what the page says twice."""

import pytest

from app.vocabulary.qualifiers import Certainty
from tests.builders import read


def certainties(text: str) -> list[Certainty]:
    return [figure.certainty for figure in read(text).observations]


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        ("It has 300 police officers.", Certainty.CERTAIN),
        ("It serves 726,800.", Certainty.LIKELY),
        ("It has 1 city.", Certainty.CERTAIN),
        ("It has one city.", Certainty.LIKELY),
        ("Four districts make up the county.", Certainty.CERTAIN),
        ("Four districts do worse.", Certainty.LIKELY),
        ("It has 12 leafy districts.", Certainty.LIKELY),
        ("The crime rate is 63 per 1,000 people.", Certainty.CERTAIN),
    ],
)
def test_a_reading_is_as_sure_as_its_rule_and_its_words(sentence: str, certainty: Certainty) -> None:
    assert certainties(sentence) == [certainty]


def test_what_points_back_is_likely() -> None:
    assert certainties("It has 300 police officers. In 2015 the number was 280.") == [
        Certainty.CERTAIN,
        Certainty.LIKELY,
    ]


def test_a_noun_far_from_its_number_is_likely() -> None:
    far = (
        "which in the towns by the sea and the hills of the east and in the cities of the west is a matter of much talk"
    )
    assert certainties(f"The crime rate, {far}, is 63 per 1,000 people.") == [Certainty.LIKELY]


def test_what_a_page_says_twice_is_certain() -> None:
    assert certainties("It serves 726,800. Its population is 726,800.") == [Certainty.CERTAIN, Certainty.CERTAIN]
    assert certainties("It serves 726,800. Its population is 730,000.") == [Certainty.LIKELY, Certainty.CERTAIN]


def test_the_same_number_of_another_place_does_not_confirm() -> None:
    assert Certainty.LIKELY in certainties("It serves 726,800. In Marlow the population is 726,800.")
