"""For assistants: the data as tools of the Model Context Protocol, few and curated.

Every answer says what a figure means and where it stands, so that it can be quoted with its source.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import ToolAnnotations
from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import __version__
from app.api.asked import WHOLE_AREA, comparison_asked, figures_asked, profile_asked, subject_asked
from app.api.deps import Checks
from app.api.problems import NotReady, Problem
from app.derived.headlines import headline
from app.derived.indicators import DEFINITIONS, indicators_of
from app.queries import catalogue, forces, observations
from app.queries.paging import Window
from app.schemas import comparison as comparison_schemas
from app.schemas.common import Output
from app.schemas.forces import Force
from app.schemas.indicators import Indicator, indicator
from app.schemas.measures import Measure
from app.schemas.observations import Observation, ObservationQuery, stored_observation
from app.schemas.statements import Statement, statement
from app.vocabulary import forces as register
from app.vocabulary.measures import Topic, measures
from app.vocabulary.qualifiers import Status
from app.vocabulary.sources import ATTRIBUTION, DISCLAIMER, LICENCE, LICENCE_URL

INSTRUCTIONS = f"""\
Figures that the 43 territorial police forces of England and Wales state about themselves. A figure is never a bare
number: say its unit, qualifier ("over", "about"), period and area with it, quote `as_stated`, and name the statement it
is of. `bounds` are what the words allow; null there is unbounded, and null anywhere else means that nothing is stated,
never 0. Comparisons carry caveats: give them with any rank. {ATTRIBUTION} {DISCLAIMER}
"""
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
MOST_FIGURES = 200

ForceName = Annotated[str, Field(description="The force: a slug, an ONS code or a name, such as leicestershire.")]


OneRound = Annotated[str | None, Field(description="A round, such as 2021-22; by default the newest there is.")]
Names = Annotated[Sequence[str], Field(description="Names or ids; all by default.")]


class Answer(Output):
    """What every answer says of its source."""

    licence: str = Field(default=f"{LICENCE} ({LICENCE_URL})", description="The licence of the data.")
    attribution: str = Field(default=f"{ATTRIBUTION} {DISCLAIMER}", description="What to say when you use it.")


class FoundForces(Answer):
    """Forces that were looked for."""

    items: list[Force]


class Measures(Answer):
    """What is counted."""

    items: list[Measure]


class ForceProfile(Answer):
    """A force by one of its statements."""

    force: Force
    statement: Statement | None = Field(description="The statement that it is drawn from; null where there is none.")
    leading: list[Observation] = Field(description="The leading figure of each measure.")
    indicators: list[Indicator] = Field(description="What is derived from them, with bounds and warnings.")


class Figures(Answer):
    """Figures that were asked for."""

    items: list[Observation]
    total: int | None = Field(description="How many there are; ask more narrowly where that is more than are listed.")


class Explanation(Answer):
    """One figure, and what it is."""

    figure: Observation
    measure: Measure
    in_words: str = Field(description="What may be said of it.")


class ComparedForces(Answer):
    """A figure across forces."""

    comparison: comparison_schemas.Comparison


def assistant_server(engine: Engine) -> MCPServer:
    """Return the server of the tools, which read the database of an engine."""
    tools = Tools(engine)
    offered = (
        *(tools.find_force, tools.list_measures, tools.get_profile),
        *(tools.get_figures, tools.compare, tools.explain_figure),
    )
    return MCPServer(
        "force-profiles",
        title="Force Profiles",
        instructions=INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
        tools=[strict(Tool.from_function(tool, annotations=READS)) for tool in offered],
    )


class Tools:
    """The tools. What an assistant may ask is their signature, what it is told their docstring."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """Yield a session; a problem that the API would answer is what the assistant is told."""
        try:
            with Session(self._engine) as session:
                if catalogue.modified_at(session) is None:
                    raise NotReady("The database holds no data yet. Fill it with `force-profiles seed`.")
                yield session
        except Problem as problem:
            raise ToolError(problem.detail) from None

    def find_force(
        self,
        words: Annotated[
            str, Field(description="Part of a name, a place, a code or a slug.", min_length=1, max_length=100)
        ],
    ) -> FoundForces:
        """Find police forces by name, place or code, with the rounds of their statements."""
        found = [force.id for force in register.search(words)]
        with self._reading() as session:
            if not found:
                force_named(words)
            rows = forces.list_forces(session, forces.ForceFilter(ids=found), Window(len(found)))
        return FoundForces(items=[Force.model_validate(row) for row in rows.items])

    def list_measures(
        self, topic: Annotated[Topic | None, Field(description="One topic; all by default.")] = None
    ) -> Measures:
        """List what is counted: ids, units, meaning, and how many figures there are of each."""
        with self._reading() as session:
            rows = catalogue.list_measures(session, Window(1000), topics=[topic] if topic else [])
        return Measures(items=[Measure.model_validate(row) for row in rows.items])

    def get_profile(self, force: ForceName, inspection_round: OneRound = None) -> ForceProfile:
        """Give a force's profile: its leading figure of every measure, and the indicators, by one of its statements."""
        with self._reading() as session:
            rows = profile_asked(session, force_named(force), inspection_round)
        leading = [headline(rows.observations, measure) for measure in measures().values() if measure.catalogued]
        return ForceProfile(
            force=Force.model_validate(rows.force),
            statement=rows.statement and statement(rows.statement),
            leading=[stored_observation(found) for found in leading if found is not None],
            indicators=[indicator(found) for found in indicators_of(rows.observations)[0]],
        )

    def get_figures(  # noqa: PLR0913, PLR0917 - its filters
        self,
        forces_named: Names = (),
        measure_ids: Names = (),
        topics: Annotated[Sequence[Topic], Field(description="Topics; all by default.")] = (),
        inspection_rounds: Annotated[Sequence[str], Field(description="Rounds, such as 2021-22.")] = (),
        periods: Annotated[Sequence[str], Field(description="The times they speak of, such as 2022/23.")] = (),
        areas: Annotated[
            Sequence[str], Field(description=f"Places; `{WHOLE_AREA}` asks for the whole force area.")
        ] = (),
        statuses: Annotated[Sequence[Status], Field(description="Facts or intentions; all by default.")] = (),
        limit: Annotated[int, Field(ge=1, le=MOST_FIGURES, description="How many to list at most.")] = 50,
    ) -> Figures:
        """List figures by force, measure, topic, round, period, place and status: as stated, with their source."""
        query = ObservationQuery(
            force=list(forces_named),
            measure=list(measure_ids),
            topic=list(topics),
            round=list(inspection_rounds),
            period=list(periods),
            area=list(areas),
            status=list(statuses),
        )
        with self._reading() as session:
            checks = Checks()
            wanted = figures_asked(query, checks)
            checks.finish()
            rows = observations.list_observations(session, wanted, query.sort, Window(limit))
        return Figures(items=[stored_observation(row) for row in rows.items], total=rows.total)

    def compare(
        self,
        subject: Annotated[str, Field(description=f"A measure, or an indicator: {', '.join(DEFINITIONS)}.")],
        forces_named: Names = (),
        inspection_round: OneRound = None,
    ) -> ComparedForces:
        """Compare a measure or an indicator across forces: bounds, periods, ranks as ranges, and caveats to give."""
        with self._reading() as session:
            checks = Checks()
            checks.one_of("subject", [subject], [*DEFINITIONS, *(id_ for id_, m in measures().items() if m.catalogued)])
            wanted = checks.forces(forces_named)
            rounds = checks.rounds([] if inspection_round is None else [inspection_round])
            checks.finish()
            is_indicator = subject in DEFINITIONS
            of = subject_asked(None if is_indicator else subject, subject if is_indicator else None, checks)
            return ComparedForces(comparison=comparison_asked(session, of, wanted, rounds))

    def explain_figure(
        self, figure_id: Annotated[str, Field(description="The id of a figure, as get_figures gives it.")]
    ) -> Explanation:
        """Explain a figure: what it counts, how exactly it is meant, what its words allow, and where they stand."""
        with self._reading() as session:
            row = observations.observation_by_id(session, figure_id)
            if row is None:
                raise ToolError(f"There is no figure {figure_id!r}. Ids are those that get_figures gives.")
            [measure] = catalogue.list_measures(session, Window(1), ids=[row.measure]).items
        figure = stored_observation(row)
        return Explanation(figure=figure, measure=Measure.model_validate(measure), in_words=said_of(figure))


def force_named(name: str) -> register.Force:
    """Return the force of a name. Raises ``InvalidParameter`` with the nearest where none is called so."""
    checks = Checks()
    slugs = checks.forces([name])
    checks.finish()
    return register.forces()[slugs[0]]


def strict(tool: Tool) -> Tool:
    """Return a tool that refuses arguments it does not have: no mistake may silently change an answer."""
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    tool.parameters = arguments.model_json_schema(by_alias=True)
    return tool


def said_of(figure: Observation) -> str:
    """Return a sentence that says of a figure what it means."""
    area = "the whole force area" if figure.area is None else figure.area
    period = "no period named" if figure.period is None else figure.period.label
    low = "unbounded" if figure.bounds.low is None else f"{figure.bounds.low.normalize():f}"
    high = "unbounded" if figure.bounds.high is None else f"{figure.bounds.high.normalize():f}"
    return (
        f"{figure.label}: {figure.qualifier} {figure.value.normalize():f} {figure.unit} ({period}; {area}; "
        f"{figure.status}), between {low} and {high} by the words “{figure.as_stated}” of {figure.source.statement}."
    )
