"""The newest official figures of one force are found one by one, and are those of all forces that are its own."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.queries.official import OfficialFilter, newest_of_force, official_figures_in


def test_the_newest_figures_of_a_force_are_those_of_the_list(engine: Engine) -> None:
    with Session(engine) as session:
        listed = official_figures_in(session, OfficialFilter(latest=True))
        for force in ("kent", "city-of-london", "dyfed-powys"):
            assert newest_of_force(session, force) == [figure for figure in listed if figure.force == force] != []
