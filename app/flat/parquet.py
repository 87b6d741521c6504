"""Parquet: tables of columns with types, which tools read in parts (docs/decisions/0017)."""

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.flat.columns import Column, Kind
from app.flat.writers import Cells, each, formed
from app.vocabulary.sources import DATA_ATTRIBUTION, LICENCE, LICENCE_URL, PUBLISHER

ROWS_IN_A_GROUP = 10_000
"""How many rows are held until they are written: readers skip groups, and small ones pack badly."""

# Types that every reader takes for numbers and dates without settings, in JavaScript too.
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
_ABOUT = {
    "licence": f"{LICENCE} ({LICENCE_URL})",
    "attribution": DATA_ATTRIBUTION,
    "source": f"Statements of the forces, published by {PUBLISHER}; official statistics",
}


class ParquetEncoder:
    """Writes Parquet, with the licence, the source and what each column means in its metadata."""

    def __init__(self, columns: Sequence[Column]) -> None:
        fields = [
            pa.field(c.name, _ARROW[c.kind], nullable=not c.required, metadata={"description": c.description})
            for c in columns
        ]
        self._schema = pa.schema(fields, metadata=_ABOUT)
        self._forms = [each(float) if column.kind is Kind.NUMBER else None for column in columns]
        self._sink = _Sink()
        self._writer = pq.ParquetWriter(self._sink, self._schema, compression="snappy")
        self._held: list[pa.RecordBatch] = []

    def rows(self, cells: Cells) -> bytes:
        """Return the bytes of the row groups that are complete with some more rows."""
        formed_cells = map(formed, cells, self._forms)
        arrays = [pa.array(column, type_) for column, type_ in zip(formed_cells, self._schema.types, strict=True)]
        self._held.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        if sum(batch.num_rows for batch in self._held) >= ROWS_IN_A_GROUP:
            self._write_group()
        return self._sink.taken()

    def end(self) -> bytes:
        """Return the last row group, and where each is."""
        if self._held:
            self._write_group()
        self._writer.close()
        return self._sink.taken()

    def _write_group(self) -> None:
        self._writer.write_table(pa.Table.from_batches(self._held), row_group_size=2 * ROWS_IN_A_GROUP)
        self._held.clear()


class _Sink(io.RawIOBase):
    """A write-only file whose content is taken out in pieces."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer of bytes
        self._written += data
        self._length += len(data)
        return len(data)

    def tell(self) -> int:
        return self._length

    def taken(self) -> bytes:
        """Return what was written since it was last taken."""
        piece = bytes(self._written)
        self._written.clear()
        return piece
