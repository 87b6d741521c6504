"""Commands that compare figures: of several forces, and of one force through the rounds."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from app.answers.comparison import comparison_asked, series_asked
from app.cli import completion, terminal
from app.cli.common import DatabaseUrl, ForceName, force_of, print_json, reading
from app.http.wrong_values import wrong_value
from app.schemas.comparison import (
    CompareQuery,
    Comparison,
    Figure,
    RankedFigure,
    Series,
    SeriesPoint,
    SeriesQuery,
)
from app.schemas.warnings import Caveat
from app.settings import DEFAULT_DATABASE
from app.vocabulary.official import Basis
from app.vocabulary.sources import Source

Query = TypeVar("Query", CompareQuery, SeriesQuery)


class CountedBy(StrEnum):
    """How official statistics count people at work."""

    FTE = Basis.FTE.value
    HEADCOUNT = Basis.HEADCOUNT.value


class ListFormat(StrEnum):
    """How to print an answer that is a list of figures."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


MeasureName = Annotated[
    str | None, typer.Argument(help="A measure, by id.", show_default=False, autocompletion=completion.measures)
]
IndicatorName = Annotated[
    str | None, typer.Option(help="An indicator instead, by id.", autocompletion=completion.indicators)
]
OutputFormat = Annotated[
    ListFormat, typer.Option("--format", help="A table for people, JSON for programs, or CSV for spreadsheets.")
]

SourceOption = Annotated[
    Source | None,
    typer.Option(help="Official statistics or what forces state; by default official where there are any."),
]
BasisOption = Annotated[
    CountedBy | None, typer.Option(help="How official statistics count people at work; by default fte where they do.")
]


def compare(  # noqa: PLR0913, PLR0917 - its options
    measure: MeasureName = None,
    indicator: IndicatorName = None,
    forces: Annotated[
        list[str] | None,
        typer.Option(
            help="Forces, separated by commas or repeated; all by default.", autocompletion=completion.several_forces
        ),
    ] = None,
    similar_to: Annotated[
        str | None, typer.Option(help="A force, to compare with those most similar.", autocompletion=completion.forces)
    ] = None,
    source: SourceOption = None,
    at: Annotated[
        str | None, typer.Option(help="Official figures of this year, financial year or date; by default the newest.")
    ] = None,
    basis: BasisOption = None,
    round_: Annotated[
        str | None, typer.Option("--round", help="Statements of this round; by default the newest of each force.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only stated figures for this time or later, such as 2021/22 or 2022-03-31.")
    ] = None,
    sort: Annotated[
        str, typer.Option(help="The order: value, force or period; with a leading - descending.")
    ] = "-value",
    output: OutputFormat = ListFormat.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Compare a measure or an indicator across forces, with caveats. Where bounds overlap, ranks are ranges."""
    require_one(measure, indicator)
    given = {"similar_to": similar_to, "source": source, "at": at, "basis": basis, "round": round_, "since": since}
    query = asked(CompareQuery, measure=measure, indicator=indicator, forces=forces or [], sort=sort, **given)
    with reading(database_url) as session:
        answer = comparison_asked(session, query)
    if output is ListFormat.TABLE:
        show_comparison(answer)
        show_caveats(answer.caveats)
    else:
        print_answer(answer, [*answer.items, *answer.apart], RankedFigure, answer.caveats, output)


def series(  # noqa: PLR0913, PLR0917 - its options
    force: ForceName,
    measure: MeasureName = None,
    indicator: IndicatorName = None,
    source: SourceOption = None,
    basis: BasisOption = None,
    output: OutputFormat = ListFormat.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Show a measure or an indicator of a force through the years or the rounds, and how it changed."""
    require_one(measure, indicator)
    found = force_of(force)
    query = asked(SeriesQuery, measure=measure, indicator=indicator, source=source, basis=basis)
    with reading(database_url) as session:
        answer = series_asked(session, found.id, query)
    if output is ListFormat.TABLE:
        show_series(f"{answer.subject.label}: {found.name}", answer)
        show_caveats(answer.caveats)
    else:
        print_answer(answer, answer.items, SeriesPoint, answer.caveats, output)


def asked(query: type[Query], **given: object) -> Query:
    """Return the query that options make. Raises ``BadParameter`` for a value that it does not take."""
    try:
        return query.model_validate(given)
    except ValidationError as error:
        [found] = error.errors(include_url=False)
        raise typer.BadParameter(wrong_value(found, str(found["loc"][0]), {}).detail) from None


def require_one(measure: str | None, indicator: str | None) -> None:
    """Raise ``BadParameter`` unless exactly one of the two is given."""
    if (measure is None) == (indicator is None):
        raise typer.BadParameter("give either a MEASURE or an --indicator")


def print_answer(
    answer: BaseModel,
    items: Sequence[BaseModel],
    item: type[BaseModel],
    caveats: Iterable[Caveat],
    output: ListFormat,
) -> None:
    """Print an answer as the API gives it, or its items as CSV with the caveats on standard error."""
    if output is ListFormat.JSON:
        print_json(answer.model_dump(mode="json"))
        return
    from app.flat.columns import columns_of
    from app.flat.writers import write_csv

    terminal.write(b"".join(write_csv(columns_of(item), items)))
    for caveat in caveats:
        terminal.err.print(terminal.printable(f"caveat: {caveat.detail}"))


def show_comparison(answer: Comparison) -> None:
    """Print a comparison for people: the ranked figures, those of another time, and the missing forces."""
    columns = ["force", "figure", "bounds", "period", "round", "warnings"]
    rows = [[item.position.display if item.position else "", *compared_cells(item)] for item in answer.items]
    title = answer.subject.label if answer.at is None else f"{answer.subject.label}, {answer.at.label}"
    terminal.table(title, ["rank", *columns], rows, right=[0])
    if answer.apart:
        rows = [[item.standing, *compared_cells(item)] for item in answer.apart]
        terminal.table("Not ranked: of another time", ["", *columns], rows)
    missing: dict[str, list[str]] = {}
    for absent in answer.missing:
        missing.setdefault(absent.detail, []).append(absent.force)
    if missing:
        rows = [[", ".join(forces), detail] for detail, forces in missing.items()]
        terminal.table("Not compared", ["forces", "why"], rows)


def compared_cells(item: RankedFigure) -> list[str]:
    """Return the cells of a force's figure."""
    return [item.force_name, *figure_cells(item.figure), item.round or "", warned(item.figure)]


def show_series(title: str, answer: Series) -> None:
    """Print a series for people."""
    columns = [
        "time" if answer.source is Source.OFFICIAL else "round",
        "figure",
        "bounds",
        "period",
        "direction",
        "change",
        "remarks",
    ]
    terminal.table(title, columns, [series_cells(point) for point in answer.items])


def series_cells(point: SeriesPoint) -> list[str]:
    """Return the cells of a round or a time: its figure, and the change since the one before."""
    when = point.at.label if point.at is not None else str(point.round)
    if point.figure is None:
        return [when, "", "", "", "", "", point.missing.detail if point.missing else ""]
    change = ""
    if point.change is not None:
        low, high = point.change.low, point.change.high
        change = terminal.interval(low, high) or terminal.number(low)
    return [when, *figure_cells(point.figure), point.direction or "", change, warned(point.figure)]


def figure_cells(figure: Figure) -> list[str]:
    """Return the cells of a figure: its display, bounds and period."""
    display = terminal.with_status(figure.display, figure.status)
    bounds = terminal.interval(figure.bounds.low, figure.bounds.high)
    return [display, bounds, figure.period.label if figure.period else ""]


def warned(figure: Figure) -> str:
    """Return the warnings of a figure."""
    return "; ".join(warning.detail for warning in figure.warnings)


def show_caveats(caveats: Iterable[Caveat]) -> None:
    """Print the caveats of an answer."""
    for caveat in caveats:
        terminal.out.print(terminal.printable(f"- {caveat.detail}"))
