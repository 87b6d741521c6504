import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given

from app.vocabulary.rounds import ROUND_PATTERN, date_of, nearest_in_time, parse_round, rounds
from tests.builders import any_text, properties
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
        ("2019", "2018-19"),
        ("2018/2019", "2018-19"),
        ("2024", "2023-25"),
        ("2030", "2023-25"),
        ("1999-00", "2015"),
    ],
)
def test_the_nearest_in_time_is_that_of_the_nearest_years(name: str, near: str) -> None:
    assert nearest_in_time(name, rounds())[0] == near


def test_what_names_no_year_is_near_to_what_is_spelt_like_it() -> None:
    assert nearest_in_time("lst year", ["2016", "last year"]) == ["last year"]


@pytest.mark.parametrize(
    "spelling", ["2021-22", "2021/22", "2021–22", "2021-2022", "2021/2022", "2021–2022", "2021 - 22", "2021 to 2022"]
)
def test_a_round_of_two_years_is_read_in_every_spelling(spelling: str) -> None:
    assert parse_round(spelling) == "2021-22"


def test_a_round_of_one_year_or_of_three_is_read() -> None:
    assert parse_round("2016") == "2016"
    assert parse_round("2023–2025") == "2023-25"


@pytest.mark.parametrize(
    "text", ["", "banana", "21-22", "1999", "2021-2", "2021-19", "2021-21", "2021-22-23", " 2016", "2016\n", "٢٠١٦"]
)
def test_what_names_no_round_is_none(text: str) -> None:
    assert parse_round(text) is None


@properties
@given(any_text)
def test_no_text_raises(text: str) -> None:
    parse_round(text)


def test_the_pattern_of_the_contract_takes_what_is_read() -> None:
    assert re.fullmatch(ROUND_PATTERN, "2021–2022")
