"""The application, assembled from settings, engine, middleware, problem handlers and routes."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple, TypedDict

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from app import __version__, logs
from app.answers.extraction import PageReading
from app.api.formats import MEDIA_TYPES, Format
from app.api.headers import HEADERS
from app.api.making import BulkFiles
from app.api.openapi import DESCRIPTION, TAGS, document
from app.api.readiness import LOOK_DEADLINES, Readiness
from app.api.routes import (
    bulk,
    charts,
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
from app.assistants.http import OverHttp
from app.db.damage import Damage
from app.db.engine import READERS, make_engine
from app.explorer.pages import show_problem
from app.explorer.routes import ADDRESSES, Explorer
from app.http.access import Accounts
from app.http.addresses import OPERATIONS
from app.http.at_once import AtOnce
from app.http.failures import UNREADABLE
from app.http.freshness import LastChange
from app.http.front import Front, Manners
from app.http.handlers import add_handlers
from app.http.indentation import Indentation
from app.http.limits import RateLimit
from app.http.metrics import Requests, add_metrics
from app.http.problems import NotReady
from app.http.ready import ReadyAnswers
from app.http.security import Preflights
from app.http.turns import Turns
from app.queries import releases as releases_of_the_data
from app.queries.catalogue import modified_at
from app.reading import Readers
from app.settings import Settings
from app.telemetry import telemetry
from app.vocabulary.sources import LICENCE, LICENCE_URL, MAINTAINERS

log = logging.getLogger(__name__)


class State(TypedDict):
    """The contents of ``request.state``."""

    engine: Engine
    reading_turns: Turns
    page_reading: PageReading
    readiness: Readiness
    bulk_files: BulkFiles
    settings: Settings
    stopping: bool


class Engines(NamedTuple):
    """The connections to the database, which are made when they are first used."""

    reading: Engine
    looking: Engine
    """Connections of their own with short deadlines, for probes, metrics and looks at when the data last changed."""

    def dispose(self) -> None:
        """Close all connections."""
        for engine in self:
            engine.dispose()


class Service(FastAPI):
    """The framework's application, which is passed by where what is asked for is ready."""

    at_once: AtOnce

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or take part in the start and the end of the server."""
        if scope["type"] != "http" or not await self.at_once.send(scope, send):
            await super().__call__(scope, receive, send)


RESOURCES = (
    *(forces, compare, charts, observations, official, reconciliations, coverage, measures, indicators, statements),
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
        looking=make_engine(settings.reads_from, read_only=True, deadlines=LOOK_DEADLINES, connections=2),
    )
    turns = reading_turns(settings)
    assistants = OverHttp(engines.reading, turns)
    app = Service(
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
        lifespan=_lifespan(settings, engines, turns, assistants),
        telemetry=telemetry(engines.reading, wanted=settings.telemetry, untraced=OPERATIONS),
    )
    app.openapi = document  # type: ignore[method-assign]
    _add_routes(app, assistants)
    add_handlers(app, show_problem, (*meta.ADDRESSES, *ADDRESSES))
    accounts = Accounts(requests=Requests(), logs=settings.access_log, with_clients=settings.log_clients)
    add_metrics(app, accounts.requests, lambda: about_the_service(engines.looking))
    tells_all = settings.request_ids or settings.telemetry
    app.at_once = AtOnce(
        answers=ReadyAnswers(settings.kept_bytes),
        data=_last_change(engines.looking, settings),
        accounts=accounts,
        may_send=not (settings.rate_limit or tells_all),
    )
    _add_middleware(app, settings, accounts, tells_all=tells_all)
    return app


def _lifespan(settings: Settings, engines: Engines, turns: Turns, assistants: OverHttp) -> Lifespan[FastAPI]:
    """Return what starts and stops with the service, and is shared by its requests."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[State]:
        app.openapi()  # read now and kept, because it takes longer than most answers
        gc.freeze()  # what is here to stay is not searched for garbage again while answers are made
        bulk_files = BulkFiles(settings.bulk_directory, settings.reads_from, settings.bulk_seconds)
        with Readers() as page_readers:
            async with assistants.running():
                yield {
                    "engine": engines.reading,
                    "reading_turns": turns,
                    "page_reading": PageReading(page_readers, settings.extraction_queue),
                    "readiness": Readiness(engines.looking, Damage(engines.reading)),
                    "bulk_files": bulk_files,
                    "settings": settings,
                    "stopping": False,
                }
        await bulk_files.close()
        gc.unfreeze()
        engines.dispose()
        log.log(logs.NOTICE, "stopped")

    return lifespan


def _add_routes(app: FastAPI, assistants: OverHttp) -> None:
    for resource in (*RESOURCES, discovery, meta):
        app.router.routes.extend(resource.router.routes)  # to include them would be to make each once more
    app.mount(meta.STATIC_PATH, StaticFiles(directory=meta.STATIC_FILES))
    # POST only: a GET would hold a stream open for messages that a server without sessions never sends.
    app.router.routes.append(Route("/mcp", assistants, methods=["POST"]))
    app.router.routes.append(Explorer())


def _add_middleware(app: Service, settings: Settings, accounts: Accounts, *, tells_all: bool) -> None:
    """Add the middleware, from the innermost, which is next to the routes, to the outermost.

    Indentation and compression change the bytes of an answer, so they are inside ``Front``, which is outermost.
    """
    for text in (Format.CSV, Format.NDJSON):
        add_compress_type(MEDIA_TYPES[text])
    app.add_middleware(Indentation)
    app.add_middleware(CompressMiddleware)
    app.add_middleware(Preflights)
    # RFC 5861: an answer that is too old may still be used while another is fetched, or if that fails.
    stale = f"stale-while-revalidate={settings.stale_seconds}, stale-if-error={settings.stale_seconds}"
    app.add_middleware(
        Front,
        at_once=app.at_once,
        accounts=accounts,
        limit=RateLimit(requests=settings.rate_limit, seconds=settings.rate_seconds) if settings.rate_limit else None,
        manners=Manners(
            keeps=settings.kept_bytes > 0,
            cache_control=f"public, max-age={settings.cache_seconds}, {stale}",
            licence=f'<{LICENCE_URL}>; rel="license"',
            everywhere={"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": ", ".join(HEADERS)},
            traces_all=tells_all,
        ),
    )


def _last_change(engine: Engine, settings: Settings) -> LastChange:
    """Return what looks up when the data last changed."""

    def look() -> datetime | None:
        with Session(engine) as session:
            return modified_at(session)

    return LastChange(look, UNREADABLE, every=settings.look_seconds, stale_seconds=settings.stale_seconds)


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
