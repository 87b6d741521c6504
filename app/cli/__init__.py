"""The ``force-profiles`` command: serve, fill a database, read pages and show what is stored."""

import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from app import __version__
from app.cli.commands import Commands

app = typer.Typer(
    name="force-profiles",
    cls=Commands,
    no_args_is_help=True,
    help="Police forces as data: what they state, and what is counted of them. The service reads, this writes.",
    epilog="Exit codes: 0 success; 1 failure, explained on standard error; 2 wrong usage or settings.",
)


def version(value: bool) -> None:
    """Print the version and exit, if ``--version`` is given."""
    if value:
        print(__version__)  # noqa: T201 - the answer itself
        raise typer.Exit


def end(number: int, _frame: FrameType | None) -> None:
    """Exit on a signal by way of ``SystemExit``, so that what has begun is undone."""
    sys.exit(128 + number)


@app.callback()
def main(
    _version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Police forces as data: what they state, and what is counted of them. The service reads, this writes."""
    signal.signal(signal.SIGTERM, end)
