"""Cases of what people write: short texts, each with all the figures that it states, as tables in TOML.

Of a figure a case tells the keys that matter; a text without figures states none.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.extract.observations import Extraction, extract
from app.statements.page import read_page
from app.statements.statement import Statement
from app.vocabulary.records import Observation

BEFORE = "Northmarsh Police 2021/22\n\nThe force says...\n\n"
PAGE = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8></head><body><p>Northmarsh Police 2021/22</p>"
    "<h2>The force says...</h2>{}<p>Disclaimer: The above statement has been prepared by Northmarsh Police.</p>"
    "</body></html>"
)

Case = dict[str, Any]


def cases_of(file: Path) -> list[Case]:
    """Return the cases of a file, with numbers as exact decimals."""
    cases: list[Case] = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["case"]
    return cases


def page_of(case: Case) -> Statement:
    """Return the statement of an invented force whose text, or page, is a case's."""
    return read_page(BEFORE + case["text"] if "text" in case else PAGE.format(case["html"]))


def in_order(extraction: Extraction) -> list[Observation]:
    """Return the figures that were read in the order in which cases list them: of places, then of measures."""
    return sorted(extraction.observations, key=lambda o: (o.place.start if o.place else 0, o.measure))


def stated(case: Case) -> list[Case]:
    """Return what a case says that its text states; TOML has no null, so "none" stands for it."""
    figures: list[Case] = case.get("figures", [])
    return [{key: _plain(value) for key, value in figure.items()} for figure in figures]


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(part) for part in value]
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


def is_right(case: Case) -> bool:
    """Return whether a case's figures are read, as it says, and no others."""
    figures, expected = in_order(extract(page_of(case))), stated(case)
    return len(figures) == len(expected) and all(
        told(figure, keys) == keys for figure, keys in zip(figures, expected, strict=True)
    )
