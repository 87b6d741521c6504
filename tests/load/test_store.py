"""Taking statements in: once, whole, with what was there before kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.db.models import Origin
from app.derived.revisions import ChangeKind
from app.extract.observations import extract, record_of
from app.load.bundled import bundled_statement
from app.load.outcomes import Outcome
from app.load.seed import seed
from app.load.store import ForceNotSeededError, Intake, NothingToWithdrawError, writing
from app.queries.observations import observations_with_warnings
from app.queries.paging import Window
from app.queries.releases import list_releases, release, statement_changes
from app.queries.statements import revisions_of, statements_of
from app.statements.page import read_page
from app.vocabulary.bounds import Bounds
from app.vocabulary.forces import forces
from app.vocabulary.measures import Aggregation, Kind, Topic
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.records import StatementRecord
from tests.builders import observation, statement_record
from tests.bundled import EDITIONS, FIGURES, RECORDS, STATEMENTS
from tests.conftest import service

PAGE = """
More about this area

Kent Police 2023/25

The force says...

The force serves a population of 1.9 million. It has 4,100 police officers and 300 PCSOs.

Disclaimer: this was prepared by Kent Police.
"""


def kent(page: str = PAGE) -> StatementRecord:
    statement = read_page(page)
    return record_of(statement, forces()["kent"], extract(statement))


def counts(engine: Engine) -> dict[str, int]:
    tables = (models.Statement, models.Revision, models.Observation, models.Note, models.Unassigned)
    with Session(engine) as session:
        return {t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def test_seeding_again_changes_nothing(engine: Engine) -> None:
    before = counts(engine)
    with Session(engine) as session:
        modified = session.get_one(models.DataState, 1).modified_at
    assert set(seed(engine, RECORDS, EDITIONS)) == {Outcome.UNCHANGED}
    assert counts(engine) == before
    with Session(engine) as session:
        assert session.get_one(models.DataState, 1).modified_at == modified


def test_the_reference_data_of_an_older_version_is_brought_up_to_date(engine: Engine) -> None:
    retired = models.Measure(
        id="retired",
        position=99,
        label="L",
        description="D",
        topic=Topic.BUDGET,
        kind=Kind.COUNT,
        aggregation=Aggregation.SUM,
    )
    with Session(engine) as session, session.begin():
        session.get_one(models.Force, "kent").name = "Kent County Constabulary"
        session.add(retired)
    list(seed(engine, RECORDS, EDITIONS))
    with Session(engine) as session:
        assert session.get_one(models.Force, "kent").name == "Kent Police"
        assert session.get(models.Measure, "retired") is None


def test_a_new_page_makes_a_revision_and_the_old_one_stays_readable(own_database: str) -> None:
    engine = make_engine(own_database, read_only=False)
    assert Intake(engine).store(kent(), Origin.INGESTED) is Outcome.REVISED
    after = counts(engine)
    assert Intake(engine).store(kent(), Origin.INGESTED) is Outcome.UNCHANGED
    assert counts(engine) == after
    engine.dispose()
    with service(own_database) as client:
        new = client.get("/v1/statements/kent/2023-25").json()
        old = client.get("/v1/statements/kent/2023-25?revision=1").json()
        officers = client.get("/v1/forces/kent/workforce").json()["police_officers"]
        listed = client.get("/v1/observations?force=kent").json()["items"]
    assert [(r["revision"], r["current"], r["origin"]) for r in new["revisions"]] == [
        (2, True, "ingested"),
        (1, False, "bundled"),
    ]
    assert new["text"].startswith("The force serves")
    assert new["statement"]["url"] == old["statement"]["url"]
    assert officers["value"] == 4100
    assert {o["measure"] for o in old["observations"]} > {"calls_total", "officers_target"}
    assert {o["id"] for o in listed} == {o["id"] for o in new["observations"]}
    place = officers["source"]
    assert new["text"][place["start"] : place["end"]] == officers["as_stated"]


def test_a_page_that_changes_back_makes_a_third_revision(engine: Engine) -> None:
    changed = kent(PAGE.replace("4,100", "4,200"))
    outcomes = [Intake(engine).store(record, Origin.INGESTED) for record in (kent(), changed, kent(), kent())]
    assert outcomes == [Outcome.REVISED, Outcome.REVISED, Outcome.REVISED, Outcome.UNCHANGED]


def test_seeding_leaves_a_page_somebody_took_in_current(engine: Engine) -> None:
    Intake(engine).store(kent(), Origin.INGESTED)
    bundled = bundled_statement("kent", "2023-25")
    assert bundled is not None
    assert Intake(engine).store(bundled, Origin.BUNDLED) is Outcome.UNCHANGED
    corrected = replace(bundled, observations=bundled.observations[1:])
    assert Intake(engine).store(corrected, Origin.BUNDLED) is Outcome.REVISED
    with Session(engine) as session:
        current = session.scalars(
            select(models.Revision.origin)
            .join(models.Statement, models.Revision.statement_id == models.Statement.id)
            .where(models.Statement.force_id == "kent", models.Revision.superseded_in.is_(None))
        ).all()
    assert current == [Origin.INGESTED]


def test_the_page_that_was_reviewed_adds_its_text_and_keeps_the_reviewed_figures(
    own_database: str, real_page: Path
) -> None:
    engine = make_engine(own_database, read_only=False)
    statement = read_page(real_page.read_text(encoding="utf-8"))
    record = record_of(statement, forces()["leicestershire"], extract(statement))
    assert Intake(engine).store(record, Origin.INGESTED) is Outcome.TEXT_ADDED
    after = counts(engine)
    assert Intake(engine).store(record, Origin.INGESTED) is Outcome.UNCHANGED
    assert counts(engine) == after
    engine.dispose()
    with service(own_database) as client:
        detail = client.get("/v1/statements/leicestershire/2021-22").json()
    assert {o["method"] for o in detail["observations"]} == {"reviewed"}
    for figure in (*detail["observations"], *detail["unassigned"]):
        place = figure["source"]
        assert detail["text"][place["start"] : place["end"]] == figure["as_stated"]


def test_a_review_of_a_bundled_statement_replaces_it_and_its_page_read_by_rules_does_not(engine: Engine) -> None:
    bundled = bundled_statement("dorset", "2023-25")
    assert bundled is not None
    assert bundled.sha256 is not None
    by_rules = replace(kent(), force="dorset", sha256=bundled.sha256)
    by_hand = replace(bundled, observations=bundled.observations[1:], text=by_rules.text)
    stored = [Intake(engine).store(record, Origin.INGESTED) for record in (by_rules, by_hand, by_rules, by_hand)]
    assert stored == [Outcome.TEXT_ADDED, Outcome.REVISED, Outcome.UNCHANGED, Outcome.UNCHANGED]
    with Session(engine) as session:
        current = session.scalars(
            select(models.Observation.method)
            .join(models.Revision, models.Observation.revision_id == models.Revision.id)
            .join(models.Statement, models.Revision.statement_id == models.Statement.id)
            .where(models.Statement.force_id == "dorset", models.Statement.round == "2023-25")
            .where(models.Revision.superseded_in.is_(None))
        ).all()
    assert current == ["reviewed"] * (len(bundled.observations) - 1)


def test_a_statement_that_cannot_be_stored_leaves_nothing_behind(engine: Engine) -> None:
    before = counts(engine)
    good = kent()
    wrong = replace(good.observations[0], bounds=Bounds(Decimal(1), Decimal(2)))
    broken = replace(good, observations=(*good.observations, wrong))
    with pytest.raises(SQLAlchemyError):
        Intake(engine).store(broken, Origin.INGESTED)
    assert counts(engine) == before


def test_the_digest_covers_all_that_is_said_but_not_the_text_that_is_kept() -> None:
    record = kent()
    assert replace(record, text=None).digest == record.digest
    changed = replace(record.observations[0], as_stated="other words")
    assert replace(record, observations=(changed, *record.observations[1:])).digest != record.digest


def test_a_reading_that_is_not_certain_is_other_content_and_a_certain_one_has_the_hash_it_always_had() -> None:
    officers, pcsos = observation("police_officers", "4100"), observation("pcsos", "300")
    certain = statement_record("kent", "2031", officers, pcsos)
    assert certain.digest == "f89cf53fffd181900ce31dcfeeef0e4e93a7c3e1c0512a53fcf9ba819b7d0eeb"
    likely = replace(certain, observations=(officers, replace(pcsos, certainty=Certainty.LIKELY)))
    assert likely.digest != certain.digest


def test_an_empty_database_is_filled_with_all_that_is_bundled(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    assert list(seed(engine, RECORDS, EDITIONS))[:STATEMENTS] == [Outcome.ADDED] * STATEMENTS
    found = counts(engine)
    assert (found["statement"], found["revision"], found["observation"]) == (STATEMENTS, STATEMENTS, FIGURES)
    engine.dispose()


def test_pages_taken_in_at_the_same_time_are_all_stored_once(own_database: str) -> None:
    pages = [PAGE.replace("2023/25", f"20{year}") for year in (31, 31, 32, 32, 33, 33)]

    def take_in(page: str) -> Outcome:
        engine = make_engine(own_database, read_only=False)
        try:
            return Intake(engine).store(kent(page), Origin.INGESTED)
        finally:
            engine.dispose()

    with ThreadPoolExecutor(max_workers=6) as threads:
        outcomes = list(threads.map(take_in, pages))
    assert sorted(outcomes) == [Outcome.ADDED] * 3 + [Outcome.UNCHANGED] * 3


def test_a_force_that_was_not_seeded_is_said(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    with pytest.raises(ForceNotSeededError, match="kent"):
        Intake(engine).store(kent(), Origin.INGESTED)
    engine.dispose()


def test_a_page_taken_in_is_checked_beside_the_other_rounds_of_its_force(engine: Engine) -> None:
    page = PAGE.replace("The force serves", "It polices an area of 1,443 square miles. The force serves")
    page = page.replace(" and 300 PCSOs", "")
    Intake(engine).store(kent(page), Origin.INGESTED)
    assert warnings_by_round(engine) == {}
    Intake(engine).store(kent(page.replace("2023/25", "2021/22").replace("1,443", "1,943")), Origin.INGESTED)
    assert warnings_by_round(engine) == {
        "2021-22": ["area_across_rounds", "differs_from_official"],
        "2023-25": ["area_across_rounds"],
    }
    Intake(engine).store(kent(page.replace("2023/25", "2021/22")), Origin.INGESTED)
    assert warnings_by_round(engine) == {}


def warnings_by_round(engine: Engine) -> dict[str, list[str]]:
    """Return the checks that find something of the figures of Kent, by round."""
    with Session(engine) as session:
        found = observations_with_warnings(session)
    return {f.round: [warning.code for warning in f.warnings] for f in found if f.force == "kent"}


def test_what_stood_in_a_release_stays_readable(engine: Engine) -> None:
    """Kent's bundled statement is revised twice in one run, then withdrawn in another."""
    intake = Intake(engine)
    changed = replace(kent(PAGE.replace("4,100", "4,200")), reason="the page was corrected")
    intake.store(kent(), Origin.INGESTED)
    intake.store(changed, Origin.INGESTED)
    Intake(engine).withdraw("kent", "2023-25", "it was of another force")

    with Session(engine) as session:
        seeded, revised, withdrawn = (row.number for row in reversed(list_releases(session, Window(9)).items))
        [before] = statements_of(session, "kent", seeded)[:1]
        [after] = statements_of(session, "kent", revised)[:1]
        assert (before.revision, before.origin, after.revision, after.reason) == (
            1,
            Origin.BUNDLED,
            3,
            "the page was corrected",
        )
        assert "2023-25" not in [row.round for row in statements_of(session, "kent")]
        assert "2023-25" not in [row.round for row in statements_of(session, "kent", withdrawn)]
        assert [(c.kind, c.reason) for c in statement_changes(session, revised)] == [
            (ChangeKind.CORRECTED, "the page was corrected")
        ]
        assert [(c.kind, c.reason) for c in statement_changes(session, withdrawn)] == [
            (ChangeKind.WITHDRAWN, "it was of another force")
        ]
        assert {c.kind for c in statement_changes(session, seeded)} == {ChangeKind.ADDED}


def test_a_withdrawal_is_not_undone_by_seeding_again(engine: Engine) -> None:
    Intake(engine).withdraw("kent", "2023-25", "it was of another force")
    list(seed(engine, RECORDS, EDITIONS))

    with Session(engine) as session:
        assert "2023-25" not in [row.round for row in statements_of(session, "kent")]
    with pytest.raises(NothingToWithdrawError, match="kent/2023-25"):
        Intake(engine).withdraw("kent", "2023-25", "again")


def test_a_run_that_changes_nothing_makes_no_release(engine: Engine) -> None:
    list(seed(engine, RECORDS, EDITIONS))
    broken = replace(kent(), language="much too long")
    intake = Intake(engine)
    if engine.dialect.name == "postgresql":  # SQLite takes any length
        with pytest.raises(SQLAlchemyError):
            intake.store(broken, Origin.INGESTED)

    with Session(engine) as session:
        assert list_releases(session, Window(9)).total == 1


def test_a_run_that_fails_leaves_no_gap_in_the_numbers_of_releases(engine: Engine) -> None:
    good = kent()
    wrong = replace(good.observations[0], bounds=Bounds(Decimal(1), Decimal(2)))
    with pytest.raises(SQLAlchemyError):
        Intake(engine).store(replace(good, observations=(wrong,)), Origin.INGESTED)
    Intake(engine).store(good, Origin.INGESTED)
    with Session(engine) as session:
        assert [row.number for row in list_releases(session, Window(9)).items] == [2, 1]


def test_a_clock_that_is_set_back_hides_no_change(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "SetBack":
            return cls(2001, 1, 1, tzinfo=tz)

    with service(own_database) as client:
        held = client.get("/v1/forces/kent/workforce")
        before = client.get("/v1/releases").json()["items"]
        engine = make_engine(own_database, read_only=False)
        monkeypatch.setattr("app.load.store.datetime", SetBack)
        Intake(engine).store(kent(), Origin.INGESTED)
        engine.dispose()
        changed = client.get("/v1/forces/kent/workforce", headers={"If-Modified-Since": held.headers["Last-Modified"]})
        assert changed.status_code == 200
        assert changed.json()["police_officers"]["value"] == 4100
        after = client.get("/v1/releases").json()["items"]
        assert after[0]["published_at"] > before[0]["published_at"]
        then = client.get("/v1/observations", params={"as_of": before[0]["published_at"], "limit": 1})
        assert then.json()["total"] == FIGURES


def stood_in(session: Session, release: int) -> list[tuple[str, int]]:
    """Return the statements of Kent that stood in a release, with their revisions."""
    return [(row.round, row.revision) for row in statements_of(session, "kent", release)]


def test_a_run_that_is_overtaken_leaves_the_release_it_began(engine: Engine) -> None:
    """What a release answers must not change once another one is out."""
    first, second = Intake(engine), Intake(engine)
    first.store(kent(PAGE.replace("2023/25", "2031")), Origin.INGESTED)
    second.store(kent(PAGE.replace("2023/25", "2032")), Origin.INGESTED)
    with Session(engine) as session:
        known = {release: stood_in(session, release) for release in (2, 3)}

    first.store(kent(PAGE.replace("2023/25", "2032").replace("4,100", "4,200")), Origin.INGESTED)
    first.store(kent(PAGE.replace("2023/25", "2033")), Origin.INGESTED)
    with Session(engine) as session:
        assert {release: stood_in(session, release) for release in (2, 3)} == known
        assert [(row.number, row.added, row.corrected) for row in list_releases(session, Window(3)).items] == [
            (4, 1, 1),
            (3, 1, 0),
            (2, 1, 0),
        ]


def test_a_run_waits_for_what_another_is_about_to_release(engine: Engine) -> None:
    intake = Intake(engine)
    intake.store(kent(PAGE.replace("2023/25", "2031")), Origin.INGESTED)
    page = kent(PAGE.replace("2023/25", "2032"))
    with ThreadPoolExecutor(max_workers=1) as thread:
        with writing(engine) as session:
            session.add(models.Release(number=3, published_at=datetime.now(UTC)))
            session.flush()
            stored = thread.submit(intake.store, page, Origin.INGESTED)
            with pytest.raises(TimeoutError):
                stored.result(timeout=0.5)
        assert stored.result(timeout=5) is Outcome.ADDED
    with Session(engine) as session:
        assert stood_in(session, 3) == stood_in(session, 2)
        assert ("2032", 1) in stood_in(session, 4)


def test_a_withdrawal_is_not_undone_by_newer_bundled_data(engine: Engine) -> None:
    bundled = bundled_statement("kent", "2023-25")
    assert bundled is not None
    Intake(engine).withdraw("kent", "2023-25", "it was of another force")
    corrected = replace(bundled, observations=bundled.observations[1:])
    assert Intake(engine).store(corrected, Origin.BUNDLED) is Outcome.REVISED
    assert Intake(engine).store(corrected, Origin.BUNDLED) is Outcome.UNCHANGED

    with Session(engine) as session:
        assert "2023-25" not in [row.round for row in statements_of(session, "kent")]
        assert [row.current for row in revisions_of(session, "kent", "2023-25")] == [False, False]
    assert Intake(engine).store(kent(), Origin.INGESTED) is Outcome.REVISED
    with Session(engine) as session:
        assert "2023-25" in [row.round for row in statements_of(session, "kent")]


def test_the_address_that_is_known_is_kept_past_a_withdrawal(engine: Engine) -> None:
    """A page of plain text does not say where it was published."""
    Intake(engine).withdraw("kent", "2023-25", "it was of another force")
    Intake(engine).store(kent(), Origin.INGESTED)

    with Session(engine) as session:
        taken_in, seeded = revisions_of(session, "kent", "2023-25")
        assert taken_in.url == seeded.url is not None


def test_a_reading_that_is_set_aside_makes_no_release_that_is_listed(engine: Engine) -> None:
    bundled = bundled_statement("kent", "2023-25")
    assert bundled is not None
    Intake(engine).store(kent(), Origin.INGESTED)
    Intake(engine).store(replace(bundled, observations=bundled.observations[1:]), Origin.BUNDLED)

    with Session(engine) as session:
        listed = list_releases(session, Window(9))
        assert ([row.number for row in listed.items], listed.total) == ([2, 1], 2)
        assert release(session, 3) is not None
        assert statement_changes(session, 3) == []
        assert stood_in(session, 3) == stood_in(session, 2)
        assert [row.stood for row in revisions_of(session, "kent", "2023-25")] == [False, True, True]
