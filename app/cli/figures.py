"""Commands that show what is stored: the forces and their profiles."""

from collections.abc import Iterator
from typing import Annotated

import typer

from app.answers.statements import profile_rows
from app.cli import terminal
from app.cli.common import DatabaseUrl, ForceName, Format, OutputFormat, force_of, print_json, reading
from app.derived.indicators import display, indicators_of
from app.queries import forces as force_queries
from app.queries.paging import Window
from app.queries.profiles import ProfileRows
from app.schemas.forces import Force as ForceSchema
from app.schemas.profiles import profile, topic_of_force
from app.settings import DEFAULT_DATABASE
from app.vocabulary.forces import forces as register
from app.vocabulary.measures import Topic, measures
from app.vocabulary.official import Basis
from app.vocabulary.warnings import not_stated


def list_forces(output: OutputFormat = Format.TABLE, database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """List the forces and the rounds of their statements."""
    with reading(database_url) as session:
        page = force_queries.list_forces(session, force_queries.ForceFilter(), Window(len(register()) + 1))
    if output is Format.JSON:
        print_json([ForceSchema.model_validate(row).model_dump(mode="json") for row in page.items])
        return
    rows = [[row.id, row.name, row.region, row.ons_code, ", ".join(row.rounds)] for row in page.items]
    terminal.table("", ["id", "name", "region", "ONS code", "rounds"], rows)


def show(
    force: ForceName,
    round_: Annotated[str | None, typer.Option("--round", help="The round; the newest by default.")] = None,
    topic: Annotated[Topic | None, typer.Option(help="Only this topic.")] = None,
    output: OutputFormat = Format.TABLE,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Show the profile of a force, or one topic of it."""
    found = force_of(force)
    with reading(database_url) as session:
        rows = profile_rows(session, found, round_)
    if output is Format.JSON:
        answer = profile(rows) if topic is None else topic_of_force(topic, rows)
        print_json(answer.model_dump(mode="json"))
    else:
        show_profile(rows, list(Topic) if topic is None else [topic])


def show_profile(rows: ProfileRows, topics: list[Topic]) -> None:
    """Print what a statement says about some topics, what is counted, and how the two agree, for people."""
    terminal.out.print(f"{rows.force.name} ({rows.force.ons_code}, {rows.force.region})", style="bold")
    source = rows.statement
    terminal.out.print(
        terminal.printable(f"round {source.round}: {source.url or 'no address'}") if source else "no statement yet",
        soft_wrap=True,
    )
    for topic in topics:
        observations = [o for o in rows.observations if o.topic is topic]
        if observations:
            terminal.observation_table(topic.title(), observations)
        elif source:
            missing = not_stated("no figure is stated", complete=source.complete)
            terminal.out.print(f"{topic.title()}: {missing.detail}")
    counted = [row for topic in topics for row in official_rows(rows, topic)]
    if counted:
        terminal.table("Official statistics", ["measure", "figure", "basis", "period", "dataset"], counted, right=[1])
    beside = [[r.found.relation, r.found.explanation] for r in rows.reconciliations if r.stated.topic in topics]
    if beside:
        terminal.table("Stated beside official", ["relation", "how they compare"], beside)
    terminal.note_table([note for note in rows.notes if note.topic in topics])
    derived = [row for topic in topics for row in indicator_rows(rows, topic)]
    if derived:
        terminal.table("Indicators", ["indicator", "reading", "warnings"], derived)


def official_rows(rows: ProfileRows, topic: Topic) -> Iterator[list[str]]:
    """Yield the cells of the newest official figures of a topic."""
    for figure in rows.official:
        measure = measures()[figure.measure]
        if measure.topic is topic:
            basis = "" if figure.basis is Basis.NONE else figure.basis.value
            yield [measure.label, figure.display, basis, figure.period.label, figure.dataset]


def indicator_rows(rows: ProfileRows, topic: Topic) -> Iterator[list[str]]:
    """Yield the cells of the indicators of a topic."""
    for found in indicators_of(rows.observations, topic)[0]:
        yield [found.definition.label, display(found), "; ".join(warning.detail for warning in found.warnings)]
