"""What people write and how it is read: tables of texts with all the figures that each states."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.extract.observations import extract
from app.statements.page import read_page
from app.statements.statement import Statement
from app.vocabulary.records import Observation

FOLDER = Path(__file__).parent / "cases"
BEFORE = "Northmarsh Police 2021/22\n\nThe force says...\n\n"
PAGE = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8></head><body><p>Northmarsh Police 2021/22</p>"
    "<h2>The force says...</h2>{}<p>Disclaimer: The above statement has been prepared by Northmarsh Police.</p>"
    "</body></html>"
)

Case = dict[str, Any]


def cases() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        for number, case in enumerate(table["case"], 1):
            yield pytest.param(case, id=f"{file.stem}-{number}")


def page_of(case: Case) -> Statement:
    return read_page(BEFORE + case["text"] if "text" in case else PAGE.format(case["html"]))


def plain(value: Any) -> Any:  # noqa: ANN401 - what TOML holds
    """Return a value of a table; TOML has no null, so "none" stands for it."""
    if isinstance(value, list):
        return [plain(part) for part in value]
    return None if value == "none" else value


def told(figure: Observation, keys: Case) -> Case:
    """Return of a figure what a case says of it."""
    all_of_it: Case = {
        "measure": figure.measure,
        "value": figure.value,
        "max": figure.value_max,
        "unit": figure.unit.value,
        "qualifier": figure.qualifier.value,
        "bounds": [figure.bounds.low, figure.bounds.high],
        "period": None if figure.period is None else figure.period.label,
        "dates": None if figure.period is None else [figure.period.start, figure.period.end],
        "area": figure.area,
        "status": figure.status.value,
    }
    return {key: all_of_it[key] for key in keys}


@pytest.mark.parametrize("case", list(cases()))
def test_a_text_is_read_as_the_table_says(case: Case) -> None:
    found = extract(page_of(case))
    expected = [{key: plain(value) for key, value in figure.items()} for figure in case.get("figures", [])]
    by_place = sorted(found.observations, key=lambda o: (o.place.start if o.place else 0, o.measure))
    assert [(o.measure, o.value) for o in by_place] == [(f["measure"], f["value"]) for f in expected]
    assert [told(figure, keys) for figure, keys in zip(by_place, expected, strict=True)] == expected
    if "unassigned" in case:
        assert [number.as_stated for number in found.unassigned] == case["unassigned"]
