"""The OpenAPI document: what the framework knows of the routes, completed with what it does not.

That is what HTTP can send, what any address may answer, which headers come with it, and examples. Building it takes
longer than all else that a service does to start, so it is a file of the package, which ``make examples`` builds.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from itertools import chain
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode

from app.api.examples import add_examples
from app.api.headers import HEADERS, documented
from app.api.problems import responses
from app.http.addresses import OPERATIONS
from app.http.problems import (
    HeadersTooLarge,
    InternalError,
    MalformedRequest,
    NotAcceptable,
    NotReady,
    PreconditionFailed,
    Problem,
    RangeNotSatisfiable,
    RequestTimeout,
    TooManyRequests,
    UriTooLong,
)
from app.http.tracing import REQUEST_ID
from app.schemas.common import ROUND
from app.schemas.extraction import SentPage
from app.schemas.problems import ProblemDetails
from app.vocabulary.measures import measures
from app.vocabulary.sources import DATA_ATTRIBUTION, DISCLAIMER

ABOUT = f"""\
What is known of the 43 territorial police forces of England and Wales, from two sources told apart: what they say of
themselves, every figure with unit, qualifier, bounds, period, area, status, the words as stated and the exact place in
the source; and what official statistics count of them, every figure with its edition and grade. `/v1/reconciliations`
lays the two side by side.

{DATA_ATTRIBUTION} {DISCLAIMER}

Begin with `/v1/forces`, with a force (`/v1/forces/leicestershire`), or with what there is: `/v1/coverage`. `value` is
what is stated or counted, `bounds` what its words or the publisher's rounding allow, `display` the figure for readers.
What is not stated is null, never 0. A fall is negative. Fractions are percent: half is 50.
"""
DESCRIPTION = f"""\
{ABOUT}
Every address that takes GET also takes HEAD, and `Range` for a part of the bytes (206, or 416 beyond the end). Lists
come as JSON and, by `format` or `Accept`, as CSV, NDJSON and Parquet. Enumerations in answers may grow:
`x-extensible-enum` lists today's values. The examples are real answers, with lists cut to their first two members.
"""
TAGS = [
    {"name": "forces", "description": "The forces, with their profiles and indicators."},
    {"name": "topics", "description": "One topic of a force: headline figures, every figure, notes, indicators."},
    {"name": "comparison", "description": "A figure across forces, or of one force through time, with caveats."},
    {"name": "charts", "description": "The same as pictures, and as specifications for others to draw."},
    {"name": "observations", "description": "Every figure that statements state, to filter, sort and page."},
    {"name": "official statistics", "description": "What is counted of all forces, and how stated figures agree."},
    {"name": "measures", "description": "What is counted, in which units, and what is derived from it."},
    {"name": "statements", "description": "The sources: where the figures stand."},
    {"name": "bulk", "description": "The whole dataset as files."},
    {"name": "releases", "description": "What stood when, and what changed."},
    {"name": "extractions", "description": "What the extractor reads from a text of yours; nothing is stored."},
    {"name": "discovery", "description": "What the dataset is, and how much of it there is."},
    {"name": "operations", "description": "The service's health, and what its problems mean."},
]

SCHEMAS = "#/components/schemas/"


def _request_header(name: str, description: str, example: str) -> dict[str, Any]:
    schema = {"type": "string", "examples": [example]}
    return {"name": name, "in": "header", "description": description, "schema": schema}


REQUEST_HEADERS = {
    header["name"]: header
    for header in (
        _request_header(
            "If-None-Match",
            "The `ETag` of an answer that you hold. If it still holds, the answer is 304, without a body.",
            HEADERS["ETag"]["example"],
        ),
        _request_header("Range", "The bytes to send, as one range; the whole is sent for anything else.", "bytes=0-99"),
        _request_header(
            "If-Range",
            "The `ETag` or `Last-Modified` of what you hold a part of. If it has changed, the whole is sent.",
            HEADERS["ETag"]["example"],
        ),
    )
}
OF_FILES = ("Range", "If-Range")
"""The request headers that any address takes, but are told where a file is answered alone."""
Schema = dict[str, Any]
TYPES: Mapping[str, tuple[str, Schema]] = MappingProxyType(
    {
        "force": (
            "ForceId",
            {
                "type": "string",
                "description": "A force by its slug; parameters also take its ONS code or name. `/v1/forces` has all.",
            },
        ),
        "measure": (
            "MeasureId",
            {
                "type": "string",
                "description": "What is counted, by its id. `/v1/measures` says what each means.",
                "x-extensible-enum": list(measures()),
            },
        ),
        "round": (
            "Round",
            {"type": "string", "description": "An inspection round, such as 2021-22 or 2016.", **ROUND},
        ),
    }
)
"""The types of texts that stand in many places: by what fields and parameters of them are called."""
PLURALS = MappingProxyType({"forces": "force", "measures": "measure", "rounds": "round"})

TRACED = (REQUEST_ID, "traceparent")
LIMITED = ("RateLimit-Policy", "RateLimit")
IN_FRONT = (*TRACED, *LIMITED, "Cache-Control")
"""The headers of what is decided in front of the routes."""
ANYWHERE = (*IN_FRONT, "Vary")
NOT_MODIFIED = "NotModified"
MOVED_PERMANENTLY = "MovedPermanently"

SHARED: Mapping[type[Problem], Collection[str]] = MappingProxyType(
    {
        MalformedRequest: IN_FRONT,
        NotAcceptable: ANYWHERE,
        PreconditionFailed: IN_FRONT,
        RangeNotSatisfiable: (*IN_FRONT, "Content-Range"),
        RequestTimeout: (),
        UriTooLong: (),
        HeadersTooLarge: (),
        TooManyRequests: (*IN_FRONT, "Retry-After"),
        InternalError: IN_FRONT,
        NotReady: (*ANYWHERE, "Retry-After"),
    }
)
"""The problems that are told alike wherever they arise, with their headers: their responses are components."""

Operation = dict[str, Any]


@cache
def document() -> dict[str, Any]:
    """Return the document as it was built."""
    read: dict[str, Any] = json.loads(files("app.data").joinpath("openapi.json").read_text(encoding="utf-8"))
    return read


def built(app: FastAPI) -> dict[str, Any]:
    """Return the document of an application, built of its routes."""
    document = deepcopy(FastAPI.openapi(app))  # the framework keeps its own
    components = document["components"]
    _define(components["schemas"], ProblemDetails, "serialization")
    _define(components["schemas"], SentPage, "validation")
    closed = _open_enumerations(components["schemas"])
    _name_types(components["schemas"])
    components["parameters"] = REQUEST_HEADERS
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _mend_parameters(path, operation, components["schemas"], closed)
            _complete_responses(path, method, operation, components["schemas"])
    for name in closed:
        if name not in {schema.get("$ref") for schema in _within([components["schemas"], document["paths"]])}:
            del components["schemas"][name.removeprefix(SCHEMAS)]
    components["responses"] = _shared_responses()
    every = [r for methods in document["paths"].values() for o in methods.values() for r in o["responses"].values()]
    used = {name for response in (*every, *components["responses"].values()) for name in response.get("headers", ())}
    components["headers"] = {name: header for name, header in HEADERS.items() if name in used}
    document["security"] = []
    add_examples(document)
    return document


def _define(schemas: dict[str, Any], model: type[BaseModel], mode: JsonSchemaMode) -> None:
    """Add the schema of a model that no route declares, and take away what the framework would tell in its place."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode=mode)
    for described in schema["properties"].values():
        described.pop("default", None)  # it is null: generators take what has a default for always there
    schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)


def _open_enumerations(schemas: dict[str, Schema]) -> dict[str, Schema]:
    """Make the enumerations of answers ones that may grow. Returns the closed ones, by reference, for parameters.

    Where one of several may stand they are told as one: generators would make a class of such a choice of texts.
    """
    closed = {f"{SCHEMAS}{name}": deepcopy(schema) for name, schema in schemas.items() if "enum" in schema}
    for schema in _within(schemas):
        if "anyOf" in schema and all(branch.get("$ref") in closed for branch in schema["anyOf"]):
            choices = [closed[branch["$ref"]]["enum"] for branch in schema.pop("anyOf")]
            schema |= {"type": "string", "enum": list(chain.from_iterable(choices))}
        if isinstance(schema.get("enum"), list):
            schema["x-extensible-enum"] = schema.pop("enum")
    return closed


def _within(schema: Any) -> Iterator[Schema]:  # noqa: ANN401 - JSON
    """Yield every object in a schema, itself too."""
    if isinstance(schema, dict):
        yield schema
    for member in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _within(member)


def _name_types(schemas: dict[str, Schema]) -> None:
    """Add the types of texts that have a name, and let fields of them refer to it."""
    for schema in list(schemas.values()):
        for field, described in schema.get("properties", {}).items():
            described.pop("title", None)  # it is the field's name again
            _refer(field, described)
    schemas |= {name: dict(schema) for name, schema in TYPES.values()}


def _refer(name: str, schema: Schema) -> None:
    """Make a text, or what a list has as its members, refer to the type that goes by its name if there is one."""
    found = PLURALS.get(name, name)
    if found not in TYPES:
        return
    for branch in (schema, *schema.get("anyOf", ())):
        text = branch.get("items", branch)
        if text.get("type") == "string":
            for told in ("type", "enum", "x-extensible-enum", *ROUND):
                text.pop(told, None)
            text["$ref"] = f"{SCHEMAS}{TYPES[found][0]}"


def _mend_parameters(path: str, operation: Operation, schemas: dict[str, Schema], closed: dict[str, Schema]) -> None:
    """Tell parameters as HTTP sends them: those of the path in its order, and none of them null."""
    parameters = operation.get("parameters", [])
    parameters.sort(key=lambda p: path.index(f"{{{p['name']}}}") if p["in"] == "path" else len(path))
    for parameter in parameters:
        schema = parameter["schema"]
        for told in ("title", "description"):  # the parameter has them
            schema.pop(told, None)
        if schema.get("default") == []:
            del schema["default"]  # it is none at all
        branches = [branch for branch in schema.pop("anyOf", ()) if branch.get("type") != "null"]
        numbers = [branch for branch in branches if branch.get("type") == "number"]  # a decimal may be a text in JSON
        for branch in numbers or branches:
            schema |= branch
        for text in (schema, schema.get("items", {})):
            if text.get("$ref") in closed:  # what a parameter may be does not grow without notice
                text |= {name: told for name, told in closed[text.pop("$ref")].items() if name in {"type", "enum"}}
        _refer(parameter["name"], schema)
        if parameter["name"] == "fields":
            names = _fields_of_items(operation, schemas)
            one = f"(?:{'|'.join(names)})"
            schema |= {"pattern": f"^{one}(?:,{one})*$", "examples": [",".join(names[:3])]}


def _fields_of_items(operation: Operation, schemas: dict[str, Schema]) -> list[str]:
    """Return which fields there are to pick from: those of the items of an answer, and the licence of flat ones."""
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    item = schemas[answer.rpartition("/")[2]]["properties"]["items"]["items"]["$ref"]
    return list(dict.fromkeys([*schemas[item.rpartition("/")[2]]["properties"], "licence"]))


def _complete_responses(path: str, method: str, operation: Operation, schemas: dict[str, Any]) -> None:
    """Describe each answer of an operation, with its headers, and add those that any address may give."""
    found = operation["responses"]
    kept = method == "get" and not path.startswith(OPERATIONS)
    if path.startswith("/v1/"):
        found |= {str(status): response for status, response in responses(NotAcceptable).items()}
    for status, response in found.items():
        names = _sent_with_all(path, method, operation) | response.get("headers", {}).keys()
        if status == "200":
            names |= _sent_with_answers(operation, kept=kept)
        response.update(_headers(names))
    answer = found["200"].get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in answer:
        found["200"]["description"] = schemas[answer["$ref"].rpartition("/")[2]]["description"]

    is_file = all(told["schema"].get("format") == "binary" for told in found["200"]["content"].values())
    if is_file:
        headers = found["200"]["headers"] | _headers({"Content-Range"})["headers"]
        found["206"] = found["200"] | {"description": "The part of it that `Range` asks for.", "headers": headers}

    anywhere = {
        InternalError: True,
        MalformedRequest: True,
        PreconditionFailed: kept,
        RangeNotSatisfiable: kept,
        RequestTimeout: True,
        UriTooLong: True,
        HeadersTooLarge: True,
        TooManyRequests: not path.startswith(OPERATIONS),
    }
    for kind in SHARED:
        if anywhere.get(kind) or (method == "get" and str(kind.status) in found):  # of a POST nothing is kept
            found[str(kind.status)] = _shared(kind.__name__)
    if kept:
        found["304"] = _shared(NOT_MODIFIED)
        names = (name for name in REQUEST_HEADERS if is_file or name not in OF_FILES)
        refers = [{"$ref": f"#/components/parameters/{name}"} for name in names]
        operation["parameters"] = [*operation.get("parameters", ()), *refers]
        operation["parameters"].sort(key=lambda p: p.get("name") == "fields")  # the longest, and the least asked for
    if "{force}" in path:
        found["308"] = _shared(MOVED_PERMANENTLY)
    operation["responses"] = dict(sorted(found.items()))


def _sent_with_all(path: str, method: str, operation: Operation) -> set[str]:
    """Return the names of the headers of every answer of an operation, problems too."""
    names = {*TRACED, "Vary"}
    if not path.startswith(OPERATIONS):
        names |= {*LIMITED}
    if method == "get":
        names.add("Cache-Control")
    if operation.get("deprecated"):
        names |= {"Deprecation", "Sunset", "Link"}
    return names


def _sent_with_answers(operation: Operation, *, kept: bool) -> set[str]:
    """Return the names of the headers that only answers with what is asked for have."""
    parameters = {parameter["name"] for parameter in operation.get("parameters", ())}
    of_data = str(NotReady.status) in operation["responses"]
    told = {"ETag": kept, "Last-Modified": kept and of_data, "Link": "cursor" in parameters or (kept and of_data)}
    told["Accept-Ranges"] = kept
    told["Content-Disposition"] = "format" in parameters
    return {name for name, sent in told.items() if sent}


def _headers(names: Collection[str]) -> dict[str, Any]:
    return documented(*(name for name in HEADERS if name in names))


def _shared(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/responses/{name}"}


def _shared_responses() -> dict[str, Any]:
    return {
        NOT_MODIFIED: {
            "description": "The answer with this `ETag` still holds.",
            **_headers({*ANYWHERE, "ETag"}),
        },
        MOVED_PERMANENTLY: {
            "description": "The force was named otherwise than by its slug: `Location` has the address.",
            **_headers({*IN_FRONT, "Location"}),
        },
    } | {kind.__name__: responses(kind)[kind.status] | _headers(names) for kind, names in SHARED.items()}
