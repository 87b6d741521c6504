"""The migrations: up, down, and the same tables as the models."""

from datetime import UTC, datetime

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from app.db.engine import make_engine
from app.db.migrate import alembic_config, migrate, newest_schema, schema_of
from app.db.models import Base, Release


def test_there_is_one_newest_schema() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [newest_schema()]


def test_models_and_migrations_agree(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    assert migrate(engine) == (None, newest_schema())
    assert migrate(engine) == (newest_schema(), newest_schema())
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


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
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        assert schema_of(connection) is None
    assert migrate(engine) == (None, newest_schema())
    engine.dispose()


def test_revisions_of_an_older_schema_get_the_releases_they_were_taken_in_by(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    with engine.begin() as connection:
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
        session.add(Release(published_at=datetime(2026, 1, 1, tzinfo=UTC)))
        session.commit()
        assert [release.published_at.year for release in session.scalars(select(Release))] == [2024, 2024, 2024, 2026]
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0002")
        rows = connection.execute(text("SELECT number FROM revision WHERE current"))
        assert list(rows.scalars()) == [2]
    engine.dispose()
