"""Commands that serve: the API over HTTP, and the tools for assistants over standard input and output."""

import logging
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app import logs
from app.cli.common import PATIENCE, WRONG_USAGE, DatabaseUrl, database, fail, require_current_schema, settings_of
from app.db.address import BadAddressError
from app.db.engine import is_there
from app.db.migrate import Schema, state_of_schema
from app.loading import loading
from app.queries import catalogue
from app.settings import DEFAULT_DATABASE, Settings

log = logging.getLogger(__name__)


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="The port to listen on; 0 is any free one.", show_default="8000"),
    ] = None,
    fd: Annotated[
        int | None, typer.Option(min=0, help="The descriptor of an open socket to listen on, instead of an address.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many processes answer at the same address.", show_default="1")
    ] = None,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Serve the API. An empty database is migrated and seeded first. Sockets passed by systemd are used."""
    with loading():
        from app.main import create_app
        from app.server.running import make_server
        from app.server.sockets import address_of, listening
        from app.server.workers import CAN_BE_COPIED, Workers
        from app.telemetry import TelemetryError

    settings = settings_of(database_url=database_url, host=host, port=port, workers=workers)
    if settings.workers > 1 and not CAN_BE_COPIED:
        raise fail("this system cannot run several workers: start several services, each with its port", WRONG_USAGE)
    logs.configure(settings.log_level, settings.log_format)
    try:
        app = create_app(settings)
        sockets = listening(settings.host, settings.port, fd)
    except (TelemetryError, BadAddressError) as error:
        raise fail(str(error), WRONG_USAGE) from None
    except OSError as error:
        where = f"{settings.host}:{settings.port}" if fd is None else f"descriptor {fd}"
        raise fail(f"cannot listen on {where}: {error.strerror or error}", WRONG_USAGE) from None
    fill(settings)
    root = address_of(sockets)

    def started() -> None:
        log.log(logs.NOTICE, "serving on %s (documentation: %s/docs)", root, root)

    if settings.workers == 1:
        make_server(app, settings, started).run(sockets)
    elif code := Workers(app, settings, sockets, started).run():
        raise typer.Exit(code)


def fill(settings: Settings) -> None:
    """Migrate and seed an empty database, or seed again if that was interrupted.

    A complete database is only read: it may be on read-only storage, or a replica of one that is away.
    """
    schema, seeded = Schema.NONE, False
    with database(settings.reads_from, read_only=True, deadlines=PATIENCE) as engine:
        if is_there(engine):
            with Session(engine) as session:
                schema = state_of_schema(session.connection())
                seeded = schema is Schema.CURRENT and catalogue.bundle(session) is not None
        if schema is not Schema.NONE:
            require_current_schema(engine)
    if seeded:
        return
    from app.cli.databases import migrate_with_words, seed_with_words

    with database(settings.database_url) as engine:
        if schema is Schema.NONE:
            migrate_with_words(engine)
        seed_with_words(engine)


def mcp(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Serve the tools for assistants (Model Context Protocol) over standard input and output."""
    from app.assistants.server import assistant_server

    settings = settings_of(database_url=database_url)
    logs.configure(settings.log_level, settings.log_format)
    with database(settings.reads_from, read_only=True, deadlines=settings.deadlines) as engine:
        require_current_schema(engine)
        assistant_server(engine).run("stdio")
