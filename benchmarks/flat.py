"""Answers over more and more figures.

The CPU of an answer over databases of 100 thousand and 1 million figures (and 10 million, where that was asked for:
`ARGS="flat --figures 10000000"`), and over a *history*: a million of which some 8 thousand stand and the others are
superseded. The databases are made by `benchmarks/generated.py` in the real schema: 43 forces, 60 figures a statement, a
third of them laid beside official figures, which are those bundled. Ours keeps no answers. What a small database has
few of is asked for in pages that it can fill. *Ratio* is the largest database to that of 100 thousand figures, the
median of the rounds with quartiles. *Random pages* are of a force and a round drawn by chance, another each time.
*Before* was measured on databases like these; 1,260 figures took 7, 3, 11, 6, 8 and 4 ms for the six routes that have
it.

Not measured: a database larger than the memory of the machine, PostgreSQL.
"""

import itertools
import json
import random
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

from app.vocabulary.forces import forces
from benchmarks import generated, routes
from benchmarks.before import FLAT as BEFORE
from benchmarks.inside import Inside
from benchmarks.results import MISSING, Results, Table, median, ratio

ROUNDS = 7
SLOW = 500.0
"""Milliseconds from which an answer is asked for once alone: more rounds would take too long."""
SMALLEST, COMPARED = 100_000, 1_000_000
DEEP_PAGES = 20

Asked = Mapping[str, tuple[Inside, Iterator[str]]]
"""An application for each size, and what it is asked for next."""


def measure(figures: int) -> Results:
    """Measure up to so many figures and return what was found."""
    sizes = {_named(n): generated.database(n) for n in sorted({SMALLEST, COMPARED, figures})}
    largest = list(sizes)[-1]
    sizes["history"] = generated.database(COMPARED, history=True)
    with ExitStack() as stack:
        apps = {size: stack.enter_context(routes.ours(f"sqlite:///{file}")) for size, file in sizes.items()}
        asked: dict[str, Asked] = {
            name: {size: (app, itertools.repeat(target)) for size, app in apps.items()}
            for name, target in routes.LISTED.items()
        }
        asked["page after 20,000 figures"] = {size: (a, itertools.repeat(_deep(a))) for size, a in apps.items()}
        asked["random pages"] = {size: (app, _random(app)) for size, app in apps.items()}
        rows = [_row(name, of_size, largest) for name, of_size in asked.items()]
    before = [f"before: {size}" for size in BEFORE_SIZES]
    title = f"CPU of an answer in ms, by how many figures there are (ratio: {largest} to {_named(SMALLEST)})"
    return Results([Table(title, ("request", *sizes, "ratio", *before), rows)])


BEFORE_SIZES = ("100k", "1M", "10M", "history")


def _row(name: str, asked: Asked, largest: str) -> tuple[str, ...]:
    taken: dict[str, list[float]] = {size: [] for size in asked}
    for app, targets in asked.values():
        app.ask(next(targets))  # so that statements are compiled, and pages of the file are read
    for _ in range(ROUNDS):
        for size, (app, targets) in asked.items():
            if not taken[size] or taken[size][0] < SLOW:
                taken[size].append(app.cpu(next(targets)))
    smallest = taken[_named(SMALLEST)]
    pairs = min(len(taken[largest]), len(smallest))
    before = BEFORE.get(name, {})
    return (
        *(name, *(median(of_size) for of_size in taken.values()), ratio(taken[largest][:pairs], smallest[:pairs])),
        *(before.get(size, MISSING) for size in BEFORE_SIZES),
    )


def _deep(app: Inside) -> str:
    """Return the address of a page that 20,000 figures are before, or of the last one where there are fewer."""
    target = "/v1/observations?limit=1000&fields=id"
    for _ in range(DEEP_PAGES):
        following = json.loads(app.ask(target))["next"]
        if following is None:
            break
        target = f"/v1/observations?limit=1000&fields=id&cursor={following}"
    return target.replace("limit=1000&fields=id", "limit=50")


def _random(app: Inside) -> Iterator[str]:
    """Yield pages of a force and round drawn by chance, the same ones each time."""
    chance = random.Random(1)  # noqa: S311 - the same ones each time
    listed = json.loads(app.ask("/v1/forces/leicestershire/statements?limit=1000"))["items"]
    rounds = [statement["round"] for statement in listed]
    while True:
        yield f"/v1/observations?force={chance.choice(list(forces()))}&round={chance.choice(rounds)}&limit=50"


def _named(figures: int) -> str:
    return f"{figures // 1_000_000}M" if figures >= COMPARED else f"{figures // 1000}k"
