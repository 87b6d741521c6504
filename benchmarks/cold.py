"""Answers that nobody asked for before.

The CPU of an answer from its request to its last byte, in one process without a server, ours keeping no answers; the
naive application is asked in the same process in turn, over the same database. *Factor* is how many times our CPU the
naive application takes, the median of the rounds with quartiles. Ours has more in it: bounds, indicators and how they
were derived, warnings, reconciliations, validators, links; the sizes tell.

Then both are asked through their servers at 128 connections, as the answers of *before* were measured.

Not measured: PostgreSQL, waiting for a disk.
"""

from benchmarks import generated, rounds, routes, servers
from benchmarks.before import WARM as BEFORE
from benchmarks.inside import Inside
from benchmarks.naive import make_naive
from benchmarks.results import MISSING, Results, Table, median, ratio
from benchmarks.rounds import Cell

ROUNDS = 15


def measure() -> Results:
    """Measure and return what was found."""
    address, skipped = f"sqlite:///{generated.bundled()}", list[str]()
    tables = [_in_one_process(address), _through_servers(address, skipped)]
    return Results(tables, skipped)


def _in_one_process(address: str) -> Table:
    rows = []
    with routes.ours(address) as ours, Inside(make_naive(address)) as naive:
        for name, target in routes.COMPARED.items():
            sizes = [f"{len(app.ask(target)):,}" for app in (ours, naive)]  # and both have their caches filled
            pairs = [(ours.cpu(target), naive.cpu(target)) for _ in range(ROUNDS)]
            mine, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
            before = BEFORE[name].milliseconds if name in BEFORE else MISSING
            rows.append((name, median(mine), median(theirs), ratio(theirs, mine), before, *sizes))
    head = ("request", "ours, ms", "naive, ms", "factor", "before: ours, ms", "bytes: ours", "bytes: naive")
    return Table("CPU of an answer that is made anew", head, rows)


def _through_servers(address: str, skipped: list[str]) -> Table:
    programs: dict[str, servers.Making] = {
        "ours": lambda: servers.ours(address, **routes.UNKEPT),
        "naive": lambda: servers.on_uvicorn(*servers.naive_by_name(address)),
    }
    asked = {name: target for name, target in routes.COMPARED.items() if name in BEFORE}
    cells = [Cell(name, server, target) for name, target in asked.items() for server in programs]
    with servers.running_all(programs, skipped) as started:
        found = rounds.run(cells, started, skipped)
    rows = [
        (
            *(name, found.ratio(name, "ours", "naive"), BEFORE[name].of_naive),
            *(found.cpu_of(name, "ours"), found.cpu_of(name, "naive")),
        )
        for name in asked
    ]
    head = ("request", "of naive", "before", "ours, µs", "naive, µs")
    return Table("Throughput of ours, keeping nothing, as a part of the naive one's, and CPU of a request", head, rows)
