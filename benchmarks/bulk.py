"""Bulk files, and CSV of all.

The files of `/v1/bulk` are asked for when there are none yet, over 100 thousand figures, while somebody else asks for
profiles, one after the other and none of them kept: *meanwhile* is how long these took. The service may use every core,
for a process of its own makes the files beside it. CPU is what that process took from its start to its end, as the
system counted it; memory is that of the service's processes together, the most that was seen at once. Seconds to make
the files depend on what else the machine does: the CPU is what they take. The time to the first byte of a CSV of all
figures is from asking; a CSV that takes longer than 60 seconds is given up.

Not measured: PostgreSQL, a slow reader.
"""

import http.client
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from app.vocabulary.forces import forces
from benchmarks import bare, generated, machine, routes, servers
from benchmarks.before import BULK as BEFORE
from benchmarks.before import CSV_OF_ALL
from benchmarks.results import MISSING, Results, Table, figure
from benchmarks.servers import Running

ALONE = 80
LONGEST = 60.0
SIZES = {"100k": 100_000, "1M": 1_000_000}


@dataclass(frozen=True, slots=True)
class Csv:
    """How long a CSV of all figures took, in seconds to the first byte and of CPU, and the memory at its end."""

    first: float
    cpu: float
    memory: float
    whole: bool


def measure() -> Results:
    """Measure and return what was found."""
    with _serving(SIZES["100k"]) as server:
        files = _files(server)
    rows = []
    for size, figures in SIZES.items():
        with _serving(figures) as server:
            found = _csv(server)
        taken = f"{'' if found.whole else 'over '}{figure(found.cpu)}"
        rows.append((size, f"{found.first:.2f}", taken, CSV_OF_ALL[size], figure(found.memory)))
    head = ("figures", "first byte, s", "CPU, s", "before: CPU, s", "memory, MiB")
    return Results([files, Table("CSV of all figures", head, rows)])


@contextmanager
def _serving(figures: int) -> Iterator[Running]:
    """Yield the service over generated figures, with a folder of its own for files."""
    address = f"sqlite:///{generated.database(figures)}"
    with (
        TemporaryDirectory(prefix="force-profiles-bench-") as folder,
        servers.running(
            servers.ours(address, **routes.UNKEPT, bulk_directory=folder, bulk_seconds="600"), on_every_core=True
        ) as server,
    ):
        yield server


def _files(server: Running) -> Table:
    """Return what making the files took, and profiles meanwhile."""
    profiles = (f"/v1/forces/{force}" for force in itertools.cycle(forces()))
    alone = [_seconds(server, next(profiles)) for _ in range(ALONE)]
    began = time.perf_counter()
    with ThreadPoolExecutor(1) as reader:
        asked = reader.submit(bare.ask, server.port, "/v1/bulk")
        meanwhile, most = _profiles_until(asked, server, profiles)
    status, _, body = asked.result()
    if status != 200:  # noqa: PLR2004 - only good answers are compared
        raise RuntimeError(f"/v1/bulk was answered with {status}: {body[:300]!r}")
    took = time.perf_counter() - began
    taken = machine.cpu_seconds_of_ended(server.process)
    again = _seconds(server, "/v1/bulk")
    rows = [
        ("making the files, seconds", figure(took), MISSING),
        ("CPU, seconds", figure(taken), BEFORE["seconds"]),
        ("memory at most, MiB", figure(most), BEFORE["peak"]),
        ("asking for the list of files again, ms", figure(again * 1000), MISSING),
        ("a profile alone, ms", _milliseconds(sorted(alone)), MISSING),
        ("a profile meanwhile, ms", _milliseconds(sorted(meanwhile)), MISSING),
    ]
    return Table("The files of 100 thousand figures", ("what", "today", "before"), rows)


def _profiles_until(
    asked: Future[tuple[int, dict[str, str], bytes]], server: Running, profiles: Iterator[str]
) -> tuple[list[float], float]:
    """Ask for profiles until something else is answered; return how long they took, and the most memory held."""
    meanwhile, most = [], 0.0
    while not asked.done():
        meanwhile.append(_seconds(server, next(profiles)))
        most = max(most, machine.resident_mib(server.process))
    return meanwhile, most


def _seconds(server: Running, target: str) -> float:
    began = time.perf_counter()
    bare.ask(server.port, target)
    return time.perf_counter() - began


def _milliseconds(seconds: Sequence[float]) -> str:
    return f"{figure(statistics.median(seconds) * 1000)} (longest {figure(seconds[-1] * 1000)})" if seconds else MISSING


def _csv(server: Running) -> Csv:
    """Read a CSV of all figures."""
    before = server.cpu()
    began = time.perf_counter()
    with closing(http.client.HTTPConnection(machine.HOST, server.port, timeout=600)) as connection:
        connection.request("GET", "/v1/observations?format=csv")
        answer = connection.getresponse()
        answer.read(1)
        first = time.perf_counter() - began
        whole = False
        while not whole and time.perf_counter() - began < LONGEST:
            whole = not answer.read(1 << 20)
        return Csv(first, server.cpu() - before, machine.peak_mib(server.process), whole)
