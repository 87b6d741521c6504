"""Commands that serve: the API over HTTP, and the tools for assistants over standard input and output."""

import sys
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app import logs
from app.cli import terminal
from app.cli.common import DatabaseUrl, database, fail, require_current_schema
from app.cli.databases import migrate_with_words, seed_with_words
from app.db.engine import is_there
from app.db.migrate import Schema, state_of_schema
from app.queries import catalogue
from app.settings import DEFAULT_DATABASE, Settings


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Serve the API. An empty database is migrated and seeded first."""
    import uvicorn

    from app.main import create_app
    from app.telemetry import TelemetryError

    settings = Settings(database_url=database_url)
    logs.configure(settings.log_level, settings.log_format)
    try:
        app = create_app(settings)
    except TelemetryError as error:
        raise fail(str(error)) from None
    fill(database_url)
    terminal.say(f"serving on http://{host}:{port} (documentation: http://{host}:{port}/docs)")
    uvicorn.run(
        app,
        host=host,
        port=port,
        http="auto" if sys.platform == "win32" else "app.api.protocol:ProblemProtocol",  # httptools is not for Windows
        ws="none",
        log_config=None,  # that of `logs`
        access_log=False,
    )


def fill(database_url: str) -> None:
    """Migrate and seed an empty database, and go on with a seed that was cut off.

    One that is filled is only read, and may be where nothing can be written.
    """
    schema, seeded = Schema.NONE, False
    with database(database_url, read_only=True) as engine:
        if is_there(engine):
            with Session(engine) as session:
                schema = state_of_schema(session.connection())
                seeded = schema is Schema.CURRENT and catalogue.bundle(session) is not None
        if schema is not Schema.NONE:
            require_current_schema(engine)
    if seeded:
        return
    with database(database_url) as engine:
        if schema is Schema.NONE:
            migrate_with_words(engine)
        seed_with_words(engine)


def mcp(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Serve the tools for assistants (Model Context Protocol) over standard input and output."""
    from app.assistants import assistant_server

    settings = Settings()
    logs.configure(settings.log_level, settings.log_format)
    with database(database_url, read_only=True, deadlines=settings.deadlines) as engine:
        require_current_schema(engine)
        assistant_server(engine).run("stdio")
