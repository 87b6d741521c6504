"""Read the paragraphs of a text page: wrapped or not, with bullets, labelled lines, tables and Markdown."""

import csv
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.statements.identity import OPENING
from app.statements.markdown import HEADING, QUOTE, RULE, unmarked
from app.statements.rows import MOST_COLUMNS, in_turn, is_bare, is_label, is_period, is_value, labelled_lines
from app.statements.text import normalised
from app.statements.unwrapping import unwrapping

_LONGEST_WRAPPED_LINE = 140
_LABELLED = re.compile(r"\s*[A-Z][^.:;,()]{0,40}:\s+\S")  # "Area: 520 square miles"
_BULLET = re.compile(r"\s*[•·▪◦‣●*–-]\s+")
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,2}|[a-z])\)\s+\S")  # "(1) 2,242 police officers"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,30}\d{0,2});")
_ENDED = re.compile(r"[.!?:;][”’\"')\]*_]*\s*$")
_GOES_ON = re.compile(r"\s*(?:[a-z(,;%)]|[£\d])")

_SEPARATORS = {
    "pipe": re.compile(r"\|"),
    "tab": re.compile(r"\t"),
    "leader": re.compile(r"(?:\.{3,}|…+|(?:\s\.){3,}|_{3,})"),
    "gap": re.compile(r"\s{2,}"),
    "comma": re.compile(r",(?!\s)"),
    "semicolon": re.compile(r";(?!\s)"),
    "colon": re.compile(r"(?:(?<!\d):\s*|:\s+)(?=[^:]*$)"),
    "words": re.compile(
        r"\s+[–—=-]\s+|,\s+(?=[£\d])"
        r"|\s+(?=[£\d]\S*(?:\s(?:million|billion|square\smiles|miles|per\scent|\([^()]*\)))?$)"
    ),
}
"""Separators of cells, from the surest to the least sure, which counts only if several lines have it."""
_SURE = frozenset({"pipe", "tab"})
_DELIMITERS = {"comma": ",", "semicolon": ";"}
_TABULAR = _SURE | {"gap"} | _DELIMITERS.keys()
"""Separators of tables, whose columns may have headers; the others separate one label from its value."""
_RULER = frozenset("|:+=- \t")
_GROUPED = re.compile(r"£?\d{1,3}(?:,\d{3})+")
_GROUP = re.compile(r"\d{2,3}(?!\d)")  # of thousands, or of lakhs
_LONGEST_HEADER = 40
_LONGEST_ROW = 300
_STATES = re.compile(r"\d|llion|thousand|hundred|half", re.IGNORECASE)  # what most lines have nothing of


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a line that is a row, and their separator. The ruler below a header has no cells."""

    separator: str
    cells: Sequence[str]


def text_lines(page: str) -> list[str]:
    """Return the paragraphs of a text page. They are separated by empty lines, or are bullets, headings or rows.

    Wrapped lines are joined. If some lines are too long to have been wrapped, only those that break off are joined.
    """
    page = _ENTITY.sub(lambda entity: html.unescape(entity[0]), page)
    lines = [QUOTE.sub("", line, count=1) for line in page.splitlines()]
    unwrapped = unwrapping(page)
    wrapped = max(map(len, lines), default=0) <= _LONGEST_WRAPPED_LINE
    texts: list[str] = []
    for separator, group in _groups(lines):
        if separator:
            texts += _table(separator, [row.cells for _, row in group if row])
        else:
            texts += (
                unmarked(unwrapped("\n".join(part)))
                for part in _paragraphs([line for line, _ in group], wrapped=wrapped)
            )
    return [text for text in map(normalised, texts) if text]


def lines_with_rows(lines: Sequence[str]) -> Iterator[str]:
    """Yield adjacent lines as one text, or as several if some of them are rows."""
    for separator, group in _groups(lines):
        if separator:
            yield from _table(separator, [row.cells for _, row in group if row])
        else:
            yield "\n".join(line for line, _ in group)


def _groups(lines: Sequence[str]) -> Iterator[tuple[str, list[tuple[str, _Cells | None]]]]:
    """Yield runs of lines: rows with the same separator, or lines that are not rows, without a separator."""
    for separator, group in groupby(zip(lines, _rows(lines), strict=True), key=_separator):
        yield separator, list(group)


def _separator(line: tuple[str, _Cells | None]) -> str:
    return line[1].separator if line[1] else ""


def _paragraphs(lines: Sequence[str], *, wrapped: bool) -> Iterator[list[str]]:
    """Yield the lines of each paragraph."""
    paragraph: list[str] = []
    listing = False
    for line in lines:
        heading, bullet = HEADING.match(line), _BULLET.match(line)
        alone = heading is not None or RULE.fullmatch(line) is not None or _is_opening(line)
        goes_on = line.strip() and (wrapped or _goes_on(paragraph, line, listing=listing))
        if not goes_on or alone or bullet or _LABELLED.match(line) or _NUMBERED.match(line):
            yield paragraph
            paragraph = []
        if heading is not None:
            yield [line[heading.end() :].rstrip("# \t")]
        elif alone:
            yield [] if RULE.fullmatch(line) else [line]
        else:
            paragraph.append(line[bullet.end() :] if bullet else line)
        listing = line.rstrip().endswith(":") or (listing and bool(line.strip()) and not _ENDED.search(line))
    yield paragraph


def _is_opening(line: str) -> bool:
    return "force" in line.lower() and OPENING.fullmatch(normalised(unmarked(line))) is not None


def _goes_on(paragraph: Sequence[str], line: str, *, listing: bool) -> bool:
    """Return whether a line continues the one before although lines are not wrapped, because that one breaks off."""
    if not paragraph or not paragraph[-1].strip() or _ENDED.search(paragraph[-1]):
        return False
    return not listing and _GOES_ON.match(line) is not None


def _rows(lines: Sequence[str]) -> list[_Cells | None]:
    """Return the cells of the lines that are rows."""
    rows = [_cells(line) for line in lines]
    for n, row in enumerate(rows):
        following = lines[n + 1].lstrip() if n + 1 < len(lines) else ""
        beside = {other.separator for other in (rows[n - 1] if n else None, *rows[n + 1 : n + 2]) if other}
        listed = row is not None and (row.separator in _SURE or row.separator in _DELIMITERS.keys() & beside)
        cut_off = following[:1].islower() and not listed
        if row is not None and (cut_off or (_is_doubtful(row) and row.separator not in beside)):
            rows[n] = None
    for first, last in _runs(lines):
        if last - first > 1 and not any(rows[first:last]) and any(map(_STATES.search, lines[first:last])):
            rows[first:last] = _stacked(lines[first:last])
    for n, row in enumerate(rows[1:], 1):
        if row is not None and row.separator in _TABULAR and rows[n - 1] is None:
            rows[n - 1] = _header(lines[n - 1], row)
    return rows


def _is_doubtful(row: _Cells) -> bool:
    """Return whether a line is a row only if there is another row next to it."""
    return row.separator == "words" or (row.separator in _DELIMITERS and row.cells[0][:1].islower())


def _cells(line: str) -> _Cells | None:
    """Return the cells of a line that is a label and its values, or the ruler of a table."""
    if ("|" in line or "+" in line) and "-" in line and _RULER.issuperset(line):
        return _Cells("pipe", [])
    if not _STATES.search(line):
        return None
    line = unmarked(line)
    for separator, pattern in _SEPARATORS.items():
        if len(line) > _LONGEST_ROW and separator not in _SURE:
            break
        cells = _split(line, separator, pattern)
        if len(cells) > 1 and cells[-1] and _is_row(cells, separator):
            return _Cells(separator, cells)
    return None


def _split(line: str, separator: str, pattern: re.Pattern[str]) -> list[str]:
    if not 1 < len(pattern.split(line, MOST_COLUMNS + 1)) <= MOST_COLUMNS + 1:
        return []
    if separator in _DELIMITERS:
        cells = next(csv.reader([normalised(line)], delimiter=_DELIMITERS[separator]), [])
        in_prose = any(cell[:1].isspace() for cell in cells) or (cells[0][-1:].isdecimal() and _GROUP.match(cells[1]))
        return [] if in_prose else cells
    line = line.strip().removeprefix("|").removesuffix("|").strip() if separator == "pipe" else line.rstrip()
    return [normalised(cell) for cell in pattern.split(line)]


def _is_row(cells: Sequence[str], separator: str) -> bool:
    """Return whether cells form a row: a label, followed by values."""
    label, values = cells[0], [cell for cell in cells[1:] if cell]
    if separator in _SURE:
        return any(map(is_value, values)) or (is_value(label) and len(values) > 0)
    begins = label[:1].isupper() or label[:1].isdecimal() or separator in _DELIMITERS
    if separator == "words" and is_period(" ".join(cells).rstrip(".,;)")):  # "March 2022", cut off from "31"
        return False
    return begins and is_label(label) and not _ENDED.search(label) and bool(values) and all(map(is_value, values))


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the beginnings and ends of the runs of lines without an empty line between them."""
    for filled, group in groupby(range(len(lines)), key=lambda n: bool(lines[n].strip())):
        if filled:
            numbers = list(group)
            yield numbers[0], numbers[-1] + 1


def _stacked(lines: Sequence[str]) -> list[_Cells | None]:
    """Return the rows of alternating label and value lines; otherwise keep lines that are values apart from others."""
    texts = [normalised(unmarked(line)) for line in lines]
    if pairs := in_turn(texts):
        return [row for pair in pairs for row in (_Cells("stacked", pair), _Cells("stacked", []))]
    values = map(is_bare, texts)
    around = zip(["", *texts], texts, [*texts[1:], ""], values, strict=False)
    return [
        _Cells("alone", [text]) if value and len(above) <= _LONGEST_HEADER and not below[:1].islower() else None
        for above, text, below, value in around
    ]


def _header(line: str, row: _Cells) -> _Cells | None:
    """Return the cells of the line above a row, if they may be the headers of its columns."""
    cells = _split(unmarked(line), row.separator, _SEPARATORS[row.separator])
    short = all(len(cell) <= _LONGEST_HEADER and not _ENDED.search(cell) for cell in cells)
    fits = len(cells) == len(row.cells) or (len(cells) > 1 and (not row.cells or row.separator == "comma"))
    return _Cells(row.separator, cells) if fits and short else None


def _table(separator: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return the lines of consecutive rows; those above a ruler are headers."""
    filled = [row for row in rows if row]
    if separator not in _TABULAR or not filled:
        return (line for row in filled for line in labelled_lines([row]))
    ruler = next((n for n in range(1, len(rows)) if not rows[n] and any(rows[:n])), 0)
    if separator == "comma":
        headed = not all(is_value(cell) and not is_period(cell) for cell in filled[0][1:])
        filled = [row if headed and len(row) == len(filled[0]) else _regrouped(row) for row in filled]
    return labelled_lines(filled, headed=sum(map(bool, rows[:ruler])))


def _regrouped(row: Sequence[str]) -> Sequence[str]:
    """Return a label and its value, joining a value that was split at its commas: "Population,1,134,200"."""
    value = ",".join(row[1:])
    return [row[0], value] if _GROUPED.fullmatch(value) else row
