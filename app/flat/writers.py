"""Writers of CSV, NDJSON and Parquet: they turn rows into the bytes of a file, in pieces, and always the same bytes."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any, Protocol

from app.flat.columns import Cell, Column, Kind
from app.schemas.common import json_number

Cells = Sequence[Sequence[Cell]]
"""Some rows, as the cells of each column."""
Form = Callable[[Sequence[Any]], Sequence[Any]]
"""How the cells of a column are written where that is not as they are."""
Writer = Callable[[Sequence[Column], Iterable[Any]], Iterator[bytes]]

ROWS_IN_A_PIECE = 1000

# A spreadsheet takes a text that begins with one of these for a formula.
_FORMULA = "=+-@\t\r"


class Encoder(Protocol):
    """Turns rows into the bytes of a file, some at a time, so that several may be given the same ones."""

    def rows(self, cells: Cells) -> bytes:
        """Return the bytes that some more rows add."""

    def end(self) -> bytes:
        """Return the last bytes of the file."""


class CsvEncoder:
    """Writes CSV (RFC 4180) in UTF-8 with one header line.

    If ``marked``, it begins with a byte order mark, by which spreadsheets recognise UTF-8. Files that come with a
    description need none, and some of their readers take the mark for a part of the first column name.
    Text that a spreadsheet would take for a formula is prefixed with an apostrophe; numbers are not.
    """

    def __init__(self, columns: Sequence[Column], *, marked: bool = True) -> None:
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer, lineterminator="\r\n")
        self._forms = [_CSV.get(column.kind) for column in columns]
        if marked:
            self._buffer.write("\ufeff")
        self._writer.writerow([column.name for column in columns])

    def rows(self, cells: Cells) -> bytes:
        """Return the lines of some rows."""
        self._writer.writerows(zip(*map(formed, cells, self._forms), strict=True))
        return self.end()

    def end(self) -> bytes:
        """Return what was written and not yet taken: the header of a file without rows."""
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text.encode()


class NdjsonEncoder:
    """Writes one JSON object a line (NDJSON), with the columns as its members."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._names = [column.name for column in columns]
        self._forms = [_JSON.get(column.kind) for column in columns]
        self._line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def rows(self, cells: Cells) -> bytes:
        """Return the lines of some rows."""
        rows = zip(*map(formed, cells, self._forms), strict=True)
        return "".join([f"{self._line(dict(zip(self._names, row, strict=True)))}\n" for row in rows]).encode()

    def end(self) -> bytes:
        """Return nothing: the last line is the end."""
        return b""


def write_csv(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield a CSV file for spreadsheets, which begins with a byte order mark."""
    return _written(CsvEncoder(columns), columns, rows)


def write_ndjson(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield a file of one JSON object a line (NDJSON)."""
    return _written(NdjsonEncoder(columns), columns, rows)


def write_parquet(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield a Parquet file."""
    from app.flat.parquet import ParquetEncoder  # the library takes long to import, and is seldom asked for

    return _written(ParquetEncoder(columns), columns, rows)


def _written(encoder: Encoder, columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    for cells in in_columns(columns, rows):
        yield encoder.rows(cells)
    yield encoder.end()


def in_columns(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[Cells]:
    """Yield some rows at a time, as the cells of each column."""
    getters = [column.of for column in columns]
    iterator = iter(rows)
    while piece := list(islice(iterator, ROWS_IN_A_PIECE)):
        yield [list(map(of, piece)) for of in getters]


def formed(cells: Sequence[Cell], form: Form | None) -> Sequence[Any]:
    """Return the cells of a column in a form, where there is one."""
    return cells if form is None else form(cells)


def each(written: Callable[[Any], Any]) -> Form:
    """Return the form in which each cell that has a value is written by itself."""
    return lambda cells: [None if cell is None else written(cell) for cell in cells]


def _harmless(texts: Sequence[str | None]) -> Sequence[str | None]:
    return [f"'{text}" if text and text[0] in _FORMULA else text for text in texts]


def plain(number: Decimal) -> str:
    """Return a number in plain digits, without an exponent or trailing zeros."""
    text = str(number)
    if "E" in text:
        text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _instant(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


_CSV: Mapping[Kind, Form] = {
    Kind.STRING: _harmless,
    Kind.NUMBER: each(plain),
    Kind.BOOLEAN: each({True: "true", False: "false"}.__getitem__),
    Kind.DATETIME: each(_instant),
}
_JSON: Mapping[Kind, Form] = {
    Kind.NUMBER: each(json_number),
    Kind.DATE: each(date.isoformat),
    Kind.DATETIME: each(_instant),
}

WRITERS: Mapping[str, Writer] = MappingProxyType({"csv": write_csv, "ndjson": write_ndjson, "parquet": write_parquet})
"""The writers, by file extension."""
