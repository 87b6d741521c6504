"""What Schemathesis is told beside the schema."""

import re
from typing import Any

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response
from schemathesis.openapi.checks import RejectedPositiveData

PROBLEM = "application/problem+json"
OF_THE_FRAMEWORK = re.compile(
    r"(?:\w+ )*should (?:be|have|match)|it (?:is required|has [\d,]+ characters)"
    r"|no such (?:topic|qualifier|status|format|count)|.+ is (?:neither true nor false|not a (?:whole )?number)",
    re.IGNORECASE,
)
"""How it begins to be told what the framework refuses."""


@schemathesis.hook
def before_call(_context: schemathesis.HookContext, case: Any, _kwargs: dict[str, Any]) -> None:  # noqa: ANN401
    """Leave out what the document tells in words: with `fields` items lack the others, and by `format` are no JSON."""
    if not case.meta.is_negative_at(ParameterLocation.QUERY):
        case.query.pop("fields", None)
        case.query.pop("format", None)


@schemathesis.hook
def filter_failure(_context: schemathesis.HookContext, failure: Failure, case: Any, response: Response) -> bool:  # noqa: ANN401
    """Excuse a refusal of what is right by the schema but names nothing, such as a force that there is not.

    Where the framework refuses it, the schema tells less than it should. Of a text, any bytes are one.
    """
    if isinstance(failure, AcceptedNegativeData):
        return not (case.meta.is_negative_at(ParameterLocation.BODY) and case.media_type.startswith("text/"))
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return True
    return any(OF_THE_FRAMEWORK.match(error["detail"].partition(": ")[2]) for error in response.json()["errors"])


@schemathesis.check
def problems_are_those_told(_context: schemathesis.CheckContext, response: Response, case: Any) -> None:  # noqa: ANN401
    """Every problem that an operation answers is of a kind that the document shows there."""
    asked_rightly = response.request.method == case.operation.method.upper()
    if not asked_rightly or response.headers.get("content-type") != [PROBLEM]:
        return
    slug = response.json()["type"].rpartition("/")[2]
    told = case.operation.responses.find_by_status_code(response.status_code)
    kinds = {} if told is None else told.definition["content"][PROBLEM]["examples"]
    assert slug in {*kinds, "not-found"}, f"{slug} is none of {sorted(kinds)}"
