"""How long seeding takes, beside the database's own bulk insert of the same rows in the same run.

The peer is given the rows as SQLite has them and inserts each table of them at once, into the same tables with the same
indexes, constraints and guarantees. Seeding besides reads the bundled files, looks up what is there, hashes each
statement and edition, checks the figures and lays them beside official ones.

Not measured: migrations, PostgreSQL, seeding what is seeded already.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Engine, Table, insert, select

from app.db.engine import make_engine
from app.db.migrate import migrate
from app.db.models import Base
from app.load.bundled import bundled_statements
from app.load.seed import seed
from app.official.bundled import bundled_editions
from app.vocabulary.official import Edition
from app.vocabulary.records import StatementRecord

ROUNDS = 5

P = ParamSpec("P")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Round:
    """The seconds that each took in a round."""

    reading: float
    seeding: float
    inserting: float


def report() -> None:
    """Measure and print."""
    print(f"seeding: seconds on one core, median of {ROUNDS} rounds, SQLite")
    with TemporaryDirectory(prefix="force-profiles-bench-") as folder:
        rows, rounds = measure(Path(folder))
    for name, taken in (
        ("read the bundled files", [round_.reading for round_ in rounds]),
        (f"seed what they have, {rows:,} rows", [round_.seeding for round_ in rounds]),
        ("the database's own bulk insert of these rows", [round_.inserting for round_ in rounds]),
    ):
        print(f"  {name:46}{statistics.median(taken):7.2f}")
    ratio = statistics.median(round_.seeding / round_.inserting for round_ in rounds)
    print(f"  {'seeding / bulk insert':46}{ratio:7.2g}")


def measure(folder: Path) -> tuple[int, list[Round]]:
    """Seed databases in a folder, and return the number of rows with the rounds."""
    rounds: list[Round] = []
    rows = 0
    for n in range(ROUNDS):
        with _empty(folder / f"seeded-{n}.sqlite3") as seeded, _empty(folder / f"filled-{n}.sqlite3") as filled:
            reading, (records, editions) = _timed(_bundled)
            took, _ = _timed(list, seed(seeded, records, editions))
            contents = _contents(seeded)
            inserting, _ = _timed(_fill, filled, contents)
            rounds.append(Round(reading, took, inserting))
        rows = sum(len(stored) for _, stored in contents)
    return rows, rounds


def _bundled() -> tuple[list[StatementRecord], tuple[Edition, ...]]:
    return list(bundled_statements()), bundled_editions()


def _timed(work: Callable[P, Made], *args: P.args, **kwargs: P.kwargs) -> tuple[float, Made]:
    """Return the seconds of a core that something took, and what it made."""
    gc.collect()
    began = time.process_time()
    made = work(*args, **kwargs)
    return time.process_time() - began, made


@contextmanager
def _empty(file: Path) -> Iterator[Engine]:
    """Yield a new database without rows."""
    engine = make_engine(f"sqlite:///{file}", read_only=False)
    try:
        migrate(engine)
        yield engine
    finally:
        engine.dispose()


Contents = list[tuple[Table, list[tuple[Any, ...]]]]
"""The rows of tables as SQLite has them; what a table refers to comes before it."""


def _contents(engine: Engine) -> Contents:
    with engine.connect() as connection:
        return [
            (table, [tuple(row) for row in connection.exec_driver_sql(str(select(table).compile(engine)))])
            for table in Base.metadata.sorted_tables
        ]


def _fill(engine: Engine, contents: Contents) -> None:
    with engine.begin() as connection:
        for table, rows in contents:
            if rows:
                connection.exec_driver_sql(str(insert(table).inline().compile(engine)), rows)
