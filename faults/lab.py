"""The laboratory: databases to spoil, and looks at whether they are whole."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.orm import Session

from app.db.engine import make_engine
from app.db.migrate import RENAMED, alembic_config, changing_schema, migrate, rows_held
from app.load.backup import back_up
from app.load.store import Intake
from app.queries.integrity import faults_of
from tests import postgres
from tests.bundled import RECORDS
from tests.conftest import Databases, postgresql_databases, sqlite_databases

BACKENDS = ("sqlite", "postgresql")


class Lab:
    """Databases of one backend and a folder for files, both as new for each fault."""

    def __init__(self, backend: str, folder: Path, databases: Databases, server: postgres.Server | None) -> None:
        self.backend = backend
        self.databases = databases
        self.folder = folder / "files"
        self.folder.mkdir()
        self._server = server

    @property
    def server(self) -> postgres.Server:
        """The server of PostgreSQL."""
        assert self._server is not None  # noqa: S101 - asked for by faults of PostgreSQL
        return self._server

    def administer(self, *statements: str) -> None:
        """Have the server of PostgreSQL carry statements out, each by itself."""
        with written(self.server.address) as engine:
            connect = engine.execution_options(isolation_level="AUTOCOMMIT").connect
            with connect() as connection:
                for statement in statements:
                    connection.execute(text(statement))

    def clear(self) -> None:
        """Remove what a fault left in the folder."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()

    def empty(self) -> str:
        """Return the address of a new database without anything: SQLite's alone in a folder."""
        return self.databases.empty()

    def migrated(self) -> str:
        """Return the address of a new database without data."""
        address = self.empty()
        with written(address) as engine:
            migrate(engine)
        return address

    def seeded(self) -> str:
        """Return the address of a new database with the bundled data: SQLite's alone in a folder."""
        return self.databases.copy()

    def older(self, schema: str = "0002") -> str:
        """Return the address of a database with the bundled data and an older schema."""
        address = self.seeded()
        with written(address) as engine, changing_schema(engine) as connection:
            command.downgrade(alembic_config(connection), schema)
        return address


@contextmanager
def laboratory(backend: str, folder: Path) -> Iterator[Lab]:
    """Yield a laboratory with databases of its own, and with its own server of PostgreSQL."""
    if backend == "sqlite":
        yield Lab(backend, folder, sqlite_databases(folder), None)
        return
    bin_ = postgres.binaries()
    if bin_ is None:
        raise FileNotFoundError("no binaries of PostgreSQL")
    with postgres.controlled(bin_) as server:
        yield Lab(backend, folder, postgresql_databases(server.address), server)


@contextmanager
def transaction(address: str) -> Iterator[Connection]:
    """Yield a connection in a transaction that may write."""
    with written(address) as engine, engine.begin() as connection:
        yield connection


def file_of(address: str) -> Path:
    """Return the file of a SQLite database."""
    return Path(str(make_url(address).database))


@contextmanager
def _opened(address: str, *, read_only: bool) -> Iterator[Engine]:
    engine = make_engine(address, read_only=read_only)
    try:
        yield engine
    finally:
        engine.dispose()


def read(address: str) -> AbstractContextManager[Engine]:
    """Yield an engine that reads."""
    return _opened(address, read_only=True)


def written(address: str) -> AbstractContextManager[Engine]:
    """Yield an engine that writes."""
    return _opened(address, read_only=False)


def rows(address: str) -> dict[str, int]:
    """Return how many rows each table of a database has, by the name it has today."""
    with read(address) as engine, engine.connect() as connection:
        return {RENAMED.get(table, table): count for table, count in rows_held(connection).items()}


def wrong_with(address: str) -> list[str]:
    """Return what ``check --integrity`` finds of a database."""
    with read(address) as engine, Session(engine) as session:
        return [f"{fault.where}: {fault.detail}" for fault in faults_of(session)]


def current(address: str) -> set[str]:
    """Return the statements that are current, as force/round."""
    query = (
        "SELECT force_id || '/' || round FROM statement JOIN revision ON statement_id = statement.id"
        " WHERE superseded_in IS NULL"
    )
    with read(address) as engine, engine.connect() as connection:
        return set(connection.execute(text(query)).scalars())


def withdraw(address: str, statement: str) -> None:
    """Take a statement back, which tells one state of a database from another."""
    force, _, round_ = statement.partition("/")
    with written(address) as engine:
        Intake(engine).withdraw(force, round_, "a fault is tried")


def two_backups(lab: Lab, database: str) -> tuple[list[Path], list[set[str]]]:
    """Return two backups of a database, between which a statement is withdrawn, and what is current in each."""
    copies, states = [lab.folder / name for name in ("all.sqlite3", "fewer.sqlite3")], []
    for copy in copies:
        copy_of(database, copy)
        states.append(current(database))
        if copy is copies[0]:
            withdraw(database, RECORDS[0].id)
    return copies, states


def copy_of(address: str, target: Path) -> Path:
    """Back a database up to a file and return that."""
    with read(address) as engine:
        back_up(engine, target)
    return target
