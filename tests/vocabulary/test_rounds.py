from datetime import date
from itertools import pairwise

import pytest

from app.vocabulary.rounds import date_of, nearest_rounds, rounds
from tests.bundled import RECORDS


def test_every_bundled_statement_is_of_a_listed_round() -> None:
    assert {record.round for record in RECORDS} == set(rounds())


def test_rounds_follow_each_other() -> None:
    listed = list(rounds().values())

    assert [round_.id for round_ in listed] == sorted(rounds())
    assert [round_.day for round_ in listed] == sorted(round_.day for round_ in listed)
    assert all(earlier.last < later.first for earlier, later in pairwise(listed))


@pytest.mark.parametrize("id_", rounds())
def test_a_round_stands_for_a_day_that_its_statements_look_back_on(id_: str) -> None:
    round_ = rounds()[id_]

    assert round_.first < round_.last
    assert round_.day < round_.last
    assert round_.known.endswith(".")
    assert date_of(id_) == round_.day


@pytest.mark.parametrize(("name", "day"), [("2027", date(2027, 7, 2)), ("2027-29", date(2028, 7, 1))])
def test_a_round_that_is_not_listed_stands_for_the_middle_of_its_years(name: str, day: date) -> None:
    assert date_of(name) == day


def test_what_names_no_year_has_no_day() -> None:
    with pytest.raises(ValueError, match="'latest' names no round"):
        date_of("latest")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("2019", ["2018-19"]),
        ("2018/2019", ["2018-19"]),
        ("2020", ["2018-19", "2021-22"]),
        ("2024", ["2023-25"]),
        ("2030", ["2023-25"]),
        ("1999-00", ["2015"]),
        ("latest", []),
    ],
)
def test_the_nearest_rounds_are_those_of_the_nearest_years(name: str, near: list[str]) -> None:
    assert nearest_rounds(name) == near
