"""Taking in a table of official statistics: checked before anything is stored, whole or not at all."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import rows_held
from app.official.catalogue import datasets, edition_entries
from app.vocabulary.forces import forces
from app.vocabulary.official import Basis
from tests.bundled import EDITIONS
from tests.commands import answer, run
from tests.conftest import Databases

HEADER = "ons_code,force,measure,period,value,unit"
OF = ("--dataset", "workforce-march", "--edition", "2024-07-24")
OFFICERS = {
    figure.force: figure.value
    for edition in EDITIONS
    for figure in edition.figures
    if (edition.dataset, figure.measure, figure.basis, figure.period.end)
    == ("workforce-march", "police_officers", Basis.FTE, date(2023, 3, 31))
}
"""The newest officers of each force that are bundled."""


def table(path: Path, officers: Mapping[str, object], *more: str, day: str = "2024-03-31") -> Path:
    rows = [f"{forces()[force].ons_code},{force},police_officers_fte,{day},{n},fte" for force, n in officers.items()]
    path.write_text("\n".join([HEADER, *rows, *more, ""]), encoding="utf-8")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return table(tmp_path / "new.csv", {force: value + 1 for force, value in OFFICERS.items()})


def held(database: str) -> dict[str, int]:
    engine = make_engine(database, read_only=True)
    with engine.connect() as connection:
        rows = rows_held(connection)
    engine.dispose()
    return rows


def edition(database: str) -> tuple[models.Edition, dict[str, Decimal]]:
    """Return the newest edition of the workforce of March, and its figures that stand."""
    engine = make_engine(database, read_only=True)
    with Session(engine, expire_on_commit=False) as session:
        stored = session.scalars(
            select(models.Edition)
            .where(models.Edition.dataset_id == "workforce-march")
            .order_by(models.Edition.released.desc())
        ).first()
        assert stored is not None
        figure = models.OfficialFigure
        rows = session.scalars(select(figure).where(figure.edition_id == stored.id, figure.superseded_in.is_(None)))
        found = {row.force_id: row.value for row in rows}
    engine.dispose()
    return stored, found


def test_a_newer_table_is_taken_in_and_again_changes_nothing(databases: Databases, new: Path) -> None:
    database = databases.copy()
    first = answer(run("ingest-dataset", new, *OF, "--format", "json", database=database))
    told = {"file": str(new), "edition": "workforce-march/2024-07-24", "figures": 43, "gaps": 0, "warnings": []}
    assert first == told | {"outcome": "added"}
    stored, figures = edition(database)
    assert figures == {force: value + 1 for force, value in OFFICERS.items()}
    series, newest = datasets()["workforce-march"], edition_entries()["workforce-march"][-1]
    assert (stored.title, stored.url, stored.grade) == (series.title, series.url, newest.grade)
    assert (stored.caveats, stored.processing) == (list(series.caveats), None)  # nothing said of another table
    assert (stored.origin, stored.released) == ("ingested", date(2024, 7, 24))
    assert answer(run("ingest-dataset", new, *OF, "--format", "json", database=database)) == told | {
        "outcome": "unchanged"
    }
    assert run("check", "--integrity", database=database).returncode == 0


def test_what_is_given_of_the_publication_is_stored(databases: Databases, new: Path) -> None:
    database = databases.copy()
    given = ("--title", "Workforce of March 2024", "--url", "https://statistics.example/2024", "--grade", "extract")
    done = run("ingest-dataset", "-", *OF, *given, stdin=new.read_text(encoding="utf-8"), database=database)
    assert done.returncode == 0
    assert "workforce-march/2024-07-24" in done.stdout
    stored, _ = edition(database)
    assert (stored.title, stored.url, stored.grade) == given[1::2]


def test_a_table_of_known_times_is_a_revision_and_one_of_the_same_date_is_refused(
    databases: Databases, tmp_path: Path, new: Path
) -> None:
    database = databases.copy()
    corrected = table(tmp_path / "corrected.csv", OFFICERS | {"kent": OFFICERS["kent"] + 5}, day="2023-03-31")
    done = run("ingest-dataset", corrected, *OF, "--format", "json", database=database)
    assert answer(done)["outcome"] == "revised"
    before = held(database)
    refused = run("ingest-dataset", new, *OF, database=database)
    assert refused.returncode == 1
    assert "workforce-march/2024-07-24 is held with other content" in refused.stderr
    assert held(database) == before


def test_all_that_is_wrong_is_told_by_line_and_nothing_is_stored(databases: Databases, tmp_path: Path) -> None:
    database = databases.copy()
    before = held(database)
    wrong = table(
        tmp_path / "wrong.csv",
        OFFICERS,
        "E23000099,kant,police_officers_fte,2024-03-31,1,fte",
        "E23000032,kent,police_dogs,2024-03-31,1,fte",
        "E23000032,kent,pcsos_fte,2024-03-31,many,fte",
    )
    done = run("ingest-dataset", wrong, *OF, "--format", "json", database=database)
    assert (done.returncode, done.stdout) == (1, "")
    for line, word in ((45, "kant"), (46, "police_dogs"), (47, "many")):
        assert any(f"line {line}: " in told and word in told for told in done.stderr.splitlines())
    assert held(database) == before


def test_leaps_and_missing_forces_are_warnings(databases: Databases, tmp_path: Path) -> None:
    officers = {force: value for force, value in OFFICERS.items() if force != "surrey"}
    odd = table(tmp_path / "odd.csv", officers | {"kent": OFFICERS["kent"] * 2})
    done = run("ingest-dataset", odd, *OF, "--format", "json", database=databases.copy())
    told = answer(done)["warnings"]
    assert len(told) == 2
    assert any("surrey" in warning for warning in told)
    assert any("kent" in warning for warning in told)
    assert done.stderr.count("warning: ") == 2


def test_a_database_without_the_dataset_is_told_to_be_seeded(databases: Databases, new: Path) -> None:
    database = databases.empty()
    run("migrate", database=database)
    done = run("ingest-dataset", new, *OF, database=database)
    assert done.returncode == 1
    assert "force-profiles seed" in done.stderr


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--dataset", "workforce-may", "--edition", "2024-07-24"), "workforce-march"),
        (("--dataset", "workforce-march", "--edition", "24/07/2024"), "24/07/2024"),
        (("--dataset", "workforce-march", "--edition", f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"), "to come"),
        ((*OF, "--url", "nowhere"), "nowhere"),
        ((*OF, "--grade", "good"), "good"),
        (("--dataset", "workforce-march"), "--edition"),
    ],
)
def test_options_that_cannot_be_are_wrong_usage(new: Path, options: tuple[str, ...], why: str) -> None:
    done = run("ingest-dataset", new, *options)
    assert done.returncode == 2
    assert why in done.stderr
