"""Compare one figure across forces: the ranks that its bounds allow, and the caveats that go with them.

A bound, a rounded number or a hedged figure has no single rank among others that it may equal. It gets the range of
ranks that its words allow. Only figures of about the same time are ranked. The result is never a bare league table.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic

from app.derived.caveats import OWN_ACCOUNTS, caveats_of_comparison
from app.derived.compared import Compared, absence_of, figure_of
from app.derived.indicators import Definition
from app.derived.said import Said
from app.vocabulary.bounds import Bounds
from app.vocabulary.display import ordinal
from app.vocabulary.figures import SomeFigure
from app.vocabulary.measures import Measure
from app.vocabulary.warnings import Absence, AbsenceCode, Caveat
from app.vocabulary.words import Word

Span = tuple[date, date]
"""The first and the last day that a figure refers to."""
YEARS_OF_ONE_TIME = 2
"""The most years there may be between figures that are ranked together."""


@dataclass(frozen=True, slots=True)
class Position:
    """The range of ranks that a figure may have; the highest figure has rank 1."""

    highest: int
    lowest: int

    @property
    def display(self) -> str:
        """The ranks for readers: "4th", or "4th to 7th"."""
        if self.highest == self.lowest:
            return ordinal(self.highest)
        return f"{ordinal(self.highest)} to {ordinal(self.lowest)}"


class Standing(Word):
    """Whether a figure is ranked or, if not, how its time differs from that of the ranked ones."""

    RANKED = "ranked"
    OLDER = "older"
    NEWER = "newer"
    UNDATED = "undated"
    MIXED = "mixed"


class Sort(Word):
    """What figures may be sorted by: the number as stated, the force, or the day they refer to."""

    VALUE = "value"
    FORCE = "force"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the figures in a comparison."""

    by: Sort = Sort.VALUE
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Item(Generic[SomeFigure]):
    """A figure of a comparison; ``position`` is ``None`` if it is not ranked."""

    figure: Compared[SomeFigure]
    standing: Standing
    position: Position | None


@dataclass(frozen=True, slots=True)
class Comparison(Generic[SomeFigure]):
    """The ranked figures (``items``), those from another time (``apart``), why others are missing, and the caveats.

    ``days`` are the first and last day that the ranked figures refer to; ``None`` if dates do not matter.
    """

    items: tuple[Item[SomeFigure], ...]
    apart: tuple[Item[SomeFigure], ...]
    missing: Mapping[str, Absence]
    median: Bounds | None
    days: Span | None
    caveats: tuple[Caveat, ...]


class Search(Generic[SomeFigure]):
    """The search for the figures that forces are compared by, in one source of a force after the other.

    Those are its statements, the newest first, or official statistics of one time. A force is compared by the first
    that gives the figure, unless that figure is from before ``since``; it is ``waiting`` until then.
    """

    def __init__(self, subject: Measure | Definition, forces: Iterable[str], since: date | None = None) -> None:
        self._subject = subject
        self._since = since
        self._absences: dict[str, list[Absence]] = {force: [] for force in forces}
        self._found: dict[str, Compared[SomeFigure] | Absence] = {}
        self.waiting = dict.fromkeys(self._absences)

    def look(self, force: str, said: Said[SomeFigure]) -> None:
        """Look into the next source of a force, if it waits for one."""
        if force not in self.waiting:
            return
        found = figure_of(self._subject, force, said)
        if isinstance(found, Absence):
            self._absences[force].append(found)
            return
        if self._since is not None and found.days is not None and found.days[1] < self._since:
            found = Absence(AbsenceCode.OLDER, f"in {said.name}, its newest figure is of an earlier time")
        self._found[force] = found
        del self.waiting[force]

    @property
    def found(self) -> dict[str, Compared[SomeFigure] | Absence]:
        """By force, its figure or why there is none."""
        return {force: self._found.get(force) or absence_of(some) for force, some in self._absences.items()}


def compare(
    subject: Measure | Definition,
    sources: Mapping[str, Iterable[Said[SomeFigure]]],
    *,
    since: date | None = None,
    order: Order = Order(),
    told: Sequence[Caveat] = (OWN_ACCOUNTS,),
) -> Comparison[SomeFigure]:
    """Return the comparison of a measure or an indicator by ``sources``, of which each force has some.

    ``told`` are the caveats of the sources themselves.
    """
    search = Search[SomeFigure](subject, sources, since)
    for force, some in sources.items():
        for said in some:
            search.look(force, said)
    return ranking(search.found, order=order, told=told)


def ranking(
    found: Mapping[str, Compared[SomeFigure] | Absence], *, order: Order = Order(), told: Sequence[Caveat]
) -> Comparison[SomeFigure]:
    """Return the comparison of what was found of each force."""
    missing = {force: absence for force, absence in found.items() if isinstance(absence, Absence)}
    compared = sorted(
        (figure for figure in found.values() if isinstance(figure, Compared)),
        key=_SORTS[order.by],
        reverse=order.descending,
    )
    spans = [figure.days for figure in compared]
    days = one_time([span for span in spans if span is not None])
    standings = [_standing(figure, span, days) for figure, span in zip(compared, spans, strict=True)]
    ranked = [figure for figure, standing in zip(compared, standings, strict=True) if standing is Standing.RANKED]
    bounds = [figure.bounds for figure in ranked]
    ranks = dict(zip((figure.force for figure in ranked), positions(bounds), strict=True))
    items = [Item(figure, kind, ranks.get(figure.force)) for figure, kind in zip(compared, standings, strict=True)]
    apart = tuple(item for item in items if item.standing is not Standing.RANKED)
    overlapping = sum(rank.highest != rank.lowest for rank in ranks.values())
    caveats = caveats_of_comparison(ranked, overlapping=overlapping, apart=len(apart), missing=list(missing.values()))
    return Comparison(
        items=tuple(item for item in items if item.standing is Standing.RANKED),
        apart=apart,
        missing=missing,
        median=median(bounds),
        days=days,
        caveats=(*told, *caveats),
    )


def one_time(spans: Iterable[Span]) -> Span | None:
    """Return the first and last day of the two years that hold the most figures; of several such, the newest.

    ``spans`` are the first and last day that each figure refers to. Returns ``None`` if none is within two years.
    """
    counted = Counter(spans)  # most figures refer to the same few days
    most, found = 0, None
    for end in sorted({last for _, last in counted}):
        start = _years_before(end)
        within = [span for span in counted if start <= span[0] and span[1] <= end]
        if within and (number := sum(counted[span] for span in within)) >= most:
            most, found = number, (min(first for first, _ in within), max(last for _, last in within))
    return found


def _years_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - YEARS_OF_ONE_TIME, day=28 if is_leap_day else day.day)


def _standing(figure: Compared[Any], span: Span | None, days: Span | None) -> Standing:
    """Return whether a figure that refers to a span is from the time that is ranked, and if not, how it differs."""
    if span is None or (days is not None and days[0] <= span[0] and span[1] <= days[1]):
        return Standing.RANKED
    if days is None or span[0] < _years_before(span[1]):
        return Standing.MIXED
    if not figure.is_dated:
        return Standing.UNDATED
    return Standing.OLDER if span[0] < days[0] else Standing.NEWER


def _nominal(figure: Compared[Any]) -> Decimal:
    return Decimal("-Infinity") if figure.nominal is None else figure.nominal


_SORTS: Mapping[Sort, Callable[[Compared[Any]], Any]] = {
    Sort.VALUE: _nominal,
    Sort.FORCE: lambda figure: figure.force,
    Sort.PERIOD: lambda figure: figure.days[1] if figure.days else date.min,
}


def positions(bounds: Sequence[Bounds]) -> list[Position]:
    """Return the ranks that each figure may have, given the bounds of all: one more than how many may be higher.

    Figures that are known to be equal share a rank.
    """
    lows = sorted(_low(interval) for interval in bounds)
    highs = sorted(_high(interval) for interval in bounds)
    return [
        Position(
            highest=1 + len(lows) - bisect_right(lows, _high(interval)),
            lowest=1 + len(highs) - bisect_right(highs, _low(interval)) - (_low(interval) < _high(interval)),
        )
        for interval in bounds
    ]


def median(bounds: Sequence[Bounds]) -> Bounds | None:
    """Return the bounds of the median, given the bounds of the figures; ``None`` if there are no figures."""
    if not bounds:
        return None
    low = _median(sorted(_low(interval) for interval in bounds))
    high = _median(sorted(_high(interval) for interval in bounds))
    return Bounds(low if low.is_finite() else None, high if high.is_finite() else None)


def _median(ordered: Sequence[Decimal]) -> Decimal:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _low(interval: Bounds) -> Decimal:
    return Decimal("-Infinity") if interval.low is None else interval.low


def _high(interval: Bounds) -> Decimal:
    return Decimal("Infinity") if interval.high is None else interval.high
