"""Answers asked for again, at 128 connections.

One worker on one core, the client on another, one request at a time. *Bare* is an application on the same server that
sends the bytes and headers of our answer as constants: what the server itself can do. *nginx* sends the body as a
static file. *Naive* is FastAPI with `def` routes, SQLAlchemy models and a `response_model` over the same database; it
sends no validators, so it has no 304. *Added* is the CPU that ours took more than bare.

Not measured: a network, TLS, compression, many different answers at once, more workers than one, latency.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import bare, generated, machine, rounds, servers
from benchmarks.before import WARM as BEFORE
from benchmarks.load import CLIENT
from benchmarks.results import Results, Table
from benchmarks.rounds import Cell, Found

REQUESTS = {
    "profile": "/v1/forces/leicestershire",
    "one topic": "/v1/forces/leicestershire/budget",
    "50 observations": "/v1/observations?limit=50",
    "compare a measure": "/v1/compare?measure=police_officers",
    "compare an indicator": "/v1/compare?indicator=officers_per_1000_people",
}
KNOWN = "304"
"""The request for a profile that the client has."""


class Setting:
    """A folder with the bundled data, our answers of it, and the programs that serve either."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = generated.bundled()
        self.address = f"sqlite:///{self.database}"
        self._answers = folder / "answers.json"
        with servers.running(servers.ours(self.address)) as ours:
            bare.record(ours.port, REQUESTS.values(), self._answers)
            self.csv = folder / "observations.csv"
            self.csv.write_bytes(bare.ask(ours.port, "/v1/observations?format=csv&limit=1000")[2])
        self._held = {held["target"]: held for held in json.loads(self._answers.read_text(encoding="utf-8"))}

    def programs(self) -> Mapping[str, servers.Making]:
        """Return the programs by name."""
        named, plain = servers.ours_by_name(self.address), servers.bare_by_name(self._answers)
        return {
            "nginx": self._nginx,
            "bare": lambda: servers.bare_on_ours(self._answers),
            "ours": lambda: servers.ours(self.address),
            "naive": lambda: servers.on_uvicorn(*servers.naive_by_name(self.address)),
            "ours, access log on": lambda: servers.ours(self.address, access_log="true"),
            "bare on uvicorn": lambda: servers.on_uvicorn(*plain),
            "ours on uvicorn": lambda: servers.on_uvicorn(*named),
            "bare on granian": lambda: servers.on_granian(*plain),
            "ours on granian": lambda: servers.on_granian(*named),
            "datasette": lambda: servers.datasette(self.database),
            "roapi": lambda: servers.roapi(self.csv),
        }

    def cells(self, request: str, *names: str) -> Iterator[Cell]:
        """Yield what servers are asked for; nginx has the same as a file."""
        for name in names:
            yield Cell(request, name, f"/{_file(request)}" if name == "nginx" else REQUESTS[request])

    def known(self, *names: str) -> Iterator[Cell]:
        """Yield what servers are asked for by a client that has the profile."""
        target = REQUESTS["profile"]
        for name in names:
            yield Cell(KNOWN, name, target, self._held[target]["headers"]["etag"])

    def _nginx(self) -> servers.Program:
        files = {_file(request): self._held[target]["body"].encode() for request, target in REQUESTS.items()}
        own = self.folder / "nginx"
        own.mkdir()
        return servers.nginx(files, own)


def _file(request: str) -> str:
    return f"{request.replace(' ', '-')}.json"


@contextmanager
def setting() -> Iterator[Setting]:
    """Yield a setting in a folder of its own."""
    with TemporaryDirectory(prefix="force-profiles-bench-") as name:
        yield Setting(Path(name))


def versions() -> dict[str, str]:
    """Return the versions of what takes part besides what every part uses."""
    return machine.versions() | servers.peer_versions() | {"load from": CLIENT}


def measure() -> Results:
    """Measure and return what was found."""
    skipped: list[str] = []
    with setting() as scene:
        wanted = ("nginx", "bare", "ours", "naive")
        cells = [cell for request in REQUESTS for cell in scene.cells(request, *wanted)]
        cells += scene.known("bare", "ours")
        programs = {name: program for name, program in scene.programs().items() if name in wanted}
        with servers.running_all(programs, skipped) as started:
            found = rounds.run(cells, started, skipped)
    return Results(_tables(found), skipped, versions())


def _tables(found: Found) -> list[Table]:
    return [
        Table(
            "Throughput of ours as a part of each peer's, median of the rounds (quartiles)",
            ("request", "of bare", "before", "of nginx", "of naive", "before"),
            [
                (
                    *(request, found.ratio(request, "ours", "bare"), BEFORE[request].of_bare),
                    *(found.ratio(request, "ours", "nginx"), found.ratio(request, "ours", "naive")),
                    BEFORE[request].of_naive,
                )
                for request in (*REQUESTS, KNOWN)
            ],
        ),
        Table(
            "CPU of a request, µs",
            ("request", "nginx", "bare", "ours", "added", "naive", "before: bare", "before: ours"),
            [
                (
                    *(request, found.cpu_of(request, "nginx"), found.cpu_of(request, "bare")),
                    *(found.cpu_of(request, "ours"), found.added(request, "ours", "bare")),
                    *(found.cpu_of(request, "naive"), BEFORE[request].cpu_bare, BEFORE[request].cpu_ours),
                )
                for request in (*REQUESTS, KNOWN)
            ],
        ),
    ]
