"""Text has one order on every database: that of its bytes, whatever language the database was made for."""

from itertools import pairwise
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine, Enum, String, select, text
from sqlalchemy.orm import Session

from app.db.models import Base, Force

NAMES = ("northumbria", "north-wales", "Zebra", "northamptonshire", "éclair", "ab", "a-b", "a_b")


def test_text_sorts_and_compares_by_bytes(engine: Engine) -> None:
    with Session(engine) as session:
        for n, name in enumerate(NAMES):
            session.add(
                Force(
                    id=f"x{name}",
                    name=name,
                    country="Utopia",
                    region=name,
                    ons_code=f"X{n}",
                    website="",
                    aliases=[],
                    places=[],
                )
            )
        session.flush()
        of_test = Force.country == "Utopia"
        for column in (Force.id, Force.name, Force.region):
            ordered = session.scalars(select(column).where(of_test).order_by(column)).all()
            assert list(ordered) == sorted(ordered)
            for earlier, later in pairwise(ordered):
                assert session.scalar(select(column).where(of_test, column > earlier).order_by(column)) == later


def test_every_column_of_text_is_made_so(engine: Engine) -> None:
    declared = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum)
    }
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # which sorts by bytes unless a column says otherwise
            others = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%COLLATE%'"))
            assert others.all() == []
            return
        stored = connection.execute(
            text("SELECT table_name, column_name FROM information_schema.columns WHERE collation_name = 'C'")
        )
        assert declared <= {tuple(row) for row in stored}


def pages(client: TestClient, path: str, limit: int) -> list[dict[str, Any]]:
    answer = client.get(path, params={"limit": limit})
    items = answer.json()["items"]
    while following := answer.links.get("next"):
        answer = client.get(following["url"])
        items += answer.json()["items"]
    return items  # type: ignore[no-any-return]


def test_lists_and_their_pages_are_in_that_order(client: TestClient) -> None:
    forces = [force["id"] for force in pages(client, "/v1/forces", 7)]
    assert forces == sorted(forces)
    assert len(forces) == 43
    statements = [statement["force"] for statement in pages(client, "/v1/statements", 9)]
    assert statements == sorted(statements)
    figures = [figure["force"] for figure in pages(client, "/v1/observations", 90)]
    assert figures == sorted(figures)
    assert len(set(figures)) == 43
