"""Extraction does work in proportion to the length of a text, whatever is in it. Work is counted, not timed."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.observations import extract
from app.statements.text import LONGEST_SENTENCE
from tests.builders import number_like_text, statement

PATHOLOGICAL = (
    "1,000 ",
    "£5m of ",
    "12% of the population ",
    "crime fell by 3%, ",
    "police officers and police staff and ",
    "one in two ",
    "in 2016/17 ",
    "between 5 and 6% ",
    "a a a a ",
    "(((((",
    "99999999999999999999",
    "the most deprived ",
    "respectively ",
    "Brackwater and Marlow ",
    "and ",
    ", ",
    "2,000 officers, ",
    "of 2,000 officers ",
    "( 2,000 ",
    "2,000 ) ",
    "from 12 to 13 ",
    "2,000 crimes in England and ",
    "fell 12, ",
    "quickly has ",
    "is, ",
    "number of ",
    "it of ",
)
ORDINARY = "The force has 2,242 officers and 1,340 police staff. Crime fell by 4% to 51,000 offences in 2016. "


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called to do some work."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def work_of(text: str) -> int:
    return calls(lambda: extract(statement(text)))


def assert_in_proportion(fragment: str) -> None:
    shorter, longer = fragment * (6000 // len(fragment)), fragment * (24000 // len(fragment))
    extract(statement(longer))  # loads what is read with, which is work of no text
    assert work_of(longer) <= 4.5 * work_of(shorter) + 2000


@pytest.mark.parametrize("fragment", PATHOLOGICAL)
def test_a_repeated_fragment_takes_work_in_proportion(fragment: str) -> None:
    assert_in_proportion(fragment)


@pytest.mark.parametrize("fragment", PATHOLOGICAL)
def test_one_long_sentence_of_a_fragment_takes_little_more_work_than_prose_of_its_length(fragment: str) -> None:
    prose, sentence = ORDINARY * (LONGEST_SENTENCE // len(ORDINARY)), fragment * (LONGEST_SENTENCE // len(fragment))
    extract(statement(prose, sentence))
    assert work_of(sentence) <= 5 * work_of(prose)


@settings(derandomize=True, deadline=None, max_examples=15)
@given(st.one_of(number_like_text.filter(lambda text: len(text) > 3), st.sampled_from(PATHOLOGICAL)))
def test_any_repeated_text_takes_work_in_proportion(fragment: str) -> None:
    assert_in_proportion(fragment[:200])
