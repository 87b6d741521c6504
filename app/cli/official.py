"""The command that takes in a table of official statistics: checked first, then stored whole or not at all."""

import hashlib
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.cli import terminal
from app.cli.common import (
    DatabaseUrl,
    Format,
    OutputFormat,
    database,
    fail,
    print_json,
    require_current_schema,
    warn,
)
from app.cli.given import UnreadablePageError, an_address, text_of
from app.db.models import Origin
from app.load.official import DatasetNotSeededError, OtherContentError, standing_figures
from app.load.outcomes import Outcome
from app.load.store import Intake
from app.official.catalogue import datasets, edition_entries
from app.official.tables import TableError, doubts, read_table
from app.settings import DEFAULT_DATABASE
from app.vocabulary.names import nearest, suggestion
from app.vocabulary.official import Edition, Grade

OBTAINED = "taken in from a table with ingest-dataset"


def a_dataset(name: str) -> str:
    """Return the dataset given with ``--dataset``, which must be one of the catalogue."""
    if name not in datasets():
        near = nearest(name, datasets()) or list(datasets())
        raise typer.BadParameter(f"no dataset is called {name!r}{suggestion(near)}")
    return name


def a_day_gone_by(day: datetime) -> datetime:
    """Return the day given with ``--edition``: one to come would stand before every edition until then."""
    if day.date() > datetime.now(UTC).date():
        raise typer.BadParameter(f"{day:%Y-%m-%d} is still to come")
    return day


def ingest_dataset(  # noqa: PLR0913, PLR0917 - its options
    table: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A CSV table of ons_code, force, measure, period, value and unit, or - for standard input.",
            show_default=False,
        ),
    ],
    dataset: Annotated[
        str, typer.Option(help="The official series that it is of.", callback=a_dataset, show_default=False)
    ],
    edition: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The day on which the publisher released it.",
            callback=a_day_gone_by,
            show_default=False,
        ),
    ],
    title: Annotated[str | None, typer.Option(help="The title of the publication.")] = None,
    url: Annotated[str | None, typer.Option(help="The address of the publication.", callback=an_address)] = None,
    grade: Annotated[
        Grade | None,
        typer.Option(help="How close the table is to what was published; by default as the newest bundled one."),
    ] = None,
    output: OutputFormat = Format.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Check and store a newer table of official statistics. It is stored completely or not at all.

    What is wrong in it is refused, and what is odd is told: forces left out, and figures far from those of the year
    before. Title and address are those of the series unless they are given. Older editions stay readable.
    """
    taken = edition_of(table, dataset, edition.date(), title=title, url=url, grade=grade)
    with database(database_url) as engine:
        require_current_schema(engine)
        odd = told_doubts(engine, taken)
        outcome = store(engine, taken)
    result = {
        "file": table,
        "outcome": outcome.value,
        "edition": taken.id,
        "figures": len(taken.figures),
        "gaps": len(taken.gaps),
    }
    if output is Format.JSON:
        print_json(result | {"warnings": odd})
    else:
        terminal.table("", list(result), [[str(value) for value in result.values()]], right=[3, 4])


def edition_of(  # noqa: PLR0913 - a table and what is given beside it
    table: str, dataset: str, day: date, *, title: str | None, url: str | None, grade: Grade | None
) -> Edition:
    """Return the edition that a table makes. If it is not right, end the command with all that is wrong in it."""
    try:
        text = text_of(table)
        figures, gaps = read_table(text, datasets()[dataset])
    except UnreadablePageError as error:
        raise fail(f"{table}: {error}") from None
    except TableError as error:
        for mistake in error.mistakes:
            fail(f"{table}: {mistake}")
        raise typer.Exit(1) from None
    series, newest = datasets()[dataset], edition_entries()[dataset][-1]
    return Edition(
        dataset=dataset,
        date=day,
        title=title or series.title,
        url=url or series.url,
        grade=grade or newest.grade,
        designation=newest.designation,
        vintage=newest.vintage,
        obtained=OBTAINED,
        processing=None,
        caveats=series.caveats,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        figures=figures,
        gaps=gaps,
    )


def told_doubts(engine: Engine, edition: Edition) -> list[str]:
    """Warn of all that is odd in an edition beside what stands, and return it."""
    with Session(engine) as session:
        odd = doubts(edition, standing_figures(session, edition.dataset))
    for doubt in odd:
        warn(doubt)
    return odd


def store(engine: Engine, edition: Edition) -> Outcome:
    """Store an edition. If that is refused, end the command with the reason."""
    try:
        return Intake(engine).take_in(edition, Origin.INGESTED)
    except (DatasetNotSeededError, OtherContentError) as error:
        raise fail(str(error)) from None
