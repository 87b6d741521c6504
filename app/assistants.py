"""For assistants: the data as tools of the Model Context Protocol, few and curated.

Every answer says what a figure means and where it stands, so that it can be quoted with its source.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, NoReturn

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import __version__
from app.derived.comparison import compare, inputs_of
from app.derived.headlines import headline
from app.derived.indicators import DEFINITIONS, indicators_of
from app.queries import catalogue, forces, observations, profiles
from app.queries.comparison import statements_with
from app.queries.paging import Window
from app.schemas import comparison as comparison_schemas
from app.schemas.common import Output
from app.schemas.forces import Force
from app.schemas.indicators import Indicator, indicator
from app.schemas.measures import Measure
from app.schemas.observations import Observation, stored_observation
from app.schemas.statements import Statement, statement
from app.vocabulary import forces as register
from app.vocabulary.areas import NATIONAL
from app.vocabulary.measures import Measure as MeasureEntry
from app.vocabulary.measures import Topic, measures
from app.vocabulary.names import nearest
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
    server = MCPServer(
        "force-profiles", title="Force Profiles", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    tools = Tools(engine)
    for tool in (
        tools.find_force,
        tools.list_measures,
        tools.get_profile,
        tools.get_figures,
        tools.compare,
        tools.explain_figure,
    ):
        server.add_tool(tool, annotations=READS)
    return server


class Tools:
    """The tools. What an assistant may ask is their signature, what it is told their docstring."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with Session(self._engine) as session:
            if catalogue.modified_at(session) is None:
                raise ToolError("The database holds no data yet. Fill it with `force-profiles seed`.")
            yield session

    def find_force(
        self, words: Annotated[str, Field(description="Part of a name, a place, a code or a slug.", max_length=100)]
    ) -> FoundForces:
        """Find police forces by name, place or code, with the rounds of their statements."""
        found = [force.id for force in register.search(words)]
        if not found:
            unknown("force", words, register.nearest_forces(words))
        with self._reading() as session:
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
            rows = profiles.profile(session, slug(force), inspection_round and round_named(inspection_round))
        if rows is None or (inspection_round is not None and rows.statement is None):
            unknown("round", str(inspection_round), rows.force.rounds if rows else ())
        leading = [headline(rows.observations, measure) for measure in measures().values() if measure.catalogued]
        return ForceProfile(
            force=Force.model_validate(rows.force),
            statement=rows.statement and statement(rows.statement),
            leading=[stored_observation(found) for found in leading if found is not None],
            indicators=[indicator(found) for found in indicators_of(rows.observations)[0]],
        )

    def get_figures(
        self,
        forces_named: Names = (),
        measure_ids: Names = (),
        inspection_rounds: Names = (),
        limit: Annotated[int, Field(ge=1, le=MOST_FIGURES, description="How many to list at most.")] = 50,
    ) -> Figures:
        """List figures of forces, measures and rounds, with their words as stated and their place in the source."""
        wanted = observations.ObservationFilter(
            forces=[slug(name) for name in forces_named],
            measures=[known_measure(id_).id for id_ in measure_ids],
            rounds=[round_named(name) for name in inspection_rounds],
        )
        with self._reading() as session:
            rows = observations.list_observations(session, wanted, "force", Window(limit))
        return Figures(items=[stored_observation(row) for row in rows.items], total=rows.total)

    def compare(
        self,
        subject: Annotated[str, Field(description=f"A measure, or an indicator: {', '.join(DEFINITIONS)}.")],
        forces_named: Names = (),
        inspection_round: OneRound = None,
    ) -> ComparedForces:
        """Compare a measure or an indicator across forces: bounds, periods, ranks as ranges, and caveats to give."""
        of = DEFINITIONS.get(subject) or known_measure(subject)
        wanted = inputs_of(of)
        rounds = [] if inspection_round is None else [round_named(inspection_round)]
        with self._reading() as session:
            statements = statements_with(session, wanted, forces=[slug(name) for name in forces_named], rounds=rounds)
            national = [] if subject in DEFINITIONS else observations.observations_in(session, wanted, area=NATIONAL)
        return ComparedForces(comparison=comparison_schemas.comparison(of, compare(of, statements), national))

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


def round_named(name: str) -> str:
    """Return a round in its usual form: ``2021/22`` is ``2021-22``."""
    return name.replace("/", "-")


def slug(name: str) -> str:
    """Return the slug of a force. Raises ``ToolError`` with the nearest where none is called so."""
    found = register.resolve(name)
    return found.id if found is not None else unknown("force", name, register.nearest_forces(name))


def known_measure(id_: str) -> MeasureEntry:
    """Return a measure. Raises ``ToolError`` with the nearest where none is called so."""
    found = measures().get(id_)
    return found if found is not None else unknown("measure", id_, nearest(id_, measures()))


def unknown(what: str, name: str, near: Iterable[str]) -> NoReturn:
    """Say that nothing is called so, and what is called most like it."""
    near = list(near)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise ToolError(f"No {what} is called {name!r}.{hint}")


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
