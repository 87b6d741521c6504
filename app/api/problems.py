"""The kinds of problems, as ``/v1/problems`` and the OpenAPI document have them."""

from itertools import chain
from typing import Any

from app.answers.problems import (
    NotAStatement,
    TooCostly,
    UnknownDataset,
    UnknownFile,
    UnknownForce,
    UnknownMeasure,
    UnknownObservation,
    UnknownOfficialFigure,
    UnknownProblem,
    UnknownRelease,
    UnknownStatement,
)
from app.api.headers import documented
from app.http.problems import (
    MEDIA_TYPE,
    TYPES_PATH,
    Busy,
    FormatNotOffered,
    HeadersTooLarge,
    InternalError,
    InvalidParameter,
    MalformedRequest,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    NotReady,
    PayloadTooLarge,
    PreconditionFailed,
    Problem,
    RangeNotSatisfiable,
    RequestTimeout,
    TooManyRequests,
    UnsupportedMediaType,
    UriTooLong,
)
from app.schemas.problems import ProblemDetails, ProblemType

PROBLEMS: tuple[type[Problem], ...] = (
    NotFound, UnknownForce, UnknownStatement, UnknownMeasure, UnknownObservation, UnknownDataset,
    UnknownOfficialFigure, UnknownRelease, UnknownFile, UnknownProblem,
    MalformedRequest, MethodNotAllowed, NotAcceptable, RequestTimeout, PreconditionFailed, PayloadTooLarge, UriTooLong,
    UnsupportedMediaType, RangeNotSatisfiable, InvalidParameter, NotAStatement, TooCostly, TooManyRequests,
    HeadersTooLarge, Busy, NotReady, FormatNotOffered, InternalError,
)  # fmt: skip


def problem_type(kind: type[Problem]) -> ProblemType:
    """Return what a kind of problem is."""
    return ProblemType(
        type=f"{TYPES_PATH}/{kind.slug}", title=kind.title, status=kind.status, description=kind.description
    )


def responses(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Return OpenAPI's responses for the problems a route can meet, with a place for an example of each kind."""
    found: dict[int | str, dict[str, Any]] = {}
    for status in dict.fromkeys(kind.status for kind in kinds):
        same = [kind for kind in kinds if kind.status == status]
        found[status] = {
            "description": ", or: ".join(kind.title for kind in same),
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"},
                    "examples": {kind.slug: {"summary": kind.title} for kind in same},
                }
            },
        } | documented(*chain.from_iterable(kind.headers for kind in same))
    return found
