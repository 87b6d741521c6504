"""Answers asked for again, at 128 connections.

One worker on one core, the client on another, one request at a time, rounds interleaved over the servers. *Bare* is an
application that sends the bytes and headers of our answer as constants: it shows what the server itself can do. It runs
on the same server as ours in each pair: on the server class of `force-profiles serve` (uvicorn with limits and an
orderly end), on uvicorn as it comes, and on granian. *nginx* sends the body as a static file. *Naive* is FastAPI with
`def` routes, SQLAlchemy models and a `response_model` over the same database; it sends no validators, so it has no 304.
Datasette and roapi give 50 rows of the same data in their own form: Datasette without facets and counts, roapi from
memory. CPU is what the server's processes took for each request, *added* what ours took more than bare.

Not measured: a network, TLS, compression, many different answers at once, more workers than one, latency.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import bare, servers
from benchmarks.before import WARM as BEFORE
from benchmarks.load import CLIENT, Load, WrongAnswerError
from benchmarks.results import MISSING, Results, Table, median, ratio
from benchmarks.servers import Running

ROUNDS = 5
CONNECTIONS = 128
ENOUGH, SLOW_SECONDS = 3 * CONNECTIONS, 3
"""A server that gives fewer answers than this in a second is asked for longer."""
REQUESTS = {
    "profile": "/v1/forces/leicestershire",
    "one topic": "/v1/forces/leicestershire/budget",
    "50 observations": "/v1/observations?limit=50",
    "compare a measure": "/v1/compare?measure=police_officers",
    "compare an indicator": "/v1/compare?indicator=officers_per_1000_people",
    "304": "/v1/forces/leicestershire",
}
EVERYWHERE = ("nginx", "bare", "ours", "naive")
OTHERS = ("bare on uvicorn", "ours on uvicorn", "bare on granian", "ours on granian", "ours, access log on")
ASKED = {
    "profile": (*EVERYWHERE, *OTHERS),
    "one topic": EVERYWHERE,
    "50 observations": (*EVERYWHERE, "datasette", "roapi"),
    "compare a measure": EVERYWHERE,
    "compare an indicator": EVERYWHERE,
    "304": ("bare", "ours", "bare on granian", "ours on granian"),
}
"""Which servers are asked for what: all of them for everything would take longer than three minutes."""


class Found:
    """The speeds, and the CPU of a request, of each server for each request, round after round."""

    def __init__(self) -> None:
        self.speed: dict[tuple[str, str], list[float]] = {}
        self.cpu: dict[tuple[str, str], list[float]] = {}

    def add(self, request: str, server: str, speed: float, cpu: float) -> None:
        """Note what a server did in a round."""
        self.speed.setdefault((request, server), []).append(speed)
        self.cpu.setdefault((request, server), []).append(cpu)

    def ratio(self, request: str, server: str, peer: str) -> str:
        """Return the speed of a server as a part of a peer's."""
        mine, theirs = self.speed.get((request, server)), self.speed.get((request, peer))
        return ratio(mine, theirs) if mine and theirs else MISSING

    def cpu_of(self, request: str, server: str) -> str:
        """Return the CPU of a request."""
        return median(self.cpu.get((request, server), []))

    def added(self, request: str, server: str, peer: str) -> str:
        """Return how much more CPU a request takes than at a peer."""
        pair = self.cpu.get((request, server)), self.cpu.get((request, peer))
        return median([a - b for a, b in zip(*pair, strict=True)]) if pair[0] and pair[1] else MISSING


def measure() -> Results:
    """Measure and return what was found."""
    skipped: list[str] = []
    found = Found()
    with TemporaryDirectory(prefix="force-profiles-bench-") as name:
        folder = Path(name)
        address = servers.seeded(folder / "force-profiles.sqlite3")
        answers = folder / "answers.json"
        with servers.running(servers.ours(address)) as ours:
            bare.record(ours.port, dict.fromkeys(REQUESTS.values()), answers)
            csv = bare.ask(ours.port, "/v1/observations?format=csv&limit=1000")[2]
        (folder / "observations.csv").write_bytes(csv)
        with servers.running_all(_programs(address, answers, folder), skipped) as started:
            _run_rounds(started, found, _etag(answers))
    versions = Results([]).versions | servers.peer_versions() | {"load from": CLIENT}
    return Results(_tables(found), skipped, versions)


def _programs(address: str, answers: Path, folder: Path) -> Mapping[str, servers.Making]:
    named, plain = servers.ours_by_name(address), servers.bare_by_name(answers)
    return {
        "nginx": lambda: servers.nginx(_files(answers), _new(folder / "nginx")),
        "bare": lambda: servers.bare_on_ours(answers),
        "ours": lambda: servers.ours(address),
        "naive": lambda: servers.on_uvicorn(*servers.naive_by_name(address)),
        "bare on uvicorn": lambda: servers.on_uvicorn(*plain),
        "ours on uvicorn": lambda: servers.on_uvicorn(*named),
        "bare on granian": lambda: servers.on_granian(*plain),
        "ours on granian": lambda: servers.on_granian(*named),
        "ours, access log on": lambda: servers.ours(address, access_log="true"),
        "datasette": lambda: servers.datasette(folder / "force-profiles.sqlite3"),
        "roapi": lambda: servers.roapi(folder / "observations.csv"),
    }


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _files(answers: Path) -> dict[str, bytes]:
    """Return the bodies of the answers as files for nginx, by the name of the request."""
    bodies = {held["target"]: held["body"].encode() for held in json.loads(answers.read_text(encoding="utf-8"))}
    return {f"{_file(request)}.json": bodies[target] for request, target in REQUESTS.items()}


def _file(request: str) -> str:
    return request.replace(" ", "-")


def _etag(answers: Path) -> str:
    """Return what a client holds that is to be answered with 304."""
    held = {answer["target"]: answer["headers"] for answer in json.loads(answers.read_text(encoding="utf-8"))}
    etag: str = held[REQUESTS["304"]]["etag"]
    return etag


def _target(request: str, server: str) -> str:
    """Return what a server is asked for: peers have the same in other places."""
    match server:
        case "nginx":
            return f"/{_file(request)}.json"
        case "datasette":
            return "/force-profiles/observation.json?_size=50&_nocount=1&_shape=array"
        case "roapi":
            return "/api/tables/observations?limit=50"
    return REQUESTS[request]


def _run_rounds(started: Mapping[str, Running], found: Found, etag: str) -> None:
    cells = [(request, server) for request, asked in ASKED.items() for server in asked if server in started]

    def ask(request: str, server: str, seconds: int) -> tuple[Load, float]:
        held = etag if request == "304" else None
        asked = started[server]
        return asked.asked(_target(request, server), connections=CONNECTIONS, etag=held, seconds=seconds)

    seconds = {}
    for cell in cells:  # each makes its answer once, and shows how long it must be asked
        bare.ask(started[cell[1]].port, _target(*cell))
        try:
            seconds[cell] = 1 if ask(*cell, 1)[0].requests > ENOUGH else SLOW_SECONDS
        except WrongAnswerError:
            seconds[cell] = SLOW_SECONDS
    for _ in range(ROUNDS):
        for cell in cells:
            answered, cpu = ask(*cell, seconds[cell])
            found.add(*cell, answered.per_second, cpu)


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
                for request in REQUESTS
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
                for request in REQUESTS
            ],
        ),
        Table(
            "The profile on other servers",
            ("server", "of bare on it", "of nginx", "of naive", "CPU, µs", "added, µs"),
            [_served("profile", *pair, found) for pair in PAIRS],
        ),
        Table(
            "304 on granian",
            ("server", "of bare on it", "of nginx", "of naive", "CPU, µs", "added, µs"),
            [_served("304", *PAIRS[-1], found)],
        ),
        Table(
            "50 figures from ready-made programs",
            ("program", "of nginx", "of naive", "ours is faster by", "CPU, µs"),
            [
                (
                    *(program, found.ratio("50 observations", program, "nginx")),
                    *(
                        found.ratio("50 observations", program, "naive"),
                        found.ratio("50 observations", "ours", program),
                    ),
                    found.cpu_of("50 observations", program),
                )
                for program in ("datasette", "roapi")
            ],
        ),
    ]


PAIRS = (
    ("ours", "bare"),
    ("ours, access log on", "bare"),
    ("ours on uvicorn", "bare on uvicorn"),
    ("ours on granian", "bare on granian"),
)
"""Ours with the bare application on the same server."""


def _served(request: str, server: str, peer: str, found: Found) -> tuple[str, ...]:
    parts = (found.ratio(request, server, other) for other in (peer, "nginx", "naive"))
    return server, *parts, found.cpu_of(request, server), found.added(request, server, peer)
