"""The charts of a comparison: the forces as dots, as bars, or as tiles on a map."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.charts.chart import Bars, Bin, Dots, Middle, Origin, Row, Section, Tiles
from app.charts.scales import shortened
from app.charts.telling import (
    ABSENT,
    as_sentence,
    mark_of,
    notes_of,
    origin_of,
    short_name,
    source_of,
    unit_in_words,
)
from app.charts.tile_map import PLACES
from app.derived.comparison import Standing
from app.schemas.charts import ChartKind
from app.schemas.comparison import ComparedFigure, Comparison, Days, RankedFigure
from app.vocabulary.display import day
from app.vocabulary.forces import Force, forces, resolve
from app.vocabulary.rounds import date_of
from app.vocabulary.warnings import CaveatCode

MOST_BINS = 5
_DAYS_OF_A_YEAR = 366


def of_comparison(
    answer: Comparison,
    kind: ChartKind = "dots",
    address: str = "",
    similar_to: str | None = None,
    beside: Comparison | None = None,
) -> Dots | Bars | Tiles:
    """Return the chart of a comparison, in the order of the answer, or of the forces most similar to one.

    With official figures, dots and bars have those of ``beside`` that are stated of about the same time.
    """
    like = None if similar_to is None else resolve(similar_to)
    compared = {found.force for found in (*answer.items, *answer.apart)} | {gap.force for gap in answer.missing}
    whose = " by police force" if like is None else f": {like.short_name} and the forces most like it"
    told: dict[str, Any] = {
        "title": f"{answer.subject.label}{whose}",
        "subtitle": f"{unit_in_words(answer.subject.unit, answer.basis)}, {_time(answer)}",
        "summary": _summary(answer),
        "source": source_of(answer),
        "notes": notes_of(answer.caveats, compared),
        "unit": answer.subject.unit,
        "address": address,
    }
    if kind == "tiles":
        tiles = tuple(_tiles(answer))
        numbers = (row.mark.at for row in tiles if row.mark is not None)
        return Tiles(**told, tiles=tiles, bins=bins(number for number in numbers if number is not None))
    told |= {"sections": tuple(_sections(answer, like)), "middle": _middle(answer)}
    chart = Bars(**told) if kind == "bars" else Dots(**told)
    return chart if beside is None else _with_stated(chart, answer, beside)


def _with_stated(chart: Dots | Bars, answer: Comparison, beside: Comparison) -> Dots | Bars:
    """Return a chart of official figures that has beside them what is stated of about their time."""
    stated = of_that_time(answer, beside)
    marks = {force: mark_of(found.figure, Origin.STATED) for force, found in stated.items()}
    number = (
        "No force states" if not stated else "1 force states" if len(stated) == 1 else f"{len(stated)} forces state"
    )
    return replace(
        chart,
        subtitle=f"{chart.subtitle}, and as forces state it" if stated else chart.subtitle,
        summary=f"{chart.summary} {number} a figure{'' if answer.days is None else ' of about that time'}.",
        source=f"{chart.source} {as_sentence(source_of(beside))}" if stated else chart.source,
        notes=(*notes_beside(answer, beside), *chart.notes),
        sections=tuple(
            Section(section.heading, tuple(replace(row, beside=marks.get(row.key)) for row in section.rows))
            for section in chart.sections
        ),
    )


def of_that_time(answer: Comparison, beside: Comparison) -> dict[str, RankedFigure]:
    """Return by force what is stated of a time within a year of that of official figures: of any where time is nothing.

    What a statement does not date is of the day that its round stands for.
    """
    at = None if answer.days is None or answer.at is None else answer.at.end
    counted = {found.force for found in (*answer.items, *answer.apart)}
    return {
        found.force: found
        for found in (*beside.items, *beside.apart)
        if found.force in counted
        and found.standing is not Standing.MIXED
        and (at is None or abs((_day_of(found) - at).days) <= _DAYS_OF_A_YEAR)
    }


def _day_of(stated: RankedFigure) -> date:
    period = stated.figure.period
    return date_of(str(stated.round)) if period is None or period.end is None else period.end


def notes_beside(answer: Comparison, beside: Comparison) -> tuple[str, ...]:
    """Return which stated figures are drawn, which are not, and what to know of statements."""
    left_out = len(beside.items) + len(beside.apart) - len(of_that_time(answer, beside))
    notes = [caveat.detail for caveat in beside.caveats if caveat.code is CaveatCode.OWN_ACCOUNTS]
    if left_out:
        notes.insert(0, f"Stated figures of another time are not drawn: {left_out}.")
    if answer.days is not None:
        drawn = f"What forces state is drawn where it is of a time within a year of {_time(answer)}"
        notes.insert(0, f"{drawn}; what a statement does not date counts as of the time of its round.")
    return tuple(notes)


def _sections(answer: Comparison, like: Force | None) -> Iterator[Section]:
    """Yield the forces that are ranked, those of another time, what statements quote, and those without a figure."""
    origin = origin_of(answer.source)
    parts = {
        _of_one_time(answer): [_row(found, origin, like) for found in answer.items],
        "Of another time, or none named": [_row(found, origin, like) for found in answer.apart],
        "Of other areas, as statements quote them": [
            *(_quoted("Nationally", found) for found in answer.national),
            *(_quoted("Similar forces", found) for found in answer.peers),
        ],
        "No figure": [
            Row(key=gap.force, label=short_name(forces()[gap.force].name), missing=ABSENT[gap.code])
            for gap in answer.missing
        ],
    }
    yield from (Section(heading, tuple(rows)) for heading, rows in parts.items() if rows)


def _of_one_time(answer: Comparison) -> str:
    if not answer.apart:
        return ""
    return "Of one time" if answer.days is None else f"Of one time ({_span(answer.days)})"


def _row(found: RankedFigure, origin: Origin, like: Force | None = None) -> Row:
    return Row(
        key=found.force,
        label=short_name(found.force_name),
        mark=mark_of(found.figure, origin),
        marked=like is not None and found.force == like.id,
    )


def _quoted(area: str, found: ComparedFigure) -> Row:
    """Return the row of a figure that a statement quotes of another area."""
    time = "" if found.figure.period is None else f", {found.figure.period.label}"
    label = f"{area}{time}, quoted by {short_name(found.force_name)}"
    return Row(key=found.observations[0], label=label, mark=mark_of(found.figure, Origin.QUOTED))


def _tiles(answer: Comparison) -> Iterator[Row]:
    """Yield the forces of the map from north to south, also those without a figure and those not compared."""
    origin = origin_of(answer.source)
    rows = {found.force: _row(found, origin) for found in answer.items}
    rows |= {found.force: replace(_row(found, origin), apart=True) for found in answer.apart}
    missing = {gap.force: ABSENT[gap.code] for gap in answer.missing}
    for force in PLACES:
        told = missing.get(force, "not compared here")
        yield rows.get(force) or Row(key=force, label=short_name(forces()[force].name), missing=told)


def bins(numbers: Iterable[Decimal]) -> tuple[Bin, ...]:
    """Return at most five bins with about as many numbers in each, all shortened. Equal ones are in one bin."""
    ordered = sorted(map(shortened, numbers))
    found: dict[int, list[Decimal]] = {}
    for number in ordered:
        found.setdefault(bisect_left(ordered, number) * MOST_BINS // len(ordered), []).append(number)
    return tuple(Bin(members[0], members[-1], len(members)) for members in found.values())


def _time(answer: Comparison) -> str:
    if answer.at is not None:
        return answer.at.label
    return "as stated" if answer.days is None else f"as stated of {_span(answer.days)}"


def _span(days: Days) -> str:
    return day(days.first) if days.first == days.last else f"{day(days.first)} to {day(days.last)}"


def _middle(answer: Comparison) -> Middle | None:
    median = answer.median
    if median is None or median.low is None or median.high is None:
        return None
    return Middle(median.low, median.high, median.display)


def _summary(answer: Comparison) -> str:
    """Return what the picture shows: the highest, the lowest and the middle of one time, who is apart and missing."""
    told = [f"{_forces(len(answer.items))}."]
    if ends := _ends(answer.items):
        lowest, highest = (_named(end) for end in ends)
        told.append(f"{lowest}." if len(answer.items) == 1 else f"Highest: {highest}. Lowest: {lowest}.")
    if answer.median is not None and len(answer.items) > 1:
        told.append(f"The median is {answer.median.display}.")
    if answer.apart:
        more = (
            "1 more is of another time, or names"
            if len(answer.apart) == 1
            else f"{len(answer.apart)} more are of another time, or name"
        )
        ends = _ends(answer.apart)
        between = " to ".join(dict.fromkeys(_named(end) for end in ends))
        told.append(f"{more} none{f': {between}' if between else ''}.")
    if answer.missing:
        told.append(f"{_forces(len(answer.missing))} {'has' if len(answer.missing) == 1 else 'have'} no figure.")
    return " ".join(told)


def _ends(found: Iterable[ComparedFigure]) -> tuple[ComparedFigure, ...]:
    """Return the lowest and the highest of some figures, if any is drawn at a number."""
    placed = sorted(((one.figure.nominal, one) for one in found if one.figure.nominal is not None), key=_first)
    return (placed[0][1], placed[-1][1]) if placed else ()


def _first(pair: tuple[Decimal, ComparedFigure]) -> Decimal:
    return pair[0]


def _forces(number: int) -> str:
    return "1 force" if number == 1 else f"{number} forces"


def _named(found: ComparedFigure) -> str:
    return f"{short_name(found.force_name)}, {found.figure.display}"
