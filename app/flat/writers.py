"""Writers of CSV, NDJSON and Parquet: they turn rows into the bytes of a file, in pieces, and always the same bytes."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from app.flat.columns import Cell, Column, Kind
from app.schemas.common import json_number
from app.vocabulary.sources import ATTRIBUTION, LICENCE, LICENCE_URL, PUBLISHER

Row = TypeVar("Row")
Writer = Callable[[Sequence[Column], Iterable[Any]], Iterator[bytes]]

ROWS_IN_A_PIECE = 500

# A spreadsheet takes a text that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(columns: Sequence[Column], rows: Iterable[Any], *, marked: bool = True) -> Iterator[bytes]:
    """Yield a CSV file (RFC 4180) in UTF-8 with one header line.

    If ``marked``, it begins with a byte order mark, by which spreadsheets recognise UTF-8. Files that come with a
    description need none, and some of their readers take the mark for a part of the first column name.
    Text that a spreadsheet would take for a formula is prefixed with an apostrophe; numbers are not.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    if marked:
        buffer.write("\ufeff")
    writer.writerow([column.name for column in columns])
    for piece in _pieces(rows):
        writer.writerows([_csv_cell(column.of(row)) for column in columns] for row in piece)
        yield _taken(buffer)
    yield _taken(buffer)


def write_ndjson(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield a file of one JSON object a line (NDJSON), with the columns as its members."""
    for piece in _pieces(rows):
        lines = (
            json.dumps({c.name: _json_cell(c.of(row)) for c in columns}, ensure_ascii=False, separators=(",", ":"))
            for row in piece
        )
        yield "".join(f"{line}\n" for line in lines).encode()


def write_parquet(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield a Parquet file, with the licence, the source and what each column means in its metadata."""
    fields = [
        pa.field(c.name, _ARROW[c.kind], nullable=not c.required, metadata={"description": c.description})
        for c in columns
    ]
    about = {
        "licence": f"{LICENCE} ({LICENCE_URL})",
        "attribution": ATTRIBUTION,
        "source": f"Statements published by {PUBLISHER}",
    }
    schema = pa.schema(fields, metadata=about)
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="snappy") as writer:
        for piece in _pieces(rows):
            arrays = [
                pa.array([_arrow_cell(column.of(row)) for row in piece], type=field.type)
                for column, field in zip(columns, fields, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


# Types that every reader takes for numbers and dates without settings, in JavaScript too (docs/decisions/0017).
_ARROW: Mapping[Kind, pa.DataType] = MappingProxyType(
    {
        Kind.STRING: pa.string(),
        Kind.INTEGER: pa.int32(),
        Kind.NUMBER: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DATE: pa.date32(),
        Kind.DATETIME: pa.timestamp("us", tz="UTC"),
    }
)


def _pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while piece := list(islice(iterator, ROWS_IN_A_PIECE)):
        yield piece


def _taken(buffer: io.StringIO) -> bytes:
    """Return what was written to a text buffer since it was last taken."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


class _Sink(io.RawIOBase):
    """A write-only file whose content is taken out in pieces."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer of bytes
        piece = bytes(data)
        self._written += piece
        self._length += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._length

    def taken(self) -> bytes:
        """Return what was written since it was last taken."""
        piece = bytes(self._written)
        self._written.clear()
        return piece


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return plain(cell) if isinstance(cell, Decimal) else str(_json_cell(cell))


def _json_cell(cell: Cell) -> str | int | float | bool | None:
    if isinstance(cell, Decimal):
        return json_number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat().replace("+00:00", "Z")
    return cell if isinstance(cell, str | int | float | bool | None) else cell.isoformat()


def _arrow_cell(cell: Cell) -> Cell | float:
    return float(cell) if isinstance(cell, Decimal) else cell


def plain(number: Decimal) -> str:
    """Return a number in plain digits, without an exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


WRITERS: Mapping[str, Writer] = MappingProxyType({"csv": write_csv, "ndjson": write_ndjson, "parquet": write_parquet})
"""The writers, by file extension."""
