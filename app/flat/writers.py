"""Writers of CSV, NDJSON and Parquet: they turn rows into the bytes of a file, in pieces, and always the same bytes."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any

from app.flat.columns import Column, Kind
from app.schemas.common import json_number
from app.vocabulary.sources import DATA_ATTRIBUTION, LICENCE, LICENCE_URL, PUBLISHER

Forms = Mapping[Kind, Callable[[Any], Any]]
"""How cells of a kind are written, where that is not as they are."""
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
    for cells in _in_columns(columns, rows, _CSV):
        writer.writerows(zip(*cells, strict=True))
        yield _taken(buffer)
    yield _taken(buffer)


def write_ndjson(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield a file of one JSON object a line (NDJSON), with the columns as its members."""
    names = [column.name for column in columns]
    line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for cells in _in_columns(columns, rows, _JSON):
        yield "".join(f"{line(dict(zip(names, row, strict=True)))}\n" for row in zip(*cells, strict=True)).encode()


def write_parquet(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield a Parquet file, with the licence, the source and what each column means in its metadata."""
    import pyarrow as pa  # with numpy it takes as much memory as all of a service that writes none
    import pyarrow.parquet as pq

    # Types that every reader takes for numbers and dates without settings, in JavaScript too (docs/decisions/0017).
    types = {
        Kind.STRING: pa.string(),
        Kind.INTEGER: pa.int32(),
        Kind.NUMBER: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DATE: pa.date32(),
        Kind.DATETIME: pa.timestamp("us", tz="UTC"),
    }
    fields = [
        pa.field(c.name, types[c.kind], nullable=not c.required, metadata={"description": c.description})
        for c in columns
    ]
    about = {
        "licence": f"{LICENCE} ({LICENCE_URL})",
        "attribution": DATA_ATTRIBUTION,
        "source": f"Statements of the forces, published by {PUBLISHER}; official statistics",
    }
    schema = pa.schema(fields, metadata=about)
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="snappy") as writer:
        for cells in _in_columns(columns, rows, {Kind.NUMBER: float}):
            arrays = [pa.array(column, type=field.type) for column, field in zip(cells, fields, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _in_columns(columns: Sequence[Column], rows: Iterable[Any], forms: Forms) -> Iterator[list[list[Any]]]:
    """Yield some rows at a time, as the cells of each column, in the form of its kind."""
    iterator = iter(rows)
    while piece := list(islice(iterator, ROWS_IN_A_PIECE)):
        yield [_formed(map(column.of, piece), forms.get(column.kind)) for column in columns]


def _formed(cells: Iterable[Any], form: Callable[[Any], Any] | None) -> list[Any]:
    return list(cells) if form is None else [None if cell is None else form(cell) for cell in cells]


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


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(number: Decimal) -> str:
    """Return a number in plain digits, without an exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _instant(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


_CSV: Forms = {
    Kind.STRING: _harmless,
    Kind.NUMBER: plain,
    Kind.BOOLEAN: {True: "true", False: "false"}.get,
    Kind.DATETIME: _instant,
}
_JSON: Forms = {Kind.NUMBER: json_number, Kind.DATE: date.isoformat, Kind.DATETIME: _instant}

WRITERS: Mapping[str, Writer] = MappingProxyType({"csv": write_csv, "ndjson": write_ndjson, "parquet": write_parquet})
"""The writers, by file extension."""
