"""A comparison as pages show it: what the API answers, its chart, and the addresses of both in every form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from app.answers.comparison import OF_STATEMENTS, OF_STATISTICS, comparison_asked, comparisons_beside
from app.charts.chart import Chart
from app.charts.comparison import notes_beside, of_comparison, of_that_time
from app.charts.drawing import drawing
from app.charts.svg import WIDE, drawn_in_page
from app.charts.text import lines
from app.derived import indicators
from app.derived.comparison import Sort, Standing
from app.derived.indicators import DEFINITIONS, IndicatorUnit
from app.explorer.addresses import asked, files_of, part
from app.schemas.comparison import ComparedFigure, Comparison, ComparisonAsked, RankedFigure
from app.vocabulary import display
from app.vocabulary.bounds import Bounds
from app.vocabulary.measures import measures
from app.vocabulary.sources import LICENCE, Source
from app.vocabulary.units import Unit

CHART, FIGURES = "/v1/charts/compare", "/v1/compare"
"""The addresses of the chart, without the ending of its form, and of what it shows."""
NAMES = {Source.OFFICIAL: "Official statistics", Source.STATED: "What forces state"}
APART = {
    Standing.OLDER: "of an earlier time",
    Standing.NEWER: "of a later time",
    Standing.UNDATED: "no time is named, and it may be another",
    Standing.MIXED: "made of figures of times more than two years apart",
}
"""Why a figure is not among those of one time."""
HEADINGS = {Sort.FORCE: ("Force", "force"), Sort.VALUE: ("Figure", "-value"), Sort.PERIOD: ("Time", "-period")}
"""By what a table can be sorted: the heading of the column, and the order that it is sorted in first."""
TITLE, WORDS, LINE, GAP, FRAME = 22, 15, 23, 12, 20
"""The sizes of words in a frame, of their lines and of what is between and around them, as the style sheet has them."""
DIRECTIONS = {False: "ascending", True: "descending"}
AT_LEAST, AT_MOST = "at least ", "at most "


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that a reader may choose among: its name, what chooses it, and whether it is chosen."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column that a table may be sorted by: what sorts it, and how it is sorted by it if it is."""

    name: str
    address: str
    sorted: str | None


@dataclass(frozen=True)
class Compared:
    """A comparison with its chart. ``query`` is what the API is asked for it."""

    query: ComparisonAsked
    answer: Comparison
    stated: Comparison | None = None
    """What forces state, where that is to stand beside official statistics."""

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The parameters that it is asked by, but for those that are as by default."""
        return self.query.model_dump(mode="json", exclude_defaults=True)

    @property
    def address(self) -> str:
        """The address of the same as JSON."""
        return asked(FIGURES, **self.asked)

    @cached_property
    def chart(self) -> Chart:
        """Its chart."""
        return of_comparison(self.answer, similar_to=self.query.similar_to, beside=self.stated)

    @cached_property
    def beside(self) -> Mapping[str, RankedFigure] | None:
        """By force, what it states of about the same time; ``None`` where that is not wanted."""
        return None if self.stated is None else of_that_time(self.answer, self.stated)

    @property
    def notes_beside(self) -> tuple[str, ...]:
        """What to know of what forces state beside official statistics, if it stands there."""
        return () if self.stated is None else notes_beside(self.answer, self.stated)

    @property
    def _of_chart(self) -> dict[str, Any]:
        """The parameters that its chart is asked by."""
        return self.asked if self.stated is None else {**self.asked, "beside": Source.STATED.value}

    def picture(self, prefix: str) -> Markup:
        """Return the chart as it stands in a page; ``prefix`` begins the ids in it."""
        return drawn_in_page(self.chart, prefix)

    @property
    def height(self) -> int:
        """How high a frame is that shows the chart and what is told with it, in pixels, on a screen."""
        chart = self.chart
        told = (chart.subtitle, chart.summary, f"Source: {chart.source} {LICENCE}.", "The link to the page")
        room = WIDE - 2 * FRAME
        words = sum(LINE * len(lines(words, room, WORDS)) + GAP for words in told)
        return round(drawing(chart, WIDE).height + TITLE * len(lines(chart.title, room, TITLE)) + words) + 2 * FRAME

    @property
    def preview(self) -> str:
        """The address of the picture for links to the page of the chart."""
        return asked(f"{CHART}.png", **self._of_chart, size="preview")

    @property
    def files(self) -> Mapping[str, str]:
        """The addresses of the chart and of its figures, by the form that they are in."""
        files = files_of(CHART, FIGURES, **self._of_chart) | {"NDJSON": asked(FIGURES, **self.asked, format="ndjson")}
        return files if self.stated is None else files | {"JSON of what forces state": str(self.answer.other_source)}

    @property
    def has_figures(self) -> bool:
        """Whether any force has a figure."""
        return bool(self.answer.items or self.answer.apart)


def compared(session: Session, query: ComparisonAsked) -> Compared:
    """Return the comparison that a query asks for."""
    return Compared(query, comparison_asked(session, query))


def compared_with_stated(session: Session, query: ComparisonAsked) -> Compared:
    """Return the comparison that a query asks for by official statistics, with what forces state beside it."""
    answer, stated = comparisons_beside(session, query)
    at = None if answer.at is None else answer.at.label
    return Compared(query.model_copy(update={"source": Source.OFFICIAL, "at": at}), answer, stated)


def rests_on(item: ComparedFigure) -> dict[str, str]:
    """Return the addresses of the pages of the figures that one rests on.

    The ids say what each is called by: the number in its statement, or the measure.
    """
    stated = {f"figure {id_.rpartition('.')[2]}": f"/figures/{part(id_)}" for id_ in item.observations}
    counted = {measures()[id_.split(".")[3]].in_words: f"/figures/{part(id_)}" for id_ in item.official_figures}
    return stated | counted


def formula_of(answer: Comparison) -> str:
    """Return what is compared in words: what a measure counts, or how an indicator is derived."""
    definition = DEFINITIONS.get(answer.subject.id)
    return answer.subject.description if definition is None else f"Computed here: {definition.in_words}."


def lowest(item: RankedFigure) -> str:
    """Return the lowest that a figure may be, in words; none where that end is open."""
    low = item.figure.bounds.low
    return "" if low is None else _within(Bounds(low, None), item.figure.unit).removeprefix(AT_LEAST)


def highest(item: RankedFigure) -> str:
    """Return the highest that a figure may be, in words; none where that end is open."""
    high = item.figure.bounds.high
    return "" if high is None else _within(Bounds(None, high), item.figure.unit).removeprefix(AT_MOST)


def _within(bounds: Bounds, unit: Unit | IndicatorUnit) -> str:
    if isinstance(unit, IndicatorUnit):
        return indicators.display_bounds(bounds, unit)
    return display.display_bounds(bounds, unit)


def headings(path: str, state: Mapping[str, Any], sort: str) -> dict[str, Heading]:
    """Return the headings that sort a table, by what they sort by."""
    found = {}
    for by, (name, first) in HEADINGS.items():
        chosen = sort.removeprefix("-") == by
        turned = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
        address = asked(path, **{**state, "sort": turned if chosen else first})
        found[by.value] = Heading(name, f"{address}#table", DIRECTIONS[sort.startswith("-")] if chosen else None)
    return found


def sources(path: str, state: Mapping[str, Any], found: Compared) -> list[Choice]:
    """Return the choice between the two kinds of source, and both, without what only another choice answers to."""
    answer, both = found.answer, found.stated is not None
    left = OF_STATEMENTS | OF_STATISTICS | {"source", "beside"}
    kept = {name: value for name, value in state.items() if name not in left}
    choices = [
        Choice(NAMES[source], asked(path, **kept, source=source.value), source is answer.source and not both)
        for source in (Source.OFFICIAL, Source.STATED)
        if source is answer.source or answer.other_source
    ]
    return [*choices, Choice("Both", asked(path, **kept, beside=Source.STATED.value), both)] if choices[1:] else choices


def indistinct(items: list[RankedFigure]) -> list[list[str]]:
    """Return the names of the forces whose order is not known among each other, in groups that do not overlap."""
    ranked = sorted(
        (item.position.highest, item.position.lowest, item.force_name)
        for item in items
        if item.position is not None and item.position.highest != item.position.lowest
    )
    groups: list[list[str]] = []
    last = 0
    for high, low, name in ranked:
        if high > last:
            groups.append([])
        groups[-1].append(name)
        last = max(last, low)
    return groups
