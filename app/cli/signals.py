"""Being asked to end: by Ctrl-C, or by who runs the program."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


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
