"""Commands that look at what is stored: forces, their profiles, and the whole dataset as files."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app.cli import terminal
from app.cli.common import (
    DatabaseUrl,
    Format,
    OutputFormat,
    database,
    fail,
    force_of,
    print_json,
    require_current_schema,
)
from app.derived.indicators import display, indicators_of
from app.files import written_beside
from app.queries import forces as force_queries
from app.queries import profiles
from app.queries.paging import Window
from app.schemas.forces import Force as ForceSchema
from app.schemas.profiles import profile as profile_schema
from app.settings import DEFAULT_DATABASE
from app.vocabulary.forces import forces as register
from app.vocabulary.measures import Topic
from app.vocabulary.rounds import parse_round


def list_forces(output: OutputFormat = Format.TABLE, database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """List the forces and the rounds of their statements."""
    with database(database_url, read_only=True) as engine, Session(engine) as session:
        require_current_schema(engine)
        page = force_queries.list_forces(session, force_queries.ForceFilter(), Window(len(register()) + 1))
    if output is Format.JSON:
        print_json([ForceSchema.model_validate(row).model_dump(mode="json") for row in page.items])
        return
    rows = [[row.id, row.name, row.region, row.ons_code, ", ".join(row.rounds)] for row in page.items]
    terminal.table("", ["id", "name", "region", "ONS code", "rounds"], rows)


def show(
    force: Annotated[str, typer.Argument(help="A slug, an ONS code or a name.", show_default=False)],
    round_: Annotated[str | None, typer.Option("--round", help="The round; the newest by default.")] = None,
    output: OutputFormat = Format.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Show the profile of a force."""
    found = force_of(force)
    with database(database_url, read_only=True) as engine, Session(engine) as session:
        require_current_schema(engine)
        rows = profiles.profile(session, found.id, round_ and (parse_round(round_) or round_))
    if rows is None:
        raise fail(f"{found.name} is not in the database; run `force-profiles seed`")
    if rows.statement is None and round_ is not None:
        raise fail(
            f"there is no statement of {found.name} for {round_}; there is {' and '.join(rows.force.rounds) or 'none'}"
        )
    if output is Format.JSON:
        print_json(profile_schema(rows).model_dump(mode="json"))
        return
    terminal.out.print(f"{rows.force.name} ({rows.force.ons_code}, {rows.force.region})", style="bold")
    source = rows.statement
    terminal.out.print(
        terminal.printable(f"round {source.round}: {source.url or 'no address'}") if source else "no statement yet",
        soft_wrap=True,
    )
    for topic in Topic:
        observations = [o for o in rows.observations if o.topic is topic]
        if observations:
            terminal.observation_table(topic.title(), observations)
    terminal.note_table(rows.notes)
    derived, _ = indicators_of(rows.observations)
    if derived:
        terminal.table(
            "Indicators",
            ["indicator", "reading", "warnings"],
            [[i.definition.label, display(i), "; ".join(w.detail for w in i.warnings)] for i in derived],
        )


Files = dict[str, Iterable[bytes]]
"""Files to write, by name, in pieces."""


class ExportFormat(StrEnum):
    """What `export` writes."""

    PACKAGE = "package"
    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


def export(
    folder: Annotated[Path, typer.Option("--output", help="The folder to write to; made where there is none.")] = Path(
        "force-profiles-data"
    ),
    form: Annotated[
        ExportFormat, typer.Option("--format", help="The data package, or its tables alone in one format.")
    ] = ExportFormat.PACKAGE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Write the whole dataset to files: what /v1/bulk serves. The same data gives the same bytes.

    Files that are there already are replaced when all are written; an export that fails leaves them as they were.
    """
    from app.bulk.release import make_release
    from app.bulk.tables import TABLES
    from app.flat.writers import WRITERS

    with database(database_url, read_only=True) as engine, Session(engine) as session:
        require_current_schema(engine)
        if form is ExportFormat.PACKAGE:
            files: Files = {file.name: [file.content] for file in make_release(session).files.values()}
        else:
            files = {f"{t.name}.{form}": WRITERS[form](t.columns, t.rows(session)) for t in TABLES}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with written_beside(*(folder / name for name in files)) as parts:
                for part, pieces in zip(parts, files.values(), strict=True):
                    with part.open("xb") as file:
                        file.writelines(pieces)
        except OSError as error:
            raise fail(f"{folder} cannot be written to: {error.strerror}") from None
    terminal.err.print(f"{len(files)} files in {folder}", soft_wrap=True)
