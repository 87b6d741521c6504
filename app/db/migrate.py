"""Upgrade a database to the newest schema with the migrations beside the package, without losing a row."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

import app
from app.db.models import Base
from app.db.write_lock import take_write_lock

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(app.__file__).parents[1] / "migrations"
RENAMED = {"dataset": "data_state"}
"""The tables that a migration gave another name, and that name."""


class Schema(StrEnum):
    """How the schema of a database relates to this version of the service."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    FOREIGN = "foreign"


class SchemaError(Exception):
    """The schema cannot be migrated; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """The result of a migration: the schema revision before and after, and the copy made first, if any."""

    before: str | None
    after: str | None
    copy: Path | None = None


def alembic_config(connection: Connection | None = None) -> "Config":
    """Return Alembic's configuration for the migrations, run on ``connection`` if one is given."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, copy: Callable[[Engine, str], Path | None] = lambda _engine, _schema: None) -> Migrated:
    """Apply the missing migrations in one transaction and return what was done.

    Before a database with a schema is changed, and while nobody else can write, ``copy`` is called with the engine and
    the schema revision, and returns the path of the copy it made. Raises ``SchemaError`` if the database belongs to a
    newer version or another application, or if a table would have fewer rows than before.
    """
    with changing_schema(engine) as connection:
        before, schema = schema_of(connection), state_of_schema(connection)
        if schema in WRONG:
            raise SchemaError(WRONG[schema])
        if schema is Schema.CURRENT:
            return Migrated(before, before)
        copied = None if before is None else copy(engine, before)
        held = rows_held(connection)
        _upgrade(connection)
        left = rows_held(connection)
        kept = {table: left.get(table, left.get(RENAMED.get(table, table), 0)) for table in held}
        lost = [f"{table} ({n} rows, then {kept[table]})" for table, n in held.items() if kept[table] < n]
        if lost:
            raise SchemaError(f"migrating would lose rows of {', '.join(lost)}; nothing was changed")
    return Migrated(before, newest_schema(), copied)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # which takes longer to import than a service to look at the schema

    command.upgrade(alembic_config(connection), "head")


@contextmanager
def changing_schema(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that may change the schema while nobody else writes.

    To change a table in SQLite, a new one is created and the old one dropped. With foreign keys enforced, that would
    delete every row that refers to it. So they are switched off first, which SQLite allows only outside a transaction,
    and checked at the end.
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
    """Return whether SQLite enforces foreign keys on this connection; PostgreSQL's migrations do not depend on it."""
    return connection.dialect.name == "sqlite" and bool(connection.exec_driver_sql("PRAGMA foreign_keys").scalar())


def dangling(connection: Connection) -> list[tuple[object, ...]]:
    """Return the references to missing rows that SQLite finds; PostgreSQL never allows one."""
    if connection.dialect.name != "sqlite":
        return []
    return [tuple(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]


def rows_held(connection: Connection) -> dict[str, int]:
    """Return the number of rows in each table, whatever the schema."""
    quote = connection.dialect.identifier_preparer.quote
    return {
        table: int(connection.exec_driver_sql(f"SELECT count(*) FROM {quote(table)}").scalar_one())  # noqa: S608
        for table in sorted(inspect(connection).get_table_names())
        if table != "alembic_version"
    }


@cache
def revisions() -> tuple[str, ...]:
    """Return the schema revisions that this version of the service knows, in order: they are numbered."""
    scripts = (path.read_text(encoding="utf-8") for path in (MIGRATIONS / "versions").glob("*.py"))
    return tuple(sorted(re.findall(r'^revision = "(\d+)"', "\n".join(scripts), re.MULTILINE)))


def newest_schema() -> str:
    """Return the schema revision that this version of the service expects."""
    return revisions()[-1]


def schema_of(connection: Connection) -> str | None:
    """Return the schema revision of a database; ``None`` if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def state_of_schema(connection: Connection) -> Schema:
    """Return how the schema of a database relates to this version."""
    found = schema_of(connection)
    if found == newest_schema():
        return Schema.CURRENT
    if found is None:
        taken = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
        return Schema.FOREIGN if taken else Schema.NONE
    return Schema.OLDER if found in revisions() else Schema.NEWER


WRONG = {
    Schema.NEWER: "the database was made by a newer version of the service: upgrade the service, or restore the copy "
    "that was made before",
    Schema.FOREIGN: "the database holds the tables of something else: name an empty one",
}
"""Why a database with such a schema cannot be migrated, and what to do."""
