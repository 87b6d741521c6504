"""Answers that nobody asked for before.

The CPU of an answer from its request to its last byte, in one process without a server, ours keeping no answers; the
naive application is asked in the same process in turn, over the same database. *Factor* is how many times our CPU the
naive application takes, the median of the rounds with quartiles. Ours has more in it: bounds, indicators and how they
were derived, warnings, reconciliations, validators, links; the sizes tell.

Not measured: PostgreSQL, waiting for a disk, several requests at once.
"""

from benchmarks import generated, routes
from benchmarks.before import WARM as BEFORE
from benchmarks.inside import Inside
from benchmarks.naive import make_naive
from benchmarks.results import MISSING, Results, Table, median, ratio

ROUNDS = 15


def measure() -> Results:
    """Measure and return what was found."""
    address = f"sqlite:///{generated.bundled()}"
    rows = []
    with routes.ours(address) as ours, Inside(make_naive(address)) as naive:
        for name, target in routes.COMPARED.items():
            sizes = [f"{len(app.ask(target)):,}" for app in (ours, naive)]  # and both have their caches filled
            pairs = [(ours.cpu(target), naive.cpu(target)) for _ in range(ROUNDS)]
            mine, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
            before = BEFORE[name].milliseconds if name in BEFORE else MISSING
            rows.append((name, median(mine), median(theirs), ratio(theirs, mine), before, *sizes))
    head = ("request", "ours, ms", "naive, ms", "factor", "before: ours, ms", "bytes: ours", "bytes: naive")
    return Results([Table("CPU of an answer that is made anew", head, rows)])
