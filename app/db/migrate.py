"""Bring a database to the newest schema, by the migrations beside the package, without losing a row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect

import app
from app.db.models import Base
from app.db.write_lock import take_write_lock

MIGRATIONS = Path(app.__file__).parents[1] / "migrations"


class Schema(StrEnum):
    """What the schema of a database is to this version of the service."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    FOREIGN = "foreign"


class SchemaError(Exception):
    """The schema cannot be changed; nothing was."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What migrating came to: the schema revision before and after, and the copy made before, where one was."""

    before: str | None
    after: str | None
    copy: Path | None = None


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for the migrations, run on ``connection`` where one is given."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, copy: Callable[[Engine, str], Path | None] = lambda _engine, _schema: None) -> Migrated:
    """Apply the migrations that are missing, in one transaction, and return what was done.

    ``copy`` is called with the engine and the schema revision before a database that holds something is changed, while
    nobody else can write, and returns where it put a copy. Raises ``SchemaError`` for a database of a newer version or
    of something else, and where a table would have fewer rows than before.
    """
    with changing_schema(engine) as connection:
        before, schema = schema_of(connection), state_of_schema(connection)
        if schema in WRONG:
            raise SchemaError(WRONG[schema])
        if schema is Schema.CURRENT:
            return Migrated(before, before)
        copied = None if before is None else copy(engine, before)
        held = rows_held(connection)
        command.upgrade(alembic_config(connection), "head")
        left = rows_held(connection)
        lost = [f"{table} ({n} rows, then {left.get(table, 0)})" for table, n in held.items() if left.get(table, 0) < n]
        if lost:
            raise SchemaError(f"migrating would lose rows of {', '.join(lost)}; nothing was changed")
    return Migrated(before, newest_schema(), copied)


@contextmanager
def changing_schema(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction in which the schema may change, while nobody else writes.

    To change a table, SQLite needs another one made and the old one dropped. With foreign keys on, that deletes every
    row that refers to it, so they are off, which SQLite allows outside of transactions only, and checked at the end.
    """
    with engine.connect() as connection:
        _enforce_foreign_keys(connection, enforced=False)
        try:
            with connection.begin():
                take_write_lock(connection)
                yield connection
                if broken := dangling(connection):
                    raise SchemaError(f"{len(broken)} rows would refer to rows that are not there; nothing was changed")
        finally:
            _enforce_foreign_keys(connection, enforced=True)


def _enforce_foreign_keys(connection: Connection, *, enforced: bool) -> None:
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - a connection in use has one
        driver.execute(f"PRAGMA foreign_keys={'ON' if enforced else 'OFF'}")


def foreign_keys_are_enforced(connection: Connection) -> bool:
    """Return whether SQLite acts on foreign keys now; PostgreSQL's migrations do not depend on it."""
    return connection.dialect.name == "sqlite" and bool(connection.exec_driver_sql("PRAGMA foreign_keys").scalar())


def dangling(connection: Connection) -> list[tuple[object, ...]]:
    """Return what SQLite finds of references to rows that are not there; PostgreSQL never lets one be."""
    if connection.dialect.name != "sqlite":
        return []
    return [tuple(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]


def rows_held(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has, whatever the schema."""
    quote = connection.dialect.identifier_preparer.quote
    return {
        table: int(connection.exec_driver_sql(f"SELECT count(*) FROM {quote(table)}").scalar_one())  # noqa: S608
        for table in sorted(inspect(connection).get_table_names())
        if table != "alembic_version"
    }


@cache
def newest_schema() -> str | None:
    """Return the schema revision that this version of the service expects."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def schema_of(connection: Connection) -> str | None:
    """Return the schema revision a database is at; ``None`` for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def state_of_schema(connection: Connection) -> Schema:
    """Return what the schema of a database is to this version."""
    found = schema_of(connection)
    if found == newest_schema():
        return Schema.CURRENT
    if found is None:
        taken = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
        return Schema.FOREIGN if taken else Schema.NONE
    try:
        ScriptDirectory.from_config(alembic_config()).get_revision(found)
    except CommandError:
        return Schema.NEWER
    return Schema.OLDER


WRONG = {
    Schema.NEWER: "the database was made by a newer version of the service: upgrade the service, or restore the copy "
    "that was made before",
    Schema.FOREIGN: "the database holds tables of something else: name an empty one",
}
"""What keeps a database from being migrated, and what to do."""
