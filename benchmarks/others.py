"""The same answers on other servers, and other programs.

Above, the service runs as `force-profiles serve` runs it, which is uvicorn with limits on what clients may do and an
orderly end. Here it also runs on uvicorn as it comes and on granian, each time beside the bare application on the same
server, and with the log of requests that is on unless a setting turns it off. Datasette and roapi give 50 rows of the
same data in their own form: Datasette from the same database without facets and counts, roapi from memory.

Not measured: granian with more threads than one, PostgreSQL.
"""

from benchmarks import rounds, servers, warm
from benchmarks.results import Results, Table
from benchmarks.rounds import Cell, Found

PAIRS = (
    ("ours", "bare"),
    ("ours, access log on", "bare"),
    ("ours on uvicorn", "bare on uvicorn"),
    ("ours on granian", "bare on granian"),
)
"""Ours with the bare application on the same server."""
LIST = "50 observations"
PROGRAMS = {
    "datasette": "/{database}/observation.json?_size=50&_nocount=1&_shape=array",
    "roapi": "/api/tables/observations?limit=50",
}


def measure() -> Results:
    """Measure and return what was found."""
    skipped: list[str] = []
    with warm.setting() as scene:
        served = dict.fromkeys(name for pair in PAIRS for name in pair)
        cells = [*scene.cells("profile", "nginx", "naive", *served), *scene.known(*PAIRS[-1])]
        cells += scene.cells(LIST, "nginx", "naive", "ours")
        database = scene.database.stem
        cells += [Cell(LIST, name, target.format(database=database)) for name, target in PROGRAMS.items()]
        with servers.running_all(scene.programs(), skipped) as started:
            found = rounds.run(cells, started, skipped)
    return Results(_tables(found), skipped, warm.versions())


def _tables(found: Found) -> list[Table]:
    head = ("server", "of bare on it", "of nginx", "of naive", "CPU, µs", "added, µs")
    return [
        Table("The profile", head, [_served("profile", *pair, found) for pair in PAIRS]),
        Table("304", head, [_served(warm.KNOWN, *PAIRS[-1], found)]),
        Table(
            "50 figures from ready-made programs",
            ("program", "of nginx", "of naive", "ours has so many times its throughput", "CPU, µs"),
            [
                (
                    *(program, found.ratio(LIST, program, "nginx"), found.ratio(LIST, program, "naive")),
                    *(found.ratio(LIST, "ours", program), found.cpu_of(LIST, program)),
                )
                for program in PROGRAMS
            ],
        ),
    ]


def _served(request: str, server: str, peer: str, found: Found) -> tuple[str, ...]:
    parts = (found.ratio(request, server, other) for other in (peer, "nginx", "naive"))
    return server, *parts, found.cpu_of(request, server), found.added(request, server, peer)
