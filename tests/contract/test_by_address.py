"""Libraries that read files by their address do so: the whole table, its numbers as numbers and its dates as dates."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import fsspec
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from frictionless import Package, validate

from app.bulk.tables import TABLES
from tests.bundled import FIGURES, RECORDS
from tests.conftest import Databases, running, sqlite_alone
from tests.node import Node

pytestmark = sqlite_alone

TOTAL = sum(float(o.value) for record in RECORDS for o in record.observations)
CSVW = "csvw==4.1.1"
"""It runs in an environment of its own, as the generators of clients do."""


@pytest.fixture(scope="module")
def address(databases: Databases) -> Iterator[str]:
    with running(databases.seeded) as found:
        yield found


def parquet_by_fsspec(url: str) -> pd.DataFrame:
    with fsspec.open(url) as file:
        return pq.read_table(file).to_pandas()


READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "polars, Parquet": ("parquet", pl.read_parquet),
    "polars, Parquet in parts": ("parquet", lambda url: pl.scan_parquet(url).collect()),
    "polars, CSV": ("csv", lambda url: pl.read_csv(url, infer_schema_length=None)),
    "polars, CSV in parts": ("csv", lambda url: pl.scan_csv(url, infer_schema_length=None).collect()),
    "polars, NDJSON in parts": ("ndjson", lambda url: pl.scan_ndjson(url, infer_schema_length=None).collect()),
    "pandas, Parquet": ("parquet", pd.read_parquet),
    "pandas, CSV": ("csv", pd.read_csv),
    "pyarrow and fsspec": ("parquet", parquet_by_fsspec),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_table_is_read_by_its_address(address: str, reader: str) -> None:
    ending, read = READERS[reader]
    places = [f"/v1/observations?format={ending}"]
    if ending != "ndjson":
        places.append(f"/v1/bulk/observations.{ending}")
    for place in places:
        table = read(address + place)
        assert len(table) == FIGURES
        assert table.columns[0] == "id"
        assert sum(table["value"]) == pytest.approx(TOTAL)


def test_numbers_and_dates_of_parquet_need_no_settings(address: str) -> None:
    stated = {(o.value, o.value_max) for record in RECORDS for o in record.observations}
    by_pandas = pd.read_parquet(f"{address}/v1/bulk/observations.parquet")
    by_polars = pl.read_parquet(f"{address}/v1/bulk/observations.parquet")

    assert by_pandas["value"].dtype == "float64"
    assert by_polars.schema["value"] == pl.Float64
    assert by_polars.schema["period_start"] == pl.Date
    assert type(by_pandas["period_start"].dropna().iloc[0]) is date
    read = {
        (Decimal(repr(low)), None if high is None else Decimal(repr(high)))
        for low, high in by_polars.select("value", "value_max").rows()
    }
    assert read == stated


def test_javascript_reads_the_same_numbers_and_dates(node: Node, address: str) -> None:
    url = f"{address}/v1/bulk/observations.parquet"
    done = node("node", "tables.mjs", url)
    assert done.returncode == 0, done.stderr
    rows = pl.read_parquet(url).select("value", "source_start", pl.col("period_end").cast(pl.String)).rows()
    read = json.loads(done.stdout)
    for library in ("hyparquet", "arrow"):
        assert [tuple(row) for row in read[library]] == rows


def test_the_archive_is_a_data_package(address: str, tmp_path: Path) -> None:
    archive = tmp_path / "force-profiles.zip"
    with fsspec.open(f"{address}/v1/bulk/force-profiles.zip") as file:
        archive.write_bytes(file.read())
    package = Package(str(archive))
    assert len(package.resources) == 2 * len(TABLES)
    report = validate(str(archive))
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    assert len(report.tasks) == 2 * len(TABLES)


def test_csv_on_the_web_holds_by_address(address: str) -> None:
    uv = Path(sys.executable).with_name("uv")
    metadata = f"{address}/v1/bulk/csv-metadata.json"
    done = subprocess.run(
        [uv, "tool", "run", "--python", sys.executable, "--from", CSVW, "csvwvalidate", metadata, "-v"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "OK" in done.stdout
