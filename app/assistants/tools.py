"""The tools. Assistants see their signatures as schemas, and their docstrings as descriptions.

Arguments have the names that they have in the HTTP API, and are checked by the same code (``app.answers``).
"""

# ruff: noqa: A002 - the API has arguments named `round` and `id`

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Annotated, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BeforeValidator, Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.answers.comparison import comparison_asked, series_asked
from app.answers.cursors import decode_cursor, encode_cursor
from app.answers.figures import WHOLE_AREA, absence_of, figure_by_id, observation_filter
from app.answers.freshness import last_change
from app.answers.mistakes import Mistakes
from app.answers.official import official_filter
from app.answers.reconciliations import reconciliation_filter
from app.answers.statements import force_row, stated_figures
from app.assistants import schemas
from app.assistants.hints import nothing_matches
from app.derived.headlines import by_measure, headline
from app.derived.indicators import DEFINITIONS, indicators_of
from app.http.problems import Problem
from app.queries import catalogue, observations, official, reconciliations
from app.queries.forces import ForceFilter, list_forces
from app.queries.paging import Window
from app.schemas import comparison
from app.schemas.common import apart
from app.schemas.comparison import CompareQuery, SeriesQuery
from app.schemas.figures import Bounds
from app.schemas.measures import measure
from app.schemas.observations import Observation, ObservationQuery
from app.schemas.official import OfficialFigureQuery
from app.schemas.reconciliations import ReconciliationQuery
from app.vocabulary import forces as register
from app.vocabulary.measures import Topic, measures
from app.vocabulary.names import abridged, suggestion
from app.vocabulary.qualifiers import Status
from app.vocabulary.reconciliations import Relation
from app.vocabulary.sources import Source

MOST_FIGURES = 50
"""The maximum number of figures in an answer, so that it fits into what hosts allow."""

Item = TypeVar("Item")
Name = Annotated[str, Field(coerce_numbers_to_str=True, max_length=100)]
"""A name. Numbers are accepted, because models write a round such as 2016 as one."""


def listed(given: object) -> object:
    """Return an argument as a list without nulls, because models write single values and nulls too."""
    return [value for value in given if value is not None] if isinstance(given, list) else [given]


Several = Annotated[Sequence[Item], BeforeValidator(apart), BeforeValidator(listed)]
"""A list, one value alone, or several with commas between them."""
Places = Annotated[Sequence[Name], BeforeValidator(listed)]
"""Names of places, which may have commas in them."""

OneForce = Annotated[Name, Field(description="The force: a slug, an ONS code or a name, such as leicestershire.")]
Forces = Annotated[Several[Name], Field(description="Forces, by slug, ONS code or name; all by default.")]
Topics = Annotated[Several[Topic], Field(description="Topics; all by default.")]
MeasureName = Annotated[Name | None, Field(description="The measure, by id.")]
IndicatorName = Annotated[
    Name | None,
    Field(description="Or the indicator, by id.", json_schema_extra={"enum": [*DEFINITIONS, None]}),
]
MeasureNames = Annotated[
    Several[Name], Field(description="Measures, by id, as list_measures gives them; all by default.")
]
Limit = Annotated[int, Field(ge=1, le=MOST_FIGURES, description="How many to list at most.")]
Cursor = Annotated[
    str | None, Field(description="Where to go on: the `next` of the answer before, with the same filters.")
]
MORE = "There are more: go on with `next` as the cursor, or ask more narrowly."
SourceName = Annotated[
    Source | None,
    Field(
        description="Official statistics, or what forces state of themselves; by default official where there are any."
    ),
]
OneRound = Annotated[
    Name | None, Field(description="The round of the statements, such as 2021-22; by default the newest there is.")
]


class Tools:
    """The tools, over the database of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """Yield a session. A ``Problem`` is raised as a ``ToolError`` with a line for each of its errors."""
        try:
            with Session(self._engine) as session:
                last_change(session)
                yield session
        except Problem as problem:
            raise ToolError(in_lines(problem)) from None

    def find_force(
        self,
        q: Annotated[
            Name | None, Field(description="Part of a name, a place, a code or a slug; all forces by default.")
        ] = None,
        limit: Annotated[int, Field(ge=1, le=len(register.forces()), description="How many to list at most.")] = 10,
    ) -> schemas.FoundForces:
        """Find police forces by name, place or code, with the rounds of their statements."""
        found = [force.id for force in (register.forces().values() if q is None else register.search(q))]
        with self._reading() as session:
            page = list_forces(session, ForceFilter(ids=found), Window(limit))
        hint = None
        if q is not None and not found:
            instead = suggestion(register.nearest_forces(q), "leave q out for all forces.")
            hint = f"No force, place or code has {q!r} in it{instead}"
        elif len(found) > len(page.items):
            hint = f"{len(found) - len(page.items)} more are not listed: ask for more letters, or with a larger limit."
        items = [schemas.Force.model_validate(row) for row in page.items]
        return schemas.FoundForces(items=items, total=len(found), hint=hint)

    def list_measures(self, topic: Topics = ()) -> schemas.ListedMeasures:
        """List what is counted: ids, units and how many figures there are; with a topic also what exactly is meant."""
        with self._reading() as session:
            rows = catalogue.list_measures(session, Window(len(measures())), topics=topic)
        return schemas.ListedMeasures(items=[schemas.measure(row, described=bool(topic)) for row in rows.items])

    def get_profile(self, force: OneForce, round: OneRound = None) -> schemas.ForceProfile:
        """Give a force's profile: its leading figure of every measure, and the indicators, by one of its statements."""
        with self._reading() as session:
            named = force_named(force)
            who = force_row(session, named)
            stated = stated_figures(session, named, round)
        figures = by_measure(stated.observations)
        leading = [headline(figures.get(of.id, ()), of) for of in measures().values() if of.catalogued]
        indicators = indicators_of(stated.observations)[0]
        # An indicator may be derived from a figure in another unit than that of the leading one.
        shown = {row.id: row for row in (*leading, *(row for found in indicators for row in found.inputs)) if row}
        return schemas.ForceProfile(
            force=schemas.Force.model_validate(who),
            statement=stated.statement and schemas.statement(stated.statement),
            figures=[schemas.figure(row) for row in shown.values()],
            indicators=[schemas.indicator(found) for found in indicators],
        )

    def get_figures(  # noqa: PLR0913, PLR0917 - its filters
        self,
        force: Forces = (),
        measure: MeasureNames = (),
        topic: Topics = (),
        round: Annotated[Several[Name], Field(description="Rounds, such as 2021-22.")] = (),
        period: Annotated[Several[Name], Field(description="The times they speak of, such as 2022/23.")] = (),
        area: Annotated[Places, Field(description=f"Places; `{WHOLE_AREA}` asks for the whole force area.")] = (),
        status: Annotated[Several[Status], Field(description="Facts or intentions; all by default.")] = (),
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> schemas.Figures:
        """List figures by force, measure, topic, round, period, place and status: as stated, with their source."""
        query = ObservationQuery(
            force=list(force),
            measure=list(measure),
            topic=list(topic),
            round=list(round),
            period=list(period),
            area=list(area),
            status=list(status),
        )
        with self._reading() as session:
            mistakes = Mistakes()
            wanted = observation_filter(query, mistakes)
            mistakes.refuse()
            after = decode_cursor(cursor, observations.sort_keys(query.sort))
            page = observations.list_observations(session, wanted, query.sort, Window(limit, after))
            hint = None
            if page.total == 0:
                hint = f"{nothing_matches(session, wanted)} Missing: {absence_of(session, wanted).detail}."
            elif page.next_after is not None:
                hint = MORE
        items = [schemas.sourced_figure(row) for row in page.items]
        return schemas.Figures(items=items, total=page.total, next=encode_cursor(page.next_after), hint=hint)

    def compare(  # noqa: PLR0913, PLR0917 - what is compared, of whom, from which source, of when
        self,
        measure: MeasureName = None,
        indicator: IndicatorName = None,
        forces: Forces = (),
        similar_to: Annotated[Name | None, Field(description="This force and those most similar, instead.")] = None,
        source: SourceName = None,
        at: Annotated[
            Name | None,
            Field(description="Official figures of this year or date, such as 2023; by default the newest."),
        ] = None,
        round: OneRound = None,
        since: Annotated[
            Name | None, Field(description="Only stated figures of this time or later, such as 2021/22 or 2022-03-31.")
        ] = None,
    ) -> schemas.ComparedForces:
        """Compare a measure or an indicator across forces: bounds, periods, ranks as ranges, and caveats to give."""
        query = CompareQuery(
            measure=measure,
            indicator=indicator,
            forces=list(forces),
            similar_to=similar_to,
            source=source,
            at=at,
            round=round,
            since=since,
        )
        with self._reading() as session:
            found = comparison_asked(session, query)
            hint = None
            if round is not None and not found.items:
                newest = {item.round for item in comparison_asked(session, of_any_round(query)).items if item.round}
                there = f". The newest rounds that give it: {', '.join(sorted(newest))}"
                hint = f"No force gives it in round {round}{there if newest else ', nor in any other'}."
            words = words_of(session, [*found.items, *found.apart])
        return schemas.compared_forces(found, words, hint)

    def series(
        self,
        force: OneForce,
        measure: MeasureName = None,
        indicator: IndicatorName = None,
        source: SourceName = None,
    ) -> schemas.ForceSeries:
        """Follow a measure or an indicator of a force through the years or rounds, and what is known of changes."""
        query = SeriesQuery(measure=measure, indicator=indicator, source=source)
        with self._reading() as session:
            found = series_asked(session, force_named(force).id, query)
            words = words_of(session, found.items)
        return schemas.force_series(found, words)

    def official_figures(  # noqa: PLR0913, PLR0917 - its filters
        self,
        force: Forces = (),
        measure: MeasureNames = (),
        topic: Topics = (),
        dataset: Annotated[Several[Name], Field(description="Datasets, by id, such as workforce-march.")] = (),
        since: Annotated[
            Name | None,
            Field(description="Only of that year or day or later, such as 2021 or 2021-03-31."),
        ] = None,
        until: Annotated[Name | None, Field(description="Only of that year or day or before.")] = None,
        latest: Annotated[bool, Field(description="Only the newest of each force, measure and basis.")] = True,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> schemas.OfficialFigures:
        """List what official statistics of the Home Office and the ONS count of forces, and what they lack, and why."""
        query = OfficialFigureQuery.model_validate(
            {
                "force": list(force),
                "measure": list(measure),
                "topic": list(topic),
                "dataset": list(dataset),
                "from": since,
                "to": until,
                "latest": latest,
            }
        )
        with self._reading() as session:
            mistakes = Mistakes()
            wanted = official_filter(session, query, mistakes, first="since", last="until")
            mistakes.refuse()
            after = decode_cursor(cursor, official.sort_keys(query.sort))
            page = official.list_official_figures(session, wanted, query.sort, Window(limit, after))
            gaps = official.gaps_alike(session, wanted)
            hint = MORE if page.next_after is not None else None
            if page.total == 0:
                hint = "No official figure held here matches: get_figures lists what forces state of themselves."
        return schemas.official_figures(page, gaps, encode_cursor(page.next_after), hint)

    def check_against_official(  # noqa: PLR0913, PLR0917 - its filters
        self,
        force: Forces = (),
        measure: MeasureNames = (),
        round: Annotated[Several[Name], Field(description="Rounds, such as 2021-22.")] = (),
        relation: Annotated[Several[Relation], Field(description="How the two agree; all by default.")] = (),
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> schemas.Checked:
        """Lay what forces state beside what official statistics count: how they agree, and what may explain it."""
        query = ReconciliationQuery(
            force=list(force), measure=list(measure), round=list(round), relation=list(relation)
        )
        with self._reading() as session:
            mistakes = Mistakes()
            wanted = reconciliation_filter(query, mistakes)
            mistakes.refuse()
            after = decode_cursor(cursor, reconciliations.sort_keys(query.sort))
            page = reconciliations.list_reconciliations(session, wanted, query.sort, Window(limit, after))
            hint = MORE if page.next_after is not None else None
            if page.total == 0:
                hint = "Nothing that is stated and matches is counted by official statistics held here."
        return schemas.checked(page, encode_cursor(page.next_after), hint)

    def explain_figure(
        self,
        id: Annotated[str, Field(description="The id of a stated figure, as the other tools give it, or its address.")],
    ) -> schemas.Explanation:
        """Explain a figure: what it counts, how exactly it is meant, what its words allow, and where they stand."""
        with self._reading() as session:
            name = id.rstrip("/").rpartition("/")[2]
            figure = figure_by_id(session, name)
            if figure is None and official.official_figure_by_id(session, name) is not None:
                raise ToolError(f"id: {name!r} is an official figure and has no words to explain; see official_figures")
            if figure is None:
                raise ToolError(abridged(f"id: there is no figure {id!r}; ids are those that get_figures gives"))
            [of] = catalogue.list_measures(session, Window(1), ids=[figure.measure]).items
        stands = "" if figure.current else " It does not stand any more: do not quote it as what the force says."
        detail = said_of(figure) + stands
        return schemas.Explanation(
            figure=figure,
            official=figure.reconciliation and schemas.checked_figure(figure.reconciliation),
            measure=measure(of),
            detail=detail,
        )


def of_any_round(query: CompareQuery) -> CompareQuery:
    """Return a query of statements without its round."""
    return query.model_copy(update={"round": None, "source": Source.STATED})


def words_of(session: Session, found: Sequence[comparison.ComparedFigure | comparison.SeriesPoint]) -> dict[str, str]:
    """Return the words of the stated figures that indicators are derived from, by id; nothing for a measure."""
    of = next((DEFINITIONS[item.subject] for item in found if item.subject in DEFINITIONS), None)
    if of is None or not any(item.observations for item in found):
        return {}
    stated = observations.ObservationFilter(measures=of.measures, forces={item.force for item in found})
    return {row.id: row.as_stated for row in observations.observations_in(session, stated)}


def force_named(name: str) -> register.Force:
    """Return the force of a name. Raises ``InvalidParameter`` with the nearest names if there is none."""
    mistakes = Mistakes()
    slugs = mistakes.forces([name])
    mistakes.refuse()
    return register.forces()[slugs[0]]


def in_lines(problem: Problem) -> str:
    """Return a line for each wrong argument, with the nearest right values or the tool that lists them."""
    lists = {"force": "; see find_force", "forces": "; see find_force", "measure": "; see list_measures"}
    lines = [e.detail if e.nearest else e.detail + lists.get(e.parameter, "") for e in problem.errors]
    return "\n".join(lines or [problem.detail])


def said_of(figure: Observation) -> str:
    """Return a sentence that explains a figure."""
    area = "the whole force area" if figure.area is None else figure.area
    period = "no period named" if figure.period is None else figure.period.label
    return (
        f"{figure.label}: {figure.display} ({period}; {area}; {figure.status}), "
        f"{allowed(figure.bounds)} by the words “{figure.as_stated}” of {figure.source.statement}."
    )


def allowed(bounds: Bounds) -> str:
    """Return bounds in words: "at least 1,100,000"."""
    low, high = (None if end is None else in_digits(end) for end in (bounds.low, bounds.high))
    if low == high:
        return f"exactly {low}"
    if high is None:
        return f"at least {low}"
    return f"between {low} and {high}" if bounds.low else f"at most {high}"


def in_digits(number: Decimal) -> str:
    """Return a number with thousands separators: "1,100,000"."""
    return f"{number.normalize():,f}"
