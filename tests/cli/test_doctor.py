"""What the doctor finds, and what it says to do."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from app.cli.common import wrong_settings
from app.db.engine import make_engine
from app.settings import Settings
from tests.commands import answer, run
from tests.conftest import Databases


def wrong(database: str, **settings: str) -> dict[str, dict[str, Any]]:
    """Return what is wrong with a service, by subject."""
    done = run("doctor", "--format", "json", database=database, **settings)
    assert "Traceback" not in done.stderr
    findings = [found for found in json.loads(done.stdout) if found["state"] == "wrong"]
    assert (done.returncode, bool(findings)) in {(0, False), (1, True)}
    assert all(found["remedy"] for found in findings)
    return {found["subject"]: found for found in findings}


def test_nothing_is_wrong_with_a_seeded_database(databases: Databases) -> None:
    findings = answer(run("doctor", "--format", "json", database=databases.copy()))
    assert {"versions", "settings", "temporary files", "schema", "data"} <= {found["subject"] for found in findings}
    shown = run("doctor", database=databases.copy())
    assert (shown.returncode, shown.stderr.strip()) == (0, "all is well")
    assert (
        "1,591 figures of 123 statements, 27,248 official figures in 46 editions of 18 datasets, release 1"
        in shown.stdout
    )


def test_wrong_settings_are_named_with_the_right_ones(on_sqlite: Databases) -> None:
    found = wrong(on_sqlite.seeded, cache_second="5")
    assert "FORCE_PROFILES_CACHE_SECONDS" in found["settings"]["remedy"]
    found = wrong(on_sqlite.seeded, rate_limit="many")
    assert "FORCE_PROFILES_RATE_LIMIT is 'many': " in found["settings"]["detail"]


def test_a_password_in_a_setting_is_told_by_no_command(on_sqlite: Databases) -> None:
    setting = {"public_url": "https://user:my hunter2@host"}
    assert "PUBLIC_URL is 'https://user:***@host': " in wrong(on_sqlite.seeded, **setting)["settings"]["detail"]
    refused = run("serve", database=on_sqlite.seeded, **setting)
    assert refused.returncode == 2
    assert "PUBLIC_URL is 'https://user:***@host': " in refused.stderr
    with pytest.raises(ValidationError) as error:
        Settings.model_validate({"database_url": ["hunter2"], "hunter2": 1})
    assert "hunter2" not in " ".join(wrong_settings(error.value))


def test_a_database_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    found = wrong("postgresql://somebody:hunter2@127.0.0.1:1/none")
    assert "hunter2" not in str(found)
    assert "cannot be read" in found["database"]["detail"]
    assert "migrate" in wrong(f"sqlite:///{tmp_path / 'none'}")["database"]["remedy"]
    assert "hunter2" not in str(wrong("oracle://somebody:hunter2@host/none"))


def test_what_is_to_be_run_first_is_told(databases: Databases) -> None:
    database = databases.empty()
    [found] = wrong(database).values()
    assert "migrate" in found["remedy"]
    run("migrate", database=database)
    assert "seed" in wrong(database)["data"]["remedy"]
    run("seed", database=database)
    assert wrong(database) == {}


@pytest.mark.parametrize(
    ("spoiling", "subject", "words"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "schema", "newer version"),
        ("UPDATE data_state SET modified_at = '2999-01-01 00:00:00'", "clock", "set the clock"),
    ],
)
def test_what_is_wrong_with_the_data_is_told(databases: Databases, spoiling: str, subject: str, words: str) -> None:
    database = databases.copy()
    engine = make_engine(database, read_only=False)
    with engine.begin() as connection:
        connection.execute(text(spoiling))
    engine.dispose()
    assert words in wrong(database)[subject]["remedy"]


def test_a_database_of_another_bundle_is_noted(databases: Databases) -> None:
    database = databases.copy()
    engine = make_engine(database, read_only=False)
    with engine.begin() as connection:
        connection.execute(text("UPDATE data_state SET bundle = 'older'"))
    engine.dispose()
    findings = answer(run("doctor", "--format", "json", database=database))
    assert "another version" in str([f for f in findings if f["state"] == "note"])


def test_what_a_killed_run_left_beside_a_file_is_named(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'own.sqlite3'}"
    run("migrate", database=address)
    run("seed", database=address)
    (tmp_path / ".own.sqlite3.restore-abc").mkdir()
    (tmp_path / ".other.sqlite3.restore-abc").mkdir()
    notes = [f for f in answer(run("doctor", "--format", "json", database=address)) if f["state"] == "note"]
    assert [note["detail"].partition(":")[0] for note in notes] == [".own.sqlite3.restore-abc"]


def test_the_database_that_is_read_is_examined_where_it_is_another(on_sqlite: Databases) -> None:
    found = wrong(on_sqlite.seeded, read_database_url=on_sqlite.empty())
    assert [*found] == ["database that is read"]
    assert wrong(on_sqlite.seeded, read_database_url=on_sqlite.seeded) == {}
