"""What people write and how it is read: tables of texts with all the figures that each states."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.extract.observations import extract
from benchmarks.cases import Case, cases_of, in_order, page_of, stated, told

FOLDER = Path(__file__).parent / "cases"


def cases() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.toml")):
        for number, case in enumerate(cases_of(file), 1):
            yield pytest.param(case, id=f"{file.stem}-{number}")


@pytest.mark.parametrize("case", list(cases()))
def test_a_text_is_read_as_the_table_says(case: Case) -> None:
    found = extract(page_of(case))
    expected, by_place = stated(case), in_order(found)
    assert [(o.measure, o.value) for o in by_place] == [(f["measure"], f["value"]) for f in expected]
    assert [told(figure, keys) for figure, keys in zip(by_place, expected, strict=True)] == expected
    if "unassigned" in case:
        assert [number.as_stated for number in found.unassigned] == case["unassigned"]
