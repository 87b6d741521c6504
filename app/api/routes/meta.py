"""About the service itself: its health, the kinds of problems, the documentation pages."""

import json
from html import escape
from pathlib import Path as FilePath
from typing import Annotated, Literal

import fastapi_offline
from fastapi import APIRouter, Path, Request, Response
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import Field

from app.answers.problems import UnknownProblem
from app.api.problems import PROBLEMS, problem_type, responses
from app.api.routes.discovery import ReleaseIfAny
from app.bulk.catalogue import schema_org
from app.http.addresses import own_root
from app.http.negotiation import accepted, is_for_a_reader
from app.http.problems import InvalidParameter, NotReady
from app.http.security import policy_of
from app.http.tracing import request_id
from app.schemas.common import Output
from app.schemas.problems import ProblemType, ProblemTypes
from app.vocabulary.names import nearest, suggestion

router = APIRouter()

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
    if not is_for_a_reader(accepted(request)):
        return JSONResponse(found.model_dump(mode="json"), headers={"Vary": "Accept"})
    page = _PROBLEM_PAGE.format(
        title=escape(found.title),
        status=found.status,
        description=escape(found.description),
    )
    return _protected(HTMLResponse(page, headers={"Vary": "Accept"}))


_PROBLEM_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title} - Force Profiles</title>
<link rel="icon" href="/favicon.svg">
<style>body {{ font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }}</style>
<main>
<h1>{title}</h1>
<p>Status {status}. {description}</p>
<p><a href="/v1/problems">All kinds of problems</a> · <a href="/docs">Documentation</a></p>
</main>
</html>
"""


@router.get("/openapi.json", include_in_schema=False)
async def get_openapi_document(request: Request) -> JSONResponse:
    """Return the OpenAPI document, which names the host that was asked as its server."""
    document = request.app.openapi()
    [server] = document["servers"]
    return JSONResponse({**document, "servers": [server | {"url": own_root(request).removesuffix("/")}]})


@router.get("/docs", include_in_schema=False)
def get_docs(request: Request, release: ReleaseIfAny) -> HTMLResponse:
    """Return the interactive documentation, which tells search engines of the dataset where there is one."""
    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=f"{request.app.title}: documentation",
        swagger_js_url=f"{STATIC_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{STATIC_PATH}/swagger-ui.css",
        swagger_favicon_url="/favicon.svg",
        swagger_ui_parameters={"defaultModelsExpandDepth": 0, "defaultModelExpandDepth": 2},
    )
    if release is None:
        return _protected(page)
    dataset = json.dumps(schema_org(own_root(request), release, request.state.modified_at), ensure_ascii=False)
    dataset = dataset.replace("<", "\\u003c")  # no text of it ends the script that it stands in
    about = f'<script type="application/ld+json">{dataset}</script></head>'
    return _protected(HTMLResponse(bytes(page.body).decode().replace("</head>", about, 1)))


@router.get("/redoc", include_in_schema=False)
async def get_redoc(request: Request) -> HTMLResponse:
    """Return the reference documentation."""
    page = get_redoc_html(
        openapi_url="/openapi.json",
        title=f"{request.app.title}: reference",
        redoc_js_url=f"{STATIC_PATH}/redoc.standalone.js",
        redoc_favicon_url="/favicon.svg",
        with_google_fonts=False,
    )
    return _protected(page)


def _protected(page: HTMLResponse) -> HTMLResponse:
    """Return a page with the language that it is in, and the policy that lets it run its own scripts alone."""
    shown = bytes(page.body).decode().replace("<html>", '<html lang="en">', 1)
    kept = {name: value for name, value in page.headers.items() if name == "vary"}
    return HTMLResponse(shown, headers={**kept, "Content-Security-Policy": policy_of(shown)})
