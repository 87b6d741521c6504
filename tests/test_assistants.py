"""The tools for assistants, asked with the SDK's own client: in process, over HTTP and over stdio."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer

from app.assistants import assistant_server
from app.db.engine import make_engine
from app.db.migrate import migrate
from tests.conftest import ROOT, Databases, running

Content = dict[str, Any]


def ask(server: Any, tool: str, mode: str = "auto", **arguments: Any) -> Content:  # noqa: ANN401 - any server
    """Return the structured answer of a tool; an error is its text under ``error``."""

    async def call() -> Content:
        async with Client(server, mode=mode) as client:
            result = await client.call_tool(tool, arguments)
            if result.is_error:
                return {"error": " ".join(getattr(part, "text", "") for part in result.content)}
            assert isinstance(result.structured_content, dict)
            return result.structured_content

    return anyio.run(call)


@pytest.fixture(scope="module")
def server(databases: Databases) -> Iterator[MCPServer]:
    engine = make_engine(databases.seeded, read_only=True)
    yield assistant_server(engine)
    engine.dispose()


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
        env={**os.environ, "FORCE_PROFILES_DATABASE_URL": databases.seeded},
    )


def test_every_tool_reads_and_says_what_it_takes(server: MCPServer) -> None:
    async def tools() -> list[Any]:
        async with Client(server) as client:
            return list((await client.list_tools()).tools)

    listed = anyio.run(tools)
    assert {tool.name for tool in listed} == {
        "find_force",
        "list_measures",
        "get_profile",
        "get_figures",
        "compare",
        "explain_figure",
    }
    for tool in listed:
        assert tool.annotations.read_only_hint is True
        assert tool.description
        assert tool.output_schema
        assert all(found.get("description") for found in tool.input_schema["properties"].values())


def test_a_force_is_found_by_a_place(server: MCPServer) -> None:
    answer = ask(server, "find_force", words="Loughborough")
    assert [force["id"] for force in answer["items"]] == ["leicestershire"]
    assert "Open Government Licence" in answer["licence"]


def test_measures_are_listed_by_topic(server: MCPServer) -> None:
    assert {measure["topic"] for measure in ask(server, "list_measures", topic="budget")["items"]} == {"budget"}


def test_a_profile_leads_with_a_figure_of_each_measure(server: MCPServer) -> None:
    answer = ask(server, "get_profile", force="Leicestershire Police", inspection_round="2021/22")
    leading = {figure["measure"]: figure for figure in answer["leading"]}
    assert leading["population"]["qualifier"] == "over"
    assert leading["population"]["as_stated"] == "a population of over 1.1 million"
    assert leading["population"]["source"]["url"].startswith("https://")
    assert "at most £203 per person" in {indicator["in_words"] for indicator in answer["indicators"]}


def test_figures_are_filtered(server: MCPServer) -> None:
    answer = ask(server, "get_figures", forces_named=["kent"], measure_ids=["population"], limit=5)
    assert {figure["force"] for figure in answer["items"]} == {"kent"}
    assert {figure["measure"] for figure in answer["items"]} == {"population"}
    assert answer["total"] == len(answer["items"])


@pytest.mark.parametrize("subject", ["population", "budget_per_person"])
def test_forces_are_compared_with_caveats(server: MCPServer, subject: str) -> None:
    answer = ask(server, "compare", subject=subject, forces_named=["kent", "leicestershire"])["comparison"]
    assert len(answer["items"]) + len(answer["missing"]) == 2
    assert answer["caveats"]
    assert all(item["position"]["in_words"] for item in answer["items"])


def test_a_figure_is_explained_in_words(server: MCPServer) -> None:
    answer = ask(server, "explain_figure", figure_id="leicestershire.2021-22.1.3")
    assert answer["in_words"] == (
        "Population: over 1100000 people (no period named; the whole force area; actual), between 1100000 and unbounded"
        " by the words “a population of over 1.1 million” of leicestershire/2021-22."
    )


def test_figures_are_filtered_by_all_that_tells_them_apart(server: MCPServer) -> None:
    asked: Content = {"forces_named": ["E23000021"], "topics": ["budget"], "inspection_rounds": ["2021/22"]}
    everything = ask(server, "get_figures", forces_named=["leicestershire"])["total"]
    [figure] = ask(server, "get_figures", **asked, periods=["2022-23"], areas=["force"], statuses=["actual"])["items"]
    assert figure["as_stated"] == "a budget of £223.2m (2022/2023)"
    assert ask(server, "get_figures", **asked, areas=["Leicester"])["total"] == 0
    assert ask(server, "get_figures", **asked, statuses=["target"])["total"] == 0
    assert everything > 1


RIGHT: list[tuple[str, Content]] = [
    ("find_force", {"words": "Loughborough"}),
    ("list_measures", {"topic": "demand"}),
    ("get_profile", {"force": "kent"}),
    ("get_figures", {"forces_named": ["kent"], "limit": 3}),
    ("compare", {"subject": "police_officers"}),
    ("explain_figure", {"figure_id": "leicestershire.2021-22.1.7"}),
]
WRONG: list[tuple[str, Content, str]] = [
    ("find_force", {"words": "Leicestershyre"}, "leicestershire"),
    ("find_force", {"words": ""}, "at least 1"),
    ("list_measures", {"topic": "budgets"}, "'budget'"),
    ("get_profile", {"force": "Kant"}, "kent"),
    ("get_profile", {"force": "kent", "inspection_round": "1999"}, "2021-22"),
    ("get_profile", {"force": "kent", "inspection_round": "2016"}, "The rounds are 2023-25"),
    ("get_figures", {"measure_ids": ["populaton"]}, "population"),
    ("get_figures", {"inspection_rounds": ["banana"]}, "write it as 2021-22"),
    ("get_figures", {"periods": ["soon"]}, "write it as 2022/23"),
    ("get_figures", {"limit": 1000}, "200"),
    ("get_figures", {"forces": ["kent"]}, "forces\n  Extra inputs are not permitted"),
    ("compare", {"subject": "populaton"}, "population"),
    ("compare", {"subject": "budget_per_persn"}, "budget_per_person"),
    ("compare", {"subject": "population", "forces_named": ["Kant"]}, "kent"),
    ("compare", {"subject": "population", "inspection_round": "21-22"}, "write it as 2021-22"),
    ("explain_figure", {"figure_id": "kent.1"}, "get_figures"),
]


@pytest.mark.parametrize(("tool", "arguments", "hint"), WRONG)
def test_an_error_says_what_is_right(server: MCPServer, tool: str, arguments: Content, hint: str) -> None:
    assert hint in ask(server, tool, **arguments)["error"]


@pytest.mark.parametrize(("tool", "arguments"), RIGHT)
def test_each_tool_answers_the_same_everywhere(
    server: MCPServer, address: str, program: StdioServerParameters, tool: str, arguments: Content
) -> None:
    answer = ask(server, tool, **arguments)
    assert "Open Government Licence" in answer["attribution"]
    for mode in ("auto", "legacy"):  # the protocol of today, and that of before 2026
        assert ask(address, tool, mode=mode, **arguments) == answer
    assert ask(program, tool, **arguments) == answer


def test_errors_are_the_same_everywhere(server: MCPServer, address: str, program: StdioServerParameters) -> None:
    async def errors(of: Any) -> list[str]:  # noqa: ANN401 - any server
        async with Client(of) as client:
            results = [await client.call_tool(tool, arguments) for tool, arguments, _ in WRONG]
            assert all(result.is_error for result in results)
            return [getattr(part, "text", "") for result in results for part in result.content]

    said = anyio.run(errors, server)
    assert anyio.run(errors, address) == said
    assert anyio.run(errors, program) == said


def test_without_data_the_tools_say_what_to_do(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    assert "force-profiles seed" in ask(assistant_server(engine), "get_profile", force="kent")["error"]
    engine.dispose()


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_no_stream_is_held_open(client: TestClient, method: str) -> None:
    answer = client.request(method, "/mcp", headers={"Accept": "text/event-stream"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
