"""Commands that serve: the API over HTTP, and the tools for assistants over standard input and output."""

from typing import Annotated

import typer

from app import logs
from app.cli import terminal
from app.cli.common import DatabaseUrl, database, fail, require_current_schema, settings_of
from app.cli.databases import migrate_with_words, seed_with_words
from app.db.migrate import newest_schema, schema_of
from app.settings import DEFAULT_DATABASE


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 is any free one.")] = 8000,
    fd: Annotated[
        int | None, typer.Option(min=0, help="The descriptor of an open socket to listen on, instead of an address.")
    ] = None,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Serve the API. An empty database is migrated and seeded first. Sockets that systemd passes are listened on."""
    from app.server.sockets import address_of, listening

    settings = settings_of(database_url)
    try:
        sockets = listening(host, port, fd)
    except OSError as error:
        where = f"{host}:{port}" if fd is None else f"descriptor {fd}"
        raise fail(f"cannot listen on {where}: {error.strerror or error}") from None
    with database(database_url) as engine:
        with engine.connect() as connection:
            schema = schema_of(connection)
        if schema is None:
            migrate_with_words(engine)
            seed_with_words(engine)
        elif schema != newest_schema():
            raise fail("the database has the schema of another version; run `force-profiles migrate` first")
    from app.main import create_app
    from app.server.running import make_server

    root = address_of(sockets)

    def started() -> None:
        terminal.err.print(f"serving on {root} (documentation: {root}/docs)")

    make_server(create_app(settings), settings, started).run(sockets)


def mcp(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Serve the tools for assistants (Model Context Protocol) over standard input and output."""
    from app.assistants import assistant_server

    logs.configure()
    with database(database_url, read_only=True) as engine:
        require_current_schema(engine)
        assistant_server(engine).run("stdio")
