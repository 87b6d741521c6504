"""Read a review file: its tables with the line of each key. What is wrong with one table does not hide the next."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.vocabulary.names import nearest, suggestion

HEADER, FIGURE, NOTE = "", "figure", "note"
"""The tables of a review file: what stands before the first, a number of the page, a claim without one."""

KEYS: Mapping[str, Mapping[str, type]] = {
    HEADER: {"page": str, "sha256": str, "force": str, "round": str, "title": str, "url": str},
    FIGURE: {
        "measure": str,
        "label": str,
        "value": Decimal,
        "value_max": Decimal,
        "unit": str,
        "qualifier": str,
        "period": str,
        "area": str,
        "status": str,
        "words": str,
        "place": list,
        "because": str,
    },
    NOTE: {"topic": str, "kind": str, "text": str, "year": int, "month": int, "place": list},
}
"""The keys of each table, in the order they are written in, and what their values are."""
BECAUSE = 'or say why in because = "…"'
"""What may be done about words that do not say what a person understands."""
_WANTED = {
    str: "words in quotation marks",
    Decimal: "a number without quotation marks, such as 1_200_000 or 4.5",
    int: "a whole number without quotation marks",
    list: "the first character and the end, such as [120, 137]",
}

_BEGINS = re.compile(r"\s*\[\[?\s*(?P<kind>[^\[\]#]*?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*(\w+)\s*=")
_AT_LINE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a review file: the line, and in words what is wrong and what to do."""

    line: int
    detail: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.detail}"


class FaultyReviewError(ValueError):
    """A review file cannot be taken in; ``faults`` are all that is wrong with it, by line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("; ".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a review file: the line it begins in, and its values by key, with the line of each.

    ``faults`` are those of the whole file.
    """

    kind: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int]
    faults: list[Fault]

    def fault(self, key: str, detail: str) -> None:
        """Note what is wrong with a key, in its line or, without it, in that of the table."""
        self.faults.append(Fault(self.lines.get(key, self.line), detail))

    def said(self, key: str) -> str | None:
        """Return the words of a key, or ``None`` where it is left out or empty."""
        return self.values.get(key) or None


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A review file: its header, its other tables in order, and what was found wrong with it so far.

    It is ``whole`` if each of its tables could be read.
    """

    header: Table
    tables: tuple[Table, ...]
    faults: list[Fault]
    whole: bool


@dataclass(slots=True)
class _Block:
    """The lines of one table."""

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)


def read_review(text: str) -> ReviewFile:
    """Return what a review file says. Raises ``FaultyReviewError`` if it has no header to go by."""
    header, *blocks = _blocks(text)
    faults: list[Fault] = []
    head = _table(header, faults)
    if head is not None:
        for key in (key for key in _MUST if key not in head.values):
            head.fault(key, f"{key} is missing: write the file again with `review`")
    if head is None or faults:
        raise FaultyReviewError(faults)
    tables = [_table(block, faults) for block in blocks]
    read = tuple(table for table in tables if table is not None)
    return ReviewFile(head, read, faults, whole=len(read) == len(tables))


_MUST = ("page", "sha256", "force", "round")


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the lines of each table, those before the first one first."""
    block = _Block(HEADER, 1)
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        begins = _BEGINS.fullmatch(line)
        if begins is not None:
            yield block
            block = _Block(begins["kind"], number)
        block.lines.append(line)
    yield block


def _table(block: _Block, faults: list[Fault]) -> Table | None:
    """Return the table of a block, without what is no value of one of its keys; ``None`` if it cannot be read."""
    if block.kind not in KEYS or (block.kind and not block.lines[0].lstrip().startswith("[[")):
        told = f"a table is [[{FIGURE}]] or [[{NOTE}]], not {block.lines[0].strip()}"
        faults.append(Fault(block.line, told))
        return None
    lines: dict[str, int] = {}
    for number, line in enumerate(block.lines, start=block.line):
        if (begins := _KEY.match(line)) is not None:
            lines.setdefault(begins[1], number)
    table = Table(block.kind, block.line, {}, lines, faults)
    try:
        read = tomllib.loads("\n".join(block.lines), parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists in lists
        faults.append(_of_form(str(error), block))
        return None
    values = read if block.kind == HEADER else read[block.kind][0]
    keys = KEYS[block.kind]
    for key, value in values.items():
        if key not in keys:
            table.fault(key, f"{key!r} is no key{suggestion(nearest(key, keys))}")
        elif (taken := _taken(value, keys[key])) is not None:
            table.values[key] = taken
        elif value != "":  # which leaves it out
            table.fault(key, f"{key} is {_WANTED[keys[key]]}")
    return table


def _of_form(message: str, block: _Block) -> Fault:
    at = _AT_LINE.search(message)
    last = max((n for n, line in enumerate(block.lines, start=1) if line.strip()), default=1)
    line = int(at["line"]) if at and at["line"] else last
    return Fault(block.line - 1 + line, f"this is not TOML: {_AT_LINE.sub('', message)}")


def _taken(value: object, wanted: type) -> object:
    """Return a value as the kind that is wanted, or ``None`` if it is of another."""
    if isinstance(value, bool):
        return None
    if wanted is Decimal and isinstance(value, int | Decimal):
        number = Decimal(value)
        return Decimal(f"{number:f}") if number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS else None
    if wanted is list:
        whole = isinstance(value, list) and len(value) == len(("start", "end"))
        return value if whole and all(type(n) is int and n >= 0 for n in value) else None  # type: ignore[attr-defined]
    return value if isinstance(value, wanted) else None


_MOST_DIGITS = 30
