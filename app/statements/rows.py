"""Turn the rows of tables into labelled lines: each value after the label of its row and the header of its column.

"Police officers (2021/22): 2,242" is how one would read a table aloud, and it is extracted like any labelled line. A
value is never put beside the label of another row.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

from app.vocabulary.hedges import HEDGE_PATTERN
from app.vocabulary.number_words import SCALE_WORDS, SMALL, VULGAR, any_of
from app.vocabulary.periods import parse_period
from app.vocabulary.scales import BARE_PATTERN, parse_scale

Row = Sequence[str]

MOST_COLUMNS = 20
LONGEST_LABEL = 100
LONGEST_VALUE = 60
"""A table with more columns or longer cells is not a table of figures: its cells are paragraphs."""

_HEDGE = rf"(?:{HEDGE_PATTERN}(?:\s|(?![a-z])))?(?:an?\s)?"
_NUMBER = (
    rf"(?:\d|[{''.join(VULGAR)}]|(?:(?:an?\s)?(?:half|quarter|third|dozen|{any_of(SCALE_WORDS)})|{any_of(SMALL)})\b)"
)
_SIGNS = "[£€$+−–(-]{0,3}"
_VALUE = re.compile(rf"{_HEDGE}{_SIGNS}\s?{_NUMBER}.*(?<![^\d)][.!?])", re.IGNORECASE)
_BARE = re.compile(rf"{_HEDGE}{_SIGNS}\s?\d[\d,. ]*(?:\s?(?:{BARE_PATTERN}|\)))*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AT = re.compile(r"(?:as )?(?:at|in|on|for|during) (?:the )?", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?P<words>.+?)(?:\s?[(\[](?P<bracketed>[^()\[\]]+)[)\]]|,\s(?P<after>[^,()]+)"
    r"|\s(?P<unit>(?:in\s)?(?:[£%]|[’']?000|millions|thousands|sq|km|FTE\b|headcount\b).*))",
    re.IGNORECASE,
)
# Headers that only say that there is a value below or beside them.
_GENERAL = re.compile(
    r"(?:\s|\b(?:the|values?|numbers?|figures?|amounts?|totals?|counts?|how many|data|statistics?|overall|all"
    r"|actuals?))*",
    re.IGNORECASE,
)
# Headers of the column of labels.
_OF_LABELS = re.compile(
    r"(?:measures?|indicators?|metrics?|categor(?:y|ies)|items?|types?|groups?|areas?|forces?|names?|topics?|subjects?"
    r"|descriptions?|years?|financial years?|periods?|dates?|roles?|ranks?|source|statistics?|key facts?|workforce"
    r"|what|of)?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[)\]]$")
_PARTED = re.compile(r",\s|:\s|\s?[()]|\s[–—-]\s")
_OF_UNITS = re.compile(r"units?(?: of measure(?:ment)?)?", re.IGNORECASE)


def labelled_lines(rows: Sequence[Row], *, headed: int = 0) -> Iterator[str]:
    """Yield a table as labelled lines, or its cells if they are not figures with labels.

    The first ``headed`` rows are known to be headers; if there are none, the first row is one if it looks like one.
    """
    headed, rows = sum(map(any, rows[:headed])), [row for row in rows if any(row)]
    columns = max(map(len, rows), default=0)
    if columns == 1:
        yield from _column([row[0] for row in rows])
        return
    captions = len(list(takewhile(_is_caption, rows)))
    if columns > MOST_COLUMNS or any(len(cell) > LONGEST_LABEL for row in rows[captions:headed] for cell in row):
        yield from _cells(rows)
        return
    told = [part for row in rows[:captions] for part in _said_of_all(row)]
    yield from _cells(rows[:captions])
    rows, headed = rows[captions:], max(0, headed - captions)
    headed = 0 if any(map(_states, chain.from_iterable(rows[:headed]))) else headed
    headed = headed or int(len(rows) > 1 and _is_header(rows[0], rows[1]))
    if headed == len(rows):
        yield from _cells(rows)
        return
    headers = [[row[n] for row in rows[:headed] if n < len(row) and row[n]] for n in range(columns)] if headed else None
    if headers and not any(is_value(row[0]) and not is_period(row[0]) for row in rows[headed:]):
        corner = [cell for cell in headers[0] if not (_OF_LABELS.fullmatch(cell) or _GENERAL.fullmatch(cell))]
        told += _said_of_all(corner)
        headers = [[_completed(cell, corner) for cell in header] for header in headers]
        yield from corner
    section: list[str] = []
    for row in rows[headed:]:
        if _is_caption(row):
            section = _said_of_all(row)
            yield from _cells([row])
        else:
            yield from _said(row, headers, [*section, *told])


def in_turn(cells: Sequence[str]) -> list[Row]:
    """Return the labels and values of cells that are both in turn, whichever comes first; none where they are not."""
    values = [is_bare(cell) for cell in cells]
    alternate = len(cells) % 2 == 0 and all(value == (n % 2 != values[0]) for n, value in enumerate(values))
    if not alternate or not all(v or (is_label(c) and not c[0].islower()) for c, v in zip(cells, values, strict=True)):
        return []
    return [cells[n : n + 2][::-1] if values[0] else cells[n : n + 2] for n in range(0, len(cells), 2)]


def is_value(cell: str) -> bool:
    """Return whether a cell states a figure and not much else."""
    return len(cell) <= LONGEST_VALUE and _VALUE.fullmatch(cell) is not None


def is_label(cell: str) -> bool:
    """Return whether a cell may be the label of the other cells in its row."""
    return (
        len(cell) <= LONGEST_LABEL
        and _WORD.search(cell) is not None
        and not is_bare(cell)
        and not cell.endswith((".", "!", "?"))
    )


def is_bare(cell: str) -> bool:
    """Return whether a cell is just a number, perhaps with its unit."""
    return len(cell) <= LONGEST_VALUE and not cell.endswith((".", ",")) and _BARE.fullmatch(cell) is not None


def is_period(words: str) -> bool:
    """Return whether words name a period and nothing else: "2021/22", "as at 31 March 2022"."""
    return len(words) <= LONGEST_VALUE and parse_period(_AT.sub("", words, count=1)) is not None


def _states(cell: str) -> bool:
    """Return whether a cell states a figure, and so cannot be a header."""
    return is_value(cell) and not all(is_period(part) or parse_scale(part) for part in _parts(cell))


def _is_caption(row: Row) -> bool:
    filled = [cell for cell in row if cell]
    if len(set(filled)) != 1 or not row[0]:
        return False
    return not is_value(filled[0]) or (is_period(filled[0]) and not _YEAR.fullmatch(filled[0]))


def _said_of_all(captions: Row) -> list[str]:
    """Return what captions or the labels' header say about all values: a period or a unit."""
    parts = [part for caption in captions for part in _PARTED.split(caption.strip(" :"))]
    return [part for part in dict.fromkeys(parts) if is_period(part) or parse_scale(part)]


def _is_header(row: Row, following: Row) -> bool:
    """Return whether a row without markup as a header is one, by its cells and those below it."""
    first, others = row[0], [cell for cell in row[1:] if cell]
    if not others or any(len(cell) > LONGEST_LABEL or _states(cell) for cell in row):
        return False
    if all(_YEAR.fullmatch(cell) for cell in others):  # which may be counts, beside the label of a row
        return len(others) > 1 or _OF_LABELS.fullmatch(first) is not None
    head = [cell for cell in others if is_period(cell) or parse_scale(cell) or _GENERAL.fullmatch(cell)]
    below = following[0] if following else ""
    return bool(head) or len(others) > 1 or _OF_LABELS.fullmatch(first) is not None or not is_label(below)


def _column(cells: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a table of one column: what names it, then labels and values in turn, or else its cells."""
    captions = len(cells) % 2
    pairs = in_turn(cells[captions:]) if not any(map(is_value, cells[:captions])) else []
    yield from cells[: captions if pairs else None]
    for pair in pairs:
        yield from _said(pair, None, _said_of_all(cells[:captions]))


def _completed(header: str, corner: Sequence[str]) -> str:
    """Return a header of a column with the words of the corner that make it one period: "Year ending", "March 2022"."""
    return next((whole for cell in corner if is_period(header) and is_period(whole := f"{cell} {header}")), header)


def _cells(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield from dict.fromkeys(filter(None, row))


def _said(row: Row, headers: Sequence[Sequence[str]] | None, told: Sequence[str]) -> Iterator[str]:
    """Yield a line for each value of a row, or the cells as they are if it is unclear what they mean.

    ``told`` is what captions say about all rows.
    """
    if not headers and (pairs := _in_pairs(row)):
        yield from (f"{label}: {value}" for label, value in pairs)
        return
    names: list[str] = []  # what is said of all values: the row's label, its period, its unit
    values: list[tuple[str, Sequence[str]]] = []
    others: list[str] = []
    for n, cell in enumerate(row):
        header = headers[n] if headers else ()
        if _is_name(cell, header, first=n == 0):
            names.append(cell)
        elif is_value(cell):
            values.append((cell, header))
        elif not values and is_label(cell):
            names.append(cell)
        elif cell:
            others.append(cell)
    lines = [_line([*names, *header], value, told) for value, header in values]
    if not (names or headers) or (len(values) > 1 and not headers) or not all(lines) or not lines:
        yield from _cells([row])
        return
    yield from filter(None, lines)
    yield from others


def _in_pairs(row: Row) -> list[tuple[str, str]]:
    """Return the pairs of a row with alternating labels and values, or nothing if it is not such a row."""
    filled = [cell for cell in row if cell]
    pairs = list(zip(filled[::2], filled[1::2], strict=False))
    in_turn = all(is_label(label) and is_value(value) and not is_period(value) for label, value in pairs)
    return pairs if len(pairs) > 1 and len(filled) == 2 * len(pairs) and in_turn else []


def _is_name(cell: str, header: Sequence[str], *, first: bool) -> bool:
    """Return whether a cell, even one with digits, labels the values of its row: "999 calls", "2021/22", "km²"."""
    if is_period(cell):
        return first or not _YEAR.fullmatch(cell) or any(map(_OF_LABELS.fullmatch, filter(None, header)))
    if any(map(_OF_UNITS.fullmatch, header)):
        return True
    return (first and is_label(cell)) or (not is_bare(cell) and parse_scale(cell) is not None)


def _line(names: Sequence[str], value: str, told: Sequence[str]) -> str | None:
    """Return a labelled line: the subject, in brackets the period and the unit, and then the value."""
    value, *units = _parts(value) if _IN_BRACKETS.search(value) else [value]
    parts = list(dict.fromkeys(part for name in names for part in [*_parts(name), *units]))
    periods = [part for part in parts if is_period(part)]
    scales = [part for part in parts if part not in periods and parse_scale(part)]
    periods = periods or [part for part in told if is_period(part)][:1]
    subjects = [part for part in parts if not (part in periods or part in scales or _GENERAL.fullmatch(part))]
    if not subjects:
        return None
    if not scales and is_bare(value):
        scales = [part for part in told if not is_period(part) and parse_scale(part)][:1]
    beside = ", ".join([*subjects[1:], *periods, *scales])
    return f"{subjects[0]} ({beside}): {value}" if beside else f"{subjects[0]}: {value}"


def _parts(name: str) -> list[str]:
    """Return the words of a label or a header, and the periods and units after it in brackets or between commas."""
    beside: list[str] = []
    name = name.rstrip(" :")
    while (found := _BESIDE.fullmatch(name)) is not None:
        part = (found["bracketed"] or found["after"] or found["unit"]).strip()
        if not (is_period(part) or parse_scale(part)):
            break
        beside.insert(0, part)
        name = found["words"].rstrip(" ,")
    return [name, *beside]
