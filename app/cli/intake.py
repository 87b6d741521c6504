"""The command that stores pages: each completely or not at all, and independently of the others."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Annotated

import typer
from rich.progress import track
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.cli import terminal
from app.cli.common import (
    DatabaseUrl,
    Format,
    OutputFormat,
    database,
    print_json,
    require_current_schema,
)
from app.cli.given import GivenRound, GivenUrl, UnreadablePageError, of_a_force, read
from app.cli.reviewing import record_of_review, tell
from app.cli.signals import ending_when_asked
from app.db.models import Origin
from app.db.troubles import reason_of
from app.extract.observations import record_of
from app.load.outcomes import Outcome
from app.load.store import ForceNotSeededError, Intake
from app.queries.observations import ObservationFilter, observations_in
from app.reading import Readers
from app.settings import DEFAULT_DATABASE
from app.vocabulary.records import StatementRecord

Result = dict[str, str | int]
Recorded = tuple[StatementRecord, int]
"""The record of a page, and how many likely figures are left out of it."""
FAILED, NOT_TAKEN_IN = "failed", "not taken in"
NEWLY_STORED = {Outcome.ADDED, Outcome.REVISED}
LEFT_OUT = (
    "likely figures left among the unassigned numbers: {count}. Take them in with --accept-likely, or look through "
    "them with `force-profiles review PAGE`."
)


def ingest(  # noqa: PLR0913, PLR0917 - its options
    pages: Annotated[
        list[str],
        typer.Argument(
            help="HTML or text pages, or - for standard input; with --reviewed, files of `review`.", show_default=False
        ),
    ],
    round_: GivenRound = None,
    url: GivenUrl = None,
    reason: Annotated[
        str | None, typer.Option(help="Why the pages are ingested again; listed in the releases.", show_default=False)
    ] = None,
    accept_likely: Annotated[
        bool,
        typer.Option(
            "--accept-likely",
            help="Store also the figures whose reading is likely and not certain, which else are unassigned numbers.",
        ),
    ] = False,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Store files of `review` as corrected, each held against its page first.")
    ] = False,
    page: Annotated[
        str | None,
        typer.Option(help="The page of a reviewed file, if it is not where the file says.", show_default=False),
    ] = None,
    output: OutputFormat = Format.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Read and store pages. Each is stored completely or not at all, and one that fails does not stop the others.

    On Ctrl-C or SIGTERM, the current page is finished and the remaining ones are listed as not taken in.
    """
    if len(pages) > 1 and (round_ or url):
        raise typer.BadParameter("--round and --url can only be given with a single page")
    if reviewed and (round_ or url):
        raise typer.BadParameter("a reviewed file says its round and its address itself")
    if page is not None and (not reviewed or len(pages) > 1):
        raise typer.BadParameter("--page can only be given with a single file that is --reviewed")
    if reviewed and accept_likely:
        raise typer.BadParameter("all figures of a reviewed file are certain: --accept-likely is for pages")

    def recorded(readers: Readers, given: str) -> Recorded:
        if reviewed:
            return record_of_review(readers, given, page), 0
        return record_of_page(readers, given, round_=round_, url=url, accept_likely=accept_likely)

    with ending_when_asked() as asked:  # until all is told
        report(taken_in(pages, asked, database_url, recorded, reason), output)


def taken_in(
    pages: Sequence[str],
    asked: Callable[[], bool],
    database_url: str,
    recorded: Callable[[Readers, str], Recorded],
    reason: str | None,
) -> list[Result]:
    """Store what is ``recorded`` of pages until ``asked`` to end, and return the result for each."""
    results: list[Result] = []
    with database(database_url) as engine, Readers() as readers:
        require_current_schema(engine)
        intake = Intake(engine)

        def take_in(page: str) -> Result:
            return store(engine, intake, page, recorded(readers, page), reason)

        with suppress(KeyboardInterrupt):  # asked twice to end
            for page in track(pages, "taking pages in", console=terminal.err, disable=not terminal.err.is_terminal):
                if asked():
                    break
                results.append(outcome_of(page, take_in))
    told = "was not taken in: the command was ended before"
    return results + [{"page": page, "outcome": NOT_TAKEN_IN, "detail": told} for page in pages[len(results) :]]


def outcome_of(page: str, take_in: Callable[[str], Result]) -> Result:
    """Store one page and return the result; any failure is a result, because it does not concern other pages."""
    detail: str
    try:
        return take_in(page)
    except (UnreadablePageError, ForceNotSeededError) as error:
        detail = str(error)
    except SQLAlchemyError as error:
        detail = f"cannot be stored: {reason_of(error)}"
    except Exception as error:  # noqa: BLE001 - it is reported, and the other pages are tried
        detail = f"is not taken in because of a fault in the program: {type(error).__name__}: {error}"
    return {"page": page, "outcome": FAILED, "detail": detail}


def record_of_page(
    readers: Readers, page: str, *, round_: str | None, url: str | None, accept_likely: bool
) -> Recorded:
    """Return the record of a page as it is read."""
    statement, extraction = read(readers, page, round_, url)
    record = record_of(statement, of_a_force(statement), extraction, accept_likely=accept_likely)
    return record, len(extraction.observations) - len(record.observations)


def store(engine: Engine, intake: Intake, page: str, recorded: Recorded, reason: str | None) -> Result:
    """Store the record of a page, tell what is doubted, and return the result. Errors of the database are raised."""
    record, left_out = replace(recorded[0], reason=reason), recorded[1]
    outcome = intake.store(record, Origin.INGESTED)
    doubted = list(doubts_of(engine, record.force, record.round))
    for doubt in doubted:
        terminal.err.print(terminal.printable(f"doubt: {record.id}: {doubt}"))
    return {
        "page": page,
        "outcome": outcome.value,
        "statement": record.id,
        "observations": len(record.observations),
        "unassigned": len(record.unassigned),
        "left_out": left_out if outcome in NEWLY_STORED else 0,
        "doubts": len(doubted),
    }


def doubts_of(engine: Engine, force: str, round_: str) -> Iterator[str]:
    """Yield why figures of a stored statement are doubted, each after the words that carry the figure."""
    with Session(engine) as session:
        for figure in observations_in(session, ObservationFilter(forces=[force], rounds=[round_])):
            yield from (f"“{figure.as_stated}”: {warning.detail}" for warning in figure.warnings)


def report(results: Sequence[Result], output: Format) -> None:
    """Print the results for pages, and exit with 1 if any was not taken in.

    Errors come first, and what to do about figures that were left out, because the reader of standard output may leave
    before its end.
    """
    wrong = [result for result in results if "detail" in result]
    done = [result for result in results if "detail" not in result]
    for result in wrong:
        tell(str(result["page"]), str(result["detail"]))
    left_out = sum(int(result["left_out"]) for result in done)
    if left_out:
        terminal.err.print(LEFT_OUT.format(count=left_out))
    if output is Format.JSON:
        print_json(results)
    elif done:
        columns = ["page", "outcome", "statement", "observations", "unassigned", "left_out", "doubts"]
        rows = [[str(result[column]) for column in columns] for result in done]
        terminal.table("", [column.replace("_", " ") for column in columns], rows, right=[3, 4, 5, 6])
    if wrong:
        raise typer.Exit(1)
