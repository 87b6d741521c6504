"""A list tells as many matches as it has, wherever it knows that from, and what stood in a release is listed alike."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.answers.figures import absence_of
from app.queries import releases
from app.queries.observations import ObservationFilter, StoredObservation, list_observations
from app.queries.paging import Window, every_row
from app.queries.reconciliations import ReconciliationFilter, list_reconciliations
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from app.vocabulary.warnings import AbsenceCode

FILTERS = (
    ObservationFilter(),
    ObservationFilter(forces=["kent"]),
    ObservationFilter(forces=["kent", "essex", "kent"]),
    ObservationFilter(measures=["population"]),
    ObservationFilter(measures=["population", "police_officers"], forces=["kent", "surrey"]),
    ObservationFilter(topics=[Topic.WORKFORCE]),
    ObservationFilter(topics=[Topic.WORKFORCE, Topic.BUDGET], measures=["police_officers"]),
    ObservationFilter(rounds=["2016"]),
    ObservationFilter(qualifiers=[Qualifier.OVER], forces=["leicestershire"]),
    ObservationFilter(rounds=["2016", "2021-22"], forces=["leicestershire", "kent"]),
    ObservationFilter(statuses=[Status.TARGET, Status.FORECAST]),
    ObservationFilter(statuses=[Status.ACTUAL, Status.TARGET], measures=["police_officers"]),
    ObservationFilter(min_value=Decimal(1000), max_value=Decimal(5000), measures=["police_officers"]),
    ObservationFilter(max_value=Decimal(-5)),
    ObservationFilter(areas=[None], topics=[Topic.DEMAND]),
    ObservationFilter(certainties=[Certainty.CERTAIN], measures=["pcsos"]),
)


@pytest.mark.parametrize("wanted", FILTERS)
def test_a_total_is_how_many_are_listed(engine: Engine, wanted: ObservationFilter) -> None:
    beside = ReconciliationFilter(stated=wanted)
    with Session(engine) as session:
        figures = [*every_row(lambda window: list_observations(session, wanted, "force", window))]
        assert list_observations(session, wanted, "force", Window(1)).total == len(figures) > 1
        found = [*every_row(lambda window: list_reconciliations(session, beside, "force", window))]
        assert list_reconciliations(session, beside, "force", Window(1)).total == len(found)
        assert {row.stated.id for row in found} <= {figure.id for figure in figures}


@pytest.mark.parametrize("wanted", FILTERS)
def test_what_matches_is_listed(engine: Engine, wanted: ObservationFilter) -> None:
    def matches(figure: StoredObservation) -> bool:
        fields = (
            *((wanted.forces, figure.force), (wanted.measures, figure.measure), (wanted.topics, figure.topic)),
            *((wanted.rounds, figure.round), (wanted.qualifiers, figure.qualifier), (wanted.statuses, figure.status)),
            *((wanted.areas, figure.area), (wanted.certainties, figure.certainty)),
        )
        least, most = wanted.min_value, wanted.max_value
        within = (least is None or figure.value >= least) and (most is None or figure.value <= most)
        return within and all(not choices or value in choices for choices, value in fields)

    with Session(engine) as session:
        everything = every_row(lambda window: list_observations(session, ObservationFilter(), "force", window))
        listed = every_row(lambda window: list_observations(session, wanted, "force", window))
        assert [*listed] == [*filter(matches, everything)]


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (ObservationFilter(rounds=["2016"]), ObservationFilter(rounds=["2021-22"])),
        (ObservationFilter(forces=["kent", "essex"]), ObservationFilter(forces=["surrey", "kent"])),
        (ObservationFilter(statuses=[Status.TARGET]), ObservationFilter(statuses=[Status.PLANNED])),
        (ObservationFilter(min_value=Decimal(2)), ObservationFilter(min_value=Decimal(3))),
    ],
)
def test_a_list_by_other_values_is_read_by_the_same_statements(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, one: ObservationFilter, another: ObservationFilter
) -> None:
    with Session(engine) as session:
        list_observations(session, one, "-value", Window(1))
        monkeypatch.setattr("app.queries.observations.passing", None)  # nothing is built
        assert list_observations(session, another, "-value", Window(1)).items


@pytest.mark.parametrize("sort", ["force", "-force", "round", "-round", "value"])
@pytest.mark.parametrize("wanted", FILTERS)
def test_what_stood_in_the_newest_release_is_listed_as_what_stands(
    engine: Engine, wanted: ObservationFilter, sort: str
) -> None:
    with Session(engine) as session:
        newest = releases.newest(session)
        after = None
        for _ in range(2):
            window = Window(7, after)
            page = list_observations(session, wanted, sort, window)
            assert list_observations(session, wanted, sort, window, newest) == page
            after = page.next_after


def test_an_absence_tells_a_statement_from_none(engine: Engine) -> None:
    with Session(engine) as session:
        none = absence_of(session, ObservationFilter(rounds=["2099"]))
        assert none.code is AbsenceCode.NO_STATEMENT
        assert absence_of(session, ObservationFilter(forces=["kent"])).code is not AbsenceCode.NO_STATEMENT
        assert absence_of(session, ObservationFilter(forces=["kent"]), 1).code is not AbsenceCode.NO_STATEMENT
