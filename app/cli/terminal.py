"""Output of the command line: tables for people, bytes for programs, messages on standard error."""

import logging
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from app import logs
from app.cli.signals import NobodyReadsError
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Certainty, Status
from app.vocabulary.records import Note, Observation, Place, Unassigned
from app.vocabulary.warnings import FigureWarning

# If the output is not a terminal, there is no width to fit, so rows stay on one line.
# Markup is off because text from pages may contain [brackets].
_is_terminal = sys.stdout is not None and sys.stdout.isatty()  # stdout is None if the process has none


class Screen(Console):
    """A console that raises an exception when nobody reads it any more, instead of ending the program."""

    def on_broken_pipe(self) -> None:
        """Raise ``NobodyReadsError``."""
        raise NobodyReadsError


out = Screen(width=None if _is_terminal else 220, markup=False, highlight=False)
err = Screen(stderr=True, markup=False, highlight=False, soft_wrap=True)

log = logging.getLogger(__name__)

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Characters that a terminal may obey instead of showing: controls, and marks that change the direction of text."""

EDGES, GAP = 2, 3
"""How many characters are around a table, and between two of its columns."""


def say(message: str | Text, level: int = logs.NOTICE) -> None:
    """Print a message on standard error, or log it if this process keeps a log."""
    if logs.kept():
        log.log(level, "%s", message)
    else:
        err.print(message)


def write(content: bytes) -> None:
    """Write an answer for programs to standard output, if there is one. Raises ``NobodyReadsError``."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise NobodyReadsError from None


def printable(text: str) -> str:
    """Return a text with a replacement character in the place of each unprintable one."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print a table without its empty columns. Those numbered in ``right`` are aligned to the right.

    If the terminal is so narrow that words would be cut, print each row as a paragraph with a line for each cell.
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    filled = [number for number in range(len(columns)) if any(row[number] for row in cells)]
    widths = widths_of([[row[number] for row in (columns, *cells)] for number in filled], out.width - EDGES)
    if widths is None:
        out.print(Text(f"\n{title}" if title else "", style="bold"), *(paragraph(columns, row) for row in cells))
        return
    grid = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, width in zip(filled, widths, strict=True):
        justify: JustifyMethod = "right" if number in right else "left"
        grid.add_column(columns[number], justify=justify, overflow="fold", width=width)
    for row in cells:
        grid.add_row(*(row[number] for number in filled))
    out.print(grid)


def widths_of(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Return the widths of the columns such that no word is cut, or ``None`` if there is no room for that.

    Room that is left over is shared among the columns that want more, beginning with those that want least.
    """
    widths = [max(cell_len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    wanting = [max(map(cell_len, column)) - width for column, width in zip(columns, widths, strict=True)]
    spare = room - sum(widths) - GAP * (len(widths) - 1)
    if spare < 0:
        return None
    for served, number in enumerate(sorted(range(len(widths)), key=wanting.__getitem__)):
        more = min(wanting[number], spare // (len(widths) - served))
        widths[number] += more
        spare -= more
    return widths


def paragraph(columns: Sequence[str], row: Sequence[str]) -> Table:
    """Return a row as lines: one for each cell that is not empty, after the name of its column."""
    lines = Table.grid("", "", padding=(0, 2, 0, 0))
    for column, cell in zip(columns, row, strict=True):
        if cell:
            lines.add_row(Text(column, style="dim"), Text(cell, overflow="fold"))
    lines.add_row()
    return lines


def observation_table(title: str, observations: Iterable[Observation]) -> None:
    """Print observations."""
    columns: dict[str, Callable[[Observation], str]] = {
        "measure": lambda o: o.label or measures()[o.measure].label,
        "figure": figure,
        "reading": lambda o: "" if o.certainty is Certainty.CERTAIN else o.certainty,
        "bounds": lambda o: interval(o.bounds.low, o.bounds.high),
        "period": lambda o: o.period.label if o.period else "",
        "area": lambda o: o.area or "",
        "as stated": lambda o: o.as_stated,
        "place": lambda o: where(o.place),
    }
    table(title, list(columns), [[cell(o) for cell in columns.values()] for o in observations], right=[1])


def doubt_table(doubted: Iterable[tuple[Observation, Iterable[FigureWarning]]]) -> None:
    """Print why figures are doubted, if any are."""
    rows = [[o.label or measures()[o.measure].label, o.as_stated, w.detail] for o, found in doubted for w in found]
    if rows:
        table("Doubts", ["measure", "as stated", "why"], rows)


def note_table(notes: Sequence[Note]) -> None:
    """Print notes, if there are any."""
    if notes:
        table(
            "Notes",
            ["topic", "kind", "claim", "dated", "place"],
            [
                [n.topic, n.kind, n.text, "-".join(str(d) for d in (n.year, n.month) if d), where(n.place)]
                for n in notes
            ],
        )


def unassigned_table(numbers: Sequence[Unassigned]) -> None:
    """Print unassigned numbers, if there are any."""
    if numbers:
        table(
            "Unassigned numbers",
            ["as stated", "value", "unit", "place"],
            [[n.as_stated, number(n.value), n.unit or "", where(n.place)] for n in numbers],
            right=[1],
        )


def figure(observation: Observation) -> str:
    """Return a figure for readers, with its status unless it is a fact."""
    return with_status(observation.display, observation.status)


def with_status(display: str, status: Status) -> str:
    """Return a displayed figure with its status, unless it is a fact."""
    return display if status is Status.ACTUAL else f"{display} ({status})"


def interval(low: Decimal | None, high: Decimal | None) -> str:
    """Return bounds for people ("5 to 6", "from 5", "to 6"), or nothing if they allow a single value."""
    if low == high:
        return ""
    if high is None:
        return f"from {number(low)}"
    return f"{number(low)} to {number(high)}" if low is not None else f"to {number(high)}"


def number(value: Decimal | None) -> str:
    """Return a number with thousands separators."""
    return "" if value is None else f"{value.normalize():,f}"


def where(place: Place | None) -> str:
    """Return the paragraph and characters of a place."""
    return "" if place is None else f"¶{place.paragraph} {place.start}-{place.end}"
