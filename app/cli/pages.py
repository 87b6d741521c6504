"""Commands about pages: what is read from them, taking them in and back, and holding bundled figures against them."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from sqlalchemy.exc import SQLAlchemyError

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
from app.db.models import Origin
from app.extract.observations import extract as extract_statement
from app.extract.observations import record_of
from app.load.bundled import bundled_statement, bundled_statements
from app.load.store import ForceNotSeededError, Intake, NothingToWithdrawError
from app.load.verify import verify as verify_statement
from app.schemas.common import json_number
from app.schemas.extraction import read_page as read_page_schema
from app.settings import DEFAULT_DATABASE
from app.statements.page import NotAStatementError, Statement, read_page
from app.vocabulary.forces import Force, nearest_forces
from app.vocabulary.names import suggestion

Page = Annotated[str, typer.Argument(help="An HTML or text page, or - for standard input.", show_default=False)]
PageRound = Annotated[str | None, typer.Option("--round", help="The round, for a page that does not name it.")]
PageUrl = Annotated[str | None, typer.Option("--url", help="The published address, for a page that does not name it.")]


class UnreadablePageError(Exception):
    """A page that cannot be taken in, with the reason in words for people."""


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
