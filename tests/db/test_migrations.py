"""The migrations: up, down, and the same tables as the models."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from app.db.engine import make_engine
from app.db.migrate import alembic_config, migrate, newest_schema, schema_of
from app.db.models import Base


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
