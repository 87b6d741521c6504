"""Run migrations, on the connection the program gives or on the database that the settings name."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from app.db.engine import make_engine
from app.db.migrate import changing_schema, foreign_keys_are_enforced
from app.db.models import Base
from app.settings import Settings


def column_type(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what the template imports."""
    return f"types.{type(item).__name__}()" if kind == "type" and isinstance(item, TypeDecorator) else False


def run(connection: Connection) -> None:
    if foreign_keys_are_enforced(connection):  # changing a table would delete the rows that refer to it
        raise RuntimeError("run migrations on a connection of app.db.migrate.changing_schema")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=column_type,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with changing_schema(make_engine(Settings().database_url, read_only=False)) as own:
        run(own)
