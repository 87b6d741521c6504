"""The newest official figures are those that are marked as such, and those that are looked up where none are marked."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.queries import releases
from app.queries.official import (
    OfficialFilter,
    gaps_alike,
    list_official_figures,
    newest_of_force,
    official_figures_in,
    official_gaps,
)
from app.queries.paging import Counting, Window, every_row
from app.vocabulary.measures import Topic
from app.vocabulary.official import Basis


def test_the_newest_figures_of_a_force_are_those_of_the_list(engine: Engine) -> None:
    with Session(engine) as session:
        listed = official_figures_in(session, OfficialFilter(latest=True))
        for force in ("kent", "city-of-london", "dyfed-powys"):
            assert newest_of_force(session, force) == [figure for figure in listed if figure.force == force] != []


@pytest.mark.parametrize(
    "wanted",
    [
        OfficialFilter(latest=True),
        OfficialFilter(latest=True, measures=["population", "police_officers"]),
        OfficialFilter(latest=True, forces=["kent"], topics=[Topic.WORKFORCE], bases=[Basis.FTE]),
    ],
)
def test_the_newest_figures_that_stand_are_those_of_the_newest_release(engine: Engine, wanted: OfficialFilter) -> None:
    with Session(engine) as session:
        newest = releases.newest(session)
        assert official_figures_in(session, wanted) == official_figures_in(session, wanted, newest) != []
        page = list_official_figures(session, wanted, "force", Window(2))
        assert page == list_official_figures(session, wanted, "force", Window(2), newest)
        assert page.total == len([*every_row(lambda window: list_official_figures(session, wanted, "force", window))])


@pytest.mark.parametrize(
    "wanted",
    [
        OfficialFilter(),
        OfficialFilter(topics=[Topic.WORKFORCE], bases=[Basis.FTE]),
        OfficialFilter(datasets=["recorded-crime", "crime-severity"]),
    ],
)
def test_the_gaps_that_stand_are_those_of_the_newest_release(engine: Engine, wanted: OfficialFilter) -> None:
    with Session(engine) as session:
        gaps = gaps_alike(session, wanted)
        assert gaps == gaps_alike(session, wanted, releases.newest(session)) != []
        assert sum(of.count for of in gaps) == len(official_gaps(session, wanted))


@pytest.mark.parametrize(
    "wanted",
    [
        OfficialFilter(),
        OfficialFilter(forces=["kent"], topics=[Topic.WORKFORCE, Topic.BUDGET]),
        OfficialFilter(measures=["population"], datasets=["population"]),
        OfficialFilter(forces=["kent"], bases=[Basis.FTE]),
    ],
)
def test_a_total_of_official_figures_is_how_many_are_listed(engine: Engine, wanted: OfficialFilter) -> None:
    with Session(engine) as session:
        listed = [*every_row(lambda window: list_official_figures(session, wanted, "force", window))]
        exact = Window(1, counting=Counting.EXACT)
        assert list_official_figures(session, wanted, "force", exact).total == len(listed) > 1
