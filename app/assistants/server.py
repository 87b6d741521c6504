"""The MCP server of the tools, with compact answers and errors in plain words."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext
from itertools import islice
from typing import Any, cast

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool
from mcp.shared.exceptions import MCPError
from mcp_types import METHOD_NOT_FOUND, CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError
from sqlalchemy import Engine
from starlette.requests import Request

from app import __version__
from app.assistants.tools import Tools
from app.http.failures import problem_of
from app.http.problems import MOST_ERRORS, NotReady
from app.http.tracing import request_id
from app.http.turns import Turns
from app.http.wrong_values import Schema, wrong_value
from app.vocabulary.names import abridged, nearest, suggestion
from app.vocabulary.sources import DATA_ATTRIBUTION, DISCLAIMER

INSTRUCTIONS = f"""\
Figures that the 43 territorial police forces of England and Wales state about themselves, and beside them what official
statistics count. Always say which of the two a figure is. A figure is never a bare number: say its unit, qualifier
("over", "about"), period and area with it; quote `as_stated` and name the statement it is of, or name the publisher of
an official one. That the two differ does not make either wrong. `bounds` are what the words allow; null there is
unbounded, and null anywhere else means that nothing is stated, never 0. Comparisons carry caveats: give them with any
rank. Begin with find_force or list_measures; `id` of a stated figure is what explain_figure explains.
{DATA_ATTRIBUTION} {DISCLAIMER}
"""
ABSENT = ("prompts", "resources", "completion")
"""Features of the protocol that the server does not have."""
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def assistant_server(engine: Engine, turns: Turns | None = None) -> MCPServer:
    """Return the server of the tools, which read the engine's database. ``turns`` limits how many do so at once."""
    tools = Tools(engine)
    offered: dict[str, Callable[..., Any]] = {
        "Find a police force": tools.find_force,
        "List what is counted": tools.list_measures,
        "Profile of a force": tools.get_profile,
        "Figures": tools.get_figures,
        "Compare forces": tools.compare,
        "Follow a figure": tools.series,
        "Official figures": tools.official_figures,
        "Check against official statistics": tools.check_against_official,
        "Explain a figure": tools.explain_figure,
    }
    server = AssistantServer(
        "force-profiles",
        title="Force Profiles",
        instructions=INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
        tools=[plain(Tool.from_function(tool, title=title, annotations=READS)) for title, tool in offered.items()],
        subscriptions=False,  # nothing that is offered ever changes
        middleware=[only_tools],
    )
    server.turns = turns
    return server


class AssistantServer(MCPServer):
    """The SDK's server, but with compact JSON and our own error messages instead of those of libraries."""

    turns: Turns | None = None

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult:
        """Call a tool. Raises ``ToolError`` with a line for each wrong argument, up to a maximum.

        Unexpected errors are logged and answered like those of the HTTP API.
        """
        tools = {tool.name: tool for tool in await self.list_tools()}
        if name not in tools:
            told = abridged(name)
            raise ToolError(f"There is no tool {told!r}{suggestion(nearest(told, tools), _known(tools))}")
        known = tools[name].input_schema["properties"]
        unknown = set(islice((argument for argument in arguments if argument not in known), MOST_ERRORS))
        few = {
            argument: value
            for argument, value in arguments.items()
            if value is not None and (argument in known or argument in unknown)
        }
        try:
            async with self.turns.turn() if self.turns else nullcontext():
                result = cast("CallToolResult", await super().call_tool(name, few, context))
        except NotReady as problem:
            raise ToolError(problem.detail) from None
        except UnexpectedToolError as error:
            own_id = id_of(cast("Context[Any, Any]", context))  # every call by the protocol has one
            raise ToolError(problem_of(error.__cause__ or error, own_id).detail) from None
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                lines = islice(wrong_arguments(cause, known), MOST_ERRORS)
                raise ToolError("\n".join(dict.fromkeys(lines))) from None
            raise ToolError(str(cause)) from None
        text = json.dumps(result.structured_content, ensure_ascii=False, separators=(",", ":"))
        return result.model_copy(update={"content": [TextContent(type="text", text=text)]})


def id_of(context: Context[Any, Any]) -> str:
    """Return the id of a call: over HTTP that of the request, otherwise the one that the client gave it."""
    request = context.request_context.request
    return request_id(request) if isinstance(request, Request) else context.request_id


async def only_tools(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Middleware that does not announce prompts and resources, because there are none.

    Raises ``MCPError`` if one is asked for; the SDK would report that as a failure of the server.
    """
    if ctx.method.partition("/")[0] in ABSENT:
        if ctx.request_id is None:  # a notification, which gets no answer
            return None
        raise MCPError(METHOD_NOT_FOUND, "There are tools alone: see tools/list.", ctx.method)
    result = await call_next(ctx)
    if ctx.method in {"initialize", "server/discover"} and isinstance(result, dict):
        for absent in ABSENT:
            result["capabilities"].pop(absent, None)
    return result


def wrong_arguments(error: ValidationError, known: Mapping[str, Schema]) -> Iterator[str]:
    """Yield what is wrong with each argument, and which names are known or near."""
    for found in error.errors():
        name = abridged(str(found["loc"][0]))
        if found["type"] == "extra_forbidden":
            yield f"{name}: no such argument{suggestion(nearest(name, known), _known(known))}"
        else:
            yield wrong_value(found, name, known.get(name, {})).detail


def _known(names: Iterable[str]) -> str:
    return f"known here: {', '.join(names)}"


def plain(tool: Tool) -> Tool:
    """Return a tool that refuses unknown arguments, so that no mistake silently changes an answer.

    Assistants read the whole schemas, so these leave out titles, which repeat names, and defaults of answers.
    """
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    tool.parameters = without(["title"], whole(arguments.model_json_schema(by_alias=True)))
    tool.fn_metadata.output_schema = without(["title", "default"], tool.fn_metadata.output_schema)
    return tool


def whole(schema: dict[str, Any]) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a schema with its references resolved, because not all clients follow references.

    What they refer to is not described again: each argument says what it takes.
    """
    definitions = {name: without(["description"], found) for name, found in schema.pop("$defs", {}).items()}

    def put_in(part: Any) -> Any:  # noqa: ANN401
        if isinstance(part, dict):
            named = definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else {}
            return {key: put_in(value) for key, value in (named | part).items() if key != "$ref"}
        return [put_in(value) for value in part] if isinstance(part, list) else part

    return put_in(schema)


def without(words: Collection[str], schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a part of a schema without some keywords. A property of the same name is kept: its value is a schema."""
    if isinstance(schema, dict):
        kept = {key: value for key, value in schema.items() if key not in words or isinstance(value, dict)}
        return {key: without(words, value) for key, value in kept.items()}
    return [without(words, part) for part in schema] if isinstance(schema, list) else schema
