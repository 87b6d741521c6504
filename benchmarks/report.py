"""Write docs/performance.md from what the parts found when each was last run."""

import inspect
from collections.abc import Mapping
from types import ModuleType

from benchmarks import machine, results
from benchmarks.results import Results, Table

FILE = machine.ROOT / "docs" / "performance.md"
INTRODUCTION = """\
# Performance

Written by `make bench`, which measures; nothing here is typed in, but for the columns of *before*: what issue 13 found
before the service was made fast, on a machine of the same kind, to be compared in its order of magnitude alone.
`make bench ARGS=warm` runs a part again alone, and writes this page anew with it.

How to read it:

- **Ratios are what counts.** The servers of a part are asked in turn, round after round, so that what slows the machine
  for a while slows them alike. A ratio is taken within each round; told are its median and, in brackets, its quartiles
  over at least five rounds. Quartiles that lie far apart say that the machine was busy with something else.
- **CPU of a request** is what the processes of a server took of their core, told by the kernel. Other work on the
  machine lengthens the wait for a core but hardly the work done on it, so that these are the steadiest figures here.
- The machine is small, virtual and shared: the same target is two to four times as fast in one minute as in another.
  No seconds of one run are to be compared with seconds of another, and latencies under about ten milliseconds are the
  machine's. For the same reason the test suite compares statements, plans and allocations, never seconds.
"""


def write(parts: Mapping[str, ModuleType]) -> None:
    """Write the report of all parts that were ever run."""
    found = [(part, module, results.kept(part)) for part, module in parts.items()]
    sections = [section(part, module, kept) for part, module, kept in found if kept is not None]
    FILE.write_text("\n".join([INTRODUCTION, *sections]), encoding="utf-8")


def section(part: str, module: ModuleType, found: Results) -> str:
    """Return what a part found, under the description that its module has of itself."""
    heading, _, text = (inspect.getdoc(module) or part).partition("\n\n")
    versions = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    told = [f"## {heading.rstrip('.')}", f"Part: `{part}`.", text]
    told += [table_text(table) for table in found.tables]
    if found.skipped:
        told.append("Left out, for it could not be had here:\n\n" + "\n".join(f"- {why}" for why in found.skipped))
    told.append(f"Measured {found.measured} UTC, {found.code}, on {found.where}. Versions: {versions}.")
    return "\n\n".join(told) + "\n"


def table_text(table: Table) -> str:
    """Return a table as Markdown."""
    lines = [table.head, ["---", *("---:" for _ in table.head[1:])], *table.rows]
    return f"**{table.title}**\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)
