"""Taking statements in.

Statements of 60 figures each are taken in together by the code that takes in a page. The peer is given the rows that
this stored, as the driver takes them, and inserts each table of them at once (`executemany`), into the same tables
with the same indexes and constraints. Taking in besides looks up what is there, hashes each statement, checks its
figures, lays them beside official ones and counts. Told are medians of the rounds, and quartiles of the part. On
PostgreSQL the figures are also inserted alone both ways: by COPY, which is what taking in does there, and by
`executemany`. All of this is by the clock, for PostgreSQL works in processes of its own. *One page more* is the CPU
that another statement of a force takes over more and more figures.

Not measured: reading pages, migrations, several who take in at once.
"""

import gc
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec

from sqlalchemy import Column, ColumnElement, Engine, Text, cast, delete, func, select
from sqlalchemy import Table as SqlTable

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.db.models import Origin
from app.load.bulk_insert import bulk_insert
from app.load.seed import seed
from app.load.store import Intake
from app.official.bundled import bundled_editions
from app.vocabulary.records import StatementRecord
from benchmarks import generated
from benchmarks.before import LOADING as BEFORE
from benchmarks.machine import UnavailableError
from benchmarks.results import MISSING, Results, Table, median, ratio
from tests import postgres

ROUNDS = 5
STATEMENTS = 86
PAGES = 7
SIZES = {"100k": 100_000, "1M": 1_000_000}
TABLES: Sequence[type[models.Base]] = (
    *(models.Release, models.Statement, models.Revision, models.Observation, models.Note, models.Unassigned),
    models.Reconciliation,
)
"""What gets rows when statements are taken in, in an order in which they can be inserted."""

P = ParamSpec("P")
Row = tuple[Any, ...]
Newest = dict[type[models.Base], int]
"""The newest key of tables."""


def measure() -> Results:
    """Measure and return what was found."""
    skipped: list[str] = []
    records = generated.records(STATEMENTS * ROUNDS)
    tables = []
    with TemporaryDirectory(prefix="force-profiles-bench-") as name:
        with _empty(f"sqlite:///{Path(name) / 'loading.sqlite3'}") as engine:
            tables.append(_together("SQLite", engine, records))
        try:
            with _postgresql() as address, _empty(address) as engine:
                tables += [_together("PostgreSQL", engine, records), _both_ways(engine)]
        except UnavailableError as error:
            skipped.append(f"PostgreSQL: {error}")
        tables.append(_one_more(Path(name)))
    return Results(tables, skipped)


@contextmanager
def _empty(address: str) -> Iterator[Engine]:
    """Yield a database with reference data and official figures alone."""
    engine = make_engine(address, read_only=False)
    try:
        migrate(engine)
        list(seed(engine, [], bundled_editions()))
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[str]:
    found = postgres.binaries()
    if found is None:
        raise UnavailableError("it is not installed")
    with postgres.server(found) as address:
        yield address


def _together(name: str, engine: Engine, records: Sequence[StatementRecord]) -> Table:
    """Return how fast statements are taken in together, beside bulk inserts of the same rows."""
    taken, inserted, speeds, added = [], [], [], 0
    for n in range(ROUNDS):
        part = records[n * STATEMENTS : (n + 1) * STATEMENTS]
        before = _newest(engine)
        taken.append(_seconds(Intake(engine).store_all, part, Origin.INGESTED))
        rows = _take_out(engine, before)
        inserted.append(_seconds(_insert, engine, rows))
        added = sum(map(len, rows.values()))
        speeds.append((added / taken[-1], added / inserted[-1]))
    before_part = BEFORE["of executemany"] if name == "SQLite" else MISSING
    ours, theirs = (median(speed) for speed in zip(*speeds, strict=True))
    return Table(
        f"{name}: {STATEMENTS} statements together, {added:,} rows",
        ("how", "rows a second", "of executemany", "before"),
        [("taken in", ours, ratio(inserted, taken), before_part), ("executemany", theirs, MISSING, MISSING)],
    )


def _both_ways(engine: Engine) -> Table:
    """Return how fast figures are inserted by COPY, and by ``executemany``."""
    names = [column.name for column in _written(models.Observation)]
    with engine.connect() as connection:
        stated = [tuple(row) for row in connection.execute(select(*_written(models.Observation)))]
    found: dict[str, list[float]] = {"COPY": [], "executemany": []}
    for _ in range(ROUNDS):
        stored = _take_out(engine, {models.Observation: 0})
        found["executemany"].append(_seconds(_insert, engine, stored))
        _take_out(engine, {models.Observation: 0})
        found["COPY"].append(_seconds(_copy, engine, names, stated))
    speeds = {way: median([len(stated) / taken for taken in seconds]) for way, seconds in found.items()}
    part = ratio(found["executemany"], found["COPY"])
    return Table(
        f"PostgreSQL: {len(stated):,} figures alone",
        ("how", "rows a second", "of executemany"),
        [("COPY", speeds["COPY"], part), ("executemany", speeds["executemany"], MISSING)],
    )


def _one_more(folder: Path) -> Table:
    """Return what another page takes over more and more figures."""
    rows = []
    pages = generated.records(PAGES * 43, seed_=2)[:: 43 + 1]
    for size, figures in SIZES.items():
        copied = folder / f"{size}.sqlite3"
        shutil.copyfile(generated.database(figures), copied)
        taken = _each_alone(copied, pages)
        rows.append((size, median(taken), BEFORE["page at 1M"] if size == "1M" else MISSING))
    return Table("One page more, ms of CPU", ("figures there are", "ms", "before"), rows)


def _each_alone(database: Path, pages: Iterable[StatementRecord]) -> list[float]:
    """Store statements one by one, and return the milliseconds of CPU of each."""
    engine = make_engine(f"sqlite:///{database}", read_only=False)
    try:
        return [_cpu(Intake(engine).store, page, Origin.INGESTED) * 1000 for page in pages]
    finally:
        engine.dispose()


def _seconds(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    gc.collect()
    began = time.perf_counter()
    work(*args, **kwargs)
    return time.perf_counter() - began


def _cpu(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    gc.collect()
    began = time.process_time()
    work(*args, **kwargs)
    return time.process_time() - began


def _newest(engine: Engine) -> Newest:
    with engine.connect() as connection:
        return {model: connection.scalar(select(func.max(_key(model)))) or 0 for model in TABLES}


def _take_out(engine: Engine, before: Newest) -> dict[type[models.Base], list[Row]]:
    """Return the rows that are newer, as the driver has them, and delete them."""
    found = {}
    with engine.begin() as connection:
        for model, newest in before.items():
            columns = [_plain(column, engine) for column in _written(model)]
            newer = select(*columns).where(_key(model) > newest)
            text = str(newer.compile(engine, compile_kwargs={"literal_binds": True}))
            found[model] = [tuple(row) for row in connection.exec_driver_sql(text)]
        for model, newest in reversed(before.items()):
            connection.execute(delete(model).where(_key(model) > newest))
    return found


def _plain(column: Column[Any], engine: Engine) -> ColumnElement[Any]:
    """Return a column as the driver takes it: PostgreSQL's takes JSON as text, but gives it as what it says."""
    return cast(column, Text) if column.type.compile(engine.dialect) == "JSON" else column


def _copy(engine: Engine, names: Sequence[str], rows: Sequence[Row]) -> None:
    with engine.begin() as connection:
        bulk_insert(connection, models.Observation, names, rows)


def _insert(engine: Engine, rows: Mapping[type[models.Base], list[Row]]) -> None:
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    with engine.begin() as connection:
        for model, of_table in rows.items():
            names = [column.name for column in _written(model)]
            marks = ", ".join(mark for _ in names)
            if of_table:
                connection.exec_driver_sql(
                    f"INSERT INTO {model.__tablename__} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 - our names
                    of_table,
                )


def _written(model: type[models.Base]) -> list[Column[Any]]:
    """Return the columns of a table that are not computed."""
    return [column for column in _table(model).columns if column.computed is None]


def _key(model: type[models.Base]) -> Column[Any]:
    return next(iter(_table(model).primary_key.columns))


def _table(model: type[models.Base]) -> SqlTable:
    return model.metadata.tables[model.__tablename__]
