"""The tools for assistants, asked with the SDK's own client: in process, over HTTP and over stdio."""

import json
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from mcp_types import TextContent, Tool
from sqlalchemy import Engine

from app.assistants.server import assistant_server
from app.assistants.tools import allowed
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.load.store import Intake
from app.schemas.figures import Bounds
from app.schemas.observations import Observation, Source
from app.vocabulary.forces import forces
from app.vocabulary.measures import Topic
from tests.commands import environment
from tests.conftest import ROOT, Databases, running, service, sqlite_alone

Content = dict[str, Any]


def ask(server: Any, tool: str, **arguments: Any) -> Content:  # noqa: ANN401 - any server
    """Return the structured answer of a tool, which its text is too; an error is its text under ``error``."""

    async def call() -> Content:
        async with Client(server) as client:
            result = await client.call_tool(tool, arguments)
            [part] = result.content
            assert isinstance(part, TextContent)
            if result.is_error:
                return {"error": part.text}
            assert isinstance(result.structured_content, dict)
            assert part.text == compact(result.structured_content)
            return result.structured_content

    return anyio.run(call)


def compact(content: Content) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def listed_tools(server: Any) -> list[Tool]:  # noqa: ANN401 - any server
    async def tools() -> list[Tool]:
        async with Client(server) as client:
            return list((await client.list_tools()).tools)

    return anyio.run(tools)


@pytest.fixture(scope="module")
def server(databases: Databases) -> Iterator[MCPServer]:
    engine = make_engine(databases.seeded, read_only=True)
    yield assistant_server(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def profiles(server: MCPServer) -> list[Content]:
    """The newest profile of each force."""
    return [ask(server, "get_profile", force=force) for force in forces()]


@pytest.fixture(scope="module")
def address(databases: Databases) -> Iterator[str]:
    """Where the tools answer over HTTP."""
    with running(databases.seeded) as root:
        yield f"{root}/mcp"


@pytest.fixture
def program(databases: Databases) -> StdioServerParameters:
    """How the tools are started to answer over standard input and output."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "app.cli", "mcp"],
        cwd=str(ROOT),
        env=environment(databases.seeded),
    )


def test_every_tool_reads_and_says_what_it_takes(server: MCPServer) -> None:
    listed = listed_tools(server)
    assert {tool.name for tool in listed} == {
        "find_force",
        "list_measures",
        "get_profile",
        "get_figures",
        "compare",
        "series",
        "official_figures",
        "check_against_official",
        "explain_figure",
    }
    for tool in listed:
        assert tool.annotations
        assert tool.annotations.read_only_hint is True
        assert tool.title
        assert tool.description
        assert tool.output_schema
        assert all(found.get("description") for found in tool.input_schema["properties"].values())


def test_no_input_schema_refers_to_another_place(server: MCPServer) -> None:
    for tool in listed_tools(server):
        assert "$ref" not in compact(tool.input_schema)
        assert "$defs" not in tool.input_schema
    [figures] = [tool.input_schema for tool in listed_tools(server) if tool.name == "get_figures"]
    assert figures["properties"]["topic"]["items"]["enum"] == list(Topic)


def test_null_is_as_left_out_for_every_argument_of_every_tool(server: MCPServer) -> None:
    for tool in listed_tools(server):
        required = next(arguments for name, arguments in RIGHT if name == tool.name)
        for argument in tool.input_schema["properties"].keys() - required.keys():
            with_null: Content = {argument: None}
            assert ask(server, tool.name, **required, **with_null) == ask(server, tool.name, **required), argument
        for argument in tool.input_schema.get("required", []):
            assert ask(server, tool.name, **required | {argument: None}) == {"error": f"{argument}: it is required"}
    assert ask(server, "get_figures", force=["kent", None]) == ask(server, "get_figures", force=["kent"])


@pytest.mark.parametrize("several", ['["kent","essex"]', ["kent", "essex"]])
@pytest.mark.parametrize("limit", [3, "3", 3.0])
def test_what_arrives_as_text_is_read_as_meant(server: MCPServer, several: object, limit: object) -> None:
    answer = ask(server, "get_figures", force=several, measure="police_staff", limit=limit)
    assert answer == ask(server, "get_figures", force=["kent", "essex"], measure=["police_staff"], limit=3)
    assert 0 < len(answer["items"]) <= 3


def test_every_item_names_its_force(server: MCPServer) -> None:
    answers = [
        ask(server, "get_figures", limit=50),
        ask(server, "compare", measure="crime_rate", round="2021-22"),
        ask(server, "compare", indicator="budget_per_person"),
        ask(server, "series", force="dyfed-powys", measure="population"),
        {"items": ask(server, "get_profile", force="kent")["figures"]},
    ]
    items = [item for answer in answers for name in ("items", "national", "peers") for item in answer.get(name, ())]
    assert len(items) > 60
    for item in items:
        assert item["force_name"] == forces()[item["force"]].name


def test_fields_are_described_in_the_words_of_the_api(server: MCPServer) -> None:
    [schema] = [tool.output_schema for tool in listed_tools(server) if tool.name == "get_figures"]
    assert schema
    described = {
        name: found.get("description") for name, found in schema["$defs"]["SourcedFigure"]["properties"].items()
    }
    assert all(described.values())
    assert described["value"] == Observation.model_fields["value"].description
    assert described["url"] == Source.model_fields["url"].description


def test_what_there_is_not_is_not_announced(server: MCPServer, address: str) -> None:
    async def announced(of: Any, mode: str) -> set[str]:  # noqa: ANN401 - any server
        async with Client(of, mode=mode) as client:
            return set(client.server_capabilities.model_dump(exclude_none=True))

    for mode in ("auto", "legacy"):
        assert anyio.run(announced, server, mode) == {"tools"}
        assert anyio.run(announced, address, mode) == {"tools"}


def test_a_force_is_found_by_a_place(server: MCPServer) -> None:
    answer = ask(server, "find_force", q="Loughborough")
    assert [force["id"] for force in answer["items"]] == ["leicestershire"]
    assert answer["hint"] is None
    assert "Open Government Licence" in answer["licence"]


def test_all_forces_are_found_a_few_at_a_time(server: MCPServer) -> None:
    few = ask(server, "find_force")
    assert (len(few["items"]), few["total"]) == (10, 43)
    assert few["hint"].startswith("33 more")
    everything = ask(server, "find_force", limit=43)
    assert (len(everything["items"]), everything["hint"]) == (43, None)


@pytest.mark.parametrize(("q", "hint"), [("Leicestershyre", "did you mean leicestershire"), ("zzzz", "leave q out")])
def test_a_force_that_is_not_found_is_told_how_to_go_on(server: MCPServer, q: str, hint: str) -> None:
    answer = ask(server, "find_force", q=q)
    assert (answer["items"], answer["total"]) == ([], 0)
    assert hint in answer["hint"]


def test_measures_are_described_by_topic(server: MCPServer) -> None:
    everything = ask(server, "list_measures")["items"]
    assert {measure["topic"] for measure in everything} > {"budget", "demand"}
    assert {measure["description"] for measure in everything} == {None}
    of_budget = ask(server, "list_measures", topic="budget")["items"]
    assert [measure["id"] for measure in of_budget] == [m["id"] for m in everything if m["topic"] == "budget"]
    assert all(measure["description"] for measure in of_budget)
    counted = {measure["id"]: measure["official_figures"] for measure in everything}
    assert (counted["area"], counted["coastline_length"]) == (43, 0)


def test_a_profile_leads_with_a_figure_of_each_measure(server: MCPServer) -> None:
    answer = ask(server, "get_profile", force="Leicestershire Police", round="2021/22")
    figures = {figure["measure"]: figure for figure in answer["figures"]}
    assert figures["population"]["qualifier"] == "over"
    assert figures["population"]["as_stated"] == "a population of over 1.1 million"
    assert figures["budget_total"]["period"]["label"] == "2022/23"
    assert answer["statement"]["id"] == "leicestershire/2021-22"
    assert answer["statement"]["url"].startswith("https://")
    [indicator] = [found for found in answer["indicators"] if found["id"] == "budget_per_person"]
    assert indicator["display"] == "at most £203 per person"
    assert indicator["inputs"] == [figures["budget_total"]["id"], figures["population"]["id"]]


def test_what_indicators_rest_on_is_in_the_profile(profiles: list[Content]) -> None:
    for answer in profiles:
        inputs = {id_ for indicator in answer["indicators"] for id_ in indicator["inputs"]}
        assert inputs <= {figure["id"] for figure in answer["figures"]}


def test_figures_are_filtered(server: MCPServer) -> None:
    answer = ask(server, "get_figures", force=["kent"], measure=["population"])
    assert {figure["statement"].partition("/")[0] for figure in answer["items"]} == {"kent"}
    assert {figure["measure"] for figure in answer["items"]} == {"population"}
    assert {figure["certainty"] for figure in answer["items"]} == {"certain"}
    assert answer["total"] == len(answer["items"])
    assert (answer["next"], answer["hint"]) == (None, None)


def test_one_value_alone_is_taken_for_a_list(server: MCPServer) -> None:
    several = ask(server, "get_figures", force=["durham"], measure=["population"], round=["2016"], topic=[])
    assert several["items"]
    assert ask(server, "get_figures", force="durham", measure="population", round=2016, topic=None) == several


def test_figures_are_paged(server: MCPServer) -> None:
    everything = ask(server, "get_figures", force="leicestershire", limit=50)
    pages = [ask(server, "get_figures", force="leicestershire", limit=30)]
    assert "`next`" in pages[0]["hint"]
    while pages[-1]["next"] is not None:
        pages.append(ask(server, "get_figures", force="leicestershire", limit=30, cursor=pages[-1]["next"]))
    assert len(pages) > 1
    items = [figure for page in pages for figure in page["items"]]
    assert items[:50] == everything["items"]
    assert len(items) == everything["total"]


def test_figures_are_filtered_by_all_that_tells_them_apart(server: MCPServer) -> None:
    asked: Content = {"force": ["E23000021"], "topic": ["budget"], "round": ["2021/22"]}
    everything = ask(server, "get_figures", force=["leicestershire"])["total"]
    [figure] = ask(server, "get_figures", **asked, period=["2022-23"], area=["force"], status=["actual"])["items"]
    assert figure["as_stated"] == "a budget of £223.2m (2022/2023)"
    assert figure["statement"] == "leicestershire/2021-22"
    assert ask(server, "get_figures", **asked, area=["Leicester"])["total"] == 0
    assert ask(server, "get_figures", **asked, status=["target"])["total"] == 0
    assert everything > 1


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ({"area": "Leicster"}, "area is Leicester"),
        ({"force": "kent", "round": "2001"}, "Without round=2001, "),
        ({"force": "kent", "round": "2001"}, " figures match: round is 2023-25."),
        ({"force": "kent", "measure": "population", "area": "Leeds"}, "Leeds, 1 figure matches: area is force."),
        ({"measure": "population", "topic": "budget"}, "topic is demographics."),
        ({"measure": "population", "topic": "budget"}, " others. Without topic=budget"),
        ({"force": "kent", "area": "Atlantis", "round": 2001}, "No figure of kent has area Atlantis; there are: force"),
        ({"force": "kent", "area": "Atlantis", "round": 2001}, "No figure of kent has round 2001; there are: 2023-25."),
        ({"force": "kent", "period": "2001", "round": 2001}, "has period 2001; there are: "),
        ({"force": "kent", "period": "2001", "round": 2001}, "none named"),
        ({"measure": "population", "topic": "budget", "area": "Ebbsfleet"}, "ask for fewer at once"),
    ],
)
def test_where_nothing_matches_it_is_said_why(server: MCPServer, asked: Content, hint: str) -> None:
    answer = ask(server, "get_figures", **asked)
    assert answer["total"] == 0
    assert hint in answer["hint"]


@pytest.mark.parametrize("subject", [{"measure": "population"}, {"indicator": "population_density_square_mile"}])
def test_forces_are_compared_with_caveats_and_words(server: MCPServer, subject: Content) -> None:
    answer = ask(server, "compare", **subject, forces=["surrey", "leicestershire", "cheshire"], source="stated")
    assert (answer["source"], answer["editions"], answer["at"]) == ("stated", [], None)
    assert answer["caveats"]
    assert len(answer["items"]) + len(answer["apart"]) + sum(len(gap["forces"]) for gap in answer["missing"]) == 3
    assert answer["items"]
    for item in answer["items"]:
        assert item["position"].startswith(("1st", "2nd", "3rd"))
        assert len(item["inputs"]) == (1 if "measure" in subject else 2)
        assert item["display"]
        assert item["force_name"].endswith(("Police", "Constabulary"))
        for stated in item["inputs"]:
            figure = ask(server, "explain_figure", id=stated["id"])["figure"]
            assert stated["as_stated"] == figure["as_stated"]
            assert stated["statement"] == figure["source"]["statement"]
            assert item["url"] == figure["source"]["url"]


def test_a_figure_is_followed_through_the_rounds(server: MCPServer) -> None:
    answer = ask(server, "series", force="Dyfed Powys", measure="population", source="stated")
    assert [(item["round"], item["direction"]) for item in answer["items"]] == [("2015", None), ("2016", "up")]
    assert answer["items"][1]["change"] == {"low": 757, "high": 757}
    assert answer["items"][1]["figure"]["inputs"][0]["as_stated"] == "resident population of 515,871"
    assert answer["caveats"]
    derived = ask(server, "series", force="leicestershire", indicator="budget_per_person")
    assert {item["force"] for item in derived["items"]} == {"leicestershire"}
    with_figure = [item["figure"] for item in derived["items"] if item["figure"]]
    assert with_figure
    for figure in with_figure:
        for stated in figure["inputs"]:
            assert stated["as_stated"] == ask(server, "explain_figure", id=stated["id"])["figure"]["as_stated"]


def test_figures_of_others_are_beside_a_comparison(server: MCPServer) -> None:
    answer = ask(server, "compare", measure="crime_rate", round="2021-22")
    assert [figure["inputs"][0]["as_stated"] for figure in answer["national"]] == ["88.8", "89.3"]
    [peers] = answer["peers"]
    assert (peers["force"], peers["value"]) == ("metropolitan", 124.2)


def test_a_comparison_of_a_round_that_none_has_names_those_there_are(server: MCPServer) -> None:
    answer = ask(server, "compare", measure="languages", round="2016")
    assert answer["items"] == []
    assert answer["hint"] == "No force gives it in round 2016. The newest rounds that give it: 2015."
    nowhere = ask(server, "compare", measure="coastline_length", forces="surrey", round="2016")
    assert nowhere["hint"] == "No force gives it in round 2016, nor in any other."


def test_forces_are_compared_by_official_statistics_where_there_are_any(server: MCPServer) -> None:
    answer = ask(server, "compare", indicator="officers_per_1000_people", at=2023)
    assert (answer["source"], answer["basis"], answer["at"]["end"]) == ("official", "fte", "2023-03-31")
    assert [item["position"] for item in answer["items"][:3]] == ["1st", "2nd", "3rd"]
    assert [(missing["code"], missing["forces"]) for missing in answer["missing"]] == [
        ("few_residents", ["city-of-london"])
    ]
    [officers, population] = answer["editions"]
    assert officers.startswith(
        "Home Office, Police workforce, England and Wales: 31 March 2023, 2023-07-26 (original): "
    )
    assert "Office for National Statistics" in population
    for item in answer["items"]:
        assert (len(item["official_figures"]), item["inputs"], item["url"]) == (2, [], None)


def test_a_figure_is_followed_through_the_years(server: MCPServer) -> None:
    answer = ask(server, "series", force="kent", measure="police_officers")
    assert {item["at"]["end"][5:] for item in answer["items"]} == {"03-31"}
    assert [item["at"]["end"] for item in answer["items"] if item["missing"]] == ["2024-03-31"]


def test_a_figure_that_was_withdrawn_is_not_to_be_quoted(own_database: str, engine: Engine) -> None:
    Intake(engine).withdraw("kent", "2023-25", "It was published in error.")
    reader = make_engine(own_database, read_only=True)
    answer = ask(assistant_server(reader), "explain_figure", id="kent.2023-25.1.1")
    reader.dispose()

    assert (answer["figure"]["current"], answer["figure"]["withdrawn_because"]) == (False, "It was published in error.")
    assert answer["detail"].endswith("It does not stand any more: do not quote it as what the force says.")


@pytest.mark.parametrize("place", ["", "/v1/observations/", "http://localhost:8000/v1/observations/"])
def test_a_figure_is_explained_in_words(server: MCPServer, place: str) -> None:
    answer = ask(server, "explain_figure", id=f"{place}leicestershire.2021-22.1.3")
    assert answer["detail"] == (
        "Population: over 1.1 million (no period named; the whole force area; actual), at least 1,100,000"
        " by the words “a population of over 1.1 million” of leicestershire/2021-22."
    )
    assert answer["measure"]["id"] == answer["figure"]["measure"] == "population"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("3294", "3294", "exactly 3,294"),
        ("1100000", None, "at least 1,100,000"),
        ("0", "1", "at most 1"),
        (None, "-25", "at most -25"),
        ("-6.15", "-6.05", "between -6.15 and -6.05"),
        ("1750000", "1850000", "between 1,750,000 and 1,850,000"),
    ],
)
def test_what_words_allow_is_said_in_words(low: str | None, high: str | None, words: str) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert allowed(Bounds(low=ends[0], high=ends[1])) == words


RIGHT: list[tuple[str, Content]] = [
    ("find_force", {"q": "Loughborough"}),
    ("list_measures", {"topic": "demand"}),
    ("get_profile", {"force": "kent"}),
    ("get_figures", {"force": ["kent"], "limit": 3}),
    ("compare", {"measure": "police_officers"}),
    ("series", {"force": "kent", "measure": "police_officers"}),
    ("official_figures", {"force": "kent", "measure": "police_officers", "limit": 3}),
    ("check_against_official", {"force": "kent", "limit": 3}),
    ("explain_figure", {"id": "leicestershire.2021-22.1.7"}),
]
WRONG: list[tuple[str, Content, str]] = [
    ("get_figure", {}, "There is no tool 'get_figure'; did you mean get_figures"),
    ("observations", {}, "known here: find_force, list_measures"),
    ("find_force", {"q": "x" * 101}, "q: it has 101 characters, but may have 100"),
    ("list_measures", {"topic": "budgets"}, "topic: no such topic: 'budgets'; did you mean budget?"),
    ("get_profile", {}, "force: it is required"),
    ("get_profile", {"force": "Kant"}, "kent"),
    ("get_profile", {"force": "zzzz"}, "force: no such force: 'zzzz'; see find_force"),
    ("get_profile", {"force": "kent", "round": "1999"}, "2021-22"),
    ("get_profile", {"force": "kent", "round": "2016"}, "there is one for 2023-25"),
    ("get_figures", {"measure": ["populaton"]}, "did you mean population"),
    ("get_figures", {"measure": "Police officers"}, "did you mean police_officers"),
    ("get_figures", {"measure": "zzzz"}, "see list_measures"),
    ("get_figures", {"round": ["banana"]}, "write it as 2021-22"),
    ("get_figures", {"period": ["soon"]}, "write it as 2022/23"),
    ("get_figures", {"area": ["x" * 101]}, "area: it has 101 characters, but may have 100"),
    ("get_figures", {"cursor": "soon"}, "use the `next` of an answer"),
    ("get_figures", {"limit": 1000}, "limit: 1000 is not a whole number from 1 to 50, such as 20"),
    ("get_figures", {"forces": ["kent"]}, "forces: no such argument; did you mean force?"),
    ("get_figures", {"year": 2016}, "year: no such argument; known here: force, measure, topic, round,"),
    ("compare", {}, "give exactly one of measure"),
    ("compare", {"measure": "populaton"}, "population"),
    ("compare", {"indicator": "budget_per_persn"}, "budget_per_person"),
    ("compare", {"measure": "population", "forces": ["Kant"]}, "forces: no such force: 'Kant'; did you mean kent"),
    ("compare", {"measure": "population", "forces": "zzzz"}, "see find_force"),
    (
        "compare",
        {"measure": "population", "forces": "Kent, Essex, London"},
        "forces: no such force: 'London'; did you mean city-of-london or metropolitan?",
    ),
    ("compare", {"measure": "population", "forces": "Kent,,Essex"}, "forces: a value is empty; write one, or several"),
    ("get_figures", {"force": ["kent, esex"]}, "force: no such force: 'esex'; did you mean essex"),
    ("get_figures", {"measure": "population, cadetts"}, "no such measure: 'cadetts'; did you mean cadets"),
    ("get_figures", {"round": "2016, banana"}, "round: 'banana' is no round; write it as 2021-22"),
    ("get_figures", {"topic": "budget, workfroce"}, "topic: no such topic: 'workfroce'; did you mean workforce?"),
    ("get_figures", {"status": "actual,targt"}, "status: no such status: 'targt'; did you mean target?"),
    ("get_figures", {"force": ""}, "force: a value is empty; write one, or several with commas between them"),
    ("compare", {"measure": "population", "round": "21-22"}, "write it as 2021-22"),
    ("compare", {"measure": "population", "round": "2001"}, "no figure has the round '2001'; did you mean 2015"),
    ("compare", {"measure": "population", "at": "1950"}, "at: no official figure is of 1950; did you mean"),
    ("compare", {"measure": "population", "at": "2023", "round": "2016"}, "at: it goes with source=official"),
    ("compare", {"measure": "budget_total", "source": "official"}, "ask for stated"),
    ("series", {"force": "kent"}, "give exactly one of measure"),
    ("series", {"measure": "population"}, "force: it is required"),
    ("series", {"force": "Kant", "measure": "population"}, "did you mean kent"),
    ("series", {"force": "kent", "measure": "populaton"}, "did you mean population"),
    ("explain_figure", {"id": "kent.1"}, "get_figures"),
    ("explain_figure", {"id": "x" * 5000}, " … "),
    (
        "explain_figure",
        {"id": "/v1/official-figures/workforce-march.2023-07-26.kent.police_officers.fte.2023-03-31"},
        "is an official figure and has no words to explain; see official_figures",
    ),
    ("official_figures", {"since": "soon"}, "since: 'soon' names no such day"),
    ("official_figures", {"since": "2023", "until": "2010"}, "since: it is later than until"),
]


@pytest.mark.parametrize(("tool", "arguments", "hint"), WRONG)
def test_an_error_says_what_is_right(server: MCPServer, tool: str, arguments: Content, hint: str) -> None:
    error = ask(server, tool, **arguments)["error"]
    assert hint in error
    assert not re.search("pydantic|Error executing|\n", error)


def test_each_wrong_argument_has_its_line(server: MCPServer) -> None:
    of_the_call = ask(server, "get_figures", forces="kent", topic=["budgets"], limit=0)["error"]
    assert sorted(line.partition(":")[0] for line in of_the_call.splitlines()) == ["forces", "limit", "topic"]
    of_the_data = ask(server, "get_figures", force="Kant", measure="populaton", round="banana")["error"]
    assert sorted(line.partition(":")[0] for line in of_the_data.splitlines()) == ["force", "measure", "round"]


ROOM = 32_000
"""How many characters an answer may have: of more than 10,000 tokens, hosts begin to warn."""


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("find_force", {"limit": 43}),
        ("list_measures", {}),
        *(("list_measures", {"topic": topic}) for topic in Topic),
        ("get_figures", {"limit": 50}),
        ("compare", {"measure": "population"}),
        ("compare", {"measure": "police_officers"}),
        ("compare", {"indicator": "officers_per_1000_people"}),
        ("compare", {"indicator": "officers_per_1000_people", "source": "stated"}),
        ("compare", {"indicator": "workforce_per_1000_people"}),
        ("series", {"force": "merseyside", "measure": "budget_total"}),
        ("series", {"force": "kent", "indicator": "workforce_per_1000_people"}),
        ("explain_figure", {"id": "leicestershire.2021-22.1.7"}),
    ],
)
def test_an_answer_leaves_room(server: MCPServer, tool: str, arguments: Content) -> None:
    assert len(compact(ask(server, tool, **arguments))) < ROOM


def test_every_profile_leaves_room(profiles: list[Content]) -> None:
    assert max(len(compact(profile)) for profile in profiles) < ROOM


def test_the_list_of_tools_leaves_room(server: MCPServer) -> None:
    listed = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed_tools(server)]
    assert len(compact({"tools": listed})) < 60_000  # of which hosts give a model what follows
    read = [{name: tool[name] for name in ("name", "description", "inputSchema")} for tool in listed]
    assert len(compact({"tools": read})) < 1_000 * len(read)


def test_answers_and_errors_are_the_same_everywhere(
    server: MCPServer, address: str, program: StdioServerParameters
) -> None:
    async def told(of: Any, mode: str) -> list[tuple[bool, list[str], Content | None]]:  # noqa: ANN401 - any server
        async with Client(of, mode=mode) as client:
            calls = (*RIGHT, *((tool, arguments) for tool, arguments, _ in WRONG))
            results = [await client.call_tool(tool, arguments) for tool, arguments in calls]
        return [
            (result.is_error, [getattr(part, "text", "") for part in result.content], result.structured_content)
            for result in results
        ]

    said = anyio.run(told, server, "auto")
    assert [is_error for is_error, _, _ in said] == [False] * len(RIGHT) + [True] * len(WRONG)
    for _, [text], content in said[: len(RIGHT)]:
        assert content is not None
        assert text == compact(content)
        assert "Open Government Licence" in content["attribution"]
    for mode in ("auto", "legacy"):  # the protocol of today, and that of before 2026
        assert anyio.run(told, address, mode) == said
    assert anyio.run(told, program, "auto") == said


@sqlite_alone
def test_a_desktop_starts_the_tools_from_any_folder(databases: Databases) -> None:
    there = StdioServerParameters(
        command=sys.executable,
        args=["-m", "app.cli", "mcp"],
        cwd="/",
        env=environment(databases.seeded) | {"PYTHONPATH": str(ROOT)},
    )
    assert ask(there, "find_force", q="kent")["items"][0]["id"] == "kent"


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"])
@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/json, text/event-stream"])
def test_older_versions_of_the_protocol_are_answered(client: TestClient, version: str, accept: str) -> None:
    about = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    status, answer = told(client, message("initialize", **about), Accept=accept)
    assert status == 200
    assert json.loads(answer)["result"]["protocolVersion"] == version


def test_without_data_the_tools_say_what_to_do(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    assert "force-profiles seed" in ask(assistant_server(engine), "get_profile", force="kent")["error"]
    engine.dispose()


def test_a_database_that_cannot_be_read_is_told_as_over_http(
    empty_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = make_engine(empty_database, read_only=False)
    told = ask(assistant_server(engine), "get_profile", force="kent")["error"]
    engine.dispose()
    with service(empty_database) as client:
        assert client.get("/v1/forces/kent").json()["detail"] == told
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": "get_profile", "arguments": {"force": "kent"}},
        }
        headers = {"Accept": "application/json, text/event-stream", "X-Request-ID": "asked-by-mcp"}
        answer = client.post("/mcp", json=call, headers=headers)
    assert answer.json()["result"]["content"] == [{"type": "text", "text": told}]
    assert told == "The database cannot be read now. Try again in a moment."
    logged = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(logged) == 3
    assert not any(record.exc_info for record in logged)
    assert all("the database cannot be read" in record.getMessage() for record in logged)
    assert logged[-1].__dict__["fields"] == {"request_id": "asked-by-mcp"}


def test_a_fault_is_told_as_over_http(
    server: MCPServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("app.assistants.tools.list_forces", fail)
    told = ask(server, "find_force")["error"]
    [logged] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert re.fullmatch(r"This is a fault of the service, not of your request. Quote (\w+) to report it\.", told)
    assert "inside" not in told
    assert logged.exc_info
    assert isinstance(logged.exc_info[1], RuntimeError)


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_no_stream_is_held_open(client: TestClient, method: str) -> None:
    answer = client.request(method, "/mcp", headers={"Accept": "text/event-stream"})
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) & {"POST", "GET", "HEAD", "DELETE"} == {"POST"}


# What anybody may send


def told(client: TestClient, body: str | bytes, **headers: str) -> tuple[int, str]:
    sent = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"} | headers
    answer = client.post("/mcp", content=body, headers=sent)
    return answer.status_code, answer.text


def message(method: str, **params: object) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})


def test_few_of_many_unknown_arguments_are_told(client: TestClient) -> None:
    many = {f"a{number}": 1 for number in range(15_000)}
    status, answer = told(client, message("tools/call", name="find_force", arguments={"q": "kent", **many}))
    assert status == 200
    assert len(answer) < 10_000
    assert answer.count("no such argument") == 20
    _, answer = told(client, message("tools/call", name="find_force", arguments={"a" * 100_000: 1}))
    assert len(answer) < 2_000
    wrong = message("tools/call", name="compare", arguments={"measure": "population", "forces": list(range(20_000))})
    assert len(told(client, wrong)[1]) < 3_000
    _, answer = told(client, message("tools/call", name="a" * 100_000, arguments={}))
    assert len(answer) < 2_000


def test_a_message_that_is_too_large_is_not_read(client: TestClient) -> None:
    large = message("tools/call", name="find_force", arguments={"q": "a" * 300_000})
    for body, headers in ((large, {}), (b"", {"Content-Length": "900000000"})):
        status, answer = told(client, body, **headers)
        assert (status, json.loads(answer)["type"]) == (413, "/v1/problems/payload-too-large")


@pytest.mark.parametrize(
    "method",
    [
        "prompts/get",
        "prompts/list",
        "resources/read",
        "resources/list",
        "completion/complete",
        "nonsense",
        "tools/none",
    ],
)
def test_what_is_not_offered_is_refused_without_a_fuss(
    client: TestClient, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    references = {"ref": {"type": "ref/prompt", "name": "x"}, "argument": {"name": "a", "value": "b"}}
    status, answer = told(client, message(method, name="x", uri="file:///x", **references))
    assert status == 200
    assert json.loads(answer)["error"]["code"] == -32601
    assert caplog.records == []
