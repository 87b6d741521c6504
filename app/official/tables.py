"""Tables of official figures in the long form: one row for each series, force and period.

The columns are ``ons_code, force, measure, period, value, unit``. A period is a day (``2023-03-31``), a financial year
(``2018/19``) or an interval (``2022-01-01/2022-12-31``: twelve months or a quarter). What the publisher leaves empty
has no row.
"""

import csv
import re
from calendar import month_name, monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from io import StringIO
from typing import NamedTuple

from app.vocabulary.bounds import HUNDRED, ZERO, Bounds
from app.vocabulary.forces import forces
from app.vocabulary.measures import Kind, Topic, measures
from app.vocabulary.names import abridged, nearest
from app.vocabulary.official import Basis, Dataset, Edition, Gap, GapCode, KnownGap, OfficialFigure, Series
from app.vocabulary.periods import Period, parse_period
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit

COLUMNS = ("ons_code", "force", "measure", "period", "value", "unit")
UNITS = {"fte": Unit.PEOPLE, "offences": Unit.COUNT, "incidents": Unit.COUNT, "households": Unit.COUNT}
"""What tables call their units, where it is not the name that they have here."""


class Cell(NamedTuple):
    """A number of a table: ``series`` and ``period`` are named as the table names them."""

    series: str
    period: str
    force: str
    value: Decimal


class TableError(ValueError):
    """A table has ``mistakes``, each with its line."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


Counted = tuple[tuple[OfficialFigure, ...], tuple[Gap, ...]]
Key = tuple[str, Basis, str, date | None, date | None]
"""What identifies a figure within a dataset: measure, basis, force, and the first and last day."""


def read_table(text: str, dataset: Dataset) -> Counted:
    """Return the figures and the known gaps of a table. Raises ``TableError`` with all that is wrong in it."""
    return counted(dataset, read_cells(text, dataset))


def read_cells(text: str, dataset: Dataset) -> list[Cell]:
    """Return the numbers of a table. Raises ``TableError`` with all that is wrong in it."""
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    cells: list[Cell] = []
    mistakes: list[str] = []
    lines: dict[Key, int] = {}
    try:
        if sorted(columns := rows.fieldnames or []) != sorted(COLUMNS):
            raise TableError([f"line 1: the columns are {', '.join(columns) or 'none'} and not {', '.join(COLUMNS)}"])
        for row in rows:
            if row["measure"] in dataset.passed_over:
                continue
            wrong = list(_wrong(row, dataset))
            if not wrong:
                cells.append(cell := Cell(row["measure"], row["period"], row["force"], Decimal(row["value"])))
                first = lines.setdefault(_key(dataset, cell), rows.line_num)
                wrong = [f"the figure stands in line {first} already"] if first != rows.line_num else []
            mistakes += [f"line {rows.line_num}: {mistake}" for mistake in wrong]
    except csv.Error as error:
        mistakes.append(f"line {rows.reader.line_num}: {error}")
    if not cells and not mistakes:
        mistakes = ["line 1: the table has no rows"]
    if mistakes:
        raise TableError(mistakes)
    return cells


def _wrong(row: Mapping[str, str | None], dataset: Dataset) -> Iterator[str]:
    """Yield what is wrong with a row."""
    if None in row.values() or None in row:
        yield f"there are not {len(COLUMNS)} values"
        return
    code, force, name, period, value, unit = (row[column] or "" for column in COLUMNS)
    if force not in forces():
        yield _unknown("force", force, forces())
    elif forces()[force].ons_code != code:
        yield f"the code of {force} is {forces()[force].ons_code} and not {code!r}"
    if period_of(period) is None:
        yield f"{period!r} is no day, financial year, twelve months or quarter"
    if name not in dataset.series:
        yield _unknown("measure", name, dataset.series)
        return
    series = dataset.series[name]
    if not _is_unit_of(series, unit):
        yield f"{unit!r} is not the unit of {name}: that is {_unit_of(series)}"
    yield from _wrong_value(series, value)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    near = nearest(name, list(known))
    return f"unknown {what} {name!r}" + (f"; near: {', '.join(near)}" if near else "")


def _is_unit_of(series: Series, name: str) -> bool:
    return UNITS.get(name, name) == series.unit and (name == "fte") == (series.basis is Basis.FTE)


def _unit_of(series: Series) -> str:
    """Return what tables call the unit of a series."""
    return "fte" if series.basis is Basis.FTE else series.unit.value


_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")


def _wrong_value(series: Series, value: str) -> Iterator[str]:
    if not _NUMBER.fullmatch(value):
        yield abridged(f"{value!r} is no number of at most 15 digits and 6 decimals")
    elif measures()[series.measure].kind is Kind.SHARE and Decimal(value) > HUNDRED:
        yield f"{value} percent is more than all"
    elif series.unit.counted and series.basis is Basis.NONE and Decimal(value) % 1:
        yield f"{value} is no whole number"


@cache
def period_of(text: str) -> Period | None:
    """Return the period that a table names, or ``None`` if it is none that official figures are of."""
    try:
        days = [date.fromisoformat(day) for day in text.split("/")] if _DAYS.fullmatch(text) else []
    except ValueError:
        return None
    if len(days) != _ENDS:
        return parse_period(text) if days or _FINANCIAL_YEAR.fullmatch(text) else None
    first, after = days[0], days[1] + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    end = f"{month_name[days[1].month]} {days[1].year}"
    if (first.day, after.day) != (1, 1) or months not in _MONTHS:
        return None
    return parse_period(f"year to {end}" if months == _YEAR else f"{month_name[first.month]} {first.year} to {end}")


_DAYS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_FINANCIAL_YEAR = re.compile(r"[0-9]{4}/[0-9]{2}")
_ENDS = 2
_YEAR = 12
_MONTHS = (3, _YEAR)


def _key(dataset: Dataset, cell: Cell) -> Key:
    series, period = dataset.series[cell.series], _period(cell.period)
    return series.measure, series.basis, cell.force, period.start, period.end


def _period(text: str) -> Period:
    period = period_of(text)
    if period is None:
        raise ValueError(f"{text!r} is no period of official figures")
    return period


def counted(
    dataset: Dataset, cells: Sequence[Cell], *, edition: date | None = None, rounded_to: Decimal | None = None
) -> Counted:
    """Return the figures of a table, and its gaps: what is known to be missing, and each 0 that is no figure."""
    figures = [cell for cell in cells if not _is_no_figure(dataset, cell)]
    gaps: dict[Place, Gap] = {}
    for known in dataset.gaps:
        if known.edition in {None, edition}:
            filled = {cell[:3] for cell in (cells if known.forces is None else figures)}
            for place in _places(known, dataset, cells):
                if place not in filled:
                    gaps.setdefault(place, _gap(dataset, place, known.code, known.detail))
    for cell in cells:
        if _is_no_figure(dataset, cell):
            why = dataset.series[cell.series].zero or ""
            gaps.setdefault(cell[:3], _gap(dataset, cell[:3], GapCode.COUNTED_ELSEWHERE, why))
    return tuple(_figure(dataset.series[cell.series], cell, rounded_to) for cell in figures), tuple(gaps.values())


Place = tuple[str, str, str]
"""Where in a table: series, period and force."""


def _is_no_figure(dataset: Dataset, cell: Cell) -> bool:
    return not cell.value and dataset.series[cell.series].zero is not None


def _places(known: KnownGap, dataset: Dataset, cells: Sequence[Cell]) -> Iterator[Place]:
    """Yield where a gap may be, whether there is a figure or not."""
    if known.edition is None:
        columns = {(cell.series, cell.period): None for cell in cells}
    else:
        columns = {(series, period): None for series in dataset.series for period in known.periods or ()}
    for series, period in columns:
        if series in (known.series or {series}) and period in (known.periods or {period}):
            yield from ((series, period, force) for force in forces() if force in (known.forces or {force}))


def _gap(dataset: Dataset, place: Place, code: GapCode, detail: str) -> Gap:
    name, period, force = place
    series = dataset.series[name]
    return Gap(
        force=force, measure=series.measure, basis=series.basis, period=_period(period), code=code, detail=detail
    )


def _figure(series: Series, cell: Cell, rounded_to: Decimal | None) -> OfficialFigure:
    margin = (rounded_to or series.rounded_to or ZERO) / 2
    high = cell.value + margin
    share = measures()[series.measure].kind is Kind.SHARE
    return OfficialFigure(
        force=cell.force,
        measure=series.measure,
        value=cell.value,
        unit=series.unit,
        qualifier=Qualifier.ROUNDED if margin else Qualifier.EXACT,
        bounds=Bounds(max(cell.value - margin, ZERO), min(high, HUNDRED) if share else high),
        basis=series.basis,
        period=_period(cell.period),
    )


def doubts(edition: Edition, before: Sequence[OfficialFigure]) -> list[str]:
    """Return what to look at before an edition is taken in.

    That is forces left out, counts of a time after the release, leaps, and parts above their whole. ``before`` are the
    figures of the dataset that are known already, for the years before.
    """
    return [*_left_out(edition), *_to_come(edition), *_leaps(edition, before), *_above_their_whole(edition)]


def _left_out(edition: Edition) -> Iterator[str]:
    told: dict[str, set[str]] = {}
    rows: list[OfficialFigure | Gap] = [*edition.figures, *edition.gaps]
    for row in rows:
        told.setdefault(_named(row), set()).add(row.force)
    for name, those in told.items():
        missing = [force for force in forces() if force not in those]
        if missing:
            yield f"{name}: nothing of {len(missing)} of {len(forces())} forces: {', '.join(missing)}"


def _to_come(edition: Edition) -> Iterator[str]:
    """Yield what is counted of a time that had not ended on the day of the release; money is granted ahead."""
    counts = (figure for figure in edition.figures if measures()[figure.measure].topic is not Topic.BUDGET)
    later = (figure for figure in counts if (figure.period.end or edition.date) > edition.date)
    for name in dict.fromkeys(_named(figure) for figure in later):
        yield f"{name}: it had not ended on the day of the release, {edition.date}"


LEAP = Decimal("0.3")
"""The part of a figure by which the next year's may differ without being a doubt."""


def _leaps(edition: Edition, before: Sequence[OfficialFigure]) -> Iterator[str]:
    known = {_key_of(figure): figure.value for figure in (*before, *edition.figures)}
    for figure in edition.figures:
        earlier = known.get(_key_of(figure, years=1))
        if earlier is not None and abs(figure.value - earlier) > LEAP * earlier:
            yield f"{figure.force}: {_named(figure)}: {figure.value:,f}, after {earlier:,f} the year before"


def _above_their_whole(edition: Edition) -> Iterator[str]:
    known = {_key_of(figure): figure.value for figure in edition.figures}
    for figure in edition.figures:
        whole = measures()[figure.measure].part_of
        value = None if whole is None else known.get(_key_of(replace(figure, measure=whole)))
        if whole is not None and value is not None and figure.value > value:
            in_all = measures()[whole].in_words
            yield f"{figure.force}: {_named(figure)}: {figure.value:,f} is more than the {value:,f} of {in_all}"


def _named(row: OfficialFigure | Gap) -> str:
    basis = "" if row.basis is Basis.NONE else f" ({row.basis})"
    return f"{measures()[row.measure].in_words}{basis}, {row.period.label}"


def _key_of(figure: OfficialFigure, years: int = 0) -> Key:
    """Return what identifies a figure in a dataset, or the one of some years before."""
    start, end = (_earlier(day, years) for day in (figure.period.start, figure.period.end))
    return figure.measure, figure.basis, figure.force, start, end


def _earlier(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    last = monthrange(day.year - years, day.month)[1]
    return day.replace(year=day.year - years, day=min(day.day, last))
