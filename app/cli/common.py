"""What the commands share: their options, the database they use, and how they end when something is wrong."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from reprlib import repr as shortened
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.text import Text
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.cli import terminal
from app.db.engine import make_engine
from app.db.migrate import newest_schema, schema_of
from app.settings import Settings
from app.vocabulary.forces import Force, nearest_forces, resolve
from app.vocabulary.names import suggestion

DatabaseUrl = Annotated[
    str,
    typer.Option(
        "--database-url",
        envvar="FORCE_PROFILES_DATABASE_URL",
        help="The database: sqlite:///file or postgresql://user:password@host/name.",
    ),
]


class Format(StrEnum):
    """How to print an answer."""

    TABLE = "table"
    JSON = "json"


OutputFormat = Annotated[Format, typer.Option("--format", help="A table for people, or JSON for programs.")]


def fail(message: str) -> typer.Exit:
    """Say what went wrong on standard error and return the exit to raise."""
    terminal.err.print(Text.assemble(("error: ", "bold red"), message))
    return typer.Exit(1)


@contextmanager
def database(address: str, *, read_only: bool = False) -> Iterator[Engine]:
    """Yield an engine; a database that cannot be used ends the command with the reason."""
    try:
        engine = make_engine(address, read_only=read_only)
    except (SQLAlchemyError, ImportError) as error:
        raise fail(f"{address!r} is no address of a database: {error}") from None
    try:
        yield engine
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        raise fail(f"the database {engine.url.render_as_string()} cannot be used: {reason}") from None
    finally:
        engine.dispose()


def require_current_schema(engine: Engine) -> None:
    """End the command unless the database has the schema of this version."""
    with engine.connect() as connection:
        schema = schema_of(connection)
    if schema != newest_schema():
        hint = "is empty: run `force-profiles migrate` and `force-profiles seed`"
        raise fail(f"the database {hint if schema is None else 'has an older schema: run `force-profiles migrate`'}")


def settings_of(database_url: str) -> Settings:
    """Return the settings, or end the command with a line for each that is wrong."""
    try:
        return Settings(database_url=database_url)
    except ValidationError as error:
        for found in error.errors():
            name = f"{Settings.model_config['env_prefix']}{found['loc'][0]}".upper()
            fail(f"{name} is {shortened(found['input'])}: {found['msg'][:1].lower()}{found['msg'][1:]}")
        raise typer.Exit(1) from None


def force_of(name: str) -> Force:
    """Return the force of a name, or end the command with the nearest ones."""
    found = resolve(name)
    if found is None:
        raise fail(f"no force is called {name!r}{suggestion(nearest_forces(name))}")
    return found


def print_json(answer: object) -> None:
    """Print an answer as JSON."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))  # noqa: T201 - the answer itself
