"""The application, assembled from settings, engine, middleware, problem handlers and routes."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import TypedDict

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
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


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service for the given settings, by default those of the environment.

    Raises ``TelemetryError`` if they enable telemetry that cannot be started.
    """
    settings = settings or Settings()
    logs.configure(settings.log_level, settings.log_format)
    # The engines connect when they are first used.
    engine = make_engine(settings.database_url, read_only=True, deadlines=settings.deadlines)
    looking = make_engine(settings.database_url, read_only=True, deadlines=LOOK_DEADLINES, connections=1)
    readiness = Readiness(looking, Damage(engine))
    turns = reading_turns(settings)
    assistants = assistant_server(engine, turns)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        app.openapi()  # built now and cached, because it takes longer than any answer
        with Readers() as page_readers:
            async with assistants.session_manager.run():
                yield {
                    "engine": engine,
                    "reading_turns": turns,
                    "page_readers": page_readers,
                    "page_turns": extractions.page_turns(settings),
                    "readiness": readiness,
                    "releases": Latest(),
                    "settings": settings,
                    "stopping": False,
                }
        engine.dispose()
        looking.dispose()
        log.log(logs.NOTICE, "stopped")

    app = FastAPI(
        title="Force Profiles",
        version=__version__,
        summary="Police force statements as data.",
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
        lifespan=lifespan,
        dependencies=[Depends(as_documented)],
        telemetry=telemetry(engine, wanted=settings.telemetry, untraced=OPERATIONS),
    )
    document = app.openapi
    app.openapi = cache(lambda: completed(document()))  # type: ignore[method-assign]
    resources = (forces, compare, observations, coverage, measures, indicators, statements, releases, bulk, extractions)
    for resource in (*resources, discovery, meta):
        app.include_router(resource.router)
    app.mount(meta.STATIC_PATH, StaticFiles(directory=meta.STATIC_FILES))
    # POST only: a GET would hold a stream open for messages that a server without sessions never sends.
    app.router.routes.append(Route("/mcp", OverHttp(assistants), methods=["POST"]))
    add_handlers(app)
    add_metrics(app, lambda: about_the_service(looking))
    # The last middleware added is the outermost. Indentation and compression are inside ConditionalRequests, which
    # computes the validators of the bytes sent. Failures is outside the buffering of answers but inside everything that
    # every answer gets. Rate limits are outside both, so that a refused request costs no reading.
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
    return app


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


def _operation_id(route: APIRoute) -> str:
    return route.name
