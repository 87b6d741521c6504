"""Make databases of as many figures as are asked for, in the real schema: rows are written as the tables have them.

A statement has 60 figures, of measures of the catalogue; each of the 43 forces has as many rounds as it takes. A third
of the figures are laid beside official ones, which are those bundled with the service. ``history`` has as many figures
too, but most are superseded: each force has three statements, of many revisions. What is made is kept between runs, by
the code that made it.
"""

import hashlib
import itertools
import operator
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.load.bundled import bundled_statements
from app.load.counts import Changes
from app.load.seed import seed
from app.official.bundled import bundled_editions
from app.queries import counts
from app.vocabulary.bounds import stated_bounds
from app.vocabulary.forces import forces
from app.vocabulary.measures import Kind, Measure, measures
from app.vocabulary.periods import parse_period
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import REVIEWED, Note, NoteKind, Observation, Place, StatementRecord
from benchmarks import machine

PER_STATEMENT = 60
NOTES = 2
HISTORY_ROUNDS = 3
KINDS_OF_FIGURE = 20_000
"""How many different figures there are; each is stated by many."""
BEGAN = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_RECONCILIATION = 1500
"""In characters. Those of the bundled figures that are longer are not copied, to keep files of a size."""
DIALECT = sqlite.dialect()

Row = dict[str, Any]
"""The values of a row as the driver takes them, by column."""


def database(figures: int, *, history: bool = False) -> Path:
    """Return a file with as many figures, which is made unless it is there."""

    def make(file: Path) -> None:
        shutil.copyfile(_kept("official", lambda empty: _seed(empty, [])), file)
        fill(file, figures, history=history)

    return _kept(f"{'history' if history else 'figures'}-{figures}", make)


def bundled() -> Path:
    """Return a file with the bundled data, as the service has it."""
    return _kept("bundled", lambda file: _seed(file, list(bundled_statements())))


def fill(file: Path, figures: int, *, history: bool = False) -> None:
    """Add statements with as many figures to a database that has none."""
    chance = random.Random(figures)  # noqa: S311 - the same ones each time
    stated = [_columns(models.Observation, _observation_row(figure)) for figure in _figures(chance)]
    agreed = _reconciliations()
    revisions = _revisions(max(1, figures // PER_STATEMENT), history=history)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        tables = [model.__table__ for model in (models.Observation, models.Reconciliation)]
        indexes = [index for table in tables if isinstance(table, Table) for index in table.indexes]
        for index in indexes:
            connection.execute(f"DROP INDEX {index.name}")
        connection.execute("BEGIN")
        _fill_tables(connection, revisions, stated, agreed, chance)
        connection.execute("COMMIT")
        for index in indexes:
            connection.execute(str(CreateIndex(index).compile(dialect=DIALECT)))
        connection.execute("ANALYZE")
    engine = make_engine(f"sqlite:///{file}", read_only=False)
    try:
        with Session(engine) as session, session.begin():
            _count(session)
    finally:
        engine.dispose()


def _count(session: Session) -> None:
    """Write by how much what stands is more than what is counted."""
    changes = Changes()
    for table in counts.TABLES:
        names = [column.name for column in counts.columns_of(table)[1]]
        written = counts.written(session, table)
        for key, found in counts.expected(session, table).items():
            before = written.get(key, (0,) * len(names))
            changes.count(table, key, **dict(zip(names, map(operator.sub, found, before), strict=True)))
    changes.write(session)


def records(count: int, seed_: int = 1) -> list[StatementRecord]:
    """Return statements to take in, of 60 figures each, of as many forces as there are before another round begins."""
    chance = random.Random(seed_)  # noqa: S311 - the same ones each time
    figures = _figures(chance)
    return [
        StatementRecord(
            force=force,
            round=round_,
            url=f"https://statements.example/{force}/{round_}",
            title=f"{force} {round_}",
            language="en",
            complete=True,
            disclaimer=True,
            sha256=hashlib.sha256(f"{force} {round_}".encode()).hexdigest(),
            text=None,
            observations=tuple(chance.choices(figures, k=PER_STATEMENT)),
            notes=tuple(_note(n) for n in range(NOTES)),
            unassigned=(),
        )
        for round_, force in itertools.islice(itertools.product(_rounds(1 + count // len(forces())), forces()), count)
    ]


def _fingerprint() -> str:
    """Return a hash of the schema and of what fills it."""
    tables = [str(CreateTable(table).compile(dialect=DIALECT)) for table in models.Base.metadata.sorted_tables]
    indexes = [
        str(CreateIndex(i).compile(dialect=DIALECT)) for t in models.Base.metadata.sorted_tables for i in t.indexes
    ]
    made = Path(__file__).read_text(encoding="utf-8")
    return hashlib.sha256("\n".join([*tables, *sorted(indexes), made]).encode()).hexdigest()[:12]


def _reconciliations() -> list[Row]:
    """Return what reconciliations of the bundled figures say."""
    own = {"id", "observation_id", "taken_in_by", "superseded_in", "force_id", "round"}
    names = [c.name for c in models.Reconciliation.__table__.columns if c.name not in own and c.computed is None]
    with closing(sqlite3.connect(bundled())) as connection:
        rows = connection.execute(f"SELECT {', '.join(names)} FROM reconciliation ORDER BY id").fetchall()  # noqa: S608
    return [dict(zip(names, row, strict=True)) for row in rows if len(str(row)) < LONGEST_RECONCILIATION]


def _kept(name: str, make: Callable[[Path], None]) -> Path:
    """Return a file that is kept between runs, which is made unless it is there."""
    folder = machine.folder()
    file = folder / f"{name}-{_fingerprint()}.sqlite3"
    if not file.exists():
        for stale in folder.glob(f"{name}-*.sqlite3*"):
            stale.unlink()
        with TemporaryDirectory(dir=folder) as own:
            make(Path(own) / "made.sqlite3")
            (Path(own) / "made.sqlite3").rename(file)
    return file


def _seed(file: Path, statements: Sequence[StatementRecord]) -> None:
    engine = make_engine(f"sqlite:///{file}", read_only=False)
    try:
        migrate(engine)
        list(seed(engine, statements, bundled_editions()))
    finally:
        engine.dispose()


Revision = tuple[int, str, str, int, int, int | None]
"""The statement of a revision, its force and round, its number, and the releases in which it began and ceased."""


def _revisions(count: int, *, history: bool) -> list[Revision]:
    """Return revisions: each release brings one of each force, of the next round or, in a history, of the same ones."""
    names = list(forces())
    rounds = _rounds(HISTORY_ROUNDS if history else 1 + count // len(names))
    statements = [(n, *which) for n, which in enumerate(itertools.product(names, rounds), start=1)]
    if not history:
        releases = {round_: release for release, round_ in enumerate(rounds, start=2)}
        return [(id_, force, round_, 1, releases[round_], None) for id_, force, round_ in statements[:count]]
    numbers = max(1, count // len(statements))
    return [
        (id_, force, round_, number, number + 1, number + 2 if number < numbers else None)
        for number in range(1, numbers + 1)
        for id_, force, round_ in statements
    ]


def _rounds(count: int) -> list[str]:
    """Return rounds, the newest last: of one year each, and of more years where that is not enough of them."""
    years = range(2000, 2100)
    spans = ((first, last) for span in range(len(years)) for first, last in zip(years, years[span:], strict=False))
    named = (str(first) if first == last else f"{first}-{last % 100:02}" for first, last in spans)
    return sorted(itertools.islice(named, count))


def _fill_tables(
    connection: sqlite3.Connection,
    revisions: Sequence[Revision],
    stated: Sequence[Row],
    agreed: Sequence[Row],
    chance: random.Random,
) -> None:
    last = max(release for *_, release, _ in revisions)
    moments = ((n, BEGAN + timedelta(hours=n)) for n in range(2, last + 1))
    _insert(
        connection,
        models.Release,
        (_columns(models.Release, {"number": n, "published_at": moment}) for n, moment in moments),
    )
    statements = {id_: (force, round_) for id_, force, round_, *_ in revisions}
    _insert(
        connection,
        models.Statement,
        (
            {"id": id_, "force_id": force, "round": round_, "complete": True}
            for id_, (force, round_) in statements.items()
        ),
    )
    of_revision = [
        {"revision_id": n, "force_id": r[1], "round": r[2], "taken_in_by": r[4], "superseded_in": r[5]}
        for n, r in enumerate(revisions, start=1)
    ]
    _insert(connection, models.Revision, itertools.starmap(_revision_row, enumerate(revisions, start=1)))
    notes = [_columns(models.Note, _note_row(_note(n))) | {"ordinal": n + 1} for n in range(NOTES)]
    _insert(connection, models.Note, _each_of(of_revision, lambda: notes))
    ordinals = [{"ordinal": n} for n in range(1, PER_STATEMENT + 1)]
    _insert(
        connection,
        models.Observation,
        _each_of(of_revision, lambda: map(_joined, chance.choices(stated, k=PER_STATEMENT), ordinals)),
    )
    _insert(connection, models.Reconciliation, _agreements(of_revision, agreed))


def _joined(one: Row, other: Row) -> Row:
    return one | other


def _each_of(revisions: Iterable[Row], rows: Callable[[], Iterable[Row]]) -> Iterator[Row]:
    """Yield rows of each revision, with what they share."""
    return (row | revision for revision in revisions for row in rows())


def _agreements(revisions: Sequence[Row], agreed: Sequence[Row]) -> Iterator[Row]:
    """Yield a reconciliation of every third figure; figures are numbered in the order of the revisions."""
    kinds = itertools.cycle(agreed)
    for place, revision in enumerate(revisions):
        first = place * PER_STATEMENT + 1
        for id_ in range(first, first + PER_STATEMENT, 3):
            yield next(kinds) | revision | {"observation_id": id_}


def _insert(connection: sqlite3.Connection, model: type[models.Base], rows: Iterable[Row]) -> None:
    """Insert rows that all have the columns of the first; what they have besides is of other tables."""
    given = iter(rows)
    first = next(given, None)
    if first is None:
        return
    columns = [column.name for column in model.__table__.columns if column.name in first]
    values = (tuple(map(row.__getitem__, columns)) for row in itertools.chain([first], given))
    connection.executemany(str(insert(model).inline().compile(dialect=DIALECT, column_keys=columns)), values)


def _columns(model: type[models.Base], row: Row) -> Row:
    """Return the values that a table has columns for, as the driver takes them."""
    stored = {}
    for name, value in row.items():
        if name not in model.__table__.columns:
            continue
        convert = model.__table__.columns[name].type.dialect_impl(DIALECT).bind_processor(DIALECT)
        stored[name] = value if convert is None else convert(value)
    return stored


def _revision_row(id_: int, revision: Revision) -> Row:
    statement, force, round_, number, taken_in_by, superseded_in = revision
    return {
        "id": id_,
        "statement_id": statement,
        "number": number,
        "taken_in_by": taken_in_by,
        "superseded_in": superseded_in,
        "origin": models.Origin.INGESTED.value,
        "title": f"{forces()[force].name} {round_}",
        "url": f"https://statements.example/{force}/{round_}",
        "language": "en",
        "complete": True,
        "disclaimer": True,
        "sha256": hashlib.sha256(f"{force} {round_} {number}".encode()).hexdigest(),
        "digest": hashlib.sha256(f"{id_}".encode()).hexdigest(),
    }


def _figures(chance: random.Random) -> list[Observation]:
    """Return figures of all measures, each of them as likely as another."""
    counted = [measure for measure in measures().values() if measure.catalogued]
    return [_figure(counted[n % len(counted)], chance) for n in range(KINDS_OF_FIGURE)]


def _figure(measure: Measure, chance: random.Random) -> Observation:
    value = _value(measure, chance)
    qualifier = chance.choices(
        (Qualifier.EXACT, Qualifier.ROUNDED, Qualifier.ABOUT, Qualifier.OVER, Qualifier.UP_TO), (55, 15, 15, 10, 5)
    )[0]
    year = chance.randint(2000, 2025)
    label = chance.choices((None, str(year), f"{year}/{(year + 1) % 100:02}", f"31 March {year}"), (30, 20, 35, 15))[0]
    words = {Qualifier.ABOUT: "about ", Qualifier.OVER: "over ", Qualifier.UP_TO: "up to "}.get(qualifier, "")
    start = chance.randint(0, 3000)
    as_stated = f"{words}{value:,} {measure.in_words}"
    return Observation(
        measure=measure.id,
        label=None,
        value=value,
        value_max=None,
        unit=measure.unit,
        qualifier=qualifier,
        bounds=stated_bounds(
            value, value_max=None, qualifier=qualifier, resolution=_resolution(value), kind=measure.kind
        ),
        period=None if label is None else parse_period(label),
        area=chance.choices((None, "Harrowmere", "Tarnbridge", "Oldhaven"), (85, 5, 5, 5))[0],
        status=chance.choices((Status.ACTUAL, Status.TARGET, Status.FORECAST, Status.PLANNED), (90, 4, 3, 3))[0],
        as_stated=" ".join(as_stated.split()[:8]),
        place=Place(1 + start // 500, start, start + len(as_stated)),
        method=REVIEWED,
    )


def _value(measure: Measure, chance: random.Random) -> Decimal:
    if measure.kind in {Kind.SHARE, Kind.CHANGE}:
        return Decimal(chance.randint(10, 950)).scaleb(-1)
    if measure.kind is Kind.MONEY:
        return Decimal(chance.randint(1_000, 9_000)).scaleb(5)
    least = max(1, int(measure.least or 1))
    most = int(measure.most or 200_000)
    return Decimal(chance.randint(least, max(least, most)))


def _resolution(value: Decimal) -> Decimal:
    """Return the place value of the last digit that is not 0."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _note(number: int) -> Note:
    return Note(
        topic=next(iter(measures().values())).topic,
        kind=NoteKind.CHARACTER,
        text=f"A claim without a number, the {('first', 'second')[number]} of its statement.",
        year=None,
        month=None,
        place=None,
        method=REVIEWED,
    )


def _observation_row(figure: Observation) -> Row:
    period = figure.period
    return {
        "measure_position": list(measures()).index(figure.measure) + 1,
        "measure_id": figure.measure,
        "label": figure.label,
        "value": figure.value,
        "value_max": figure.value_max,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "low": figure.bounds.low,
        "high": figure.bounds.high,
        "period_label": period and period.label,
        "period_kind": period and period.kind,
        "period_start": period and period.start,
        "period_end": period and period.end,
        "area": figure.area,
        "status": figure.status,
        "as_stated": figure.as_stated,
        "method": figure.method,
    } | _place_row(figure.place)


def _note_row(note: Note) -> Row:
    return {"topic": note.topic, "kind": note.kind, "text": note.text, "method": note.method} | _place_row(note.place)


def _place_row(place: Place | None) -> Row:
    return {
        "paragraph": place and place.paragraph,
        "char_start": place and place.start,
        "char_end": place and place.end,
    }
