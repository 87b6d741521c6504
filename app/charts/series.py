"""The chart of a series: what is counted of a force through the years, with what it states of itself."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median_low

from app.charts import chart
from app.charts.chart import Origin, Point, Row
from app.charts.telling import as_sentence, mark_of, notes_of, source_of, unit_in_words
from app.schemas.comparison import Series, SeriesPoint
from app.vocabulary.forces import forces

_MISSED = 1.5
"""A step is longer than the usual one by this if there is a time missing in it."""


def of_series(official: Series | None = None, stated: Series | None = None, address: str = "") -> chart.Series:
    """Return the chart of a series from official statistics, from statements, or from both.

    Raises ``ValueError`` if there is neither.
    """
    answers = [answer for answer in (official, stated) if answer is not None]
    if not answers:
        raise ValueError("a series has at least one source")
    first = answers[0]
    counted = tuple(_runs(official)) if official else ()
    dated, undated = (tuple(_dated(stated)), tuple(_undated(stated))) if stated else ((), ())
    told = notes_of((caveat for answer in answers for caveat in answer.caveats), {first.force})
    broken = ("The line is broken where another dataset begins or a time is missing.",) if len(counted) > 1 else ()
    drawn = chart.Series(
        title=f"{first.subject.label}: {forces()[first.force].name}",
        subtitle=_subtitle(first, counted),
        summary="",
        source=" ".join(as_sentence(source_of(answer)) for answer in answers),
        notes=(*broken, *told),
        unit=first.subject.unit,
        address=address,
        runs=counted,
        stated=dated,
        undated=undated,
    )
    summary = " ".join(filter(None, (_summary(counted), *drawn.words)))
    return replace(drawn, summary=summary or "There is no figure.")


def _runs(official: Series) -> Iterator[tuple[Point, ...]]:
    """Yield the official points that a line may join: of the same datasets on the same basis, with no time missing."""
    run: list[Point] = []
    before: object = None
    usual = _usual_step(official)
    for found in official.items:
        point = _counted(found)
        counting = _counting(found)
        late = point and run and (point.at - run[-1].at).days > usual * _MISSED
        if run and (point is None or counting != before or late):
            yield tuple(run)
            run = []
        if point is not None:
            run.append(point)
            before = counting
    if run:
        yield tuple(run)


def _usual_step(official: Series) -> int:
    """Return how many days usually lie between two times."""
    days = [found.at.end for found in official.items if found.at is not None and found.at.end is not None]
    return median_low([(after - before).days for before, after in pairwise(days)] or [0])


def _counted(found: SeriesPoint) -> Point | None:
    if found.figure is None or found.at is None or found.at.end is None:
        return None
    return Point(found.at.end, found.at.label, mark_of(found.figure, Origin.OFFICIAL))


def _counting(found: SeriesPoint) -> frozenset[tuple[str, ...]]:
    """Return what a point counts, and how: the datasets, measures and bases of the figures that it rests on.

    Their ids tell: ``workforce-march.2023-07-26.kent.police_officers.fte.2023-03-31``.
    """
    parts = [id_.split(".") for id_ in found.official_figures]
    return frozenset((dataset, *counted[2:-1]) for dataset, *counted in parts)


def _dated(stated: Series) -> Iterator[Point]:
    for found in stated.items:
        period = None if found.figure is None else found.figure.period
        if found.figure is not None and period is not None and period.end is not None:
            yield Point(period.end, period.label, mark_of(found.figure, Origin.STATED))


def _undated(stated: Series) -> Iterator[Row]:
    """Yield the stated figures that are of no day, by the rounds of their statements."""
    for found in stated.items:
        if found.figure is not None and (found.figure.period is None or found.figure.period.end is None):
            named = f", {found.figure.period.label}" if found.figure.period is not None else ""
            label = f"statement of {found.round}{named}"
            yield Row(key=str(found.round), label=label, mark=mark_of(found.figure, Origin.STATED))


def _subtitle(first: Series, counted: tuple[tuple[Point, ...], ...]) -> str:
    unit = unit_in_words(first.subject.unit, first.basis)
    if not counted:
        return f"{unit}, as stated"
    begin, end = counted[0][0].label, counted[-1][-1].label
    return f"{unit}, {begin}" if begin == end else f"{unit}, {begin} to {end}"


def _summary(counted: tuple[tuple[Point, ...], ...]) -> str:
    """Return what is counted: how it begins and ends, and its extremes."""
    points = [point for run in counted for point in run if point.mark.at is not None]
    if not points:
        return ""
    ends = " to ".join(dict.fromkeys(_told(point) for point in (points[0], points[-1])))
    if len(points) == 1:
        return f"Official statistics: {ends}."
    extremes = "Highest: {}. Lowest: {}.".format(*(_told(end(points, key=_at)) for end in (max, min)))
    return f"Official statistics: {ends}. {extremes}"


def _at(point: Point) -> float:
    return float(point.mark.at or 0)


def _told(point: Point) -> str:
    return f"{point.mark.display} ({point.label})"
