"""About the service itself: its health, the kinds of problems, the documentation pages."""

from pathlib import Path as FilePath
from typing import Annotated

import fastapi_offline
from fastapi import APIRouter, Path, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.problems import PROBLEMS, InvalidParameter, NotReady, UnknownProblem, problem_type, responses
from app.db.migrate import newest_schema, schema_of
from app.queries.catalogue import modified_at
from app.schemas.common import Output
from app.schemas.problems import ProblemType
from app.vocabulary.names import nearest

router = APIRouter()

STATIC_PATH = "/static/docs"
STATIC_FILES = FilePath(fastapi_offline.__file__).parent / "static"
"""Swagger UI and ReDoc as files of an installed package, so that the pages need no other host."""


class Health(Output):
    """How the service is."""

    status: str = Field(examples=["ok"])


@router.get("/health/live", summary="Whether it runs", tags=["operations"])
async def get_liveness() -> Health:
    """Answer while the process runs."""
    return Health(status="ok")


@router.get("/health/ready", summary="Whether it can answer", tags=["operations"], responses=responses(NotReady))
def get_readiness(request: Request) -> Health:
    """Answer when the database can be read, has the schema of this version, and holds data."""
    with Session(request.state.engine) as session:
        if schema_of(session.connection()) != newest_schema():
            raise NotReady("The database has another schema than this version expects. Run `force-profiles migrate`.")
        if modified_at(session) is None:
            raise NotReady("The database holds no data yet. Fill it with `force-profiles seed`.")
    return Health(status="ok")


@router.get("/v1/problems", summary="The kinds of problems", tags=["operations"])
async def list_problems() -> list[ProblemType]:
    """List the kinds of problems that errors name in their `type`."""
    return [problem_type(kind) for kind in PROBLEMS]


@router.get(
    "/v1/problems/{problem}",
    summary="A kind of problem",
    tags=["operations"],
    responses=responses(UnknownProblem, InvalidParameter),
)
async def get_problem(
    problem: Annotated[str, Path(description="The last part of a `type`.", examples=["unknown-force"])],
) -> ProblemType:
    """Answer what a kind of problem means."""
    kinds = {kind.slug: kind for kind in PROBLEMS}
    if problem not in kinds:
        raise UnknownProblem(f"No kind of problem is called {problem!r}.", nearest=nearest(problem, kinds))
    return problem_type(kinds[problem])


@router.get("/docs", include_in_schema=False)
async def get_docs(request: Request) -> HTMLResponse:
    """Answer the interactive documentation."""
    return get_swagger_ui_html(
        openapi_url=f"{_root(request)}/openapi.json",
        title=f"{request.app.title}: documentation",
        swagger_js_url=f"{_root(request)}{STATIC_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{_root(request)}{STATIC_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{_root(request)}{STATIC_PATH}/favicon.png",
    )


@router.get("/redoc", include_in_schema=False)
async def get_redoc(request: Request) -> HTMLResponse:
    """Answer the reference documentation."""
    return get_redoc_html(
        openapi_url=f"{_root(request)}/openapi.json",
        title=f"{request.app.title}: reference",
        redoc_js_url=f"{_root(request)}{STATIC_PATH}/redoc.standalone.js",
        redoc_favicon_url=f"{_root(request)}{STATIC_PATH}/favicon.png",
        with_google_fonts=False,
    )


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))
