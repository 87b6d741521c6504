"""The bulk release: whole, explained, valid for the tools that read such packages, and the same each time."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from frictionless import Package, system
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.bulk.files import ARCHIVE, FILES, version_of
from app.bulk.release import write_release
from app.bulk.tables import TABLES
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.load.seed import seed
from app.queries import releases
from tests.bundled import EDITIONS, FIGURES, RECORDS, STATEMENTS
from tests.conftest import Databases

Release = dict[str, bytes]
"""The files of a release, by name."""


def made(engine: Engine, folder: Path) -> Release:
    """Return the release of the data that an engine reads, and check what is told of its files."""
    folder.mkdir()
    with Session(engine) as session:
        files = write_release(session, version_of(releases.newest(session) or 0), folder.joinpath)
    assert [file.name for file in files] == list(FILES)
    contents = {file.name: (folder / file.name).read_bytes() for file in files}
    for file in files:
        assert file.bytes == len(contents[file.name])
        assert file.sha256 == hashlib.sha256(contents[file.name]).hexdigest()
    assert len(list(folder.iterdir())) == len(files)
    return contents


@pytest.fixture(scope="module")
def release(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Release:
    engine = make_engine(databases.seeded, read_only=True)
    release = made(engine, tmp_path_factory.mktemp("release") / "made")
    engine.dispose()
    return release


def rows(release: Release, table: str) -> list[dict[str, str]]:
    text = release[f"{table}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_table_is_whole(release: Release) -> None:
    counts = {table.name: len(rows(release, table.name)) for table in TABLES}
    assert counts["observations"] == FIGURES
    assert counts["statements"] == STATEMENTS
    assert counts["forces"] == 43
    assert counts["notes"] == sum(len(record.notes) for record in RECORDS)
    assert counts["unassigned"] == sum(len(record.unassigned) for record in RECORDS)
    assert counts["indicators"] > STATEMENTS
    assert counts["datasets"] == len({edition.dataset for edition in EDITIONS})
    keys = {(e.dataset, f.force, f.measure, f.basis, f.period) for e in EDITIONS for f in e.figures}
    keys |= {(e.dataset, g.force, g.measure, g.basis, g.period) for e in EDITIONS for g in e.gaps}
    assert counts["official_figures"] + counts["official_gaps"] == len(keys)
    for table in TABLES:
        parquet = pq.read_table(io.BytesIO(release[f"{table.name}.parquet"]))
        assert parquet.num_rows == counts[table.name]
        assert parquet.column_names == [column.name for column in table.columns] == list(rows(release, table.name)[0])


def test_another_copy_of_the_same_data_is_the_same_to_the_byte(
    release: Release, empty_database: str, tmp_path: Path
) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    list(seed(engine, RECORDS, EDITIONS))
    again = made(engine, tmp_path / "again")
    engine.dispose()
    assert again == release


def test_other_data_is_another_version(release: Release, engine: Engine, tmp_path: Path) -> None:
    from app.load.store import Intake

    Intake(engine).withdraw("kent", "2023-25", "a test")
    other = made(engine, tmp_path / "other")
    versions = [json.loads(files["datapackage.json"])["version"] for files in (release, other)]
    assert [version.partition("+")[2] for version in versions] == ["release.1", "release.2"]


def test_every_row_names_its_force(release: Release) -> None:
    for indicator in rows(release, "indicators"):
        assert indicator["statement"] == f"{indicator['force']}/{indicator['round']}"


def test_no_csv_begins_with_a_mark_that_its_metadata_does_not_tell(release: Release) -> None:
    for table in TABLES:
        assert release[f"{table.name}.csv"].decode("utf-8").startswith(table.columns[0].name)


def test_the_package_is_valid_for_frictionless(release: Release, tmp_path: Path) -> None:
    for name, content in release.items():
        (tmp_path / name).write_bytes(content)
    with system.use_context(trusted=True):
        package = Package(str(tmp_path / "datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    assert {resource.name for resource in package.resources} >= {table.name for table in TABLES}


def test_the_metadata_of_csv_on_the_web_has_the_columns_of_the_files(release: Release) -> None:
    metadata = json.loads(release["csv-metadata.json"])
    for table in metadata["tables"]:
        header = next(csv.reader(io.StringIO(release[table["url"]].decode("utf-8-sig"), newline="")))
        assert [column["titles"] for column in table["tableSchema"]["columns"]] == header
    assert len(metadata["tables"]) == len(TABLES)


def test_checksums_and_archive_hold_every_file(release: Release) -> None:
    sums = {line[66:]: line[:64] for line in release["checksums.txt"].decode().splitlines()}
    with zipfile.ZipFile(io.BytesIO(release[ARCHIVE])) as archive:
        assert archive.testzip() is None
        held = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    assert set(held) == set(release) - {ARCHIVE}
    for name, content in held.items():
        assert content == release[name]
        assert name == "checksums.txt" or sums[name] == hashlib.sha256(content).hexdigest()


def test_the_release_is_served_as_it_is_made(client: TestClient, release: Release) -> None:
    listed = client.get("/v1/bulk").json()
    assert listed["version"] == json.loads(release["datapackage.json"])["version"]
    assert [item["name"] for item in listed["items"]] == list(release)
    for item in listed["items"]:
        answer = client.get(item["href"])
        assert answer.content == release[item["name"]]
        assert (len(answer.content), answer.headers["Content-Type"]) == (item["bytes"], item["media_type"])
        assert f'filename="{item["name"]}"' in answer.headers["Content-Disposition"]
        assert client.get(item["href"], headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    wrong = client.get("/v1/bulk/observation.csv")
    assert (wrong.status_code, wrong.json()["nearest"][0]) == (404, "observations.csv")
