"""What is counted and settled when data changes is what counting and settling everything would find."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, and_, delete, event, func, select, update
from sqlalchemy.orm import Session

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.db.models import Origin
from app.load.outcomes import Outcome
from app.load.seed import seed
from app.load.store import Intake, NothingToWithdrawError
from app.queries import counts
from app.queries.integrity import FaultKind, faults_of
from app.queries.official import OfficialFilter, gaps_alike, newest_ids
from app.vocabulary.measures import Topic
from app.vocabulary.official import Edition
from app.vocabulary.records import Place, StatementRecord
from app.vocabulary.units import Unit
from tests.builders import observation, official_edition, official_figure, official_gap, properties, statement_record
from tests.bundled import EDITIONS, RECORDS
from tests.conftest import sqlite_alone

FORCES = ("kent", "surrey")
DAY = "31 March 2031"
ROUNDS = ("2029", "2030", "2031-32", "2033", "2034", "2035", "2036", "2037", "2038", "2039", "2040", "2041")
areas = st.sampled_from(["1440", "1441", "1500", "14400"]).map(
    lambda value: observation("area", value, unit=Unit.SQUARE_MILES, as_stated=f"{value} square miles")
)
officers = st.sampled_from(["4100", "4105", "9000"]).map(
    lambda value: observation("police_officers", value, period_label=DAY, as_stated=f"{value} officers")
)
others = st.sampled_from(["12", "13"]).map(
    lambda value: replace(observation("prisons", value, as_stated=f"{value} prisons"), place=Place(1, 0, 5))
)


@st.composite
def records(draw: st.DrawFn) -> StatementRecord:
    figures = draw(st.lists(st.one_of(areas, officers, others), max_size=4))
    record = statement_record(draw(st.sampled_from(FORCES)), draw(st.sampled_from(ROUNDS)), *figures)
    return replace(record, complete=draw(st.booleans()))


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    released = draw(st.dates(date(2031, 6, 1), date(2049, 12, 31)))
    rows = [
        draw(st.sampled_from([official_figure(force, "4100.5", DAY), official_figure(force, "3000", DAY), None]))
        for force in FORCES
    ]
    gaps = [official_gap(force, DAY) for force, row in zip(FORCES, rows, strict=True) if row is None]
    made = official_edition(str(released), *(row for row in rows if row is not None))
    return replace(made, gaps=tuple(gaps))


Step = StatementRecord | Edition | tuple[str, str]
steps: st.SearchStrategy[Step] = st.one_of(
    records(), records(), editions(), st.tuples(st.sampled_from(FORCES), st.sampled_from(ROUNDS))
)
runs = st.lists(st.tuples(st.sampled_from(Origin), st.lists(steps, min_size=1, max_size=5)), min_size=1, max_size=4)


def take(intake: Intake, origin: Origin, step: Step) -> None:
    """Take a statement or an edition in, or withdraw a statement."""
    try:
        if isinstance(step, StatementRecord):
            intake.store(step, origin)
        elif isinstance(step, Edition):
            intake.take_in(step, origin)
        else:
            intake.withdraw(*step, "a test")
    except (NothingToWithdrawError, ValueError):  # nothing stands, or an edition of the day says something else
        pass


def derived(engine: Engine) -> tuple[object, ...]:
    """Return all that is derived of current figures."""
    figure, found = models.Observation, models.Reconciliation
    warned = select(figure.id, figure.warnings).where(figure.superseded_in.is_(None)).order_by(figure.id)
    agree = select(found.id, found.observation_id, found.superseded_in).order_by(found.id)
    with Session(engine) as session:
        return session.execute(warned).all(), session.execute(agree).all()


def faults(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return [f"{fault.where}: {fault.detail}" for fault in faults_of(session)]


@settings(properties, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=runs)
def test_whatever_comes_in_the_counts_are_right_and_settled_is_what_settling_all_finds(
    engine: Engine, runs: Sequence[tuple[Origin, Sequence[Step]]]
) -> None:
    for origin, together in runs:
        intake = Intake(engine)
        if len(together) % 2:
            with intake.together():
                for step in together:
                    take(intake, origin, step)
        else:
            for step in together:
                take(intake, origin, step)
    with Session(engine) as session:
        for table in counts.TABLES:
            assert counts.written(session, table) == counts.expected(session, table)
        marked = session.scalars(select(models.OfficialFigure.id).where(models.OfficialFigure.newest))
        assert sorted(marked) == sorted(session.scalars(newest_ids([])))
        last = session.scalar(select(func.max(models.Release.number)))
        assert gaps_alike(session, OfficialFilter()) == gaps_alike(session, OfficialFilter(), last)
    found = derived(engine)
    Intake(engine).settle_again(FORCES)
    assert derived(engine) == found


def test_a_count_or_a_copy_that_is_wrong_is_found(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        kent = models.StatedCount.force_id == "kent", models.StatedCount.measure_id == "population"
        official = models.OfficialFigure
        newest_population = and_(official.newest, official.force_id == "kent", official.measure_id == "population")
        marked = session.scalars(select(official).where(newest_population)).one()
        missing = [f"{of.measure} {of.code}" for of in gaps_alike(session, OfficialFilter(datasets=["crime-rate"]))]
        population = f"{marked.dataset_id} kent population {marked.period_label}"
        session.execute(update(models.StatedCount).where(*kent).values(figures=99))
        session.execute(update(models.Statement).where(models.Statement.force_id == "kent").values(complete=None))
        session.execute(update(models.Release).values(withdrawn=1, changed=True))
        session.execute(update(official).where(newest_population).values(newest=False))
        session.execute(delete(models.OfficialGapCount).where(models.OfficialGapCount.dataset_id == "crime-rate"))
    assert [fault.split(":")[0] for fault in faults(engine)] == [
        "kent/2023-25",
        population,
        *(f"official_gap_count crime-rate {gaps}" for gaps in missing),
        "stated_count kent population",
        "release 1",
    ]
    with Session(engine) as session, session.begin():
        figure = select(models.Observation.id).where(models.Observation.force_id == "kent").limit(1).scalar_subquery()
        session.execute(update(models.Observation).where(models.Observation.id == figure).values(round="1999"))
    with Session(engine) as session:
        assert (FaultKind.COUNT, "kent/2023-25 revision 1") in [
            (fault.kind, fault.where) for fault in faults_of(session)
        ]


def test_totals_of_lists_are_told_without_counting(engine: Engine, sql: list[str]) -> None:
    def stated(session: Session, **of: str) -> int:
        query = select(func.count()).select_from(models.Observation).filter_by(superseded_in=None, **of)
        return session.scalar(query) or 0

    with Session(engine) as session:
        expected = [stated(session), stated(session, force_id="kent"), stated(session, measure_id="population")]
        sql.clear()
        told = [
            counts.figures_stated(session),
            counts.figures_stated(session, forces=["kent"]),
            counts.figures_stated(session, measures=["population"]),
        ]
        assert told == expected
        by_topic = [counts.figures_stated(session, topics=[topic]) for topic in Topic]
        assert sum(by_topic) == told[0]
        assert 0 < counts.official_figures(session, datasets=["population"], forces=["kent"]) < 100
        assert 0 < counts.reconciliations(session) < told[0]
    assert not any(f"FROM {table}" in query for query in sql for table in ("observation", "official_figure"))


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Return what stands, without ids, and how much of it there is."""
    apart = {"id", "statement_id", "revision_id", "observation_id", "taken_in_by"}
    found = {}
    with Session(engine) as session:
        for model in (models.Revision, models.Observation, models.Reconciliation, *counts.TABLES[:-1]):
            columns = model.__table__.columns
            query = select(*(column for column in columns if column.name not in apart))
            if "superseded_in" in columns:
                query = query.where(columns.superseded_in.is_(None))
            found[model.__tablename__] = sorted(map(tuple, session.execute(query)), key=repr)
    return found


@pytest.mark.parametrize("origin", Origin)
def test_many_together_are_stored_as_one_after_the_other(
    own_database: str, empty_database: str, origin: Origin
) -> None:
    many = [
        record
        for force in FORCES
        for record in (
            statement_record(force, "2029", observation("area", "1440", unit=Unit.SQUARE_MILES)),
            statement_record(force, "2030", observation("area", "1800", unit=Unit.SQUARE_MILES)),
            statement_record(force, "2029", observation("area", "1441", unit=Unit.SQUARE_MILES)),
            statement_record(force, "2031", observation("police_officers", "4100", period_label="31 March 2016")),
            statement_record(force, "2031", observation("police_officers", "4100", period_label="31 March 2016")),
        )
    ]
    one, all_ = make_engine(own_database, read_only=False), make_engine(empty_database, read_only=False)
    migrate(all_)
    list(seed(all_, RECORDS, EDITIONS))
    intake = Intake(one)
    outcomes = [intake.store(record, origin) for record in many]
    assert Intake(all_).store_all(many, origin) == outcomes
    assert outcomes[:5] == [Outcome.ADDED, Outcome.ADDED, Outcome.REVISED, Outcome.ADDED, Outcome.UNCHANGED]
    assert contents(all_) == contents(one)
    for engine in (one, all_):
        engine.dispose()


@sqlite_alone
def test_a_page_costs_the_same_however_many_statements_a_force_has(engine: Engine, sql: list[str]) -> None:
    def page(year: int) -> StatementRecord:
        area = observation("area", "1440", unit=Unit.SQUARE_MILES, as_stated="1,440 square miles")
        return statement_record("kent", str(year), area, observation("police_officers", "4100", period_label=DAY))

    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    def cost(year: int) -> tuple[int, int]:
        nonlocal steps
        sql.clear()
        steps = 0
        Intake(engine).store(page(year), Origin.INGESTED)
        return len(sql), steps

    @event.listens_for(engine, "checkout")
    def count(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.set_progress_handler(step, 100)  # after as many instructions of SQLite's machine

    Intake(engine).store_all([page(year) for year in range(1990, 2000)], Origin.INGESTED)
    few = cost(2060)
    Intake(engine).store_all([page(year) for year in range(1900, 1990)], Origin.INGESTED)
    many = cost(2061)
    assert many[0] == few[0] < 45
    assert many[1] < few[1] * 1.1
