"""Rows written as CSV, NDJSON and Parquet: read back they are the same, and no spreadsheet runs them."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.flat.columns import Column, Kind
from app.flat.writers import ROWS_IN_A_PIECE, WRITERS, plain, write_csv, write_ndjson, write_parquet
from tests.builders import properties

Row = tuple[str | None, Decimal | None, int]


def column(name: str, kind: Kind, place: int, *, required: bool = False) -> Column:
    return Column(name, name, kind, f"The {name}.", required, lambda row: row[place])


COLUMNS = (
    column("words", Kind.STRING, 0),
    column("value", Kind.NUMBER, 1),
    column("count", Kind.INTEGER, 2, required=True),
)
decimals = st.decimals(-(10**9) + 1, 10**9 - 1, places=6) | st.integers(-(10**12), 10**12).map(Decimal)
rows = st.lists(
    st.tuples(
        st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
        st.none() | decimals,
        st.integers(-(2**31), 2**31 - 1),
    ),
    max_size=8,
)


def exact(value: float | None) -> Decimal | None:
    """Return the decimal that a double stands for: its shortest form."""
    return None if value is None else Decimal(repr(value))


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


@properties
@given(rows)
def test_csv_read_back_has_the_same_rows(given: list[Row]) -> None:
    header, *lines = read_csv(b"".join(write_csv(COLUMNS, given)))

    assert header == ["words", "value", "count"]
    assert [(words.removeprefix("'"), value and Decimal(value), int(count)) for words, value, count in lines] == [
        ((words or "").removeprefix("'"), "" if value is None else value, count) for words, value, count in given
    ]


@properties
@given(rows)
def test_no_text_of_a_csv_is_a_formula(given: list[Row]) -> None:
    for words, value, _ in read_csv(b"".join(write_csv(COLUMNS, given)))[1:]:
        assert not words.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert "e" not in value.lower()


@properties
@given(rows)
def test_ndjson_and_parquet_read_back_have_the_same_rows(given: list[Row]) -> None:
    lines = [json.loads(line) for line in b"".join(write_ndjson(COLUMNS, given)).decode().split("\n")[:-1]]
    assert [(line["words"], line["count"]) for line in lines] == [(words, count) for words, _, count in given]
    table = pq.read_table(io.BytesIO(b"".join(write_parquet(COLUMNS, given))))
    found = [tuple(row.values()) for row in table.to_pylist()]
    assert [(words, exact(value), count) for words, value, count in found] == given


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_rows_give_the_same_bytes(name: str) -> None:
    row: Row = ("£5", Decimal("1.50"), 1)

    assert b"".join(WRITERS[name](COLUMNS, [row, row])) == b"".join(WRITERS[name](COLUMNS, iter([row, row])))


@pytest.mark.parametrize("name", WRITERS)
def test_rows_are_written_while_they_come(name: str) -> None:
    taken = 0

    def rows_coming() -> object:
        nonlocal taken
        for n in range(10 * ROWS_IN_A_PIECE):
            taken += 1
            yield (f"row {n}", Decimal(n), n)

    pieces = WRITERS[name](COLUMNS, rows_coming())  # type: ignore[arg-type]
    next(pieces)
    assert taken <= ROWS_IN_A_PIECE + 1


def test_lines_end_as_rfc_4180_has_them() -> None:
    content = b"".join(write_csv(COLUMNS, [('say "yes",\nno', None, 2)]))

    assert content == b'\xef\xbb\xbfwords,value,count\r\n"say ""yes"",\nno",,2\r\n'


def test_parquet_carries_types_descriptions_and_the_licence() -> None:
    columns = (
        *COLUMNS,
        column("day", Kind.DATE, 3),
        column("moment", Kind.DATETIME, 4),
        column("sure", Kind.BOOLEAN, 5),
    )
    row = ("a", Decimal("0.5"), 1, date(2022, 3, 31), datetime(2022, 3, 31, 12, tzinfo=UTC), True)
    content = b"".join(write_parquet(columns, [row]))
    schema = pq.read_schema(io.BytesIO(content))

    assert (schema.field("value").type, schema.field("count").type) == (pa.float64(), pa.int32())
    assert schema.field("words").metadata == {b"description": b"The words."}
    assert not schema.field("count").nullable
    assert b"Open Government Licence" in schema.metadata[b"licence"]
    assert [tuple(found.values()) for found in pq.read_table(io.BytesIO(content)).to_pylist()] == [row]
    assert read_csv(b"".join(write_csv(columns, [row])))[1][3:] == ["2022-03-31", "2022-03-31T12:00:00Z", "true"]


@pytest.mark.parametrize(
    ("number", "text"),
    [("223200000.000000", "223200000"), ("0.50", "0.5"), ("1E+6", "1000000"), ("-3.60", "-3.6"), ("0", "0")],
)
def test_numbers_are_written_in_plain_digits(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@properties
@given(st.decimals(-(10**12), 10**12, places=6))
def test_doubles_hold_every_figure_of_fifteen_digits(figure: Decimal) -> None:
    written = figure if len(figure.normalize().as_tuple().digits) <= 15 else Decimal(f"{figure:.15g}")
    assert exact(float(written)) == written
