"""Problems as ``application/problem+json``, and the exception handlers that answer with them."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.http.addresses import OPERATIONS, asked_for, nearest_addresses, reference
from app.http.negotiation import NEGOTIATED, is_for_a_reader
from app.http.problems import MEDIA_TYPE, MOST_ERRORS, TYPES_PATH, InvalidParameter, MethodNotAllowed, NotFound, Problem
from app.http.wrong_values import Schema, wrong_value
from app.schemas.problems import ProblemDetails
from app.vocabulary.names import suggestion

OF_PROGRAMS = ("/v1", "/mcp", *OPERATIONS)
"""How the addresses begin that answer a problem as details, whoever asks."""
ShowProblem = Callable[[Request, ProblemDetails], Response]


class MovedPermanently(Exception):  # noqa: N818 - not an error
    """The resource has another, canonical address."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def details_of(problem: Problem, instance: str) -> ProblemDetails:
    """Return the problem details (RFC 9457); ``instance`` is the address that was requested."""
    return ProblemDetails(
        type=f"{TYPES_PATH}/{problem.slug}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        instance=instance,
        nearest=problem.nearest,
        errors=problem.errors,
    )


def answer(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return the response to a request that met a problem: a page for who reads pages, details for programs."""
    details = details_of(problem, asked_for(request.scope))
    told = {**problem.headers, **(headers or {})}
    if not _is_of_programs(request) and is_for_a_reader(request.scope):
        show: ShowProblem = request.app.state.show_problem
        page = show(request, details)
        page.headers.update(told | {"Vary": "Accept"})
        return page
    return JSONResponse(
        details.model_dump(mode="json"), status_code=problem.status, headers=told, media_type=MEDIA_TYPE
    )


def _is_of_programs(request: Request) -> bool:
    path: str = request.scope["path"]
    return path.startswith(OF_PROGRAMS)


def add_handlers(app: FastAPI, show_problem: ShowProblem, undocumented: Iterable[str]) -> None:
    """Register the handlers that answer errors as problem details, and redirect resources that moved.

    ``show_problem`` makes pages of problems, and ``undocumented`` are addresses that the OpenAPI document does not
    have, but people may mean.
    """
    app.state.show_problem = show_problem
    app.state.undocumented = tuple(undocumented)

    @app.exception_handler(Problem)
    async def on_problem(request: Request, problem: Problem) -> Response:
        return answer(request, problem)

    @app.exception_handler(HTTPException)
    async def on_http_exception(request: Request, error: HTTPException) -> Response:
        if error.status_code != MethodNotAllowed.status:
            return answer(request, _nothing_there(request))
        methods = sorted((error.headers or {}).get("Allow", "GET").split(", "))
        others = ["HEAD", "OPTIONS"] if "GET" in methods else ["OPTIONS"]
        allowed = {"Allow": ", ".join(dict.fromkeys([*methods, *others]))}
        if request.method == "OPTIONS":  # asking for the allowed methods is no mistake (RFC 9110, 9.3.7)
            return Response(status_code=204, headers=allowed)
        return answer(request, MethodNotAllowed(f"{request.method} is not possible here; use {methods[0]}."), allowed)

    @app.exception_handler(RequestValidationError)
    async def on_validation_error(request: Request, error: RequestValidationError) -> Response:
        found = list(islice(error.errors(), MOST_ERRORS))
        schemas = _schemas_of_parameters(request)
        names = [str(one["loc"][1] if len(one["loc"]) > 1 else one["loc"][0]) for one in found]
        errors = [wrong_value(one, name, schemas.get(name, {})) for one, name in zip(found, names, strict=True)]
        detail = "; ".join(e.detail for e in errors)
        if any(one["loc"][0] == "path" for one in found):
            return answer(request, NotFound(f"There is nothing at this address: {detail}."))
        return answer(request, InvalidParameter(detail, errors=errors))

    @app.exception_handler(MovedPermanently)
    async def on_moved(request: Request, moved: MovedPermanently) -> Response:
        depends = NEGOTIATED in request.scope["state"] and not _is_of_programs(request)  # others may not be led there
        return RedirectResponse(moved.location, status_code=308, headers={"Vary": "Accept"} if depends else None)


def _nothing_there(request: Request) -> NotFound:
    """Return the problem for an unknown address, with the nearest known ones."""
    path = request.scope["path"].rstrip("/")
    without_slash = dict(request.scope, path=path)
    if any(route.matches(without_slash)[0] is not Match.NONE for route in request.app.routes):
        near = [reference(path)]
    else:
        known = (*request.app.openapi()["paths"], *request.app.state.undocumented)
        near = [reference(address) for address in nearest_addresses(path, known)]
    hint = suggestion(near, "the addresses are listed at /docs.")
    return NotFound(f"There is nothing at this address{hint}", nearest=near)


def _schemas_of_parameters(request: Request) -> dict[str, Schema]:
    """Return what the contract says of each parameter that the requested address takes."""
    operations = request.app.openapi()["paths"].get(request.scope["route"].path_format, {})
    declared = operations.get(request.method.lower(), {}).get("parameters", ())
    return {parameter["name"]: parameter["schema"] for parameter in declared if "name" in parameter}
