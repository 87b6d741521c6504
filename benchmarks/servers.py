"""Start servers, ours and others: each on a port of its own, kept to one core, with what it takes of that core."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from app.settings import PREFIX, Settings
from benchmarks import bare, machine, naive
from benchmarks.load import Load, load
from benchmarks.machine import HOST, UnavailableError

STARTUP_SECONDS = 120
QUIET_SECONDS = 10.0
NGINX = """\
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off; types {{ application/json json; }} keepalive_requests 1000000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen {host}:{port}; root {folder}; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Program:
    """How a server is started on a port, and what its environment has besides this process's."""

    command: Callable[[int], Sequence[str | Path]]
    environment: Mapping[str, str] = field(default_factory=dict)


Making = Callable[[], Program]
"""Makes a program, or raises ``UnavailableError``."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is running."""

    process: int
    port: int

    def cpu(self) -> float:
        """Return the seconds of a core that it has taken so far."""
        return machine.cpu_seconds(self.process)

    def asked(self, target: str, *, connections: int, etag: str | None = None, seconds: int = 1) -> tuple[Load, float]:
        """Ask it for some seconds, and return what it answered with the microseconds of a core for each request.

        When the client goes, a request of each connection is still being worked on: that work counts too, and the
        next server is not asked before it is done.
        """
        before = self.cpu()
        try:
            answered = load(self.port, target, connections=connections, etag=etag, seconds=seconds)
        finally:
            self.quiet()
        return answered, (self.cpu() - before) / (answered.requests + connections) * 1e6

    def quiet(self) -> None:
        """Return once it takes nothing of its core any more."""
        ends, before = time.monotonic() + QUIET_SECONDS, -1.0
        while time.monotonic() < ends and (taken := self.cpu()) != before:
            before = taken
            time.sleep(0.03)


@contextmanager
def running(program: Program, *, on_every_core: bool = False) -> Iterator[Running]:
    """Run a server on its core, or on every core, until it is no longer needed."""
    port = machine.free_port()
    command = [str(part) for part in program.command(port)]
    environment = os.environ | program.environment
    with TemporaryFile() as log:
        with nullcontext() if on_every_core else machine.on_core(machine.cores().server):
            process = subprocess.Popen(command, env=environment, cwd=machine.ROOT, stdout=log, stderr=log)
        try:
            if not listens(port, process):
                log.seek(0)
                raise UnavailableError(f"it does not listen: {log.read().decode(errors='replace').strip()[-300:]}")
            yield Running(process.pid, port)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def running_all(programs: Mapping[str, Making], skipped: list[str]) -> Iterator[dict[str, Running]]:
    """Run servers side by side. Why one is not to be had here is added to ``skipped``."""
    with ExitStack() as stack:
        found = {}
        for name, program in programs.items():
            try:
                found[name] = stack.enter_context(running(program()))
            except UnavailableError as error:
                skipped.append(f"{name}: {error}")
        yield found


def listens(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Return as soon as a server listens on a port, or has ended: whether it listens."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return True
    return False


def ours(address: str, **settings: str) -> Program:
    """Return the service as its users start it; it logs no requests unless that is set, for no peer does."""
    return Program(
        lambda port: [sys.executable, "-m", "app.cli", "serve", "--host", HOST, "--port", str(port)],
        _environment(address, **settings),
    )


def on_uvicorn(application: str, environment: Mapping[str, str]) -> Program:
    """Return an application, named as a factory, on uvicorn as it comes."""
    quiet = ["--log-level", "warning", "--no-access-log"]
    return Program(
        lambda port: [sys.executable, "-m", "uvicorn", "--factory", application, "--port", str(port), *quiet],
        environment,
    )


def on_granian(application: str, environment: Mapping[str, str]) -> Program:
    """Return an application, named as a factory, on granian as it comes."""
    granian = peers() / "granian"
    return Program(
        lambda port: [granian, "--interface", "asgi", "--factory", application, "--port", str(port), "--no-log"],
        {**environment, "PYTHONPATH": str(machine.ROOT)},
    )


def ours_by_name(address: str, **settings: str) -> tuple[str, dict[str, str]]:
    """Return the service as other servers run it: the factory, and its settings."""
    return "app.main:create_app", _environment(address, **settings)


def bare_by_name(answers: Path) -> tuple[str, dict[str, str]]:
    """Return the application of ready answers as servers run it."""
    return "benchmarks.bare:make_bare", {bare.ANSWERS: str(answers)}


def bare_on_ours(answers: Path) -> Program:
    """Return the application of ready answers on the service's own server."""
    return Program(lambda port: [sys.executable, "-m", "benchmarks.bare", str(port)], bare_by_name(answers)[1])


def naive_by_name(address: str) -> tuple[str, dict[str, str]]:
    """Return the naive application as servers run it."""
    return "benchmarks.naive:make_naive", {naive.DATABASE: address}


def nginx(files: Mapping[str, bytes], folder: Path) -> Program:
    """Return nginx with files to send, by path; ``folder`` is for it alone."""
    path = shutil.which("nginx")
    if path is None:
        raise UnavailableError("nginx is not installed")
    for name, content in files.items():
        (folder / name).write_bytes(content)

    def command(port: int) -> list[str]:
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, host=HOST, port=port), encoding="utf-8")
        return [path, "-c", str(folder / "nginx.conf"), "-e", "stderr"]

    return Program(command)


def datasette(database: Path) -> Program:
    """Return Datasette over the file of a database."""
    found = peers() / "datasette"
    settings = [part for name in ("suggest_facets", "allow_facet") for part in ("--setting", name, "off")]
    return Program(lambda port: [found, "serve", database, "--host", HOST, "--port", str(port), *settings])


def roapi(table: Path) -> Program:
    """Return roapi over the file of a table."""
    found = peers() / "roapi"
    others = [
        part for name in ("postgres", "flight-sql") for part in (f"--addr-{name}", f"{HOST}:{machine.free_port()}")
    ]
    return Program(lambda port: [found, "--addr-http", f"{HOST}:{port}", *others, "--table", f"{table.stem}={table}"])


def peers() -> Path:
    """Return the programs of the environment that has the peers of ``requirements.txt``, which is made once."""
    pinned = Path(__file__).with_name("requirements.txt")
    made = machine.folder() / "peers"
    stamp = made / "made.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != pinned.read_text(encoding="utf-8"):
        uv = [sys.executable, "-m", "uv", "--quiet"]
        install = [*uv, "pip", "install", "--python", str(made / "bin" / "python")]
        for command in (
            [*uv, "venv", "--clear", "--python", sys.executable, str(made)],
            [*install, "--constraint", str(machine.ROOT / "requirements-dev.lock"), "--requirement", str(pinned)],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise UnavailableError(f"the peers cannot be installed: {done.stderr.strip()[-300:]}")
        # Granian runs our application too, with the packages of this environment.
        found = next((made / "lib").glob("python*")) / "site-packages" / "force-profiles.pth"
        found.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        stamp.write_text(pinned.read_text(encoding="utf-8"), encoding="utf-8")
    return made / "bin"


def peer_versions() -> dict[str, str]:
    """Return the pinned versions of the peers, and those of the programs of the machine."""
    lines = Path(__file__).with_name("requirements.txt").read_text(encoding="utf-8").splitlines()
    found = dict(line.split("==") for line in lines if "==" in line)
    if (path := shutil.which("nginx")) is not None:
        told = subprocess.run([path, "-v"], capture_output=True, text=True, check=False).stderr
        found["nginx"] = told.rpartition("/")[2].strip()
    return found


def _environment(address: str, **settings: str) -> dict[str, str]:
    named = {"database_url": address} | known({"access_log": "false"} | settings)
    return {f"{PREFIX}{name.upper()}": value for name, value in named.items()}


def known(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that the service has, so that an earlier one without some of them is measured too."""
    return {name: value for name, value in settings.items() if name in Settings.model_fields}
