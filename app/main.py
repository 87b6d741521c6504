"""The application: settings, engine, middleware, problems and routes put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypedDict

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from mcp.server.transport_security import TransportSecuritySettings
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_fastapi_instrumentator import Instrumentator
from sqlalchemy import Engine
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette_compress import CompressMiddleware, add_compress_type

from app import __version__
from app.api import problems
from app.api.caching import ConditionalRequests
from app.api.deps import MovedPermanently
from app.api.examples import add_examples
from app.api.formats import MEDIA_TYPES, Format
from app.api.latest import Latest
from app.api.limits import RateLimit
from app.api.routes import (
    bulk,
    compare,
    discovery,
    extractions,
    forces,
    indicators,
    measures,
    meta,
    observations,
    releases,
    statements,
)
from app.api.security import SecurityHeaders
from app.api.tracing import REQUEST_ID, Tracing
from app.assistants import assistant_server
from app.bulk.release import Release
from app.db.engine import make_engine
from app.settings import Settings
from app.vocabulary.sources import ATTRIBUTION, DISCLAIMER, LICENCE, LICENCE_URL

EXPOSED = (
    *("ETag", "Link", "Last-Modified", "Content-Disposition", "Retry-After", "RateLimit", "RateLimit-Policy"),
    *("Deprecation", "Sunset", REQUEST_ID, "traceparent"),
)
"""Headers that scripts of other sites may read."""

DESCRIPTION = f"""\
What the 43 territorial police forces of England and Wales say about themselves, as data: every figure of their
statements with unit, qualifier, bounds, period, area, status, the words as stated and the exact place in the source.

{ATTRIBUTION} {DISCLAIMER}

Begin with `/v1/forces`, or with a force: `/v1/forces/leicestershire`. A field that a statement does not state is null,
never 0. A fall is negative. Fractions are percent: half is 50.
"""
TAGS = [
    {"name": "forces", "description": "The forces, their profiles and indicators."},
    {"name": "topics", "description": "One topic of a force: headline figures, every figure, notes, indicators."},
    {"name": "comparison", "description": "A figure across forces, or of one through the rounds; with its caveats."},
    {"name": "observations", "description": "Every figure, to filter, sort and page."},
    {"name": "measures", "description": "What is counted, in which units, and what is derived from it."},
    {"name": "statements", "description": "The sources: where the figures stand."},
    {"name": "bulk", "description": "The whole dataset as files."},
    {"name": "releases", "description": "What stood when, and what changed."},
    {"name": "extractions", "description": "What the extractor reads from a text of yours; nothing is stored."},
    {"name": "discovery", "description": "What the dataset is, and how much of it there is."},
    {"name": "operations", "description": "The service's health, and what its problems mean."},
]


class State(TypedDict):
    """What requests find in ``request.state``."""

    engine: Engine
    releases: Latest[datetime, Release]
    settings: Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service for the given settings, by default those of the environment."""
    settings = settings or Settings()

    engine = make_engine(settings.database_url, read_only=True)  # it connects when it is first asked
    assistants = assistant_server(engine)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        async with assistants.session_manager.run():
            yield {"engine": engine, "releases": Latest(), "settings": settings}
        engine.dispose()

    app = FastAPI(
        title="Force Profiles",
        version=__version__,
        summary="Police force statements as data.",
        description=DESCRIPTION,
        license_info={"name": LICENCE, "url": LICENCE_URL},
        contact={"name": "The maintainers of Force Profiles"},
        servers=[{"url": "/", "description": "This service."}],
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        lifespan=lifespan,
    )
    openapi = app.openapi
    app.openapi = lambda: app.openapi_schema or _completed(openapi())  # type: ignore[method-assign]
    for resource in (
        forces,
        compare,
        observations,
        measures,
        indicators,
        statements,
        releases,
        bulk,
        extractions,
        discovery,
        meta,
    ):
        app.include_router(resource.router)
    app.mount(meta.STATIC_PATH, StaticFiles(directory=meta.STATIC_FILES))
    # Any page may ask, for what is asked for is public and nothing can be changed: names of hosts need no check.
    anyone = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    assistants.streamable_http_app(stateless_http=True, json_response=True, transport_security=anyone)
    # POST alone: a GET would hold a stream open for messages that a server without sessions never has.
    app.router.routes.append(Route("/mcp", StreamableHTTPASGIApp(assistants.session_manager), methods=["POST"]))
    problems.add_handlers(app)

    @app.exception_handler(MovedPermanently)
    def on_moved(_: Request, moved: MovedPermanently) -> RedirectResponse:
        return RedirectResponse(moved.location, status_code=308)

    registry = CollectorRegistry()  # of this application alone: a second one of the same process counts too
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    Instrumentator(excluded_handlers=["/metrics", "/health/.*"], registry=registry).instrument(app).expose(
        app, include_in_schema=True, tags=["operations"]
    )
    # The last added is the outermost: compression is inside what makes validators of the bytes sent, and a request
    # that may not be answered any more is told so before anything is read for it.
    for text in (Format.CSV, Format.NDJSON):
        add_compress_type(MEDIA_TYPES[text])
    app.add_middleware(CompressMiddleware)
    app.add_middleware(ConditionalRequests, cache_seconds=settings.cache_seconds, stale_seconds=settings.stale_seconds)
    if settings.rate_limit:
        app.add_middleware(RateLimit, requests=settings.rate_limit, seconds=settings.rate_seconds)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["*"],  # what an address does not answer it says itself, as a problem
        allow_headers=["*"],
        expose_headers=EXPOSED,
    )
    app.add_middleware(Tracing)
    return app


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    """Complete an OpenAPI document with what the framework does not know: the problems, and examples."""
    problems.describe_problems(document)
    document["paths"]["/metrics"]["get"]["responses"]["200"]["content"] = {"text/plain": {"schema": {"type": "string"}}}
    for methods in document["paths"].values():
        for operation in methods.values():
            _name_fields(document, operation)
    add_examples(document)
    return document


def _name_fields(document: dict[str, Any], operation: dict[str, Any]) -> None:
    """Say of a parameter ``fields`` which there are: those of the items of the answer."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "fields":
            schemas = document["components"]["schemas"]
            answer = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
            item = schemas[answer.rpartition("/")[2]]["properties"]["items"]["items"]["$ref"]
            names = list(schemas[item.rpartition("/")[2]]["properties"])
            one = f"(?:{'|'.join(names)})"
            parameter["schema"] = {"type": "string", "pattern": f"^{one}(?:,{one})*$"}
            parameter["example"] = ",".join(names[:3])


def _operation_id(route: APIRoute) -> str:
    return route.name
