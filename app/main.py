"""The application, assembled from settings, engine, middleware, problem handlers and routes."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import NamedTuple, TypedDict

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from mcp.server.mcpserver import MCPServer
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan
from starlette_compress import add_compress_type

from app import __version__, logs
from app.api.deps import as_documented
from app.api.formats import MEDIA_TYPES, Format
from app.api.headers import HEADERS
from app.api.latest import Latest
from app.api.openapi import DESCRIPTION, TAGS, completed
from app.api.readiness import LOOK_DEADLINES, Readiness
from app.api.routes import (
    bulk,
    compare,
    coverage,
    discovery,
    extractions,
    forces,
    indicators,
    measures,
    meta,
    observations,
    official,
    reconciliations,
    releases,
    statements,
)
from app.assistants import OverHttp, assistant_server
from app.bulk.release import Release
from app.db.damage import Damage
from app.db.engine import READERS, make_engine
from app.http.access import AccessLog
from app.http.addresses import OPERATIONS
from app.http.caching import ConditionalRequests
from app.http.failures import UNREADABLE, Failures
from app.http.handlers import add_handlers
from app.http.hosts import OneHost
from app.http.indentation import Indentation
from app.http.limits import RateLimit
from app.http.metrics import add_metrics
from app.http.negotiation import Compression
from app.http.problems import NotReady
from app.http.security import SecurityHeaders
from app.http.tracing import Tracing
from app.http.turns import Turns
from app.queries import releases as releases_of_the_data
from app.reading import Readers
from app.settings import Settings
from app.telemetry import telemetry
from app.vocabulary.sources import LICENCE, LICENCE_URL, MAINTAINERS

log = logging.getLogger(__name__)


class State(TypedDict):
    """The contents of ``request.state``."""

    engine: Engine
    reading_turns: Turns
    page_readers: Readers
    page_turns: Turns
    readiness: Readiness
    releases: Latest[datetime, Release]
    settings: Settings
    stopping: bool


class Engines(NamedTuple):
    """The connections to the database, which are made when they are first used."""

    reading: Engine
    looking: Engine
    """One connection of its own with short deadlines, for probes and metrics, which must not wait for requests."""

    def dispose(self) -> None:
        """Close all connections."""
        for engine in self:
            engine.dispose()


RESOURCES = (
    *(forces, compare, observations, official, reconciliations, coverage, measures, indicators, statements),
    *(releases, bulk, extractions),
)
"""The routes under ``/v1``, in the order of the documentation."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service for the given settings, by default those of the environment.

    Raises ``TelemetryError`` if they enable telemetry that cannot be started.
    """
    settings = settings or Settings()
    logs.configure(settings.log_level, settings.log_format)
    engines = Engines(
        reading=make_engine(settings.reads_from, read_only=True, deadlines=settings.deadlines),
        looking=make_engine(settings.reads_from, read_only=True, deadlines=LOOK_DEADLINES, connections=1),
    )
    turns = reading_turns(settings)
    assistants = assistant_server(engines.reading, turns)
    app = FastAPI(
        title="Force Profiles",
        version=__version__,
        summary="Police forces as data: what they state, and what is counted of them.",
        description=DESCRIPTION,
        license_info={"name": LICENCE, "url": LICENCE_URL},
        contact={"name": MAINTAINERS},
        servers=[{"url": "/", "description": "This service."}],  # replaced by the full address when served
        openapi_tags=TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        lifespan=_lifespan(settings, engines, turns, assistants),
        dependencies=[Depends(as_documented)],
        telemetry=telemetry(engines.reading, wanted=settings.telemetry, untraced=OPERATIONS),
    )
    document = app.openapi
    app.openapi = cache(lambda: completed(document()))  # type: ignore[method-assign]
    _add_routes(app, assistants)
    add_handlers(app)
    add_metrics(app, lambda: about_the_service(engines.looking))
    _add_middleware(app, settings)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def _lifespan(settings: Settings, engines: Engines, turns: Turns, assistants: MCPServer) -> Lifespan[FastAPI]:
    """Return what starts and stops with the service, and is shared by its requests."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[State]:
        app.openapi()  # built now and cached, because it takes longer than any answer
        gc.collect()
        gc.freeze()  # what is here to stay is not searched for garbage again while answers are made
        with Readers() as page_readers:
            async with assistants.session_manager.run():
                yield {
                    "engine": engines.reading,
                    "reading_turns": turns,
                    "page_readers": page_readers,
                    "page_turns": extractions.page_turns(settings),
                    "readiness": Readiness(engines.looking, Damage(engines.reading)),
                    "releases": Latest(),
                    "settings": settings,
                    "stopping": False,
                }
        gc.unfreeze()
        engines.dispose()
        log.log(logs.NOTICE, "stopped")

    return lifespan


def _add_routes(app: FastAPI, assistants: MCPServer) -> None:
    for resource in (*RESOURCES, discovery, meta):
        app.include_router(resource.router)
    app.mount(meta.STATIC_PATH, StaticFiles(directory=meta.STATIC_FILES))
    # POST only: a GET would hold a stream open for messages that a server without sessions never sends.
    app.router.routes.append(Route("/mcp", OverHttp(assistants), methods=["POST"]))


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """Add the middleware, from the innermost, which is next to the routes, to the outermost.

    - Indentation and compression change the bytes of an answer, so they are inside ``ConditionalRequests``, which
      computes the validators of the bytes sent.
    - ``Failures`` is outside of these, so that an answer that fails while they hold it still becomes a problem.
    - ``RateLimit`` is outside of all of them, so that a refused request costs no reading.
    - The rest applies to every answer, refusals included: ``OneHost``, CORS, security headers, the access log, and
      outermost ``Tracing``, which gives a request the id that all of the others log.
    """
    for text in (Format.CSV, Format.NDJSON):
        add_compress_type(MEDIA_TYPES[text])
    app.add_middleware(Indentation)
    app.add_middleware(Compression)
    app.add_middleware(
        ConditionalRequests,
        cache_seconds=settings.cache_seconds,
        stale_seconds=settings.stale_seconds,
        licence_url=LICENCE_URL,
    )
    app.add_middleware(Failures)
    if settings.rate_limit:
        app.add_middleware(RateLimit, requests=settings.rate_limit, seconds=settings.rate_seconds)
    app.add_middleware(OneHost)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["*"],  # each route refuses other methods itself, with a problem
        allow_headers=["*"],
        expose_headers=list(HEADERS),
    )
    app.add_middleware(SecurityHeaders)
    if settings.access_log:
        app.add_middleware(AccessLog, clients=settings.log_clients)
    app.add_middleware(Tracing)


def about_the_service(engine: Engine) -> dict[str, str]:
    """Return the version of the service and, if it can be read, the release of the data."""
    about = {"version": __version__}
    try:
        with Session(engine) as session:
            about["release"] = str(releases_of_the_data.newest(session) or "")
    except UNREADABLE:
        log.debug("the release of the data cannot be read")
    return about


def reading_turns(settings: Settings) -> Turns:
    """Return the queue for reading from the database."""
    return Turns(
        at_once=READERS,
        seconds=settings.queue_seconds,
        refusal=lambda: NotReady("Too many others wait for the database. Try again in a moment."),
    )
