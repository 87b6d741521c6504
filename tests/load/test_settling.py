"""How stated figures agree with official ones is settled again whenever either come in, once for all that did."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.db.models import Origin
from app.load.seed import seed
from app.load.store import Intake
from app.queries.integrity import FaultKind, faults_of
from app.queries.releases import newest
from app.vocabulary.reconciliations import Relation
from app.vocabulary.units import Unit
from tests.builders import observation, official_edition, official_figure, statement_record
from tests.bundled import EDITIONS, RECORDS

DAY = "31 March 2031"
"""A day that no bundled edition and no bundled statement speaks of."""
STATED = statement_record("kent", "2031", observation("police_officers", "4101", period_label=DAY))
FIRST = official_edition("2031-07-01", official_figure("kent", "4090", DAY), official_figure("surrey", "2000", DAY))
SECOND = official_edition("2032-07-01", official_figure("kent", "3500", DAY))
THIRD = official_edition("2033-07-01", official_figure("surrey", "1990", DAY))

Row = tuple[str, Relation, int, int | None]


def rows(engine: Engine, *, round_: str | None = None) -> list[Row]:
    """Return the reconciliations held of a round, or of all: of which figure, how it agrees, and from when to when."""
    query = (
        select(
            models.Statement.force_id,
            models.Statement.round,
            models.Revision.number,
            models.Observation.ordinal,
            models.Reconciliation.relation,
            models.Reconciliation.taken_in_by,
            models.Reconciliation.superseded_in,
        )
        .join(models.Observation, models.Reconciliation.observation_id == models.Observation.id)
        .join(models.Revision, models.Observation.revision_id == models.Revision.id)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .order_by(models.Reconciliation.id)
    )
    if round_ is not None:
        query = query.where(models.Statement.round == round_)
    with Session(engine) as session:
        return [
            (f"{force}.{of_round}.{revision}.{ordinal}", relation, taken_in_by, superseded_in)
            for force, of_round, revision, ordinal, relation, taken_in_by, superseded_in in session.execute(query)
        ]


def state(engine: Engine) -> tuple[object, int | None]:
    """Return when the data last changed, and the newest release."""
    with Session(engine) as session:
        return session.get_one(models.DataState, 1).modified_at, newest(session)


def test_whichever_comes_first_they_are_laid_side_by_side(engine: Engine) -> None:
    Intake(engine).store(STATED, Origin.INGESTED)
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    assert rows(engine, round_="2031")[-1] == ("kent.2031.1.1", Relation.NEAR, 3, None)
    Intake(engine).store(replace(STATED, round="2032"), Origin.INGESTED)
    assert rows(engine, round_="2032") == [("kent.2032.1.1", Relation.NEAR, 4, None)]


def test_a_figure_beyond_all_measure_is_stored_with_what_it_differs_by(engine: Engine) -> None:
    absurd = observation("area", "900000000000", unit=Unit.SQUARE_KM)
    Intake(engine).store(statement_record("city-of-london", "2031", absurd), Origin.INGESTED)
    [(*_, relation, _, _)] = rows(engine, round_="2031")
    assert relation is Relation.DIFFERS


def test_what_agrees_otherwise_than_before_is_superseded_and_what_agrees_as_before_keeps_its_row(
    engine: Engine,
) -> None:
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    Intake(engine).store(STATED, Origin.INGESTED)
    others = [row for row in rows(engine) if row[0] != "kent.2031.1.1"]
    Intake(engine).take_in(SECOND, Origin.INGESTED)
    Intake(engine).take_in(THIRD, Origin.INGESTED)
    assert rows(engine, round_="2031") == [
        ("kent.2031.1.1", Relation.NEAR, 3, 4),
        ("kent.2031.1.1", Relation.DIFFERS, 4, None),
    ]
    assert [row for row in rows(engine) if row[0] != "kent.2031.1.1"] == others


def test_what_comes_in_together_is_settled_once(engine: Engine, sql: list[str]) -> None:
    intake = Intake(engine)
    with intake.together():
        intake.store(STATED, Origin.INGESTED)
        intake.take_in(FIRST, Origin.INGESTED)
        intake.take_in(SECOND, Origin.INGESTED)
        sql.clear()
    assert rows(engine, round_="2031") == [("kent.2031.1.1", Relation.DIFFERS, 2, None)]
    assert sum(statement.startswith("INSERT INTO reconciliation") for statement in sql) <= 1  # PostgreSQL copies them
    assert len(sql) < 25


def test_a_figure_that_does_not_stand_any_more_is_laid_beside_nothing(engine: Engine) -> None:
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    Intake(engine).store(STATED, Origin.INGESTED)
    revised = replace(STATED, observations=(observation("police_officers", "3801", period_label=DAY),))
    Intake(engine).store(revised, Origin.INGESTED)
    assert rows(engine, round_="2031") == [
        ("kent.2031.1.1", Relation.NEAR, 3, 4),
        ("kent.2031.2.1", Relation.APART, 4, None),
    ]
    Intake(engine).withdraw("kent", "2031", "a test")
    assert rows(engine, round_="2031")[1] == ("kent.2031.2.1", Relation.APART, 4, 5)


def test_a_run_that_fails_settles_nothing_and_leaves_nothing_due(engine: Engine) -> None:
    before, intake = (rows(engine), state(engine)), Intake(engine)

    def fail() -> None:
        with intake.together():
            intake.store(STATED, Origin.INGESTED)
            intake.take_in(FIRST, Origin.INGESTED)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert (rows(engine), state(engine)) == before
    intake.take_in(THIRD, Origin.INGESTED)
    assert rows(engine) == before[0]


def test_seeding_fills_in_what_an_older_version_did_not_settle_and_again_changes_nothing(engine: Engine) -> None:
    seeded, before = rows(engine), state(engine)
    assert {(taken_in_by, superseded_in) for _, _, taken_in_by, superseded_in in seeded} == {(1, None)}
    list(seed(engine, RECORDS, EDITIONS))
    assert (rows(engine), state(engine)) == (seeded, before)

    with Session(engine) as session, session.begin():
        session.execute(delete(models.Reconciliation))
        session.execute(update(models.Observation).values(warnings=None))
        session.execute(update(models.DataState).values(bundle="of an older version"))
    list(seed(engine, RECORDS, EDITIONS))
    assert rows(engine) == [(figure, relation, 2, None) for figure, relation, _, _ in seeded]
    after = state(engine)
    assert after[1] == 2
    assert after > before
    with Session(engine) as session:
        assert session.scalar(select(func.count()).where(models.Observation.warnings.is_not(None)))
    list(seed(engine, RECORDS, EDITIONS))
    assert state(engine) == after


def test_seeding_settles_all_forces_in_one_release_and_few_statements(empty_database: str, sql: list[str]) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    sql.clear()
    list(seed(engine, RECORDS, EDITIONS))
    assert sum(statement.startswith("INSERT INTO reconciliation") for statement in sql) <= 1  # PostgreSQL copies them
    assert len(sql) < 500
    with Session(engine) as session:
        assert not list(faults_of(session))
    engine.dispose()


def _without_the_figure(session: Session) -> None:
    row = session.scalars(select(models.Reconciliation).where(models.Reconciliation.relation == Relation.NEAR)).first()
    assert row is not None
    assert row.primary_candidate is not None
    row.primary_candidate = replace(row.primary_candidate, figures=("workforce-may.2023-07-26.kent.cadets.2023-03-31",))


def _of_a_figure_superseded(session: Session) -> None:
    figure = models.OfficialFigure
    of_kent = update(figure).where(figure.force_id == "kent", figure.period_label == DAY)
    session.execute(of_kent.values(superseded_in=3))


def _of_a_revision_superseded(session: Session) -> None:
    statement = select(models.Statement.id).where(models.Statement.round == "2031").scalar_subquery()
    session.execute(update(models.Revision).where(models.Revision.statement_id == statement).values(superseded_in=3))


@pytest.mark.parametrize(
    ("harm", "kind", "detail"),
    [
        (_without_the_figure, FaultKind.REFERENCE, "there is no official figure workforce-may"),
        (_of_a_figure_superseded, FaultKind.ORDER, "beside an official figure that does not"),
        (_of_a_revision_superseded, FaultKind.ORDER, "for a figure that does not"),
    ],
)
def test_a_reconciliation_of_what_is_not_there_is_found(
    engine: Engine, harm: Callable[[Session], None], kind: FaultKind, detail: str
) -> None:
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    Intake(engine).store(STATED, Origin.INGESTED)
    with Session(engine) as session:
        assert not list(faults_of(session))
        harm(session)
        session.flush()
        session.expire_all()
        [fault] = (fault for fault in faults_of(session) if fault.kind is not FaultKind.COUNT)
    assert fault.kind is kind
    assert detail in fault.detail
