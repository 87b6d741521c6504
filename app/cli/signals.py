"""Ending early: on Ctrl-C, on SIGTERM, or because the reader of the output has gone."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class NobodyReadsError(Exception):
    """The reader of the output has closed its end of the pipe."""


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
