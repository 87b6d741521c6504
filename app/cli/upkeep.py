"""Commands that keep a database well: copies of it, what is put back from them, and whether it is whole."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.cli import terminal
from app.cli.common import DatabaseUrl, Format, OutputFormat, database, fail, print_json, require_current_schema
from app.db.migrate import SchemaError
from app.load.backup import BackupError, back_up
from app.load.restore import restore as restore_backup
from app.queries.integrity import damage_of, faults_of
from app.queries.observations import observations_with_warnings
from app.settings import DEFAULT_DATABASE


def backup(
    target: Annotated[
        Path, typer.Argument(help="The file to write; one that is there is replaced.", show_default=False)
    ],
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Copy the database to a file, while it is in use. The copy is a SQLite database, and is read through."""
    with database(database_url, read_only=True) as engine:
        if engine.dialect.name != "sqlite":
            require_current_schema(engine)
        try:
            rows = back_up(engine, target)
        except (BackupError, OSError) as error:
            raise fail(f"no backup was made: {error}") from None
    terminal.err.print(f"{sum(rows.values()):,} rows of {len(rows)} tables in {target}")


def restore(
    source: Annotated[Path, typer.Argument(help="A file that `backup` wrote.", show_default=False)],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of data that are there; these are kept beside.")
    ] = False,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Put a backup into a database, of SQLite or PostgreSQL. A service that runs goes on with what is restored."""
    with database(database_url) as engine:
        try:
            restored = restore_backup(source, engine, replace=replace)
        except (BackupError, SchemaError, OSError) as error:
            raise fail(f"nothing was restored: {error}") from None
    if restored.kept is not None:
        terminal.err.print(f"what was there before is in {restored.kept}")
    terminal.err.print(f"{sum(restored.rows.values()):,} rows of {len(restored.rows)} tables restored")


def check(
    integrity: Annotated[
        bool, typer.Option("--integrity", help="Read all of the database through: is it whole, as it was taken in?")
    ] = False,
    output: OutputFormat = Format.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Show the warnings that the checks give the current figures. A warning changes nothing.

    A database that is damaged is an error; --integrity looks at references, hashes, places and releases too.
    """
    with database(database_url, read_only=True) as engine:
        with engine.connect() as connection:
            damage = list(damage_of(connection, thorough=integrity))
        if damage and not integrity:
            raise fail(f"the database is damaged, restore a backup: {damage[0].detail}")
        require_current_schema(engine)
        if integrity:
            show_faults(engine, output)
        else:
            show_warnings(engine, output)


def show_faults(engine: Engine, output: Format) -> None:
    """Print what is wrong with a database, and end the command with 1 where anything is."""
    with Session(engine) as session:
        faults = list(faults_of(session))
    if output is Format.JSON:
        print_json([{"kind": fault.kind, "where": fault.where, "detail": fault.detail} for fault in faults])
    elif faults:
        terminal.table("", ["fault", "where", "what"], [[fault.kind, fault.where, fault.detail] for fault in faults])
    terminal.err.print(f"{len(faults)} faults")
    if faults:
        raise typer.Exit(1)


def show_warnings(engine: Engine, output: Format) -> None:
    """Print the warnings of the current figures."""
    try:
        with Session(engine) as session:
            found = [(figure, warning) for figure in observations_with_warnings(session) for warning in figure.warnings]
    except (LookupError, TypeError, ValueError) as error:
        raise fail(f"the database holds what cannot be ({error}): see `force-profiles check --integrity`") from None
    if output is Format.JSON:
        print_json(
            [
                {
                    "observation": figure.id,
                    "measure": figure.measure,
                    "as_stated": figure.as_stated,
                    "code": warning.code,
                    "detail": warning.detail,
                }
                for figure, warning in found
            ]
        )
        return
    if found:
        terminal.table(
            "",
            ["observation", "measure", "as stated", "code", "warning"],
            [[figure.id, figure.measure, figure.as_stated, warning.code, warning.detail] for figure, warning in found],
        )
    terminal.err.print(f"{len(found)} warnings")
