"""Statements are looked through for a figure to compare a force by from the newest on, and no further than that."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.db.models import Origin
from app.derived.comparison import Search
from app.load.store import Intake
from app.queries.comparison import IN_TURN, quotes_with, statements_with
from app.queries.observations import StoredObservation
from app.queries.paging import MOST_NAMED
from app.vocabulary.areas import NATIONAL
from app.vocabulary.measures import measures
from app.vocabulary.units import Unit
from tests.builders import observation, statement_record

MOST = sum(IN_TURN)
FORCES = ("kent", "surrey")


def take_in(engine: Engine, force: str, with_area: range, *, area: str | None = None) -> None:
    """Take in statements of rounds after all others: of those that lie so far back, each gives an area."""
    given = observation("area", "1440", unit=Unit.SQUARE_MILES, as_stated="1,440 square miles", area=area)
    other = observation("prisons", "3", as_stated="3 prisons")
    rounds = range(MOST + 1 if area is None else with_area.stop)
    records = [statement_record(force, str(2099 - back), given if back in with_area else other) for back in rounds]
    Intake(engine).store_all(records, Origin.INGESTED)


@pytest.mark.parametrize("back", [0, *(sum(IN_TURN[:n]) - at for n in (2, 3, 4) for at in (1, 0))])
def test_a_figure_is_found_in_as_many_rounds_as_are_looked_through(engine: Engine, sql: list[str], back: int) -> None:
    take_in(engine, "kent", range(back, MOST + 1))
    take_in(engine, "surrey", range(1))
    search = Search[StoredObservation](measures()["area"], FORCES)
    read = []
    with Session(engine) as session:
        sql.clear()
        for force, said in statements_with(session, ["area"], search.waiting):
            read.append((force, said.round))
            search.look(force, said)
    assert list(search.waiting) == ([] if back < MOST else ["kent"])
    assert [round_ for force, round_ in read if force == "surrey"] == ["2099"]  # and no more of it, as it is found
    turns = next((n for n in range(1, len(IN_TURN)) if back < sum(IN_TURN[:n])), len(IN_TURN))
    assert len(read) == 1 + sum(IN_TURN[:turns])
    assert len(sql) == 2 * turns


def test_of_many_quotes_the_newest_are_told(engine: Engine) -> None:
    take_in(engine, "kent", range(MOST_NAMED + 5), area="National")
    with Session(engine) as session:
        quotes = quotes_with(session, "area", [NATIONAL])
        named = quotes_with(session, "area", [NATIONAL], rounds=["2050", "2048"])
    assert [quote.round for quote in quotes] == [str(2099 - back) for back in range(MOST_NAMED)]
    assert [quote.round for quote in named] == ["2050", "2048"]
