"""Taking statements in.

Statements of 60 figures each are taken in together, as `seed` does, by the same code that takes in a page. The peer is
given the rows that this stored, as the driver takes them, and inserts each table of them at once (`executemany`), into
the same tables with the same indexes and constraints. Taking in besides looks up what is there, hashes each statement,
checks its figures, lays them beside official ones and counts. *Part* is rows a second of ours as a part of the peer's,
the median of the rounds with quartiles. On PostgreSQL the figures are also inserted both ways alone: by COPY, which is
what taking in does there, and by `executemany`.

*One page more* is what it takes to store another statement of a force over databases of more and more figures.

Not measured: reading pages, migrations, several who take in at once.
"""

import gc
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Engine, Table as SqlTable, delete, insert, select

from app.db.engine import make_engine
from app.db.migrate import migrate
from app.db.models import Base, Observation, Origin
from app.load.bulk_insert import bulk_insert
from app.load.seed import seed
from app.load.store import Intake
from app.official.bundled import bundled_editions
from app.vocabulary.records import StatementRecord
from benchmarks import generated
from benchmarks.before import LOADING as BEFORE
from benchmarks.machine import UnavailableError
from benchmarks.results import MISSING, Results, Table, median, ratio

ROUNDS = 5
STATEMENTS = 86
PAGES = 5
Made = TypeVar("Made")
Rows = list[tuple[Any, ...]]


def measure() -> Results:
    """Measure and return what was found."""
    skipped: list[str] = []
    records = generated.records(STATEMENTS)
    with TemporaryDirectory(prefix="force-profiles-bench-") as name:
        folder = Path(name)
        tables = [_together("SQLite", f"sqlite:///{folder / 'loading.sqlite3'}", records)]
        try:
            with _postgresql() as address:
                tables += [_together("PostgreSQL", address, records), _copied(address)]
        except UnavailableError as error:
            skipped.append(f"PostgreSQL: {error}")
        tables.append(_one_more(folder))
    return Results(tables, skipped)


def _together(name: str, address: str, records: Sequence[StatementRecord]) -> Table:
    """Return how fast statements are taken in together, beside bulk inserts of the same rows."""
    engine = make_engine(address, read_only=False)
    try:
        migrate(engine)
        list(seed(engine, [], bundled_editions()))
        before = _contents(engine)
        taken, inserted, added = [], [], 0
        for _ in range(ROUNDS):
            taken.append(_timed(lambda: _take_in(engine, records)))
            rows = _added(before, _contents(engine))
            _remove(engine, rows)
            inserted.append(_timed(lambda: _fill(engine, rows)))
            _remove(engine, rows)
            added = sum(len(of_table) for _, of_table in rows)
    finally:
        engine.dispose()
    part = ratio(inserted, taken)
    before_part = BEFORE["of executemany"] if name == "SQLite" else MISSING
    head = ("what", "rows a second", "of executemany", "before")
    speeds = [[added / seconds for seconds in found] for found in (taken, inserted)]
    title = f"{name}: {len(records)} statements together, {added:,} rows"
    return Table(
        title,
        head,
        [("taken in", median(speeds[0]), part, before_part), ("executemany", median(speeds[1]), MISSING, MISSING)],
    )
