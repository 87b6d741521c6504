"""Databases for the tests, SQLite and PostgreSQL alike: migrated and seeded once, copied where a test writes.

A test runs on both wherever a database can change what it finds: queries, order, constraints, locks, migrations, and
one pass over every address (its examples, its problems, and how many SQL statements it sends). What is made of bytes
that have left the database, such as HTTP, ranges, and clients that read files, is tried on SQLite: ``sqlite_alone``.
"""

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser
from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from app.db.engine import make_engine
from app.db.migrate import migrate
from app.load.seed import seed
from app.main import create_app
from app.server.running import make_server
from app.server.sockets import address_of, listening
from app.settings import Settings
from tests import browsing, postgres
from tests.bundled import EDITIONS, RECORDS
from tests.node import Node, tools

LOOPBACK = ("127.0.0.1", 50_000)
"""Where clients in process seem to ask from."""
BACKENDS = ("sqlite", "postgresql")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
"""Which of the processes that run the tests this is: they share a server of PostgreSQL that the environment names."""
ROOT = Path(__file__).parents[1]
REAL_PAGE = ROOT.parent / "shared" / "statements" / "leicestershire--2021-22.txt"


class Databases:
    """Makes databases of one backend: empty ones, and copies of a seeded one."""

    made: ClassVar[list[Callable[[], None]]] = []
    """How to remove each database that was made for a test and not removed yet: it takes 30 MB and more."""

    def __init__(
        self,
        address_of: Callable[[str], str],
        copy: Callable[[str, str], None],
        remove: Callable[[str], None],
        server: str | None = None,
    ) -> None:
        self.server = server
        """The address by which the server of the databases is administered, where there is one."""
        self._address_of = address_of
        self._copy = copy
        self._remove = remove
        self._made = 0
        self._template = self._new("")
        engine = make_engine(self._template, read_only=False)
        migrate(engine)
        list(seed(engine, RECORDS, EDITIONS))
        engine.dispose()
        time.sleep(1)  # dates stand for the data when the second of their change is over
        self.seeded = self._new(self._template)
        """A seeded database that no test changes."""

    def empty(self) -> str:
        """Return the address of a new, empty database."""
        return self._new("", for_one_test=True)

    def copy(self) -> str:
        """Return the address of a new copy of the seeded database."""
        return self._new(self._template, for_one_test=True)

    def _new(self, origin: str, *, for_one_test: bool = False) -> str:
        self._made += 1
        name = f"test_{WORKER}_{self._made}"
        self._copy(origin, name)
        if for_one_test:
            self.made.append(partial(self._remove, name))
        return self._address_of(name)


def sqlite_databases(folder: Path) -> Databases:
    """Make databases that have a folder each, with all that is kept beside them."""

    def file(name: str) -> Path:
        return folder / name / "force-profiles.sqlite3"

    def copy(origin: str, name: str) -> None:
        file(name).parent.mkdir()
        if origin:
            path = str(make_url(origin).database)
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(file(name))) as target:
                source.backup(target)

    def remove(name: str) -> None:
        shutil.rmtree(file(name).parent)

    return Databases(lambda name: f"sqlite:///{file(name)}", copy, remove)


def postgresql_databases(server: str) -> Databases:
    url = make_url(server)

    @contextmanager
    def administering() -> Iterator[Connection]:
        engine = make_engine(server, read_only=False)
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                yield connection
        finally:
            engine.dispose()  # or it would keep its lock

    def copy(origin: str, name: str) -> None:
        template = make_url(origin).database if origin else "template0"
        with administering() as connection:
            connection.execute(text("SELECT pg_advisory_lock(1)"))  # the roles are the server's: one after the other
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
            postgres.give_roles(url.set(database=name))

    def remove(name: str) -> None:
        with suppress(OperationalError), administering() as connection:  # a server that is gone took it along
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))

    owner = url.set(username=postgres.OWNER)
    return Databases(lambda name: owner.set(database=name).render_as_string(hide_password=False), copy, remove, server)


@pytest.fixture(autouse=True)
def databases_end_with_the_test_they_were_made_for() -> Iterator[None]:
    """Leave the databases of this session and module alone: their fixtures were there before this one."""
    kept = len(Databases.made)
    yield
    while len(Databases.made) > kept:
        Databases.made.pop()()


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return sqlite_databases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def on_postgresql() -> Iterator[Databases]:
    """Databases on a server of this process's own, unless the environment names one that all share."""
    if address := os.environ.get(postgres.ADDRESS):
        yield postgresql_databases(address)
    elif (bin_ := postgres.binaries()) is None:
        pytest.skip(f"no PostgreSQL: no binaries on this machine, no package, and {postgres.ADDRESS} is not set")
    else:
        with postgres.server(bin_) as address:
            yield postgresql_databases(address)


@pytest.fixture(scope="session", params=BACKENDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Databases of each backend in turn; both stay, in whichever order a worker comes to the tests."""
    made: Databases = request.getfixturevalue(f"on_{request.param}")
    return made


sqlite_alone = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
postgresql_alone = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


@pytest.fixture
def empty_database(databases: Databases) -> str:
    return databases.empty()


@pytest.fixture
def own_database(databases: Databases) -> str:
    """A seeded database that the test may change."""
    return databases.copy()


@pytest.fixture
def engine(own_database: str) -> Iterator[Engine]:
    engine = make_engine(own_database, read_only=False)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def client(databases: Databases) -> Iterator[TestClient]:
    """A client of the service over the seeded database, which nothing changes."""
    with service(databases.seeded) as client:
        yield client


@pytest.fixture(scope="session")
def cold(databases: Databases) -> Iterator[TestClient]:
    """A client of a service that keeps no answers: each is made when it is asked for."""
    with service(databases.seeded, kept_bytes=0) as client:
        yield client


def reading(address: str) -> str:
    """Return the address by which a database is served: on PostgreSQL, that of the role that may only read."""
    url = make_url(address)
    if url.username == postgres.OWNER:
        url = url.set(username=postgres.READER)
    return url.render_as_string(hide_password=False)


@contextmanager
def service(address: str, **settings: Any) -> Iterator[TestClient]:  # noqa: ANN401 - of any type
    """Run the service over a database, and yield a client that follows no redirects and sees each change at once."""
    app = create_app(Settings(database_url=reading(address), **{"look_seconds": 0} | settings))
    with TestClient(app, client=LOOPBACK, follow_redirects=False) as client:
        yield client


@contextmanager
def running(address: str, **settings: Any) -> Iterator[str]:  # noqa: ANN401 - of any type
    """Run the service over a database on a port of its own, and yield where it is."""
    chosen = Settings(database_url=reading(address), **{"look_seconds": 0} | settings)
    sockets = listening("127.0.0.1", 0)
    where = address_of(sockets)
    started = threading.Event()
    server = make_server(create_app(chosen), chosen, started.set)
    thread = threading.Thread(target=server.run, args=(sockets,), daemon=True)
    thread.start()
    started.wait(timeout=30)
    try:
        yield where
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def sql() -> Iterator[list[str]]:
    """The SQL statements sent while the test runs."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Run a tool of Node."""
    return tools(tmp_path_factory.getbasetemp().parent / "node.lock")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of a module: while it runs, this thread has a loop, and others may want their own."""
    with browsing.chromium() as found:
        yield found


@pytest.fixture
def open_window(browser: Browser) -> Iterator[browsing.OpenWindow]:
    """Opens windows that share nothing: as of readers who come for the first time."""
    with ExitStack() as opened:
        yield lambda **looks: opened.enter_context(browsing.window(browser, **looks))


@pytest.fixture(scope="session")
def real_page() -> Path:
    """The published page of Leicestershire 2021-22, which is not part of the repository."""
    if not REAL_PAGE.exists():
        pytest.skip("the published page is not at hand beside the checkout")
    return REAL_PAGE
