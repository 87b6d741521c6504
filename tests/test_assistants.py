"""The tools for assistants, asked with the SDK's own client: in process, over HTTP and over stdio."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.server.mcpserver import MCPServer

from app.assistants import assistant_server
from app.db.engine import make_engine
from tests.conftest import ROOT, Databases, running

Content = dict[str, Any]


def ask(server: Any, tool: str, **arguments: Any) -> Content:  # noqa: ANN401 - whatever a client connects to
    """Return the structured answer of a tool; an error is its text under ``error``."""

    async def call() -> Content:
        async with Client(server) as client:
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


@pytest.mark.parametrize(
    ("tool", "arguments", "hint"),
    [
        ("find_force", {"words": "Leicestershyre"}, "leicestershire"),
        ("get_profile", {"force": "Kant"}, "kent"),
        ("get_profile", {"force": "kent", "inspection_round": "1999"}, "2023-25"),
        ("get_figures", {"measure_ids": ["populaton"]}, "population"),
        ("get_figures", {"limit": 1000}, "200"),
        ("compare", {"subject": "populaton"}, "population"),
        ("explain_figure", {"figure_id": "kent.1"}, "get_figures"),
    ],
)
def test_an_error_says_what_is_right(server: MCPServer, tool: str, arguments: Content, hint: str) -> None:
    assert hint in ask(server, tool, **arguments)["error"]


def test_the_tools_answer_over_http(databases: Databases) -> None:
    with running(databases.seeded) as address:
        answer = ask(f"{address}/mcp", "find_force", words="kent")
    assert [force["id"] for force in answer["items"]] == ["kent"]


def test_the_tools_answer_over_stdio(databases: Databases) -> None:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "app.cli", "mcp"],
        cwd=str(ROOT),
        env={**os.environ, "FORCE_PROFILES_DATABASE_URL": databases.seeded},
    )
    answer = ask(stdio_client(parameters), "find_force", words="kent")
    assert [force["id"] for force in answer["items"]] == ["kent"]
