"""Commands that compare figures: of several forces, and of one force through the rounds."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated

import typer
from pydantic import BaseModel, ValidationError

from app.answers.comparison import comparison_asked, series_of_force, subject_of
from app.answers.mistakes import Mistakes
from app.cli import completion, terminal
from app.cli.common import DatabaseUrl, ForceName, force_of, print_json, reading
from app.http.wrong_values import wrong_value
from app.schemas.comparison import CompareQuery, Comparison, Figure, RankedFigure, Series, SeriesPoint
from app.schemas.warnings import Caveat
from app.settings import DEFAULT_DATABASE


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


def compare(  # noqa: PLR0913, PLR0917 - its options
    measure: MeasureName = None,
    indicator: IndicatorName = None,
    forces: Annotated[
        list[str] | None,
        typer.Option(
            help="Forces, separated by commas or repeated; all by default.", autocompletion=completion.several_forces
        ),
    ] = None,
    round_: Annotated[
        str | None, typer.Option("--round", help="The round; by default the newest in which each force states it.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only figures for this time or later, such as 2021/22 or 2022-03-31.")
    ] = None,
    sort: Annotated[
        str, typer.Option(help="The order: value, force or period; with a leading - descending.")
    ] = "-value",
    output: OutputFormat = ListFormat.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Compare a measure or an indicator across forces, with caveats. Where bounds overlap, ranks are ranges."""
    require_one(measure, indicator)
    try:
        query = CompareQuery(
            measure=measure, indicator=indicator, forces=forces or [], round=round_, since=since, sort=sort
        )
    except ValidationError as error:
        [found] = error.errors(include_url=False)
        raise typer.BadParameter(wrong_value(found, str(found["loc"][0]), {}).detail) from None
    with reading(database_url) as session:
        answer = comparison_asked(session, query)
    if output is ListFormat.TABLE:
        show_comparison(answer)
        show_caveats(answer.caveats)
    else:
        print_answer(answer, [*answer.items, *answer.apart], RankedFigure, answer.caveats, output)


def series(
    force: ForceName,
    measure: MeasureName = None,
    indicator: IndicatorName = None,
    output: OutputFormat = ListFormat.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Show a measure or an indicator of a force for each round, and how it changed as far as its bounds tell."""
    require_one(measure, indicator)
    found = force_of(force)
    with reading(database_url) as session:
        answer = series_of_force(session, subject_of(measure, indicator, Mistakes()), found.id)
    if output is ListFormat.TABLE:
        show_series(f"{answer.subject.label}: {found.name}", answer)
        show_caveats(answer.caveats)
    else:
        print_answer(answer, answer.items, SeriesPoint, answer.caveats, output)


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
    terminal.table(answer.subject.label, ["rank", *columns], rows, right=[0])
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
    return [item.force_name, *figure_cells(item.figure), item.round, warned(item.figure)]


def show_series(title: str, answer: Series) -> None:
    """Print a series for people."""
    columns = ["round", "figure", "bounds", "period", "direction", "change", "remarks"]
    terminal.table(title, columns, [series_cells(point) for point in answer.items])


def series_cells(point: SeriesPoint) -> list[str]:
    """Return the cells of a round: its figure, and the change since the one before."""
    if point.figure is None:
        return [point.round, "", "", "", "", "", point.missing.detail if point.missing else ""]
    change = ""
    if point.change is not None:
        low, high = point.change.low, point.change.high
        change = terminal.interval(low, high) or terminal.number(low)
    return [point.round, *figure_cells(point.figure), point.direction or "", change, warned(point.figure)]


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
