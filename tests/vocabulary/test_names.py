import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vocabulary.measures import measures
from app.vocabulary.names import folded, nearest, suggestion
from tests.builders import properties


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Brack & Marlow", "brack and marlow"),
        ("brack-and_marlow", "brack and marlow"),
        ("  BRACK\u00a0 AND   Marlow.", "brack and marlow"),
        ("Brack&Marlow", "brack and marlow"),
        ("Ynys Môn", "ynys mon"),
        ("Cwmbra\u0302n", "cwmbran"),
        ("&", "and"),
        ("!?", ""),
    ],
)
def test_folding_takes_away_case_punctuation_and_spaces(name: str, plain: str) -> None:
    assert folded(name) == plain


@properties
@given(st.text(alphabet="aAbB ßÄé&-_.’\u00a0\n0", max_size=20))
def test_a_folded_name_stays_as_it_is(name: str) -> None:
    assert folded(folded(name)) == folded(name)


def test_the_nearest_names_come_as_they_are_written_and_the_nearest_first() -> None:
    assert nearest("brackshre", ["Marlow", "Brackshires", "Brackshire"]) == ["Brackshire", "Brackshires"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("crime", "recorded_crimes"),
        ("budgt", "budget_total"),
        ("officers", "police_officers"),
        ("calls", "calls_total"),
    ],
)
def test_a_word_of_a_longer_name_is_enough(name: str, near: str) -> None:
    assert nearest(name, measures())[0] == near


@properties
@given(st.text(max_size=10), st.lists(st.text(alphabet="abc", min_size=1, max_size=5), max_size=10))
def test_at_most_three_different_names_are_near_any_name(name: str, names: list[str]) -> None:
    near = nearest(name, names)

    assert len(near) == len(set(near)) <= 3
    assert set(near) <= set(names)


@properties
@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=8), min_size=1, max_size=10))
def test_a_name_that_is_among_the_names_is_its_own_nearest(names: list[str]) -> None:
    assert nearest(names[0].upper(), names)[0] == names[0]


def test_a_wrong_name_is_told_with_the_right_ones_or_with_what_to_do() -> None:
    assert suggestion(["kent", "essex"], "see the list") == "; did you mean kent or essex?"
    assert suggestion([], "see the list") == "; see the list"
    assert not suggestion([])
