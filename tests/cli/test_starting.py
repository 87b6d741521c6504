"""Starting: a database is filled once and whole. Starts that are killed, or two at once, are among the faults."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.engine import make_engine
from app.db.migrate import rows_held
from app.load.seed import seed
from app.queries.catalogue import bundle
from faults.programs import serving
from tests.bundled import EDITIONS, RECORDS, STATEMENTS
from tests.commands import run
from tests.conftest import Databases


def held(database: str) -> dict[str, int]:
    engine = make_engine(database, read_only=False)
    with engine.connect() as connection:
        found = rows_held(connection)
    engine.dispose()
    return found


def test_a_seed_that_an_older_version_left_half_done_is_completed(databases: Databases) -> None:
    database = databases.copy()
    engine = make_engine(database, read_only=False)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM statement WHERE force_id > 'k'"))
        connection.execute(text("UPDATE data_state SET bundle = NULL"))
    with serving(database) as service:
        assert "added" in service.program.said
    assert held(database)["statement"] == STATEMENTS
    with Session(engine) as session:
        assert bundle(session) is not None
    engine.dispose()


def test_a_seed_that_is_broken_off_leaves_nothing_behind(databases: Databases) -> None:
    database = databases.empty()
    run("migrate", database=database)
    before = held(database)
    engine = make_engine(database, read_only=False)
    steps = seed(engine, RECORDS, EDITIONS)
    for _ in range(STATEMENTS // 2):
        next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert held(database) == before
    engine.dispose()
