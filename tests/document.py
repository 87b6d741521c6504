"""The OpenAPI document, and how answers compare with it."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx

Document = dict[str, Any]
Operation = dict[str, Any]

_OF_HTTP = re.compile(
    r"content-(?:type|length|encoding|security-policy)|connection|date|server|access-control-.*|x-content-type-options"
    r"|referrer-policy"
)
"""Headers of HTTP itself and of browsers' rules, which the document does not speak of."""


def operations(document: Document) -> Iterator[tuple[str, str, Operation]]:
    """Yield the operations of a document, each after its path and method."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def parameters(operation: Operation) -> list[dict[str, Any]]:
    """Return the parameters that are an operation's own."""
    return [parameter for parameter in operation.get("parameters", ()) if "$ref" not in parameter]


def response_of(document: Document, operation: Operation, status: int) -> dict[str, Any]:
    """Return what a document says of an answer."""
    response: dict[str, Any] = operation["responses"][str(status)]
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    return response


def headers_told(document: Document, operation: Operation, status: int) -> set[str]:
    """Return the names of the headers that a document tells of an answer."""
    return {name.lower() for name in response_of(document, operation, status)["headers"]}


def headers_sent(answer: httpx.Response) -> set[str]:
    """Return the names of the headers of an answer that a document should tell."""
    return {name.lower() for name in answer.headers if not _OF_HTTP.fullmatch(name.lower())}
