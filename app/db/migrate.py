"""Bring a database to the newest schema, by the migrations beside the package."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

import app

MIGRATIONS = Path(app.__file__).parents[1] / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for the migrations, run on ``connection`` where one is given."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> tuple[str | None, str | None]:
    """Apply the migrations that are missing, in one transaction, and return the schema revision before and after."""
    with engine.begin() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(alembic_config(connection), "head")
    return before, newest_schema()


@cache
def newest_schema() -> str | None:
    """Return the schema revision that this version of the service expects."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def schema_of(connection: Connection) -> str | None:
    """Return the schema revision a database is at; ``None`` for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()
