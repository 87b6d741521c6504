"""Ending early: on Ctrl-C, on SIGTERM, or because the reader of the output has gone."""

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
    """A group of commands that exit as if by SIGPIPE when nobody reads their output any more."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - of the library
        """Run a command."""
        try:
            return super().invoke(ctx)
        except NobodyReadsError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):  # both are flushed at exit, which must not fail
                os.dup2(nowhere, stream.fileno())
            sys.exit(128 + signal.SIGPIPE)


@contextmanager
def ending_when_asked() -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether SIGINT or SIGTERM has arrived, so that work in progress can be finished.

    Only the first signal is caught; a second one has its usual effect.
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
