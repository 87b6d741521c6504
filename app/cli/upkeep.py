"""Commands that maintain a database: back it up, restore it and check it."""

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
    target: Annotated[Path, typer.Argument(help="The file to write; an existing one is replaced.", show_default=False)],
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Copy the database to a file, while it may be in use. The copy is a SQLite database, and is verified."""
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
        bool, typer.Option("--replace", help="Replace the data that is there, and keep a copy of it.")
    ] = False,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Restore a backup into a SQLite or PostgreSQL database. A running service continues with the restored data."""
    with database(database_url) as engine:
        try:
            restored = restore_backup(source, engine, replace=replace)
        except (BackupError, SchemaError, OSError) as error:
            raise fail(f"nothing was restored: {error}") from None
    if restored.kept is not None:
        terminal.err.print(f"the data that was there before is in {restored.kept}")
    terminal.err.print(f"{sum(restored.rows.values()):,} rows of {len(restored.rows)} tables restored")


def check(
    integrity: Annotated[
        bool, typer.Option("--integrity", help="Read the whole database and verify that it is as it was stored.")
    ] = False,
    output: OutputFormat = Format.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Show the warnings of the checks about the current figures. A warning changes nothing.

    A damaged database is an error. With --integrity, references, hashes, places and releases are verified too.
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
    """Print what is wrong with a database, and exit with 1 if anything is."""
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
        raise fail(f"the database has invalid data ({error}): see `force-profiles check --integrity`") from None
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
