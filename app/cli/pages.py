"""Commands about pages: what is read from them, taking them back, and holding bundled figures against them."""

from typing import Annotated

import typer

from app.cli import completion, terminal
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
from app.cli.given import GivenPage, GivenRound, GivenUrl, reading_of
from app.load.bundled import bundled_statement, bundled_statements
from app.load.store import Intake, NothingToWithdrawError
from app.load.verify import verify as verify_statement
from app.schemas.common import json_number
from app.schemas.extraction import read_page as read_page_schema
from app.settings import DEFAULT_DATABASE


def extract(
    page: GivenPage,
    round_: GivenRound = None,
    url: GivenUrl = None,
    force: Annotated[
        str | None,
        typer.Option(
            help="The force, for the words of a statement without the page around them.",
            autocompletion=completion.forces,
        ),
    ] = None,
    output: OutputFormat = Format.TABLE,
) -> None:
    """Print what is read from a page; nothing is stored."""
    statement, extraction = reading_of(page, round_, url, None if force is None else force_of(force))
    if output is Format.JSON:
        print_json(read_page_schema(statement, extraction).model_dump(mode="json"))
        return
    force = statement.force.id if statement.force else "not in the register"
    terminal.out.print(terminal.printable(f"{statement.title} ({force}, round {statement.round})"), style="bold")
    terminal.observation_table("Observations", extraction.observations)
    terminal.note_table(extraction.notes)
    terminal.unassigned_table(extraction.unassigned)


def withdraw(
    statement: Annotated[
        str,
        typer.Argument(help="The statement, as force/round.", show_default=False, autocompletion=completion.statements),
    ],
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
    page: GivenPage,
    statement: Annotated[
        str,
        typer.Option(
            help="The bundled statement, as force/round.", show_default=False, autocompletion=completion.statements
        ),
    ],
    url: GivenUrl = None,
    output: OutputFormat = Format.TABLE,
) -> None:
    """Check that the bundled figures of a statement stand in a page, at the places recorded."""
    name, _, round_ = statement.partition("/")
    force = force_of(name)
    record = bundled_statement(force.id, round_)
    if record is None:
        rounds = [r.round for r in bundled_statements() if r.force == force.id]
        raise fail(f"no statement {force.id}/{round_} is bundled; there is {' and '.join(rounds) or 'none'}")
    read, _ = reading_of(page, round_, url)
    checked = list(verify_statement(record, read))
    same_text = record.sha256 == read.sha256 if record.sha256 else None
    wrong = [found for found in checked if not found.standing.right]
    if output is Format.JSON:
        figures = [
            {
                "as_stated": found.figure.as_stated,
                "value": None if found.figure.value is None else json_number(found.figure.value),
                "standing": found.standing,
            }
            for found in checked
        ]
        answer = {"statement": record.id, "same_text": same_text, "figures": figures}
        print_json(answer)
    else:
        rows = [[found.figure.as_stated, found.standing.value, terminal.where(found.figure.place)] for found in checked]
        terminal.table(
            f"{record.id}: {len(checked) - len(wrong)} of {len(checked)} right",
            ["as stated", "standing", "place"],
            rows,
        )
        if same_text is False:
            terminal.err.print("the page's text is not the text that was reviewed: its hash differs")
    if wrong or same_text is False:
        raise typer.Exit(1)
