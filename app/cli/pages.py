"""Commands about pages: extract from one, withdraw one, and verify bundled figures against one."""

from typing import Annotated

import typer

from app.cli import completion, explaining, terminal
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
from app.cli.given import GivenForce, GivenPage, GivenRound, GivenUrl, reading_of
from app.load.bundled import bundled_statement, bundled_statements
from app.load.store import Intake, NothingToWithdrawError
from app.load.verify import Verified
from app.load.verify import verify as verify_statement
from app.schemas.common import json_number
from app.schemas.extraction import read_page as read_page_schema
from app.schemas.extraction import warnings_read
from app.settings import DEFAULT_DATABASE


def extract(  # noqa: PLR0913, PLR0917 - its options
    page: GivenPage,
    round_: GivenRound = None,
    url: GivenUrl = None,
    force: GivenForce = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Print how each number was read instead: the groups of its sentence, the rule, and where it stopped.",
        ),
    ] = False,
    output: OutputFormat = Format.TABLE,
) -> None:
    """Print what is read from a page, without storing it."""
    statement, extraction = reading_of(page, round_, url, None if force is None else force_of(force))
    if explain:
        explaining.explain(statement, output)
        return
    if output is Format.JSON:
        print_json(read_page_schema(statement, extraction).model_dump(mode="json"))
        return
    force = statement.force.id if statement.force else "not in the register"
    terminal.out.print(terminal.printable(f"{statement.title} ({force}, round {statement.round})"), style="bold")
    terminal.observation_table("Observations", extraction.observations)
    terminal.note_table(extraction.notes)
    terminal.unassigned_table(extraction.unassigned)
    doubts = warnings_read(statement, extraction)
    terminal.doubt_table((extraction.observations[n], found) for n, found in sorted(doubts.items()))


def withdraw(
    statement: Annotated[
        str,
        typer.Argument(help="The statement, as force/round.", show_default=False, autocompletion=completion.statements),
    ],
    reason: Annotated[str, typer.Option(help="Why; listed in the releases.", show_default=False)],
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Withdraw a statement: it is left out of lists and profiles, and its revisions stay readable."""
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
    """Verify that the bundled figures of a statement are in a page, at the recorded places."""
    name, _, round_ = statement.partition("/")
    force = force_of(name)
    record = bundled_statement(force.id, round_)
    if record is None:
        rounds = [r.round for r in bundled_statements() if r.force == force.id]
        raise fail(f"no statement {force.id}/{round_} is bundled; there is {' and '.join(rounds) or 'none'}")
    read, _ = reading_of(page, round_, url)
    checked = list(verify_statement(record, read))
    same_text = record.sha256 == read.sha256 if record.sha256 else None
    if output is Format.JSON:
        print_json({"statement": record.id, "same_text": same_text, "figures": list(map(verified_json, checked))})
    else:
        right = sum(found.standing.right for found in checked)
        rows = [[found.figure.as_stated, found.standing.value, terminal.where(found.figure.place)] for found in checked]
        terminal.table(f"{record.id}: {right} of {len(checked)} right", ["as stated", "standing", "place"], rows)
        if same_text is False:
            terminal.err.print("the page's text is not the text that was reviewed: its hash differs")
    if same_text is False or not all(found.standing.right for found in checked):
        raise typer.Exit(1)


def verified_json(found: Verified) -> dict[str, object]:
    """Return a verified figure as JSON."""
    value = found.figure.value
    return {
        "as_stated": found.figure.as_stated,
        "value": None if value is None else json_number(value),
        "standing": found.standing,
    }
