"""Databases that are generated are like those that the service fills itself."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.db.engine import make_engine
from app.db.models import Origin
from app.load.outcomes import Outcome
from app.load.store import Intake
from app.main import create_app
from app.settings import Settings
from benchmarks import generated, routes

FIGURES = 12_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as environment:
        made = tmp_path_factory.mktemp("generated")
        environment.setenv("BENCH_DATA", str(made))
        yield made


@pytest.fixture(scope="module", params=["figures", "history"])
def database(folder: Path, request: pytest.FixtureRequest) -> Path:
    made = generated.database(FIGURES, history=request.param == "history")
    assert made.parent == folder
    return made


def test_every_constraint_holds(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]  # and checks that rows must meet
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_it_has_as_many_figures_as_were_asked_for(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        (figures,) = connection.execute("SELECT count(*) FROM observation").fetchone()
        (standing,) = connection.execute("SELECT count(*) FROM observation WHERE superseded_in IS NULL").fetchone()
        (compared,) = connection.execute("SELECT count(*) FROM reconciliation").fetchone()

    of_three_rounds = 43 * generated.HISTORY_ROUNDS * generated.PER_STATEMENT
    assert abs(figures - FIGURES) < of_three_rounds
    assert standing == (of_three_rounds if "history" in database.name else figures)
    assert compared == figures // 3


def test_it_is_kept_between_runs(database: Path) -> None:
    before = database.stat().st_mtime_ns

    assert generated.database(FIGURES, history="history" in database.name) == database
    assert database.stat().st_mtime_ns == before


@pytest.mark.parametrize("target", routes.LISTED.values())
def test_every_route_that_is_measured_answers(database: Path, target: str) -> None:
    with TestClient(create_app(Settings(database_url=f"sqlite:///{database}")), client=("127.0.0.1", 1)) as client:
        answer = client.get(target)

    assert answer.status_code == 200
    assert len(answer.content) > 100


def test_statements_that_are_made_can_be_taken_in(folder: Path) -> None:
    engine = make_engine(f"sqlite:///{shutil.copyfile(generated.bundled(), folder / 'own')}", read_only=False)
    records = generated.records(50)

    assert Intake(engine).store_all(records, Origin.INGESTED) == [Outcome.ADDED] * 50
    engine.dispose()
