"""Start and memory.

Seconds from starting the process to its first answer, the bundled data being there, and memory then and after 2,000
requests for many different answers. The *empty* application is FastAPI with one route that reads nothing; it and the
naive application are asked for what they have. Memory is what the process holds (RSS), to which the answers that ours
keeps to send again belong: how many bytes these may have is a setting. Rounds are interleaved. Modules are compiled
before, as they are when they are installed.

Not measured: the very first start, which makes the database; more workers than one, which share pages.
"""

import compileall
import http.client
import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing

from app.vocabulary.forces import forces
from app.vocabulary.measures import Topic, measures
from benchmarks import generated, machine, servers
from benchmarks.before import START as BEFORE
from benchmarks.results import MISSING, Results, Table, figure, median
from benchmarks.servers import Program, Running

ROUNDS = 5
REQUESTS = 2000
PROFILE = "/v1/forces/leicestershire"


def measure() -> Results:
    """Measure and return what was found."""
    for package in ("app", "benchmarks"):
        compileall.compile_dir(machine.ROOT / package, quiet=1)
    address = f"sqlite:///{generated.bundled()}"
    programs: Mapping[str, Program] = {
        "ours": servers.ours(address),
        "ours, keeping no answers": servers.ours(address, kept_bytes="0"),
        "empty": servers.on_uvicorn("benchmarks.empty:make_empty", {}),
        "naive": servers.on_uvicorn(*servers.naive_by_name(address)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    idle: dict[str, list[float]] = {name: [] for name in programs}
    helped = []
    for _ in range(ROUNDS):
        for name, program in programs.items():
            began = time.perf_counter()
            with servers.running(program) as server:
                _ask_all(server, [PROFILE])
                seconds[name].append(time.perf_counter() - began)
                idle[name].append(machine.resident_mib(server.process))
        helped.append(_timed(lambda: _run("--help")))
    used = {}
    for name, program in programs.items():
        with servers.running(program) as server:
            _ask_all(server, _mixed())
            used[name] = figure(machine.resident_mib(server.process))
    before = {
        "ours": (BEFORE["first answer"], BEFORE["memory"]),
        "empty": (BEFORE["empty answer"], BEFORE["empty memory"]),
    }
    rows = [
        (
            *(name, median(seconds[name]), before.get(name, (MISSING,))[0], median(idle[name])),
            *(before.get(name, (MISSING, MISSING))[1], used[name]),
        )
        for name in programs
    ]
    head = (
        "application",
        "first answer, s",
        "before",
        "memory after it, MiB",
        "before",
        f"after {REQUESTS:,} requests",
    )
    told = ("`force-profiles --help`", f"{statistics.median(helped):.2f}")
    return Results([Table("Start and memory", head, rows), Table("A command", ("command", "seconds"), [told])])


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "app.cli", *arguments]
    subprocess.run(command, check=True, cwd=machine.ROOT, stdout=subprocess.DEVNULL)


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _mixed() -> list[str]:
    """Return addresses of many different answers, in an order that is the same each time."""
    names, topics = list(forces()), [topic.value for topic in Topic]
    kinds = (
        [f"/v1/forces/{force}" for force in names],
        [f"/v1/forces/{force}/{topic}" for force, topic in itertools.product(names, topics)],
        [f"/v1/observations?force={force}&limit=50" for force in names],
        [f"/v1/observations?measure={measure}&limit=50" for measure in measures()],
        [f"/v1/official-figures?force={force}&limit=50" for force in names],
    )
    turns = zip(*(itertools.cycle(kind) for kind in kinds), strict=False)
    return list(itertools.islice(itertools.chain.from_iterable(turns), REQUESTS))


def _ask_all(server: Running, targets: list[str]) -> None:
    with closing(http.client.HTTPConnection(machine.HOST, server.port, timeout=60)) as connection:
        for target in targets:
            connection.request("GET", target)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:  # noqa: PLR2004 - only good answers are compared
                raise RuntimeError(f"{target} was answered with {answer.status}")
