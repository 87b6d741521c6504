"""Extraction does work in proportion to the length of a text, whatever is in it. Work is counted, not timed."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.observations import extract
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
)


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
    assert work_of(longer) <= 4.5 * work_of(shorter) + 2000


@pytest.mark.parametrize("fragment", PATHOLOGICAL)
def test_a_repeated_fragment_takes_work_in_proportion(fragment: str) -> None:
    assert_in_proportion(fragment)


@settings(derandomize=True, deadline=None, max_examples=15)
@given(st.one_of(number_like_text.filter(lambda text: len(text) > 3), st.sampled_from(PATHOLOGICAL)))
def test_any_repeated_text_takes_work_in_proportion(fragment: str) -> None:
    assert_in_proportion(fragment[:200])
