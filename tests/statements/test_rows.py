"""Rows of tables: each figure is that of its own row, however the table is written."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.observations import extract
from app.statements.page import read_page
from app.statements.rows import is_value, labelled_lines
from tests.builders import properties

MEASURES = {
    "Population": "population",
    "Police officers": "police_officers",
    "Police staff": "police_staff",
    "PCSOs": "pcsos",
    "Special constables": "special_constables",
    "Recorded crimes": "recorded_crimes",
    "999 calls": "calls_999",
    "Households": "households",
}
BEFORE = "Northmarsh Police 2021/22\n\nThe force says...\n\n"
SEPARATORS = ("\t", "\t\t", "  ", "      ", " | ", ": ", ",", ";", ", ", " – ", " = ", " ..... ", " ")
UNKNOWN = ("Dogs", "Horses", "See note", "Rank")

tables = settings(properties, max_examples=40)
Read = set[tuple[str, int, str | None]]
rows_of = st.lists(
    st.tuples(st.sampled_from([*MEASURES, *UNKNOWN]), st.integers(20_000, 9_999_999)),
    min_size=2,
    max_size=8,
    unique_by=lambda row: row[0],
)


def as_text(separator: str, cells: list[list[str]]) -> str:
    return BEFORE + "\n".join(separator.join(row) for row in cells)


def as_html(cells: list[list[str]]) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells)
    return f"<html><h1>Northmarsh Police 2021/22</h1><h2>The force says...</h2><table>{rows}</table></html>"


def read(page: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for figure in extract(read_page(page)).observations:
        found.setdefault(figure.measure, []).append(int(figure.value))
    return found


@tables
@given(rows_of, st.sampled_from(SEPARATORS), st.booleans())
def test_a_figure_of_a_text_is_that_of_its_own_row(rows: list[tuple[str, int]], separator: str, grouped: bool) -> None:
    cells = [[label, f"{value:,}" if grouped else str(value)] for label, value in rows]
    assert read(as_text(separator, cells)) == {MEASURES[label]: [value] for label, value in rows if label in MEASURES}


@tables
@given(rows_of)
def test_a_figure_of_an_html_table_is_that_of_its_own_row(rows: list[tuple[str, int]]) -> None:
    cells = [[label, f"{value:,}"] for label, value in rows]
    assert read(as_html(cells)) == {MEASURES[label]: [value] for label, value in rows if label in MEASURES}


@tables
@given(
    rows_of,
    st.sampled_from(["\t", "  ", " | ", ",", ";", " ..... "]),
    st.lists(st.integers(10, 99), min_size=16, max_size=16),
)
def test_no_figure_is_read_of_rows_with_several_values_and_no_header(
    rows: list[tuple[str, int]], separator: str, others: list[int]
) -> None:
    cells = [[label, f"{value}", f"{other}"] for (label, value), other in zip(rows, others, strict=False)]
    assert not read(as_text(separator, cells))
    assert not read(as_html(cells))


@tables
@given(rows_of, st.permutations(["2019/20", "2020/21", "2021/22"]))
def test_a_column_of_a_period_gives_its_figures_that_period(rows: list[tuple[str, int]], periods: list[str]) -> None:
    cells = [["Measure", *periods], *([label, *(f"{value + n:,}" for n in range(3))] for label, value in rows)]
    for page in (as_html(cells), as_text("\t", cells)):
        found = extract(read_page(page)).observations
        read: Read = {(o.measure, int(o.value), o.period.label if o.period else None) for o in found}
        stated: Read = {
            (MEASURES[label], value + n, period)
            for label, value in rows
            if label in MEASURES
            for n, period in enumerate(periods)
        }
        assert read == stated


cell = st.sampled_from(
    [
        "",
        "Population",
        "Police officers",
        "2,242",
        "2021/22",
        "2021",
        "£m",
        "(000s)",
        "Value",
        "about half",
        "–",
        "x" * 200,
    ]
)


@properties
@given(st.lists(st.lists(cell, max_size=24), max_size=5), st.integers(0, 5))
def test_any_table_is_said_without_losing_a_value(rows: list[list[str]], headed: int) -> None:
    lines = list(labelled_lines(rows, headed=min(headed, len(rows))))
    assert all(lines)
    for value in ("2,242", "about half"):
        assert any(value in row for row in rows) == any(value in line for line in lines)


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        (["Area", "520", "square miles"], ["Area (square miles): 520"]),
        (["Budget", "£223.2m", "2021/22"], ["Budget (2021/22): £223.2m"]),
        (["Population", "1,134,200", "Provisional"], ["Population: 1,134,200", "Provisional"]),
        (["Workforce", "It has 2,242 police officers."], ["Workforce", "It has 2,242 police officers."]),
        (["1,134,200", "2,242"], ["1,134,200", "2,242"]),
        ([], []),
    ],
)
def test_a_row_without_a_header_is_said_by_its_cells(row: list[str], lines: list[str]) -> None:
    assert list(labelled_lines([row])) == lines


@pytest.mark.parametrize(
    "value",
    ["upwards of 1.1 million", "well over 2,000", "just shy of 3,000", "no fewer than 20", "c2,000", "zero", "½"],
)
def test_a_value_may_be_hedged_in_any_way_that_a_number_in_prose_is(value: str) -> None:
    assert list(labelled_lines([["Population", value]])) == [f"Population: {value}"]


@pytest.mark.parametrize("cell", ["Someone else", "Over the years", "Sixth form", "About us"])
def test_words_that_begin_as_a_hedge_or_a_number_does_are_no_value(cell: str) -> None:
    assert not is_value(cell)
