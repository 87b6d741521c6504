"""The report: what was done, how often, and what was seen."""

import os
import platform
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from faults.catalogue import KINDS
from faults.fault import Fault, Seen
from faults.lab import BACKENDS

Results = dict[Fault, dict[str, Seen]]
"""What was seen of each fault on each database."""

HEAD = """\
# Reliability

What may happen to the service and its database, done for real and counted. `make faults` tries all of it and writes
this page; `python -m faults --only killed.seed` tries one fault, and `tests/test_faults.py` tries each once whenever
the tests are run. A fault is one function; its name is its module in `faults/` and its own. What does not hold is
told here as it was seen, and makes the command exit with 1.

"""
FOOT = """\
## What this does not show

A killed process leaves to the system what it has written; a loss of power does not. That SQLite and PostgreSQL come
through that is theirs to promise (`synchronous`, `fsync`) and is not tried here. PostgreSQL runs with `fsync=off` for
these runs, which makes no difference to processes that are killed. Time-outs are shortened by settings where the usual
ones would only make the run longer. What is found of inputs is in `tests/fuzz/`: `make fuzz`.
"""


def report(results: Results, seconds: float) -> str:
    """Return the page."""
    return HEAD + "\n".join([*summary(results, seconds), *tables(results), FOOT])


def summary(results: Results, seconds: float) -> Iterator[str]:
    """Yield the lines that say how all went."""
    seen = {backend: [found[backend] for found in results.values() if backend in found] for backend in BACKENDS}
    yield f"Run of {datetime.now(UTC):%d %B %Y}, {seconds / 60:.0f} minutes, {os.cpu_count()} processors,"
    yield f"{platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.\n"
    yield "| | SQLite | PostgreSQL |"
    yield "| --- | ---: | ---: |"
    counts: dict[str, Callable[[list[Seen]], int]] = {
        "faults": len,
        "tries that held": lambda all_: sum(one.held for one in all_),
        "tries that did not": lambda all_: sum(len(one.broken) for one in all_),
        "processes killed while they ran": lambda all_: sum(one.kills for one in all_),
        "faults that could not be tried here": lambda all_: sum(bool(one.lacking) for one in all_),
    }
    for label, count in counts.items():
        yield f"| {label} | {' | '.join(str(count(seen[backend])) for backend in BACKENDS)} |"
    yield ""


def tables(results: Results) -> Iterator[str]:
    """Yield a table for each kind of fault, and below it what did not hold."""
    for kind in KINDS:
        of_kind = [fault for fault in results if fault.run.__module__ == kind.__name__]
        if not of_kind:
            continue
        yield f"## {(kind.__doc__ or '').strip().partition('.')[0]}\n"
        yield "| fault | what is done, and must hold | SQLite | PostgreSQL |"
        yield "| --- | --- | --- | --- |"
        for fault in of_kind:
            cells = [seen_in_words(fault, results[fault].get(backend)) for backend in BACKENDS]
            yield f"| `{fault.name}` | {fault.told} | {' | '.join(cells)} |"
        yield ""
        yield from broken(of_kind, results)


def seen_in_words(fault: Fault, seen: Seen | None) -> str:
    """Return what was seen on a database."""
    if seen is None:
        return ""
    if seen.lacking:
        return f"not tried: {seen.lacking}"
    words = f"{seen.held} of {seen.held + len(seen.broken)} held"
    if seen.broken:
        words = f"**{words}**"
    return f"{words}; at most {seen.worst:.1f} s {fault.worst}" if fault.worst and seen.worst else words


def broken(faults: Sequence[Fault], results: Results) -> Iterator[str]:
    """Yield what did not hold, as it was seen."""
    lines = [
        f"- `{fault.name}` on {backend}: {' '.join(what.split())[:300]}"
        for fault in faults
        for backend, seen in results[fault].items()
        for what in seen.broken
    ]
    if lines:
        yield "Did not hold:\n"
        yield from lines
        yield ""
