"""The ``force-profiles`` command: serve, fill a database, read pages, look at what is there."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from rich.text import Text
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import __version__, logs, terminal
from app.db.engine import make_engine
from app.db.migrate import migrate as migrate_database
from app.db.migrate import newest_schema, schema_of
from app.db.models import Origin
from app.derived.indicators import in_words, indicators_of
from app.extract.observations import extract as extract_statement
from app.extract.observations import record_of
from app.load.bundled import bundled_statement, bundled_statements
from app.load.seed import seed_reference, seed_statements
from app.load.store import ForceNotSeededError, Intake, NothingToWithdrawError, Outcome
from app.load.verify import verify as verify_statement
from app.queries import forces as force_queries
from app.queries import profiles
from app.queries.observations import doubted_observations
from app.queries.paging import Window
from app.schemas.common import json_number
from app.schemas.extraction import read_page as read_page_schema
from app.schemas.forces import Force as ForceSchema
from app.schemas.profiles import profile as profile_schema
from app.settings import DEFAULT_DATABASE, Settings
from app.statements.page import NotAStatementError, Statement, read_page
from app.vocabulary.forces import Force, nearest_forces, resolve
from app.vocabulary.forces import forces as register
from app.vocabulary.measures import Topic, measures
from app.vocabulary.names import suggestion

app = typer.Typer(
    name="force-profiles",
    no_args_is_help=True,
    help="Police force statements as data. The service reads; this command line writes.",
    epilog="Exit codes: 0 done; 1 something did not go right and is said on standard error; 2 wrong usage.",
)


class Format(StrEnum):
    """How to print an answer."""

    TABLE = "table"
    JSON = "json"


DatabaseUrl = Annotated[
    str,
    typer.Option(
        "--database-url",
        envvar="FORCE_PROFILES_DATABASE_URL",
        help="The database: sqlite:///file or postgresql://user:password@host/name.",
    ),
]
OutputFormat = Annotated[Format, typer.Option("--format", help="A table for people, or JSON for programs.")]
Page = Annotated[str, typer.Argument(help="An HTML or text page, or - for standard input.", show_default=False)]
PageRound = Annotated[str | None, typer.Option("--round", help="The round, for a page that does not name it.")]
PageUrl = Annotated[str | None, typer.Option("--url", help="The published address, for a page that does not name it.")]


class UnreadablePageError(Exception):
    """A page that cannot be taken in, with the reason in words for people."""


def fail(message: str) -> typer.Exit:
    """Say what went wrong on standard error and return the exit to raise."""
    terminal.err.print(Text.assemble(("error: ", "bold red"), message))
    return typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Serve the API. An empty database is migrated and seeded first."""
    import uvicorn

    from app.main import create_app

    with database(database_url) as engine:
        with engine.connect() as connection:
            schema = schema_of(connection)
        if schema is None:
            migrate_with_words(engine)
            seed_with_words(engine)
        elif schema != newest_schema():
            raise fail("the database has the schema of another version; run `force-profiles migrate` first")
    terminal.err.print(f"serving on http://{host}:{port} (documentation: http://{host}:{port}/docs)")
    uvicorn.run(
        create_app(Settings(database_url=database_url)),
        host=host,
        port=port,
        http="auto" if sys.platform == "win32" else "app.api.protocol:ProblemProtocol",  # httptools is not for Windows
        ws="none",
        log_level="warning",
    )


@app.command()
def mcp(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Serve the tools for assistants (Model Context Protocol) over standard input and output."""
    from app.assistants import assistant_server

    logs.configure()
    with database(database_url, read_only=True) as engine:
        require_current_schema(engine)
        assistant_server(engine).run("stdio")


@app.command()
def migrate(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Bring the database to the schema of this version."""
    with database(database_url) as engine:
        migrate_with_words(engine)


@app.command()
def seed(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Fill the database with the reference data and the bundled statements. Doing it again changes nothing."""
    with database(database_url) as engine:
        seed_with_words(engine)


@app.command()
def extract(
    page: Page,
    round_: PageRound = None,
    url: PageUrl = None,
    force: Annotated[
        str | None, typer.Option(help="The force, for the words of a statement without the page around them.")
    ] = None,
    output: OutputFormat = Format.TABLE,
) -> None:
    """Print what is read from a page; nothing is stored."""
    statement = statement_of(page, round_, url, None if force is None else force_of(force))
    extraction = extract_statement(statement)
    if output is Format.JSON:
        print_json(read_page_schema(statement, extraction).model_dump(mode="json"))
        return
    force = statement.force.id if statement.force else "not in the register"
    terminal.out.print(f"{statement.title} ({force}, round {statement.round})", style="bold")
    terminal.observation_table("Observations", extraction.observations)
    terminal.note_table(extraction.notes)
    terminal.unassigned_table(extraction.unassigned)


@app.command()
def ingest(  # noqa: PLR0913, PLR0917 - its options
    pages: Annotated[
        list[str], typer.Argument(help="HTML or text pages, or - for standard input.", show_default=False)
    ],
    round_: PageRound = None,
    url: PageUrl = None,
    reason: Annotated[
        str | None, typer.Option(help="Why the pages are taken in again: releases tell it.", show_default=False)
    ] = None,
    output: OutputFormat = Format.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Take pages in. Each is stored whole or not at all, and a page that fails does not stop the others."""
    if len(pages) > 1 and (round_ or url):
        raise typer.BadParameter("--round and --url go with one page at a time")
    results: list[dict[str, str | int]] = []
    with database(database_url) as engine:
        require_current_schema(engine)
        intake = Intake(engine)
        for page in track(pages, "taking pages in", console=terminal.err, disable=not terminal.err.is_terminal):
            try:
                results.append(ingest_page(intake, page, round_, url, reason))
            except (UnreadablePageError, ForceNotSeededError, SQLAlchemyError) as error:
                results.append({"page": page, "outcome": "failed", "detail": str(error)})
    failed = [result for result in results if result["outcome"] == "failed"]
    if output is Format.JSON:
        print_json(results)
    else:
        columns = ["page", "outcome", "statement", "observations", "unassigned"]
        done = [result for result in results if result["outcome"] != "failed"]
        if done:
            terminal.table("", columns, [[str(result[c]) for c in columns] for result in done], right=[3, 4])
    for result in failed:
        fail(f"{result['page']}: {result['detail']}")
    if failed:
        raise typer.Exit(1)


@app.command()
def withdraw(
    statement: Annotated[str, typer.Argument(help="The statement, as force/round.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why: releases tell it.", show_default=False)],
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Take a statement back: lists and profiles do without it, and its revisions stay readable."""
    name, _, round_ = statement.partition("/")
    force = force_of(name)
    with database(database_url) as engine:
        require_current_schema(engine)
        try:
            Intake(engine).withdraw(force.id, round_, reason)
        except NothingToWithdrawError as error:
            raise fail(str(error)) from None
    terminal.err.print(f"{force.id}/{round_} is withdrawn")


class ExportFormat(StrEnum):
    """What `export` writes."""

    PACKAGE = "package"
    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


@app.command()
def export(
    folder: Annotated[Path, typer.Option("--output", help="The folder to write to; made where there is none.")] = Path(
        "force-profiles-data"
    ),
    form: Annotated[
        ExportFormat, typer.Option("--format", help="The data package, or its tables alone in one format.")
    ] = ExportFormat.PACKAGE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Write the whole dataset to files: what /v1/bulk serves. The same data gives the same bytes."""
    from app.bulk.release import make_release
    from app.bulk.tables import TABLES
    from app.flat.writers import WRITERS

    with database(database_url, read_only=True) as engine, Session(engine) as session:
        require_current_schema(engine)
        if form is ExportFormat.PACKAGE:
            files: dict[str, Iterable[bytes]] = {
                file.name: [file.content] for file in make_release(session).files.values()
            }
        else:
            files = {f"{t.name}.{form}": WRITERS[form](t.columns, t.rows(session)) for t in TABLES}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, pieces in files.items():
                with (folder / name).open("wb") as file:
                    file.writelines(pieces)
        except OSError as error:
            raise fail(f"{folder} cannot be written to: {error.strerror}") from None
    terminal.err.print(f"{len(files)} files in {folder}", soft_wrap=True)


@app.command()
def verify(
    page: Page,
    statement: Annotated[str, typer.Option(help="The bundled statement, as force/round.", show_default=False)],
    url: PageUrl = None,
    output: OutputFormat = Format.TABLE,
) -> None:
    """Check that the bundled figures of a statement stand in a page, at the places recorded."""
    name, _, round_ = statement.partition("/")
    force = force_of(name)
    record = bundled_statement(force.id, round_)
    if record is None:
        rounds = [r.round for r in bundled_statements() if r.force == force.id]
        raise fail(f"no statement {force.id}/{round_} is bundled; there is {' and '.join(rounds) or 'none'}")
    read = statement_of(page, round_, url)
    checks = list(verify_statement(record, read))
    same_text = record.sha256 == read.sha256 if record.sha256 else None
    wrong = [check for check in checks if not check.finding.right]
    if output is Format.JSON:
        figures = [
            {
                "as_stated": check.figure.as_stated,
                "value": None if check.figure.value is None else json_number(check.figure.value),
                "finding": check.finding,
            }
            for check in checks
        ]
        answer = {"statement": record.id, "same_text": same_text, "figures": figures}
        print_json(answer)
    else:
        rows = [[c.figure.as_stated, c.finding.value, terminal.where(c.figure.place)] for c in checks]
        terminal.table(
            f"{record.id}: {len(checks) - len(wrong)} of {len(checks)} right", ["as stated", "finding", "place"], rows
        )
        if same_text is False:
            terminal.err.print("the page's text is not the text that was reviewed: its hash differs")
    if wrong or same_text is False:
        raise typer.Exit(1)


@app.command()
def check(output: OutputFormat = Format.TABLE, database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Show what the consistency checks find of the current figures. A finding is a doubt, and changes nothing."""
    with database(database_url, read_only=True) as engine, Session(engine) as session:
        require_current_schema(engine)
        found = [(figure, warning) for figure in doubted_observations(session) for warning in figure.warnings]
    if output is Format.JSON:
        print_json(
            [
                {
                    "observation": figure.id,
                    "measure": figure.measure,
                    "as_stated": figure.as_stated,
                    "check": warning.check,
                    "detail": warning.detail,
                }
                for figure, warning in found
            ]
        )
        return
    if found:
        terminal.table(
            "",
            ["observation", "measure", "as stated", "check", "finding"],
            [[figure.id, figure.measure, figure.as_stated, warning.check, warning.detail] for figure, warning in found],
        )
    terminal.err.print(f"{len(found)} findings")


@app.command("forces")
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


@app.command()
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
        rows = profiles.profile(session, found.id, round_)
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
        f"round {source.round}: {source.url or 'no address'}" if source else "no statement yet", soft_wrap=True
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
            [[i.definition.label, in_words(i), "; ".join(w.detail for w in i.warnings)] for i in derived],
        )


def version(value: bool) -> None:
    """Print the version and end, where it is asked for."""
    if value:
        print(__version__)  # noqa: T201 - the answer itself
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Police force statements as data. The service reads; this command line writes."""


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


def migrate_with_words(engine: Engine) -> None:
    """Migrate, and say what was done."""
    before, after = migrate_database(engine)
    done = "is up to date" if before == after else f"migrated from {before or 'nothing'} to {after}"
    terminal.err.print(f"schema: {done}")


def seed_with_words(engine: Engine) -> None:
    """Seed, and say what was done."""
    require_current_schema(engine)
    seed_reference(engine)
    records = list(bundled_statements())
    steps = seed_statements(engine, records)
    outcomes = list(
        track(
            steps, "seeding", len(records), console=terminal.err, transient=True, disable=not terminal.err.is_terminal
        )
    )
    counts = ", ".join(f"{outcomes.count(o)} {o}" for o in Outcome if o in outcomes)
    terminal.err.print(f"data: {len(register())} forces, {len(measures())} measures, statements: {counts}")


def ingest_page(
    intake: Intake, page: str, round_: str | None, url: str | None, reason: str | None
) -> dict[str, str | int]:
    """Take one page in and return what came of it."""
    statement = read(page, round_, url)
    if statement.force is None:
        near = nearest_forces(statement.force_name)
        raise UnreadablePageError(f"{statement.force_name!r} is none of the 43 forces{suggestion(near)}")
    record = replace(record_of(statement, statement.force), reason=reason)
    outcome = intake.store(record, Origin.INGESTED)
    return {
        "page": page,
        "outcome": outcome.value,
        "statement": record.id,
        "observations": len(record.observations),
        "unassigned": len(record.unassigned),
    }


def statement_of(page: str, round_: str | None, url: str | None, force: Force | None = None) -> Statement:
    """Return the statement of a page, or end the command with what is missing."""
    try:
        return read(page, round_, url, force)
    except UnreadablePageError as error:
        raise fail(f"{page}: {error}") from None


def read(page: str, round_: str | None, url: str | None, force: Force | None = None) -> Statement:
    """Return the statement of a page. Raises ``UnreadablePageError`` with the reason where it has none."""
    try:
        content = sys.stdin.buffer.read() if page == "-" else Path(page).read_bytes()
        return read_page(content.decode("utf-8-sig"), round_=round_, url=url, force=force)
    except OSError as error:
        raise UnreadablePageError(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UnreadablePageError("is not text in UTF-8") from None
    except NotAStatementError as error:
        raise UnreadablePageError(str(error) if round_ else f"{error} (name a round with --round)") from None


def force_of(name: str) -> Force:
    """Return the force of a name, or end the command with the nearest ones."""
    found = resolve(name)
    if found is None:
        raise fail(f"no force is called {name!r}{suggestion(nearest_forces(name))}")
    return found


def print_json(answer: object) -> None:
    """Print an answer as JSON."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))  # noqa: T201 - the answer itself


if __name__ == "__main__":
    app()
