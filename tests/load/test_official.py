"""Taking editions of official statistics in: once, whole, and of all that say something, the newest stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.db.models import Origin
from app.load import seed as load_seed
from app.load.official import TABLES, DatasetNotSeededError, OtherContentError, Table
from app.load.seed import bundle_hash, seed
from app.load.store import Intake, Outcome
from app.official.catalogue import datasets
from app.queries.integrity import FaultKind, faults_of
from app.queries.releases import newest
from app.vocabulary.forces import forces
from app.vocabulary.official import Basis, Dataset, Edition, GapCode
from app.vocabulary.rounds import Round, rounds
from tests.builders import official_edition, official_figure, official_gap
from tests.bundled import EDITIONS, RECORDS
from tests.conftest import sqlite_alone

DAY = "31 March 2031"
"""A day that no bundled edition speaks of."""
FIRST = official_edition("2031-07-01", official_figure("kent", "4100.5", DAY), official_figure("surrey", "2000", DAY))
SECOND = official_edition("2032-07-01", official_figure("kent", "4090.25", DAY), official_gap("surrey", DAY))


def standing(engine: Engine, as_of: int | None = None) -> dict[str, Decimal | str]:
    """Return what stands of the invented day by force: a figure's value, or a gap's code."""
    found: dict[str, Decimal | str] = {}
    with Session(engine) as session:
        for table in TABLES:
            rows: Sequence[Any] = session.scalars(select(table).where(table.period_end == date(2031, 3, 31))).all()
            for row in rows:
                stands = row.superseded_in is None
                if as_of is not None:
                    stands = row.taken_in_by <= as_of and (row.superseded_in is None or row.superseded_in > as_of)
                if stands:
                    assert row.force_id not in found
                    found[row.force_id] = row.value if isinstance(row, models.OfficialFigure) else row.code.value
    return found


def release(engine: Engine) -> int:
    with Session(engine) as session:
        return newest(session) or 0


def modified(engine: Engine) -> object:
    with Session(engine) as session:
        return session.get_one(models.DataState, 1).modified_at


def rows(engine: Engine) -> int:
    with Session(engine) as session:
        tables = (models.Edition, models.OfficialFigure, models.OfficialGap, models.Release)
        return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def test_a_newer_edition_takes_the_place_of_an_older_one_which_stays_as_it_was(engine: Engine) -> None:
    assert Intake(engine).take_in(FIRST, Origin.INGESTED) is Outcome.ADDED
    first = release(engine)
    assert standing(engine) == {"kent": Decimal("4100.5"), "surrey": Decimal(2000)}
    before = modified(engine)
    assert Intake(engine).take_in(SECOND, Origin.INGESTED) is Outcome.REVISED
    assert release(engine) == first + 1
    assert standing(engine) == {"kent": Decimal("4090.25"), "surrey": "not_supplied"}
    assert standing(engine, as_of=first) == {"kent": Decimal("4100.5"), "surrey": Decimal(2000)}
    assert modified(engine) != before


def test_a_figure_takes_the_place_of_a_gap(engine: Engine) -> None:
    Intake(engine).take_in(SECOND, Origin.INGESTED)
    third = official_edition("2033-07-01", official_figure("surrey", "1990", DAY))
    assert Intake(engine).take_in(third, Origin.INGESTED) is Outcome.REVISED
    assert standing(engine) == {"kent": Decimal("4090.25"), "surrey": Decimal(1990)}


def test_an_older_edition_is_set_aside_where_a_newer_one_stands_and_fills_in_where_none_does(engine: Engine) -> None:
    Intake(engine).take_in(SECOND, Origin.INGESTED)
    before = release(engine)
    older = replace(FIRST, figures=(*FIRST.figures, official_figure("essex", "3600", DAY)))
    assert Intake(engine).take_in(older, Origin.INGESTED) is Outcome.REVISED
    assert standing(engine) == {"kent": Decimal("4090.25"), "surrey": "not_supplied", "essex": Decimal(3600)}
    assert standing(engine, as_of=before) == {"kent": Decimal("4090.25"), "surrey": "not_supplied"}
    middle = official_edition("2031-10-01", official_figure("essex", "3610", DAY), official_figure("kent", "1", DAY))
    Intake(engine).take_in(middle, Origin.INGESTED)
    assert standing(engine) == {"kent": Decimal("4090.25"), "surrey": "not_supplied", "essex": Decimal(3610)}


def test_another_basis_or_another_day_is_another_figure(engine: Engine) -> None:
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    others = official_edition(
        "2032-07-01",
        official_figure("kent", "4200", DAY, basis=Basis.HEADCOUNT),
        official_figure("kent", "4150", "31 March 2032"),
    )
    assert Intake(engine).take_in(others, Origin.INGESTED) is Outcome.ADDED
    with Session(engine) as session:
        table = models.OfficialFigure
        found = session.scalars(
            select(table.value).where(
                table.superseded_in.is_(None), table.force_id == "kent", table.period_end >= date(2031, 1, 1)
            )
        )
        assert sorted(found) == [Decimal("4100.5"), Decimal(4150), Decimal(4200)]


def test_the_same_edition_again_changes_nothing(engine: Engine) -> None:
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    before = rows(engine), modified(engine)
    elsewhere = replace(FIRST, obtained="from another copy", sha256="1" * 64, figures=FIRST.figures[::-1])
    assert Intake(engine).take_in(elsewhere, Origin.INGESTED) is Outcome.UNCHANGED
    assert (rows(engine), modified(engine)) == before


def test_another_content_of_the_same_date_is_refused(engine: Engine) -> None:
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    before = rows(engine), modified(engine)
    for other in (
        replace(FIRST, figures=FIRST.figures[:1]),
        replace(FIRST, title="another"),
        replace(FIRST, gaps=SECOND.gaps, figures=FIRST.figures[:1]),
    ):
        with pytest.raises(OtherContentError, match="workforce-march/2031-07-01 is held with other content"):
            Intake(engine).take_in(other, Origin.INGESTED)
    assert (rows(engine), modified(engine)) == before


def test_a_newer_version_tells_a_bundled_edition_in_other_words_but_counts_no_otherwise(engine: Engine) -> None:
    intake = Intake(engine)
    intake.take_in(SECOND, Origin.BUNDLED)
    before, numbered = standing(engine), release(engine)
    [gap] = SECOND.gaps
    other = replace(SECOND, caveats=("Mind the gap.",), title="clearer", gaps=(replace(gap, detail="why, in short"),))
    assert intake.take_in(other, Origin.BUNDLED) is Outcome.REWORDED
    assert intake.take_in(other, Origin.BUNDLED) is Outcome.UNCHANGED
    with Session(engine) as session:
        stored = session.scalars(select(models.Edition).where(models.Edition.released == SECOND.date)).one()
        assert (stored.title, stored.caveats) == ("clearer", ["Mind the gap."])
        assert "why, in short" in session.scalars(select(models.OfficialGap.detail)).all()
        assert not list(faults_of(session))
    assert (standing(engine), release(engine)) == (before, numbered)
    for counted in (
        replace(other, figures=(official_figure("kent", "4091", DAY),)),
        replace(other, gaps=()),
        replace(other, gaps=(replace(gap, code=GapCode.SUPPRESSED),)),
    ):
        with pytest.raises(OtherContentError):
            intake.take_in(counted, Origin.BUNDLED)


def test_bundled_statistics_leave_an_edition_somebody_took_in_as_it_is(engine: Engine) -> None:
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    assert Intake(engine).take_in(replace(FIRST, title="as bundled"), Origin.BUNDLED) is Outcome.UNCHANGED
    with Session(engine) as session:
        assert FIRST.title in session.scalars(select(models.Edition.title)).all()


def test_an_edition_is_stored_whole_or_not_at_all(engine: Engine) -> None:
    before = rows(engine), modified(engine)
    broken = replace(FIRST, figures=(*FIRST.figures, official_figure("northmarsh", "1", DAY)))
    with pytest.raises(IntegrityError):
        Intake(engine).take_in(broken, Origin.INGESTED)
    assert (rows(engine), modified(engine)) == before


def test_a_dataset_that_is_not_there_is_told(engine: Engine) -> None:
    with pytest.raises(DatasetNotSeededError, match="run `force-profiles seed` first"):
        Intake(engine).take_in(replace(FIRST, dataset="workforce-may"), Origin.INGESTED)


def test_seeding_takes_in_both_in_one_release_and_again_changes_nothing(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    outcomes = list(seed(engine, RECORDS, (*EDITIONS, FIRST, SECOND)))
    assert outcomes[: len(RECORDS)] == [Outcome.ADDED] * len(RECORDS)
    assert outcomes[-2:] == [Outcome.ADDED, Outcome.REVISED]
    assert release(engine) == 1
    assert standing(engine) == standing(engine, as_of=1) == {"kent": Decimal("4090.25"), "surrey": "not_supplied"}
    before = rows(engine), modified(engine)
    assert set(seed(engine, RECORDS, (*EDITIONS, FIRST, SECOND))) == {Outcome.UNCHANGED}
    assert (rows(engine), modified(engine)) == before
    engine.dispose()


def test_the_hash_of_the_bundle_covers_the_editions() -> None:
    wrong = replace(FIRST, figures=(official_figure("kent", "4100.6", DAY), *FIRST.figures[1:]))
    assert len({bundle_hash((), editions) for editions in ((), (FIRST,), (wrong,), (SECOND,), (FIRST, SECOND))}) == 5


@pytest.mark.parametrize(
    ("rules", "changed"),
    [
        (datasets, replace(datasets()["area"], series={})),
        (datasets, replace(datasets()["area"], lag_months=99)),
        (rounds, replace(rounds()["2016"], day=date(2016, 1, 1))),
    ],
)
def test_the_hash_of_the_bundle_covers_what_figures_are_reconciled_by(
    rules: Callable[[], Mapping[str, Dataset | Round]], changed: Dataset | Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bundle_hash((), ())
    monkeypatch.setattr(load_seed, rules.__name__, lambda: {**rules(), changed.id: changed})
    assert bundle_hash((), ()) != before


@pytest.mark.parametrize("table", TABLES)
def test_what_is_not_what_was_taken_in_is_found(engine: Engine, table: Table) -> None:
    Intake(engine).take_in(SECOND, Origin.INGESTED)
    with Session(engine) as session:
        assert not list(faults_of(session))
        row: Any = session.scalars(select(table).where(table.period_end == date(2031, 3, 31))).one()
        row.force_id = "essex"
        session.flush()
        (fault,) = faults_of(session)
        assert (fault.kind, fault.where) == (FaultKind.HASH, "workforce-march/2032-07-01")


def test_two_rows_of_one_key_that_stand_are_found(engine: Engine) -> None:
    Intake(engine).take_in(FIRST, Origin.INGESTED)
    Intake(engine).take_in(SECOND, Origin.INGESTED)
    with Session(engine) as session:
        table = models.OfficialFigure
        row = session.scalars(
            select(table).where(table.force_id == "surrey", table.period_end == date(2031, 3, 31))
        ).one()
        row.superseded_in = None
        session.flush()
        (fault,) = faults_of(session)
        assert (fault.kind, fault.where) == (FaultKind.ORDER, "workforce-march/2031-07-01")


def many(released: date, days: Iterator[date]) -> Edition:
    figures = [official_figure(force, "100.5", f"{day:%-d %B %Y}") for day in days for force in forces()]
    return official_edition(str(released), *figures)


@sqlite_alone
def test_27_000_figures_are_stored_in_few_statements(engine: Engine, sql: list[str]) -> None:
    days = [date(2031, 1, 1) + timedelta(days=n) for n in range(314)]
    first, second = many(date(2032, 1, 1), iter(days)), many(date(2033, 1, 1), iter(days))
    assert len(first.figures) > 13_500
    sql.clear()
    for edition in (first, second):
        Intake(engine).take_in(edition, Origin.INGESTED)
    assert len(sql) < 200  # each force is settled by itself
