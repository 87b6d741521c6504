"""The bulk release: the whole dataset as self-describing files. The same data gives the same bytes.

It is a Frictionless data package with CSVW metadata (W3C), checksums, and an archive of all files.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from sqlalchemy.orm import Session

from app import __version__
from app.bulk.tables import TABLES, Table
from app.flat.columns import Kind, flattened
from app.flat.writers import write_csv, write_parquet
from app.vocabulary.sources import (
    DATA_ATTRIBUTION,
    DISCLAIMER,
    LICENCE,
    LICENCE_ID,
    LICENCE_URL,
    MAINTAINERS,
    PUBLISHER,
    PUBLISHER_URL,
    STATISTICIANS,
)

NAME = "force-profiles"
TITLE = "Force Profiles: what the police forces of England and Wales state, and what is counted of them"
ARCHIVE = f"{NAME}.zip"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry in the archive: a constant, the earliest of the format, so that the bytes stay the same."""

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class File:
    """A file of a release."""

    name: str
    description: str
    content: bytes

    @property
    def media_type(self) -> str:
        """The media type, by the extension of the name."""
        return MEDIA_TYPES[self.name.rpartition(".")[2]]

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of its content, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Release:
    """A release of the data: a ``version`` that depends on the content, and the ``files`` by name, the archive last."""

    version: str
    files: Mapping[str, File]


def make_release(session: Session) -> Release:
    """Return the release of the current data."""
    tables: list[File] = []
    for table in TABLES:
        columns, rows = flattened(table.columns, table.rows(session))
        for ending, write in (("csv", partial(write_csv, marked=False)), ("parquet", write_parquet)):
            content = b"".join(write(columns, rows))
            tables.append(File(f"{table.name}.{ending}", f"{table.title}.", content))
    digest = hashlib.sha256("".join(file.sha256 for file in tables).encode()).hexdigest()
    version = f"{__version__}+{digest[:12]}"
    files = [
        *tables,
        File("datapackage.json", "The package: its tables and columns (Frictionless).", _package(tables, version)),
        File("csv-metadata.json", "The same for tools that know CSV on the Web (W3C).", _csvw(version)),
        File("README.md", "What is in the package, and how to say where it is from.", _readme(version)),
    ]
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in files)
    files.append(File("checksums.txt", "The SHA-256 of every file, for `sha256sum --check`.", sums.encode()))
    files.append(File(ARCHIVE, "All of these files in one archive.", _archive(files)))
    return Release(version, {file.name: file for file in files})


def _package(tables: list[File], version: str) -> bytes:
    """Return the descriptor of the data package (specs.frictionlessdata.io, version 1)."""
    by_name = {file.name: file for file in tables}
    resources: list[dict[str, Any]] = []
    for table in TABLES:
        file = by_name[f"{table.name}.csv"]
        resources.append(
            _resource(table, file)
            | {
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "dialect": {"lineTerminator": "\r\n", "header": True},
                "schema": _schema(table),
            }
        )
    resources += [
        _resource(table, by_name[f"{table.name}.parquet"]) | {"name": f"{table.name}-parquet", "type": "file"}
        for table in TABLES
    ]
    return _json(
        {
            "profile": "data-package",
            "name": NAME,
            "title": TITLE,
            "description": f"{DATA_ATTRIBUTION} {DISCLAIMER}",
            "version": version,
            "licenses": [{"name": LICENCE_ID, "title": LICENCE, "path": LICENCE_URL}],
            "contributors": [{"title": MAINTAINERS, "role": "maintainer"}],
            "sources": [
                {"title": f"Statements of the forces, published by {PUBLISHER}", "path": PUBLISHER_URL},
                *({"title": f"Official statistics of the {name}", "path": url} for name, url in STATISTICIANS.items()),
            ],
            "resources": resources,
        }
    )


def _resource(table: Table, file: File) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "path": file.name,
        "format": file.name.rpartition(".")[2],
        "mediatype": file.media_type.partition(";")[0],
        "bytes": len(file.content),
        "hash": f"sha256:{file.sha256}",
    }


def _schema(table: Table) -> dict[str, Any]:
    fields = [
        {"name": column.name, "type": column.kind.value, "description": column.description}
        | ({"constraints": {"required": True}} if column.required and column.kind is not Kind.STRING else {})
        for column in table.columns
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": ["id"]}} for column, other in table.refers
        ]
    return schema


def _csvw(version: str) -> bytes:
    """Return the metadata of the CSV files (W3C, Metadata Vocabulary for Tabular Data)."""
    return _json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "dc:title": TITLE,
            "dc:license": {"@id": LICENCE_URL},
            "dc:creator": MAINTAINERS,
            "dc:source": {"@id": PUBLISHER_URL},
            "dc:hasVersion": version,
            "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
            "tables": [
                {"url": f"{table.name}.csv", "dc:title": table.title, "tableSchema": _csvw_schema(table)}
                for table in TABLES
            ],
        }
    )


def _csvw_schema(table: Table) -> dict[str, Any]:
    columns = [
        {
            "name": column.name,
            "titles": column.name,
            "datatype": _CSVW_TYPES.get(column.kind, column.kind.value),
            "dc:description": column.description,
            "required": column.name in table.key or (column.required and column.kind is not Kind.STRING),
        }
        for column in table.columns
    ]
    foreign_keys = [
        {"columnReference": column, "reference": {"resource": f"{other}.csv", "columnReference": "id"}}
        for column, other in table.refers
    ]
    primary_key = {"primaryKey": list(table.key)} if table.key else {}
    return {"columns": columns, "foreignKeys": foreign_keys} | primary_key


_CSVW_TYPES = {Kind.NUMBER: "decimal"}


_ABOUT = f"""\
{DATA_ATTRIBUTION} {DISCLAIMER}

A figure is never without what it means: its unit, how exactly it is meant (`qualifier`), what the words allow
(`bounds_low`, `bounds_high`; empty is unbounded), the period and the area it speaks of (empty: none stated, the whole
force area), whether it is a fact or an intention (`status`), and the words as stated. An official figure has its
edition instead, and how people at work are counted (`basis`). An empty cell is never 0. Shares are percent. A fall is
negative.

CSV files are UTF-8 without a byte order mark: tell a spreadsheet so when it opens them. A text that it would take for a
formula has an apostrophe before it. Parquet files have the same columns; numbers in them are doubles.

Licence: {LICENCE}, {LICENCE_URL}
"""


def _readme(version: str) -> bytes:
    lines = [f"# {TITLE}", "", f"Version {version}.", "", _ABOUT]
    for table in TABLES:
        lines += [f"## {table.name}", "", f"{table.title}.", "", "| column | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.kind} | {c.description} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines).encode()


def _archive(files: list[File]) -> bytes:
    """Return an archive of the files. It is a data package itself, with the descriptor at its root."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _EARLIEST)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, file.content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
