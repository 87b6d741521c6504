"""The problems a request can meet, each a class, and the handlers that answer them as ``application/problem+json``.

Problem
├── NotFound                  404  nothing at this address
│   ├── UnknownForce          404
│   ├── UnknownStatement      404
│   ├── UnknownMeasure        404
│   ├── UnknownObservation    404
│   ├── UnknownRelease        404
│   ├── UnknownFile           404
│   └── UnknownProblem        404
├── NotAcceptable             406  no format that the request accepts
├── MethodNotAllowed          405  the service only reads
├── InvalidParameter          422  a parameter, or a member of a body, is wrong
├── NotAStatement             422  the text sent is no force's statement
├── PayloadTooLarge           413  the body is too large
├── UnsupportedMediaType      415  the body is of a type that is not read
├── TooManyRequests           429  more requests than are answered in a time
├── NotReady                  503  the database cannot be read now
└── InternalError             500  our fault, and logged
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from app.api.tracing import REQUEST_ID, request_id
from app.schemas.problems import ParameterError, ProblemDetails, ProblemType
from app.vocabulary.names import nearest

MEDIA_TYPE = "application/problem+json"
TYPES_PATH = "/v1/problems"

log = logging.getLogger(__name__)


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """A problem with a request. Subclasses say what kind; ``detail`` says what is wrong here and what to do."""

    slug: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[int]
    description: ClassVar[str]

    def __init__(self, detail: str, *, nearest: Iterable[str] = (), errors: Iterable[ParameterError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.nearest = list(nearest)
        self.errors = list(errors)


class NotFound(Problem):
    """Nothing is at the address."""

    slug = "not-found"
    title = "Nothing here"
    status = 404
    description = "No resource has this address. The addresses are listed at /docs and in /openapi.json."


class UnknownForce(NotFound):
    """No force has the name."""

    slug = "unknown-force"
    title = "No such force"
    description = "A force is found by its slug, its ONS code or a well-known spelling of its name: see /v1/forces."


class UnknownStatement(NotFound):
    """There is no statement of the force for the round, or no such revision."""

    slug = "unknown-statement"
    title = "No such statement"
    description = "There is no statement of this force for this round, or no such revision of it: see /v1/statements."


class UnknownMeasure(NotFound):
    """No measure has the id."""

    slug = "unknown-measure"
    title = "No such measure"
    description = "The measures are listed at /v1/measures."


class UnknownObservation(NotFound):
    """No observation has the id."""

    slug = "unknown-observation"
    title = "No such observation"
    description = "An observation's id is force.round.revision.number, as /v1/observations gives it."


class UnknownRelease(NotFound):
    """No release has the number."""

    slug = "unknown-release"
    title = "No such release"
    description = "The releases are listed at /v1/releases."


class UnknownFile(NotFound):
    """The bulk release has no file of the name."""

    slug = "unknown-file"
    title = "No such file"
    description = "The files of the bulk release are listed at /v1/bulk."


class UnknownProblem(NotFound):
    """No kind of problem has the name."""

    slug = "unknown-problem"
    title = "No such kind of problem"
    description = "The kinds of problems are listed at /v1/problems."


class MethodNotAllowed(Problem):
    """The address is right, the method is not."""

    slug = "method-not-allowed"
    title = "Not by this method"
    status = 405
    description = "Addresses answer GET and HEAD, /v1/extractions POST; no request can change data."


class NotAcceptable(Problem):
    """The request accepts none of the formats that there are."""

    slug = "not-acceptable"
    title = "No such format"
    status = 406
    description = "The formats of lists are JSON, CSV, NDJSON and Parquet, by `Accept` or by `?format=`."


class InvalidParameter(Problem):
    """A parameter, or a member of a body, is unknown or has a value that it cannot have."""

    slug = "invalid-parameter"
    title = "A parameter is not right"
    status = 422
    description = "`errors` names each parameter that is unknown or has a wrong value, with the nearest right ones."


class PayloadTooLarge(Problem):
    """The body of the request is too large."""

    slug = "payload-too-large"
    title = "Too much was sent"
    status = 413
    description = "A page may have 200,000 bytes; statements have a few thousand."


class UnsupportedMediaType(Problem):
    """The body of the request is of a type that is not read."""

    slug = "unsupported-media-type"
    title = "That type is not read"
    status = 415
    description = "Pages are sent as text/plain, text/html or application/json, in UTF-8."


class NotAStatement(Problem):
    """The text that was sent is no force's statement."""

    slug = "not-a-statement"
    title = "No statement in it"
    status = 422
    description = "`detail` says what the text lacks. The words of a statement alone are read with `force` and `round`."


class TooManyRequests(Problem):
    """The client sent more requests than are answered in a time."""

    slug = "too-many-requests"
    title = "Too many requests"
    status = 429
    description = "`Retry-After` says when to go on. /v1/bulk has the whole dataset in one request."


class NotReady(Problem):
    """The database cannot be read now."""

    slug = "not-ready"
    title = "The service is not ready"
    status = 503
    description = "The database cannot be reached or is not migrated and seeded yet. Try again in a moment."


class InternalError(Problem):
    """A fault of the service."""

    slug = "internal-error"
    title = "The service failed"
    status = 500
    description = "A fault of the service, not of the request. It is logged; please report it if it stays."


PROBLEMS: tuple[type[Problem], ...] = (
    NotFound, UnknownForce, UnknownStatement, UnknownMeasure, UnknownObservation, UnknownRelease, UnknownFile,
    UnknownProblem,
    MethodNotAllowed, NotAcceptable, PayloadTooLarge, UnsupportedMediaType, InvalidParameter,
    NotAStatement, TooManyRequests, NotReady, InternalError,
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
        }
    return found


def answer(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """Return the response to a request that met a problem."""
    query = f"?{request.url.query}" if request.url.query else ""
    body = ProblemDetails(
        type=f"{TYPES_PATH}/{problem.slug}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        instance=request.url.path + query,
        nearest=problem.nearest,
        errors=problem.errors,
    )
    return JSONResponse(
        body.model_dump(mode="json"), status_code=problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def add_handlers(app: FastAPI) -> None:
    """Make an application answer every error as problem details."""

    @app.exception_handler(Problem)
    def on_problem(request: Request, problem: Problem) -> Response:
        headers = {"Retry-After": "5"} if isinstance(problem, NotReady) else None
        return answer(request, problem, headers)

    @app.exception_handler(HTTPException)
    def on_http_exception(request: Request, error: HTTPException) -> Response:
        if error.status_code == MethodNotAllowed.status:
            methods = (error.headers or {}).get("Allow", "GET").split(", ")
            allowed = ", ".join(dict.fromkeys([*methods, *(["HEAD"] if "GET" in methods else [])]))
            detail = f"{request.method} is not possible here; use {allowed.partition(',')[0]}."
            return answer(request, MethodNotAllowed(detail), {"Allow": allowed})
        path = request.url.path.rstrip("/")
        paths = [known for known in app.openapi()["paths"] if "{" not in known]
        near = [path] if path in paths else nearest(path, paths)
        hint = f"Did you mean {' or '.join(near)}?" if near else "The addresses are listed at /docs."
        return answer(request, NotFound(f"There is nothing at this address. {hint}", nearest=near))

    @app.exception_handler(RequestValidationError)
    def on_validation_error(request: Request, error: RequestValidationError) -> Response:
        errors = list(_parameter_errors(error))
        return answer(request, InvalidParameter("; ".join(e.detail for e in errors), errors=errors))

    @app.exception_handler(DBAPIError)
    def on_database_error(request: Request, error: DBAPIError) -> Response:
        log.error("request %s: the database failed", request_id(request), exc_info=error)
        return answer(
            request, NotReady("The database cannot be read now. Try again in a moment."), {"Retry-After": "5"}
        )

    @app.exception_handler(Exception)
    def on_exception(request: Request, error: Exception) -> Response:
        own_id = request_id(request)
        log.error("request %s failed", own_id, exc_info=error)
        detail = f"This is a fault of the service, not of your request. Quote {own_id} to report it."
        own = {REQUEST_ID: own_id, "Access-Control-Allow-Origin": "*"}
        # Sent outside of all middleware, which is passed over by what nobody expected.
        return answer(request, InternalError(detail), own | {"X-Content-Type-Options": "nosniff"})


def _parameter_errors(error: RequestValidationError) -> Iterator[ParameterError]:
    for found in error.errors():
        name = str(found["loc"][1] if len(found["loc"]) > 1 else found["loc"][0])
        expected = str(found.get("ctx", {}).get("expected", ""))
        choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ") if choice]
        yield ParameterError(
            parameter=name,
            detail=f"{name}: {found['msg'][:1].lower()}{found['msg'][1:]}",
            nearest=nearest(str(found["input"]), choices),
        )
