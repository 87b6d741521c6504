import re

import pytest
from hypothesis import given

from app.vocabulary.rounds import ROUND_PATTERN, parse_round
from tests.builders import any_text, properties


@pytest.mark.parametrize(
    "spelling", ["2021-22", "2021/22", "2021–22", "2021-2022", "2021/2022", "2021–2022", "2021 - 22", "2021 to 2022"]
)
def test_a_round_of_two_years_is_read_in_every_spelling(spelling: str) -> None:
    assert parse_round(spelling) == "2021-22"


def test_a_round_of_one_year_or_of_three_is_read() -> None:
    assert parse_round("2016") == "2016"
    assert parse_round("2023–2025") == "2023-25"


@pytest.mark.parametrize("text", ["", "banana", "21-22", "1999", "2021-2", "2021-22-23", " 2016", "2016\n", "٢٠١٦"])
def test_what_names_no_round_is_none(text: str) -> None:
    assert parse_round(text) is None


@properties
@given(any_text)
def test_no_text_raises(text: str) -> None:
    parse_round(text)


def test_the_pattern_of_the_contract_takes_what_is_read() -> None:
    assert re.fullmatch(ROUND_PATTERN, "2021–2022")
