"""Commands that serve: the API over HTTP, and the tools for assistants over standard input and output."""

import sys
from typing import Annotated

import typer

from app import logs
from app.cli import terminal
from app.cli.common import DatabaseUrl, database, fail, require_current_schema
from app.cli.databases import migrate_with_words, seed_with_words
from app.db.engine import is_there
from app.db.migrate import newest_schema, schema_of
from app.settings import DEFAULT_DATABASE, Settings


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Serve the API. An empty database is migrated and seeded first."""
    import uvicorn

    from app.main import create_app

    fill_if_empty(database_url)
    terminal.err.print(f"serving on http://{host}:{port} (documentation: http://{host}:{port}/docs)")
    uvicorn.run(
        create_app(Settings(database_url=database_url)),
        host=host,
        port=port,
        http="auto" if sys.platform == "win32" else "app.api.protocol:ProblemProtocol",  # httptools is not for Windows
        ws="none",
        log_level="warning",
    )


def fill_if_empty(database_url: str) -> None:
    """Migrate and seed an empty database; one that is filled is only read, and may be where nothing can be written."""
    schema = None
    with database(database_url, read_only=True) as engine:
        if is_there(engine):
            with engine.connect() as connection:
                schema = schema_of(connection)
    if schema is None:
        with database(database_url) as engine:
            migrate_with_words(engine)
            seed_with_words(engine)
    elif schema != newest_schema():
        raise fail("the database has the schema of another version; run `force-profiles migrate` first")


def mcp(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Serve the tools for assistants (Model Context Protocol) over standard input and output."""
    from app.assistants import assistant_server

    logs.configure()
    with database(database_url, read_only=True, deadlines=Settings().deadlines) as engine:
        require_current_schema(engine)
        assistant_server(engine).run("stdio")
