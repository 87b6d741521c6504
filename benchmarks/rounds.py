"""Ask servers in turn, round after round, so that what slows the machine for a while slows them alike."""

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks import bare
from benchmarks.load import NoAnswerError
from benchmarks.results import MISSING, median, ratio
from benchmarks.servers import Running

ROUNDS = 5
CONNECTIONS = 128
ANSWERS_EACH, LONGEST = 2, 8
"""A slow server is asked for more seconds than one, until each connection has had its answers, but for no more."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one server is asked for: the target of a request, and the ETag where 304 is the answer."""

    request: str
    server: str
    target: str
    etag: str | None = None


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
        mine, theirs = self.cpu.get((request, server), []), self.cpu.get((request, peer), [])
        return median([one - other for one, other in zip(mine, theirs, strict=False)])


def run(cells: Iterable[Cell], started: Mapping[str, Running], skipped: list[str]) -> Found:
    """Ask for every cell whose server was started, in each round, and return what was found.

    A cell that is not answered in time is left out from then on, and added to ``skipped``.
    """
    found = Found()
    seconds = {cell: _seconds(cell, started[cell.server]) for cell in cells if cell.server in started}
    for _ in range(ROUNDS):
        for cell, enough in list(seconds.items()):
            server = started[cell.server]
            try:
                answered, cpu = server.asked(cell.target, connections=CONNECTIONS, etag=cell.etag, seconds=enough)
            except NoAnswerError:
                skipped.append(f"{cell.request} from {cell.server}: nothing was answered in {enough} seconds")
                del seconds[cell]
            else:
                found.add(cell.request, cell.server, answered.per_second, cpu)
    return found


def _seconds(cell: Cell, server: Running) -> int:
    """Have a server make its answer once, and return how long it must be asked to give enough of them."""
    bare.ask(server.port, cell.target)
    began = time.perf_counter()
    bare.ask(server.port, cell.target)
    return min(LONGEST, math.ceil((time.perf_counter() - began) * CONNECTIONS * ANSWERS_EACH))
