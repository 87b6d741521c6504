"""Every page of a list is read along an index of its order: no table is read whole, and nothing is sorted."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session

from app.answers.similar import similar_forces
from app.db.engine import make_engine
from app.queries import observations, official, reconciliations, statements
from app.queries.catalogue import holdings, list_measures
from app.queries.comparison import any_stated, newest_statements_with, quotes_with, statements_with
from app.queries.coverage import list_coverage
from app.queries.forces import ForceFilter, list_forces
from app.queries.observations import ObservationFilter
from app.queries.official import OfficialFilter
from app.queries.paging import Counting, Window
from app.queries.profiles import profile
from app.queries.reconciliations import ReconciliationFilter
from app.vocabulary.areas import NATIONAL, SIMILAR_FORCES
from app.vocabulary.forces import forces
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from tests.conftest import Databases

COPIES = 25
"""How often the statements are copied, each time to rounds of their own."""
ROUNDS = ("2015", "2016", "2017", "2018-19", "2021-22", "2023-25")
LARGE = ("observation", "revision", "statement", "reconciliation", "official_figure", "official_gap", "note")
"""The tables that grow."""
Reading = Callable[[Session], object]
Parameters = tuple[object, ...]


@pytest.fixture(scope="module")
def filled(databases: Databases) -> Iterator[Engine]:
    """A database with some tens of thousands of figures, of which it knows how many there are of each."""
    engine = make_engine(databases.copy(), read_only=False)
    with engine.begin() as connection:
        for copy in range(COPIES):
            for n, round_ in enumerate(ROUNDS):
                at = {"round": str(2100 + copy * len(ROUNDS) + n), "of": round_}
                for statement in COPYING:
                    connection.execute(text(statement), at)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    yield engine
    engine.dispose()


SAME = (
    "measure_id, measure_position, label, value, value_max, unit, qualifier, low, high, period_label, period_kind,"
    " period_start, period_end, area, status, as_stated, method"
)
COPYING = (
    "INSERT INTO statement (force_id, round) SELECT force_id, :round FROM statement WHERE round = :of",
    """INSERT INTO revision (statement_id, number, taken_in_by, origin, language, complete, digest)
    SELECT id, 1, 1, 'ingested', 'en', true, 'd' FROM statement WHERE round = :round""",
    f"""INSERT INTO observation (revision_id, ordinal, force_id, round, taken_in_by, {SAME})
    SELECT r.id, o.ordinal, o.force_id, s.round, 1, {SAME} FROM observation AS o
    JOIN statement AS s ON s.force_id = o.force_id AND s.round = :round JOIN revision AS r ON r.statement_id = s.id
    WHERE o.round = :of AND o.superseded_in IS NULL""",  # noqa: S608 - of constants alone
    """INSERT INTO reconciliation (observation_id, relation, reasons, candidates, difference, explanation,
    primary_candidate, closest_candidate, taken_in_by)
    SELECT n.id, r.relation, r.reasons, r.candidates, r.difference, r.explanation,
    r.primary_candidate, r.closest_candidate, 1 FROM reconciliation AS r
    JOIN observation AS o ON o.id = r.observation_id AND o.round = :of
    JOIN observation AS n ON n.force_id = o.force_id AND n.round = :round AND n.ordinal = o.ordinal
    WHERE r.superseded_in IS NULL AND o.superseded_in IS NULL""",
)

Filter = ObservationFilter
ALL, ALL_COUNTED = Filter(), OfficialFilter()
WINDOW = Window(50, counting=Counting.NONE)


def figures(wanted: Filter = ALL, *, sort: str = "force", after: tuple[object, ...] | None = None) -> Reading:
    window = Window(50, after, Counting.NONE)
    return lambda session: observations.list_observations(session, wanted, sort, window)


def reconciled(wanted: Filter = ALL, *, sort: str = "force") -> Reading:
    asked = ReconciliationFilter(stated=wanted)
    return lambda session: reconciliations.list_reconciliations(session, asked, sort, WINDOW)


def counted(wanted: OfficialFilter = ALL_COUNTED, *, sort: str = "force") -> Reading:
    return lambda session: official.list_official_figures(session, wanted, sort, WINDOW)


def stated(forces: Sequence[str] = (), rounds: Sequence[str] = ()) -> Reading:
    return lambda session: statements.list_statements(session, WINDOW, forces=forces, rounds=rounds)


def covered(wanted: Filter = ALL, *, after: tuple[str, str] | None = None) -> Reading:
    return lambda session: list_coverage(session, wanted, Window(50, after))


AT = ("kent", -210000, 3)
READINGS: dict[str, Reading] = {
    "the first page": figures(),
    "a page at depth": figures(after=AT),
    "a page of one force at depth": figures(Filter(forces=["kent"]), after=AT),
    "a page of one measure at depth": figures(Filter(measures=["population"]), after=AT),
    "by force, backwards": figures(sort="-force"),
    "by round": figures(sort="round"),
    "by round, newest first": figures(sort="-round"),
    "by measure": figures(sort="measure"),
    "by measure, at depth": figures(sort="measure", after=(40, *AT)),
    "by value": figures(sort="value"),
    "by value, greatest first": figures(sort="-value"),
    "by period": figures(sort="period"),
    "by period, newest first": figures(sort="-period"),
    "of a force": figures(Filter(forces=["kent"])),
    "of a force, by round": figures(Filter(forces=["kent"]), sort="round"),
    "of a measure": figures(Filter(measures=["population"])),
    "of a measure, by value": figures(Filter(measures=["population"]), sort="-value"),
    "of several measures": figures(Filter(measures=["population", "police_officers"])),
    "of a force and measure": figures(Filter(forces=["kent"], measures=["population"])),
    "of a topic": figures(Filter(topics=[Topic.WORKFORCE])),
    "of a topic and force": figures(Filter(topics=[Topic.WORKFORCE], forces=["kent"])),
    "of a round": figures(Filter(rounds=["2105"])),
    "of a qualifier": figures(Filter(qualifiers=[Qualifier.OVER])),
    "of a status": figures(Filter(statuses=[Status.ACTUAL])),
    "of a rare status": figures(Filter(statuses=[Status.TARGET])),
    "of a certainty": figures(Filter(certainties=[Certainty.CERTAIN])),
    "of a rare certainty": figures(Filter(certainties=[Certainty.LIKELY])),
    "above a value": figures(Filter(min_value=Decimal(100))),
    "reconciliations": reconciled(),
    "reconciliations of a force": reconciled(Filter(forces=["kent"])),
    "reconciliations of a measure": reconciled(Filter(measures=["population"])),
    "reconciliations by difference": reconciled(sort="-difference"),
    "official figures": counted(),
    "official figures of a force": counted(OfficialFilter(forces=["kent"])),
    "official figures of a measure": counted(OfficialFilter(measures=["population"])),
    "official figures by value": counted(sort="-value"),
    "official figures by time": counted(sort="-period"),
    "official figures of a dataset": counted(OfficialFilter(datasets=["population"])),
    "the newest official figures": counted(OfficialFilter(latest=True)),
    "the newest official figures of a force": counted(OfficialFilter(forces=["kent"], latest=True)),
    "statements": stated(),
    "statements of a force": stated(forces=["kent"]),
    "statements of a round": stated(rounds=["2105"]),
    "forces": lambda session: list_forces(session, ForceFilter(), WINDOW),
    "forces with a statement": lambda session: list_forces(session, ForceFilter(has_statement=True), WINDOW),
    "coverage": covered(),
    "coverage at depth": covered(after=("kent", "population")),
    "coverage of a force": covered(Filter(forces=["kent"])),
}
SORTED: dict[str, Reading] = {
    "a comparison": lambda session: list(statements_with(session, ["population"], list(forces()))),
    "a comparison of two measures": lambda session: list(
        statements_with(session, ["police_officers", "population"], list(forces()))
    ),
    "whether anything is stated of a measure": lambda session: any_stated(session, ["population"]),
    "quotes of other areas": lambda session: quotes_with(session, "population", [NATIONAL, SIMILAR_FORCES]),
    "the times that a measure is counted at": lambda session: official.slices_of(session, ["population"]),
    "a profile": lambda session: profile(session, "kent"),
    "a series": lambda session: newest_statements_with(session, ["population"], "kent"),
    "a series of an indicator": lambda session: newest_statements_with(session, ["police_officers", "area"], "kent"),
    "in a period": figures(Filter(periods=["2016"])),
    "of a release": lambda session: observations.list_observations(session, ALL, "force", WINDOW, 1),
    "of a release, by round": lambda session: observations.list_observations(session, ALL, "-round", WINDOW, 1),
    "of an area": figures(Filter(areas=["Leicester"])),
    "the datasets": lambda session: official.list_datasets(session, WINDOW),
    "a dataset": lambda session: official.dataset_in_full(session, "population"),
    "the newest official figures of a force, by measure": lambda session: official.newest_of_force(session, "kent"),
    "gaps that are alike": lambda session: official.gaps_alike(session, ALL_COUNTED),
    "coverage of a round": covered(Filter(rounds=["2105"])),
    "measures": lambda session: list_measures(session, WINDOW),
    "how much there is": holdings,
    "similar forces": lambda session: similar_forces(session, forces()["kent"]),
}
"""What is looked up by an index, and few enough to be sorted then."""


FEW_HERE = {
    "a page of one force at depth",
    "above a value",
    "of a force and measure",
    "of a rare status",
    "of a rare certainty",
    "of a topic and force",
    "the newest official figures of a force",
    "statements of a force",
    "statements of a round",
}
"""What PostgreSQL finds so few of, among as many as are here, that it rather sorts them."""
SORTED_HERE = {"coverage", "coverage at depth", "coverage of a force", "forces", "forces with a statement"}
"""What has rounds of each of its items, which PostgreSQL looks up by an index, and sorts as long as they are few."""


@pytest.mark.parametrize("name", READINGS)
def test_a_page_is_read_along_an_index(filled: Engine, name: str) -> None:
    plans = [plan for plan in plans_of(filled, READINGS[name]) if is_of_large(plan)]
    assert plans
    if filled.dialect.name == "sqlite" or name not in FEW_HERE:
        assert [fault for plan in plans for fault in read_whole(plan)] == []
    if filled.dialect.name == "sqlite" or name not in FEW_HERE | SORTED_HERE:
        assert [fault for plan in plans for fault in sorted_in(plan)] == []


@pytest.mark.parametrize("name", SORTED)
def test_what_belongs_together_is_looked_up(filled: Engine, name: str) -> None:
    plans = plans_of(filled, SORTED[name])
    assert plans
    if filled.dialect.name == "postgresql":  # to which a table of thousands of rows is a small one
        plans = [
            [step for step in plan if re.search("Scan on (?:observation|official_figure)", step)] for plan in plans
        ]
    assert [fault for plan in plans for fault in read_whole(plan)] == []


def test_quotes_are_looked_up_by_their_area_and_times_where_they_are_written(filled: Engine) -> None:
    [plan] = plans_of(filled, SORTED["quotes of other areas"])
    assert any("ix_observation_by_area" in step for step in plan)
    [plan] = plans_of(filled, SORTED["the times that a measure is counted at"])
    assert any("official_time_count" in step for step in plan)
    assert not any("official_figure" in step for step in plan)


def test_a_search_without_an_index_would_be_noticed(filled: Engine) -> None:
    by_words = "SELECT * FROM observation WHERE as_stated = 'x' ORDER BY method LIMIT 5"
    [plan] = plans_of(filled, lambda session: session.execute(text(by_words)))
    assert read_whole(plan)
    assert sorted_in(plan)


def plans_of(engine: Engine, reading: Reading) -> list[list[str]]:
    """Return the plan of each statement that a reading sends, a line for each step."""
    sent: list[tuple[str, Parameters]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Parameters, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, parameters))

    with Session(engine) as session:
        event.listen(engine, "before_cursor_execute", note)
        try:
            reading(session)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return [_plan(session.connection(), *one) for one in sent]


def _plan(connection: Connection, statement: str, parameters: Parameters) -> list[str]:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [str(row[3]) for row in rows]
    return list(connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", parameters).scalars())


def is_of_large(plan: list[str]) -> bool:
    """Return whether a plan is of a large table, and not of a small one that may as well be sorted."""
    return any(re.search(rf"\b(?:{'|'.join(LARGE)})\b", step) for step in plan)


def read_whole(plan: list[str]) -> list[str]:
    """Return the steps of a plan that read a large table from its beginning to its end."""
    table = "|".join(LARGE)
    scan = re.compile(
        rf"SCAN (?:{table})(?:_\d+)?(?: USING COVERING INDEX sqlite_autoindex\S*)?$|Seq Scan on (?:{table})\b"
    )
    return [step for step in plan if scan.search(step)]


def sorted_in(plan: list[str]) -> list[str]:
    """Return the steps of a plan that put rows in another order than they are found in."""
    return [step for step in plan if re.search(r"USE TEMP B-TREE|\bSort\b(?! Key)", step)]
