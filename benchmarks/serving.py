"""How fast answers are served, beside two peers that the same server runs in the same minutes.

Each target is asked of every server in turn, several rounds long, so that what slows the machine for a while slows
them alike; ratios are taken within a round. The servers share one core and the client has another, where there are
two. The peers are described in ``peers``.

Not measured: a network, TLS, compression, more than one worker or one kind of request at a time, PostgreSQL, a
database that does not fit in memory, latency. The client runs on the same machine, so that where the server
is very fast, as the ready answers are, the client's own speed may be what is seen.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from app.db.engine import make_engine
from app.db.migrate import migrate
from app.load import seed as seeding
from app.load.bundled import bundled_statements
from app.official.bundled import bundled_editions
from benchmarks import client, peers

ROUNDS = 5
SECONDS = 0.6
"""About how long one server is asked for one target in a round."""
STARTUP_SECONDS = 30
TARGETS = (
    "/v1/forces/leicestershire",
    "/v1/forces/leicestershire/budget",
    "/v1/observations?limit=50",
)
SERVERS = {
    "ours": "app.main:create_app",
    "ready": "benchmarks.peers:make_ready",
    "naive": "benchmarks.peers:make_naive",
}


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked: a target, with the ETag that a client holds where the answer is to be 304."""

    target: str
    etag: str | None
    sizes: dict[str, int]
    speeds: dict[str, list[float]] = field(default_factory=dict)

    def ratio(self, peer: str) -> str:
        """Return our speed as a part of the peer's, the median over the rounds."""
        if peer not in self.speeds:
            return "-"
        pairs = zip(self.speeds["ours"], self.speeds[peer], strict=True)
        return f"{statistics.median(ours / other for ours, other in pairs):.2g}"

    def speed(self, server: str) -> str:
        """Return the requests a second of a server, the median over the rounds."""
        return f"{statistics.median(self.speeds[server]):,.0f}" if server in self.speeds else "-"


def report() -> None:
    """Measure and print."""
    print(f"serving: requests/s, median of {ROUNDS} interleaved rounds, {client.CONNECTIONS} connections, one worker")
    print("  ours / ready: against an application that only sends the same bytes")
    print("  ours / naive: against FastAPI and SQLAlchemy models over the same database, without indicators")
    with TemporaryDirectory(prefix="force-profiles-bench-") as folder:
        cases = measure(Path(folder))
    print(f"  {'':34}{'ours':>8}{'ready':>9}{'naive':>8}{'ours/ready':>12}{'ours/naive':>12}   bytes: ours, naive")
    for case in cases:
        name = f"{case.target} {'304' if case.etag else ''}"
        speeds = f"{case.speed('ours'):>8}{case.speed('ready'):>9}{case.speed('naive'):>8}"
        sizes = ", ".join(f"{case.sizes[server]:,}" for server in ("ours", "naive") if server in case.sizes)
        print(f"  {name:34}{speeds}{case.ratio('ready'):>12}{case.ratio('naive'):>12}   {sizes}")


def measure(folder: Path) -> list[Case]:
    """Start the servers over a database in ``folder`` and return the cases with their speeds."""
    address = f"sqlite:///{folder / 'force-profiles.sqlite3'}"
    seed(address)
    ready_answers = folder / "ready.json"
    environment = os.environ | {
        "FORCE_PROFILES_DATABASE_URL": address,
        "FORCE_PROFILES_ACCESS_LOG": "false",  # the peers log no requests either
        peers.DATABASE: address,
        peers.READY_ANSWERS: str(ready_answers),
    }
    with cores_apart() as server_core, serving(SERVERS["ours"], environment, server_core) as ours:
        answers = {target: client.ask(ours, target) for target in TARGETS}
        ready_answers.write_text(
            json.dumps({t: {"etag": a.etag, "body": a.body.decode()} for t, a in answers.items()}), encoding="utf-8"
        )
        with (
            serving(SERVERS["ready"], environment, server_core) as ready,
            serving(SERVERS["naive"], environment, server_core) as naive,
        ):
            ports = {"ours": ours, "ready": ready, "naive": naive}
            cases = [
                Case(target, None, {s: len(client.ask(port, target).body) for s, port in ports.items()})
                for target in TARGETS
            ]
            cases.append(Case(TARGETS[0], answers[TARGETS[0]].etag, {"ours": 0}))
            run_rounds(cases, ports)
    return cases


def run_rounds(cases: list[Case], ports: dict[str, int]) -> None:
    """Ask every server for every case in turn, round after round, and note the speeds."""
    counts = {}
    for case in cases:
        for server, port in ports.items():
            if case.etag is None or server != "naive":
                client.requests_per_second(port, case.target, 20, etag=case.etag)
                warm = client.requests_per_second(port, case.target, 60, etag=case.etag)
                counts[case.target, case.etag, server] = max(40, int(warm * SECONDS))
    for _ in range(ROUNDS):
        for case in cases:
            for server, port in ports.items():
                count = counts.get((case.target, case.etag, server))
                if count is not None:
                    speed = client.requests_per_second(port, case.target, count, etag=case.etag)
                    case.speeds.setdefault(server, []).append(speed)


def seed(address: str) -> None:
    """Make a database as the service would have it."""
    engine = make_engine(address, read_only=False)
    try:
        migrate(engine)
        list(seeding.seed(engine, list(bundled_statements()), bundled_editions()))
    finally:
        engine.dispose()


@contextmanager
def cores_apart() -> Iterator[int | None]:
    """Keep this process to one core, yield another for the servers; ``None`` where the system cannot do so."""
    if sys.platform != "linux":
        yield None
        return
    cores = os.sched_getaffinity(0)
    if len(cores) == 1:
        yield None
        return
    servers, own, *_ = sorted(cores)
    os.sched_setaffinity(0, {own})
    try:
        yield servers
    finally:
        os.sched_setaffinity(0, cores)


@contextmanager
def serving(application: str, environment: dict[str, str], core: int | None) -> Iterator[int]:
    """Serve an application on a free port of this machine, and yield the port."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", application, "--host", client.HOST, "--port", str(port)]
    with subprocess.Popen([*command, "--log-level", "warning", "--no-access-log"], env=environment) as process:
        try:
            if core is not None and sys.platform == "linux":
                os.sched_setaffinity(process.pid, {core})
            await_port(port, process)
            yield port
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((client.HOST, 0))
        port: int = listener.getsockname()[1]
    return port


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return as soon as a server listens on a port."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((client.HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not listen")
