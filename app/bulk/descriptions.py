"""What describes the tables of a release: for tools, as a data package and as CSV on the Web, and for people."""

import json
from collections.abc import Mapping
from typing import Any

from app.bulk.files import NAME, TITLE, File, bare_type
from app.bulk.tables import TABLES, Table
from app.flat.columns import Kind
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


def package(files: Mapping[str, File], version: str) -> bytes:
    """Return the descriptor of the data package (specs.frictionlessdata.io, version 1)."""
    resources: list[dict[str, Any]] = []
    for table in TABLES:
        file = files[f"{table.name}.csv"]
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
        _resource(table, files[f"{table.name}.parquet"]) | {"name": f"{table.name}-parquet", "type": "file"}
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
        "mediatype": bare_type(file.name),
        "bytes": file.bytes,
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


def csvw(version: str) -> bytes:
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


def readme(version: str) -> bytes:
    """Return what people read first: what a figure means, and every column."""
    lines = [f"# {TITLE}", "", f"Version {version}.", "", _ABOUT]
    for table in TABLES:
        lines += [f"## {table.name}", "", f"{table.title}.", "", "| column | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.kind} | {c.description} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines).encode()


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
