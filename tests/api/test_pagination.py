"""Cursors: what goes in comes out, and nothing else is taken."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.cursors import decode_cursor, encode_cursor
from app.http.problems import InvalidParameter
from app.queries.observations import SORTS, sort_keys
from tests.builders import properties

SLUGS = st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True)
ROUNDS = st.integers(min_value=-299_999, max_value=-200_000)  # as they are sorted by
WHOLE = st.integers(min_value=0, max_value=2**31 - 1)
PLACE = (SLUGS, ROUNDS, WHOLE)
KEYS: dict[str, tuple[st.SearchStrategy[Any], ...]] = {
    "force": PLACE,
    "round": (ROUNDS, SLUGS, WHOLE),
    "measure": (WHOLE, *PLACE),
    "value": (st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=6), *PLACE),
    "period": (st.dates(), *PLACE),
}


@pytest.mark.parametrize("sort", SORTS)
@properties
@given(data=st.data())
def test_a_cursor_carries_the_keys_of_a_row_there_and_back(sort: str, data: st.DataObject) -> None:
    keys = data.draw(st.tuples(*KEYS[sort]))
    cursor = encode_cursor(keys)
    assert cursor is not None
    assert cursor.replace("-", "").replace("_", "").isalnum()
    for sign in ("", "-"):
        assert decode_cursor(cursor, sort_keys(sign + sort)) == keys


def test_no_cursor_is_no_keys() -> None:
    assert encode_cursor(None) is None
    assert decode_cursor(None, sort_keys("force")) is None


@properties
@given(cursor=st.text(max_size=60))
def test_what_no_answer_gave_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidParameter):
        decode_cursor(cursor, sort_keys("value"))


@pytest.mark.parametrize("value", [Decimal("1E+3"), Decimal("Infinity"), Decimal(10**13), date(2020, 1, 1), "\x00"])
def test_keys_that_no_column_holds_are_refused(value: object) -> None:
    with pytest.raises(InvalidParameter):
        decode_cursor(encode_cursor((value, "kent", -201_600, 1)), sort_keys("value"))
