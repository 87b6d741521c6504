"""What the commands share: options, settings, access to the database, and reporting errors."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from reprlib import repr as shortened
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from typer.core import TyperCommand

from app.cli import completion
from app.db.address import BadAddressError, shown
from app.db.deadlines import Deadlines
from app.db.engine import is_there, make_engine
from app.db.migrate import WRONG, Schema, state_of_schema
from app.db.troubles import reason_of
from app.http.problems import Problem
from app.logs import without_passwords
from app.settings import PREFIX, Settings, unknown_settings
from app.vocabulary.forces import Force, nearest_forces, resolve
from app.vocabulary.names import suggestion

WRONG_USAGE = 2
"""The exit code for wrong usage or wrong settings."""

PATIENCE = Deadlines(connect=5, read=60, queue=5)
"""How long a quick look at a database may take before it counts as unusable."""

DatabaseUrl = Annotated[
    str,
    typer.Option(
        "--database-url",
        envvar=f"{PREFIX}DATABASE_URL",
        help="The database: sqlite:///file or postgresql://user:password@host/name.",
    ),
]


class Format(StrEnum):
    """How to print an answer."""

    TABLE = "table"
    JSON = "json"


ForceName = Annotated[
    str,
    typer.Argument(
        metavar="FORCE", help="A slug, an ONS code or a name.", show_default=False, autocompletion=completion.forces
    ),
]
OutputFormat = Annotated[Format, typer.Option("--format", help="A table for people, or JSON for programs.")]


def fail(message: str, code: int = 1) -> typer.Exit:
    """Print an error on standard error and return the exception to raise."""
    from rich.text import Text  # which a service has no use for as long as all is well

    from app.cli import terminal

    terminal.say(Text.assemble(("error: ", "bold red"), terminal.printable(message)), logging.ERROR)
    return typer.Exit(code)


@contextmanager
def database(address: str, *, read_only: bool = False, deadlines: Deadlines | None = None) -> Iterator[Engine]:
    """Yield an engine. If the database cannot be used, end the command with the reason."""
    try:
        engine = make_engine(address, read_only=read_only, deadlines=deadlines)
    except BadAddressError as error:
        raise fail(str(error), WRONG_USAGE) from None
    try:
        yield engine
    except SQLAlchemyError as error:
        if read_only and not is_there(engine):
            raise fail(f"there is no database {engine.url.database}: {WHERE_IT_IS}") from None
        raise fail(f"the database {shown(address)} cannot be used: {reason_of(error)}") from None
    finally:
        engine.dispose()


@contextmanager
def reading(address: str) -> Iterator[Session]:
    """Yield a session of a database with this version's schema. A ``Problem`` ends the command with its detail."""
    with database(address, read_only=True) as engine, Session(engine) as session:
        require_current_schema(engine)
        try:
            yield session
        except Problem as problem:
            raise fail(problem.detail) from None


def require_current_schema(engine: Engine) -> None:
    """End the command unless the database has the schema of this version."""
    with engine.connect() as connection:
        schema = state_of_schema(connection)
    if schema is not Schema.CURRENT:
        raise fail(NOT_CURRENT[schema])


WHERE_IT_IS = (
    f"say where it is with --database-url or {PREFIX}DATABASE_URL, or make one with `force-profiles migrate` and "
    "`force-profiles seed`"
)
NOT_CURRENT = {
    Schema.NONE: "the database is empty: run `force-profiles migrate` and `force-profiles seed`",
    Schema.OLDER: "the database has an older schema: run `force-profiles migrate`",
    **WRONG,
}
"""What is wrong with any schema but this version's, and what to do about it."""


class Command(TyperCommand):
    """A command that ends with exit code 2, and does nothing, if a setting is wrong or has no such name."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - of the library
        """Run the command."""
        settings_of()
        return super().invoke(ctx)


def settings_of(**options: object) -> Settings:
    """Return the settings of the environment, overridden by the options that are given.

    If any is wrong, end the command with a line for each.
    """
    wrong = [f"{name} is not a setting; {hint}" for name, hint in unknown_settings(os.environ)]
    settings = None
    try:
        settings = Settings.model_validate({name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        wrong += wrong_settings(error)
    for told in wrong:
        fail(told)
    if wrong or settings is None:
        raise typer.Exit(WRONG_USAGE)
    return settings


def wrong_settings(error: ValidationError) -> Iterator[str]:
    """Yield a message for each invalid setting, with its value unless that may be secret."""
    for found in error.errors(include_url=False):
        name, said = str(found["loc"][0]), f"{found['msg'][:1].lower()}{found['msg'][1:]}"
        field = Settings.model_fields.get(name)
        value = f" is {without_passwords(shortened(found['input']))}" if field and field.repr else ""
        yield f"{PREFIX}{name.upper()}{value}: {said}"


def force_of(name: str) -> Force:
    """Return the force of a name. If there is none, end the command and suggest the nearest names."""
    found = resolve(name)
    if found is None:
        raise fail(f"no force is called {name!r}{suggestion(nearest_forces(name))}")
    return found


def warn(message: str) -> None:
    """Print a warning on standard error."""
    from rich.text import Text

    from app.cli import terminal

    terminal.err.print(Text.assemble(("warning: ", "bold yellow"), terminal.printable(message)))


def print_json(answer: object) -> None:
    """Print an answer as JSON. Characters that a terminal may obey are escaped (RFC 8259, section 7)."""
    from app.cli import terminal

    written = json.dumps(answer, ensure_ascii=False, indent=2)
    printable = terminal.UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
    terminal.write(f"{printable}\n".encode())
