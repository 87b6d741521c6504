"""Being asked to end: by Ctrl-C, by who runs the program, or by who has read enough of what it prints."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from typer.core import TyperGroup

from app.cli.terminal import NobodyReadsError


class Commands(TyperGroup):
    """Commands that end as a signal would end them where nobody reads what they print."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - of the library
        """Run a command."""
        try:
            return super().invoke(ctx)
        except NobodyReadsError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):  # which are flushed when the program ends
                os.dup2(nowhere, stream.fileno())
            sys.exit(128 + signal.SIGPIPE)


@contextmanager
def ending_when_asked() -> Iterator[Callable[[], bool]]:
    """Yield what tells whether SIGINT or SIGTERM asked to end, so that what is in hand may be finished first.

    The first is noted; another does what it does without this.
    """
    asked = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        put_back()

    def put_back() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        put_back()
