"""The ``force-profiles`` command: serve, fill a database, read pages and show what is stored."""

import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from app import __version__
from app.cli import comparing, databases, doctor, exporting, figures, intake, official, pages, serving, upkeep
from app.cli.common import Command
from app.cli.signals import Commands

app = typer.Typer(
    name="force-profiles",
    cls=Commands,
    no_args_is_help=True,
    help="Police forces as data: what they state, and what is counted of them. The service reads, this writes.",
    epilog="Exit codes: 0 success; 1 failure, explained on standard error; 2 wrong usage or settings.",
)
for command in (
    *(serving.serve, serving.mcp),
    *(databases.migrate, databases.seed),
    *(pages.extract, intake.ingest, pages.withdraw, pages.verify),
    official.ingest_dataset,
    *(figures.show, comparing.compare, comparing.series, exporting.export),
    *(upkeep.check, upkeep.backup, upkeep.restore),
):
    app.command(cls=Command)(command)
app.command("forces", cls=Command)(figures.list_forces)
app.command()(doctor.doctor)  # which reports wrong settings among its findings


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
