"""The migrations: up, down, and the same tables as the models."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, func, inspect, select, text, update
from sqlalchemy.orm import Session

from app.db.engine import make_engine
from app.db.migrate import (
    RENAMED,
    Migrated,
    SchemaError,
    alembic_config,
    changing_schema,
    migrate,
    newest_schema,
    rows_held,
    schema_of,
)
from app.db.models import Base, MeasureCount, Observation, Origin, Release, StatedCount
from app.extract.observations import extract, record_of
from app.load.outcomes import Outcome
from app.load.seed import seed
from app.load.store import Intake
from app.queries.catalogue import bundle
from app.queries.integrity import faults_of
from app.statements.page import read_page
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.sources import Source
from app.vocabulary.units import Unit
from app.vocabulary.warnings import WarningCode
from tests.bundled import EDITIONS, RECORDS, STATEMENTS
from tests.conftest import Databases


def test_there_is_one_newest_schema() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [newest_schema()]


def test_models_and_migrations_agree(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    assert migrate(engine) == Migrated(None, newest_schema())
    assert migrate(engine) == Migrated(newest_schema(), newest_schema())
    with engine.connect() as connection:
        compared: dict[str, Any] = {"compare_type": True, "compare_server_default": True}
        # Alembic cannot compare the expressions of indexes, nor those of computed columns on PostgreSQL.
        compared["include_object"] = lambda item, _name, kind, *_: (
            kind != "index" and getattr(item, "computed", None) is None
        )
        context = MigrationContext.configure(connection, opts=compared)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_indexes_and_computed_columns_of_models_and_migrations_agree(databases: Databases) -> None:
    migrated, made = (make_engine(databases.empty(), read_only=False) for _ in range(2))
    migrate(migrated)
    Base.metadata.create_all(made)
    assert expressions_of(migrated) == expressions_of(made)
    for engine in (migrated, made):
        engine.dispose()


def expressions_of(engine: Engine) -> dict[str, str]:
    """Return how the database itself defines each index and each computed column."""
    indexes = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if engine.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE tablename <> 'alembic_version'"
    )
    with engine.connect() as connection:
        found = {name: " ".join(sql.split()) for name, sql in connection.execute(text(indexes))}
        for table in Base.metadata.tables:
            for column in inspect(connection).get_columns(table):
                if "computed" in column:
                    found[f"{table}.{column['name']}"] = str(column["computed"])
    return found


def test_check_constraints_of_models_and_migrations_agree(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    with engine.connect() as connection:
        inspector = inspect(connection)
        for table in Base.metadata.tables.values():
            stored = {constraint["name"] for constraint in inspector.get_check_constraints(table.name)}
            declared = {c.name for c in table.constraints if type(c).__name__ == "CheckConstraint"}
            assert {str(name) for name in declared} == stored
    engine.dispose()


def test_every_migration_can_be_taken_back(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        assert schema_of(connection) is None
    assert migrate(engine) == Migrated(None, newest_schema())
    engine.dispose()


def test_revisions_of_an_older_schema_get_the_releases_they_were_taken_in_by(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    with changing_schema(engine) as connection:
        command.upgrade(alembic_config(connection), "0002")
        connection.execute(
            text(
                "INSERT INTO force (id, name, country, region, ons_code, website, aliases, places)"
                " VALUES ('kent', 'Kent Police', 'England', 'South East', 'E23000032', 'w', '[]', '[]')"
            )
        )
        connection.execute(text("INSERT INTO statement (id, force_id, round) VALUES (1, 'kent', '2016')"))
        for number, current, moment in ((1, False, "2024-05-01"), (2, True, "2024-06-01"), (3, False, "2024-07-01")):
            connection.execute(
                text(
                    "INSERT INTO revision (id, statement_id, number, current, origin, language, complete, digest,"
                    " taken_in_at) VALUES (:n, 1, :n, :current, 'bundled', 'en', true, 'd', :moment)"
                ),
                {"n": number, "current": current, "moment": f"{moment} 12:00:00"},
            )
    migrate(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT number, taken_in_by, superseded_in FROM revision ORDER BY number"))
        assert [tuple(row) for row in rows] == [(1, 1, 2), (2, 2, None), (3, 3, 3)]
    with Session(engine) as session:
        session.add(Release(number=4, published_at=datetime(2026, 1, 1, tzinfo=UTC)))
        session.commit()
        assert [release.published_at.year for release in session.scalars(select(Release))] == [2024, 2024, 2024, 2026]
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0002")
        rows = connection.execute(text("SELECT number FROM revision WHERE current"))
        assert list(rows.scalars()) == [2]
    engine.dispose()


def test_a_populated_database_of_every_revision_keeps_every_row_up_and_down(engine: Engine) -> None:
    """Changing a table on SQLite drops it, which deletes all that refers to it where foreign keys are on."""
    page = "Kent Police 2031\n\nThe force says...\n\nThe force has {} police officers.\n\nDisclaimer: by Kent Police."
    intake = Intake(engine)
    for officers in ("4,100", "4,200"):
        statement = read_page(page.format(officers))
        intake.store(record_of(statement, forces()["kent"], extract(statement)), Origin.INGESTED)
    Intake(engine).withdraw("kent", "2031", "a test")
    with engine.connect() as connection:
        newest = rows_held(connection)
        of_statements = (
            ("stated_count", select(func.count()).where(StatedCount.figures > 0)),
            ("measure_count", select(func.count()).where(MeasureCount.source == Source.STATED)),
        )
        stated = {table: connection.scalar(query) for table, query in of_statements}
    assert newest["observation"] > 1000
    assert (newest["revision"], newest["statement"], newest["release"]) == (STATEMENTS + 2, STATEMENTS + 1, 3)

    # On the way back official statistics go, how figures agree with them, and the unit and the counts only they have.
    without = {table: 0 for table in newest if table.startswith("official_") or table == "reconciliation"}
    kept = (
        newest
        | without
        | {"measure_unit": newest["measure_unit"] - sum(Unit.SCORE in m.units for m in measures().values())}
        | stated
    )
    script = ScriptDirectory.from_config(alembic_config())
    revisions = [script_.revision for script_ in script.walk_revisions()]
    held = {}
    for older in revisions[1:]:
        with changing_schema(engine) as connection:
            command.downgrade(alembic_config(connection), older)
        with engine.connect() as connection:
            assert schema_of(connection) == older
            held[older] = rows_held(connection)
            there = newest if older >= "0006" else kept
            assert {table: there[RENAMED.get(table, table)] for table in held[older]} == held[older]
    again = {"release": 2}
    for older in reversed(revisions[1:]):
        with changing_schema(engine) as connection:
            command.upgrade(alembic_config(connection), older)
        with engine.connect() as connection:
            found = rows_held(connection)
            assert {table: kept[RENAMED.get(table, table)] for table in found} | again == found | again
    migrate(engine)
    with engine.connect() as connection:
        # The releases of what is taken in are found again by their moments, the withdrawal is not known any more.
        assert rows_held(connection) == kept | again
        assert not foreign_keys_broken(connection)


def foreign_keys_broken(connection: Connection) -> bool:
    """Return whether a row refers to one that is not there, as the tables are reflected."""
    reflected = MetaData()
    reflected.reflect(connection)
    for table in reflected.tables.values():
        for key in table.foreign_key_constraints:
            pairs = [(element.parent, element.column) for element in key.elements]
            there = select(1).where(*(column == target for column, target in pairs)).correlate(table)
            missing = select(1).where(*(column.is_not(None) for column, _ in pairs), ~there.exists())
            if connection.execute(missing.limit(1)).first():
                return True
    return False


@pytest.mark.parametrize("older", ["0001", "0002", "0003"])
def test_migrate_brings_a_populated_database_of_an_older_version_up(engine: Engine, older: str) -> None:
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), older)
        held = rows_held(connection)
    assert held["observation"] > 1000
    assert migrate(engine) == Migrated(older, newest_schema())
    with engine.connect() as connection:
        found = rows_held(connection)
        assert {table: found[RENAMED.get(table, table)] for table in held} == held


def test_a_database_from_before_official_statistics_is_to_be_seeded_again(engine: Engine) -> None:
    with engine.connect() as connection:
        held = rows_held(connection)
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0005")
        connection.execute(text("UPDATE dataset SET bundle = 'that of an older version'"))
    migrate(engine)
    with Session(engine) as session:
        assert bundle(session) is None
    list(seed(engine, RECORDS, EDITIONS))
    with engine.connect() as connection:
        assert rows_held(connection) == held | {"release": 2}


def test_an_older_version_finds_no_warnings_that_it_does_not_know(engine: Engine) -> None:
    codes = {WarningCode.DIFFERS_FROM_OFFICIAL, WarningCode.LIKELY_SLIP}

    def checks() -> Counter[str]:
        with engine.connect() as connection:
            stored = connection.scalars(select(Observation.warnings))
            return Counter(warning["check"] for warnings in stored for warning in warnings or ())

    before = checks()
    assert codes <= before.keys()
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0005")
    assert checks() == {check: n for check, n in before.items() if check not in codes}
    migrate(engine)
    list(seed(engine, RECORDS, EDITIONS))
    assert checks() == before


def test_the_figures_of_an_older_version_are_certain(engine: Engine) -> None:
    likely = update(Observation).where(Observation.measure_id == "pcsos").values(certainty=Certainty.LIKELY)
    with engine.begin() as connection:
        connection.execute(likely)
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0011")
        assert "certainty" not in {column["name"] for column in inspect(connection).get_columns("observation")}
    assert migrate(engine) == Migrated("0011", newest_schema())
    with Session(engine) as session:
        assert [*session.scalars(select(Observation.certainty).distinct())] == [Certainty.CERTAIN]
        assert not [*faults_of(session)]


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """A seeded SQLite database, whatever else the tests run on."""
    engine = make_engine(f"sqlite:///{tmp_path / 'own.sqlite3'}", read_only=False)
    migrate(engine)
    list(seed(engine, RECORDS, EDITIONS))
    yield engine
    engine.dispose()


def test_migrations_refuse_a_connection_on_which_changing_a_table_deletes_others(sqlite_engine: Engine) -> None:
    with sqlite_engine.begin() as connection, pytest.raises(RuntimeError, match="changing_schema"):
        command.downgrade(alembic_config(connection), "0002")


def test_a_migration_that_would_lose_rows_changes_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0003")
        held = rows_held(connection)

    def lossy(config: Config, revision: str) -> None:
        upgrade(config, revision)
        config.attributes["connection"].execute(text("DELETE FROM note"))

    upgrade = command.upgrade
    monkeypatch.setattr("alembic.command.upgrade", lossy)
    with pytest.raises(SchemaError, match=rf"note \({held['note']} rows, then 0\)"):
        migrate(engine)
    with engine.connect() as connection:
        assert schema_of(connection) == "0003"
        assert rows_held(connection) == held


def test_references_to_nothing_keep_the_schema_as_it_was(sqlite_engine: Engine) -> None:
    refused = pytest.raises(SchemaError, match="refer to rows that are not there")
    with refused, changing_schema(sqlite_engine) as connection:
        connection.execute(text("DELETE FROM statement WHERE round = '2021-22'"))
    with sqlite_engine.connect() as connection:
        assert rows_held(connection)["statement"] == STATEMENTS


def test_a_database_of_a_newer_version_or_of_something_else_is_told_and_left(databases: Databases) -> None:
    newer, foreign = databases.copy(), databases.empty()
    for address, statement, why in (
        (newer, "UPDATE alembic_version SET version_num = '9999'", "newer version"),
        (foreign, "CREATE TABLE note (id INTEGER)", "something else"),
    ):
        engine = make_engine(address, read_only=False)
        with engine.begin() as connection:
            connection.execute(text(statement))
            held = rows_held(connection)
        with pytest.raises(SchemaError, match=why):
            migrate(engine)
        with engine.connect() as connection:
            assert rows_held(connection) == held
        engine.dispose()


def test_two_that_migrate_and_seed_at_once_do_so_one_after_the_other(databases: Databases) -> None:
    address = databases.empty()

    def make() -> tuple[Migrated, set[Outcome]]:
        engine = make_engine(address, read_only=False)
        try:
            return migrate(engine), set(seed(engine, RECORDS, ()))
        finally:
            engine.dispose()

    with ThreadPoolExecutor(max_workers=3) as threads:
        done = [thread.result() for thread in [threads.submit(make) for _ in range(3)]]
    assert sorted(str(migrated.before) for migrated, _ in done) == [newest_schema(), newest_schema(), "None"]
    assert sorted(map(str, (outcomes for _, outcomes in done))) == sorted(
        map(str, ({Outcome.ADDED}, {Outcome.UNCHANGED}, {Outcome.UNCHANGED}))
    )
