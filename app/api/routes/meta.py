"""About the service itself: its health, the kinds of problems, the documentation pages."""

import json
from html import escape
from pathlib import Path as FilePath
from typing import Annotated, Literal

import fastapi_offline
from fastapi import Path, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import Field

from app.answers.problems import UnknownProblem
from app.api.pages import page
from app.api.problems import PROBLEMS, problem_type, responses
from app.api.routes.discovery import DatasetIfAny
from app.api.routing import Routes
from app.bulk.catalogue import schema_org
from app.http.addresses import own_root
from app.http.negotiation import is_for_a_reader
from app.http.problems import InvalidParameter, NotReady
from app.http.tracing import request_id
from app.schemas.common import Output
from app.schemas.problems import ProblemType, ProblemTypes
from app.vocabulary.names import nearest, suggestion

router = Routes()

ADDRESSES = ("/docs", "/redoc", "/openapi.json")
"""The addresses that tell of the others, which the document that tells of them does not name itself."""
STATIC_PATH = "/static/docs"
STATIC_FILES = FilePath(fastapi_offline.__file__).parent / "static"
"""Swagger UI and ReDoc as files of an installed package, so that the pages need no other host."""


class Health(Output):
    """How the service is."""

    status: Literal["ok"] = Field(description="`ok`: where it is not well, a problem is answered.")


@router.get("/health/live", summary="Liveness", tags=["operations"])
async def get_liveness() -> Health:
    """Return 200 as long as the process runs."""
    return Health(status="ok")


@router.get("/health/ready", summary="Readiness to answer", tags=["operations"], responses=responses(NotReady))
async def get_readiness(request: Request) -> Health:
    """Return 200 while every table can be read, has this version's schema and holds data, until the service stops."""
    if request.state.stopping:
        raise NotReady("The service is stopping. Ask another one of its kind.")
    await request.state.readiness.check(request_id(request))
    return Health(status="ok")


@router.get(
    "/v1/problems",
    summary="The kinds of problems",
    tags=["operations"],
    responses=responses(InvalidParameter),
)
async def list_problems() -> ProblemTypes:
    """List the kinds of problems that errors name in their `type`."""
    kinds = [problem_type(kind) for kind in PROBLEMS]
    return ProblemTypes(items=kinds, total=len(kinds), next=None)


@router.get(
    "/v1/problems/{problem}",
    summary="A kind of problem",
    tags=["operations"],
    response_model=ProblemType,
    responses=responses(UnknownProblem, InvalidParameter)
    | {200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
)
async def get_problem(
    request: Request,
    problem: Annotated[str, Path(description="The last part of a `type`.")],
) -> Response:
    """Return what a kind of problem means, as JSON or, for a browser, as a page."""
    kinds = {kind.slug: kind for kind in PROBLEMS}
    if problem not in kinds:
        near = nearest(problem, kinds)
        hint = suggestion(near, "they are listed at /v1/problems.")
        raise UnknownProblem(f"No kind of problem is called {problem!r}{hint}", nearest=near)
    found = problem_type(kinds[problem])
    if not is_for_a_reader(request.scope):
        return JSONResponse(found.model_dump(mode="json"), headers={"Vary": "Accept"})
    return page(
        "problem",
        {"Vary": "Accept"},
        title=escape(found.title),
        status=found.status,
        description=escape(found.description),
    )


@router.get("/openapi.json", include_in_schema=False)
async def get_openapi_document(request: Request) -> JSONResponse:
    """Return the OpenAPI document, which names the host that was asked as its server."""
    document = request.app.openapi()
    [server] = document["servers"]
    return JSONResponse({**document, "servers": [server | {"url": own_root(request).removesuffix("/")}]})


@router.get("/docs", include_in_schema=False)
def get_docs(request: Request, dataset: DatasetIfAny) -> HTMLResponse:
    """Return the interactive documentation, which tells search engines of the dataset where there is one."""
    described = ""
    if dataset is not None:
        told = json.dumps(schema_org(own_root(request), dataset), ensure_ascii=False)
        told = told.replace("<", "\\u003c")  # no text of it ends the script that it stands in
        described = f'<script type="application/ld+json">{told}</script>'
    return page("documentation", static=STATIC_PATH, dataset=described)


@router.get("/redoc", include_in_schema=False)
async def get_redoc() -> HTMLResponse:
    """Return the reference documentation."""
    return page("reference", static=STATIC_PATH)
