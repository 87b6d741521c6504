"""What the database refuses, whoever writes to it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from app.db.models import (
    DataState,
    Edition,
    MeasureUnit,
    Note,
    Observation,
    OfficialFigure,
    OfficialGap,
    Reconciliation,
    Revision,
    Statement,
)
from app.vocabulary.official import Basis
from app.vocabulary.periods import PeriodKind
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.reconciliations import Relation
from app.vocabulary.units import Unit


def budget(session: Session) -> Observation:
    found = session.scalar(select(Observation).where(Observation.as_stated == "a budget of £223.2m (2022/2023)"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "nonsense",
    [
        {"value": Decimal(1)},
        {"low": Decimal(223200001)},
        {"high": Decimal(223199999)},
        {"unit": Unit.PEOPLE},
        {"measure_id": "no_such_measure"},
        {"value_max": Decimal(223210000)},
        {"qualifier": Qualifier.RANGE},
        {"qualifier": Qualifier.RANGE, "value_max": Decimal(223200000)},
        {"qualifier": Qualifier.RANGE, "value_max": Decimal(223250001)},
        {"label": "a label of its own"},
        {"measure_id": "other_budget"},
        {"period_label": None},
        {"period_kind": None},
        {"period_label": None, "period_kind": None},
        {"period_end": date(2021, 1, 1)},
        {"as_stated": ""},
        {"paragraph": None},
        {"paragraph": 0},
        {"char_end": 566},
        {"ordinal": 0},
        {"ordinal": 8},
        {"revision_id": 999999},
    ],
    ids=str,
)
def test_a_figure_that_cannot_be_is_refused(engine: Engine, nonsense: dict[str, Any]) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(update(Observation).where(Observation.id == budget(session).id).values(nonsense))


def test_an_enumeration_admits_only_its_values(engine: Engine) -> None:
    for column in ("qualifier", "certainty"):
        with Session(engine) as session, pytest.raises(StatementError):
            session.execute(update(Observation).values({column: "roughly"}))
        with Session(engine) as session, pytest.raises(IntegrityError):
            session.connection().exec_driver_sql(f"UPDATE observation SET {column} = 'roughly'")  # noqa: S608


def test_a_month_needs_its_year(engine: Engine) -> None:
    for wrong in ({"year": None, "month": 3}, {"year": 2020, "month": 13}):
        with Session(engine) as session, pytest.raises(IntegrityError):
            session.execute(update(Note).values(wrong))


def test_a_statement_has_one_current_revision(engine: Engine) -> None:
    with Session(engine) as session:
        other = session.scalars(select(Revision).limit(1)).one()
        twin = Revision(
            **{c.name: getattr(other, c.name) for c in Revision.__table__.columns if c.name not in {"id", "number"}},
            number=other.number + 1,
        )
        session.add(twin)
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_force_has_one_statement_of_a_round(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(Statement(force_id="kent", round="2023-25"))
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_unit_in_use_cannot_be_taken_from_its_measure(engine: Engine) -> None:
    with Session(engine) as session:
        session.delete(session.get_one(MeasureUnit, ("population", Unit.PEOPLE)))
        with pytest.raises(IntegrityError):
            session.flush()


def test_the_state_of_the_data_is_one_row(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(DataState(id=2, modified_at=session.get_one(DataState, 1).modified_at))
        with pytest.raises(IntegrityError):
            session.flush()


@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_decimals_come_back_exactly_and_compare_as_numbers(engine: Engine, value: Decimal) -> None:
    with Session(engine) as session:
        found = budget(session)
        limits = {"low": None, "high": None, "period_kind": PeriodKind.FINANCIAL_YEAR}
        session.execute(update(Observation).where(Observation.id == found.id).values(value=value, **limits))
        session.expire_all()
        assert budget(session).value == value
        same = select(func.count()).where(
            Observation.id == found.id, Observation.value >= value, Observation.value <= value
        )
        assert session.scalar(same) == 1
        session.rollback()


def test_a_decimal_with_more_places_than_are_kept_is_refused(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(StatementError, match="decimal places"):
        session.execute(update(Observation).values(value=Decimal("0.0000001")))


def official(session: Session) -> OfficialFigure:
    """Return Kent's officers in full-time equivalents on 31 March 2023."""
    return session.scalars(
        select(OfficialFigure).where(
            OfficialFigure.force_id == "kent",
            OfficialFigure.measure_id == "police_officers",
            OfficialFigure.basis == Basis.FTE,
            OfficialFigure.period_end == date(2023, 3, 31),
        )
    ).one()


@pytest.mark.parametrize(
    "nonsense",
    [
        {"force_id": "northmarsh"},
        {"measure_id": "no_such_measure"},
        {"unit": Unit.GBP},
        {"dataset_id": "workforce-september"},
        {"edition_id": 999999},
        {"value": Decimal(1)},
        {"value": None},
        {"low": Decimal(1)},
        {"high": None},
        {"qualifier": Qualifier.ABOUT},
        {"qualifier": Qualifier.ROUNDED},
        {"period_start": None},
        {"period_start": date(2023, 4, 1)},
        {"period_start": date(2022, 3, 31), "period_end": date(2022, 3, 31)},
        {"basis": Basis.HEADCOUNT},
        {"superseded_in": 0},
        {"superseded_in": 999999},
        {"taken_in_by": 999999},
    ],
    ids=str,
)
def test_an_official_figure_that_cannot_be_is_refused(engine: Engine, nonsense: dict[str, Any]) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(update(OfficialFigure).where(OfficialFigure.id == official(session).id).values(nonsense))


@pytest.mark.parametrize(
    "nonsense",
    [
        {"force_id": "northmarsh"},
        {"measure_id": "no_such_measure"},
        {"code": None},
        {"period_start": date(2099, 1, 1)},
        {"superseded_in": 0},
    ],
    ids=str,
)
def test_a_gap_that_cannot_be_is_refused(engine: Engine, nonsense: dict[str, Any]) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(update(OfficialGap).values(nonsense))


def test_official_enumerations_admit_only_their_values(engine: Engine) -> None:
    for table, column in (
        ("official_dataset", "publisher"),
        *(("official_edition", name) for name in ("grade", "designation", "vintage", "origin")),
        *(("official_figure", name) for name in ("basis", "unit", "qualifier", "period_kind")),
        *(("official_gap", name) for name in ("basis", "code", "period_kind")),
        *(("official_gap_count", name) for name in ("basis", "code")),
    ):
        with Session(engine) as session, pytest.raises(IntegrityError):
            session.connection().exec_driver_sql(f"UPDATE {table} SET {column} = 'no such'")  # noqa: S608


def test_of_one_key_one_official_figure_stands(engine: Engine) -> None:
    with Session(engine) as session:
        figure = official(session)
        columns = {c.name: getattr(figure, c.name) for c in OfficialFigure.__table__.columns if c.name != "id"}
        other = {
            c.name: getattr(session.get_one(Edition, figure.edition_id), c.name) for c in Edition.__table__.columns
        }
        later = Edition(**other | {"id": None, "released": date(2033, 7, 1)})
        session.add(later)
        session.flush()
        set_aside = OfficialFigure(**columns | {"edition_id": later.id, "superseded_in": figure.taken_in_by})
        session.add(set_aside)
        session.flush()
        set_aside.superseded_in = None
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_dataset_has_one_edition_of_a_date(engine: Engine) -> None:
    with Session(engine) as session:
        of_dataset = select(Edition).where(Edition.dataset_id == "population-as-published")
        one, other = session.scalars(of_dataset.limit(2)).all()
        one.released = other.released
        with pytest.raises(IntegrityError):
            session.flush()


def test_an_edition_has_an_address_that_readers_can_follow(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(update(Edition).values(url="nowhere"))


def reconciliation(session: Session) -> Reconciliation:
    """Return one of those that differ."""
    return session.scalars(select(Reconciliation).where(Reconciliation.relation == Relation.DIFFERS).limit(1)).one()


@pytest.mark.parametrize(
    "nonsense",
    [
        {"observation_id": 999999},
        {"relation": Relation.NOT_COMPARABLE},
        {"relation": None},
        {"primary_candidate": None},
        {"closest_candidate": None},
        {"difference": None},
        {"difference": None, "closest_candidate": None},
        {"difference": None, "relation": Relation.NOT_COMPARABLE},
        {"candidates": None},
        {"reasons": None},
        {"explanation": ""},
        {"explanation": None},
        {"superseded_in": 0},
        {"superseded_in": 999999},
        {"taken_in_by": 999999},
    ],
    ids=str,
)
def test_a_reconciliation_that_cannot_be_is_refused(engine: Engine, nonsense: dict[str, Any]) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(update(Reconciliation).where(Reconciliation.id == reconciliation(session).id).values(nonsense))
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.connection().exec_driver_sql("UPDATE reconciliation SET relation = 'wrong'")


def test_of_one_figure_one_reconciliation_stands(engine: Engine) -> None:
    with Session(engine) as session:
        row = reconciliation(session)
        columns = {
            c.name: getattr(row, c.name) for c in Reconciliation.__table__.columns if c.name not in {"id", "size"}
        }
        past = Reconciliation(**columns | {"superseded_in": row.taken_in_by})
        session.add(past)
        session.flush()
        past.superseded_in = None
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_reconciliation_goes_with_its_figure(engine: Engine) -> None:
    with Session(engine) as session:
        row = reconciliation(session)
        held = session.scalar(select(func.count()).select_from(Reconciliation)) or 0
        session.delete(session.get_one(Observation, row.observation_id))
        session.flush()
        assert session.scalar(select(func.count()).select_from(Reconciliation)) == held - 1
