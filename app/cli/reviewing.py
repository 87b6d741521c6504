"""Review: write what is read from a page for a person to correct, and read what came of it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from app.cli import terminal
from app.cli.common import fail, force_of
from app.cli.given import GivenForce, GivenRound, GivenUrl, UnreadablePageError, of_a_force, read, text_of
from app.load.bundled import written
from app.reading import Readers
from app.review.checking import reviewed_record
from app.review.file import FaultyReviewError, ReviewFile, read_review
from app.review.writing import review_of
from app.schemas.extraction import warnings_read
from app.statements.identity import address_of
from app.vocabulary.forces import Force, nearest_forces, resolve
from app.vocabulary.names import suggestion
from app.vocabulary.records import StatementRecord
from app.vocabulary.rounds import parse_round


def review(  # noqa: PLR0913, PLR0917 - its options
    pages: Annotated[
        list[str], typer.Argument(help="HTML or text pages, or - for standard input.", show_default=False)
    ],
    round_: GivenRound = None,
    url: GivenUrl = None,
    force: GivenForce = None,
    into: Annotated[
        Path | None,
        typer.Option(
            help="A folder to write a file for each page into, named by force and round. None is overwritten.",
            show_default=False,
            file_okay=False,
            exists=True,
        ),
    ] = None,
    facts: Annotated[
        bool,
        typer.Option("--facts", help="The pages are reviewed files: write the data of each as it is bundled (JSON)."),
    ] = False,
) -> None:
    """Write what is read from a page as a file to correct by hand, which `ingest --reviewed` takes in."""
    if len(pages) > 1 and (round_ or url or force or into is None):
        raise typer.BadParameter("several pages go --into a folder, without --round, --url and --force")
    if facts and (round_ or url or force):
        raise typer.BadParameter("a reviewed file says itself of which round, address and force it is")
    given = None if force is None else force_of(force)
    failed = False
    with Readers() as readers:
        for page in pages:
            try:
                id_, text = facts_of(readers, page) if facts else review_of_page(readers, page, round_, url, given)
                if into is None:
                    terminal.write(text.encode())
                else:
                    keep(text, into / f"{id_.replace('/', '--')}.{'json' if facts else 'toml'}")
            except UnreadablePageError as error:
                failed = True
                tell(page, str(error))
    if failed:
        raise typer.Exit(1)


def review_of_page(
    readers: Readers, page: str, round_: str | None, url: str | None, force: Force | None
) -> tuple[str, str]:
    """Return the identity of a page's statement, and its review file."""
    statement, extraction = read(readers, page, round_, url, force)
    of = of_a_force(statement)
    name = os.fsencode(page).decode(errors="replace")
    text = review_of(statement, of, extraction, warnings_read(statement, extraction), name)
    return f"{of.id}/{statement.round}", text


def facts_of(readers: Readers, path: str) -> tuple[str, str]:
    """Return the identity of a reviewed statement, and the file that is bundled of it."""
    record = record_of_review(readers, path)
    try:
        return record.id, written(record)
    except ValueError as error:
        raise UnreadablePageError(f"cannot be bundled: {error}") from None


def keep(text: str, file: Path) -> None:
    """Write a new file and tell its name."""
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        raise UnreadablePageError(f"{file} is there already, and may be corrected: move it away first") from None
    except OSError as error:
        raise UnreadablePageError(f"{file} cannot be written: {error.strerror}") from None
    terminal.out.print(terminal.printable(str(file)), soft_wrap=True)


def tell(page: str, details: str) -> None:
    """Print what is wrong with a page, each detail in a line of its own."""
    for detail in details.splitlines():
        fail(f"{page}: {detail}")


def record_of_review(readers: Readers, path: str, page: str | None = None) -> StatementRecord:
    """Return the record of a review file, held against its page, or another ``page`` that is given.

    Raises ``UnreadablePageError`` with all that is wrong with the file, a line for each.
    """
    try:
        return held_against(page, read_review(text_of(path)), readers)
    except FaultyReviewError as error:
        raise UnreadablePageError("\n".join(map(str, error.faults))) from None


def held_against(page: str | None, file: ReviewFile, readers: Readers) -> StatementRecord:
    """Return the record of a review file. Raises ``FaultyReviewError`` with all that is wrong with it or its page."""
    header = file.header
    force, round_ = resolve(header.values["force"]), parse_round(header.values["round"])
    url = header.said("url")
    wrong = {
        "force": (force is None, f"no force is called so{suggestion(nearest_forces(header.values['force']))}"),
        "round": (round_ is None, "this is no round: write it as 2021-22 or 2016"),
        "url": (url is not None and address_of(url) is None, "this is no http or https address"),
    }
    for key, (is_wrong, detail) in wrong.items():
        if is_wrong:
            header.fault(key, detail)
    if force is None or header.faults:
        raise FaultyReviewError(header.faults)
    name = page or header.values["page"]
    try:
        statement, extraction = read(readers, name, round_, url, force)
    except UnreadablePageError as error:
        header.fault("page", f"its page {name} {error}; name it with --page, or here")
        raise FaultyReviewError(header.faults) from None
    return reviewed_record(file, statement, force, extraction)
