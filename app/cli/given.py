"""Pages and tables given to commands, as files or standard input, and the options that go with them."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli import completion
from app.cli.common import fail, warn
from app.reading import Page, Readers, Reading, ReadingFailedError, TooCostlyError, TooLargeError
from app.statements.decoding import NotTextError, decoded
from app.statements.identity import address_of
from app.statements.statement import NO_ROUND, NotAStatementError, Statement
from app.vocabulary.forces import Force, nearest_forces
from app.vocabulary.names import suggestion

MOST_BYTES = 2_000_000
"""The maximum size of a page or table. Published ones have less than 700,000 bytes."""

log = logging.getLogger(__name__)


class UnreadablePageError(Exception):
    """A page cannot be read or stored; the message says why."""


def an_address(url: str | None) -> str | None:
    """Return the address given with ``--url``, which must be one that readers can follow."""
    if url is not None and address_of(url) is None:
        raise typer.BadParameter(f"{url!r} is not an http or https address")
    return url


GivenPage = Annotated[str, typer.Argument(help="An HTML or text page, or - for standard input.", show_default=False)]
GivenRound = Annotated[str | None, typer.Option("--round", help="The round, for a page that does not name it.")]
GivenForce = Annotated[
    str | None,
    typer.Option(
        "--force",
        help="The force, for the words of a statement without the page around them.",
        autocompletion=completion.forces,
    ),
]
GivenUrl = Annotated[
    str | None,
    typer.Option("--url", help="The published address, for a page that does not name it.", callback=an_address),
]


def reading_of(page: str, round_: str | None, url: str | None, force: Force | None = None) -> Reading:
    """Return what is read from one page. If it cannot be read, end the command with the reason."""
    with Readers() as readers:
        try:
            return read(readers, page, round_, url, force)
        except UnreadablePageError as error:
            raise fail(f"{page}: {error}") from None


def read(readers: Readers, page: str, round_: str | None, url: str | None, force: Force | None = None) -> Reading:
    """Return what is read from a page, and warn of any invalid metadata in it.

    Raises ``UnreadablePageError`` if the page cannot be read.
    """
    try:
        statement, extraction = readers.read(Page(text=text_of(page), round=round_, url=url, force=force))
    except (TooLargeError, TooCostlyError) as error:
        raise UnreadablePageError(f"cannot be read: {error}") from None
    except NotAStatementError as error:
        raise UnreadablePageError(
            f"{error} (name a round with --round)" if NO_ROUND in error.missing else str(error)
        ) from None
    except ReadingFailedError as error:
        log.debug("a page cannot be read", exc_info=error)
        raise UnreadablePageError(
            f"cannot be read because of a fault in the program ({error}): try again, and report it with the page"
        ) from None
    for said in statement.refused:
        warn(f"{page}: {said}, is ignored")
    return statement, extraction


def of_a_force(statement: Statement) -> Force:
    """Return the force of a statement. Raises ``UnreadablePageError`` if its name is not in the register."""
    if statement.force is None:
        near = nearest_forces(statement.force_name)
        raise UnreadablePageError(f"{statement.force_name!r} is none of the 43 forces{suggestion(near)}")
    return statement.force


def text_of(page: str) -> str:
    """Return the text of a file, reading no more than the maximum: standard input (-) may be endless."""
    try:
        if page == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(page).open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise UnreadablePageError(f"is a folder; name its files, as in {Path(page) / '*.html'}") from None
    except OSError as error:
        raise UnreadablePageError(f"cannot be read: {error.strerror}") from None
    if len(content) > MOST_BYTES:
        raise UnreadablePageError(f"is too long: no more than {MOST_BYTES:,} bytes are read")
    try:
        return decoded(content)
    except NotTextError as error:
        raise UnreadablePageError(f"is {error}") from None
