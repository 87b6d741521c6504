"""Comparisons and series by official statistics, over HTTP: of one time, counted in one way, of every force."""

import csv
import io
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from importlib.resources import files
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db.engine import make_engine
from app.db.migrate import migrate
from app.db.models import Origin
from app.load.seed import seed
from app.load.store import Intake
from app.vocabulary.forces import forces
from tests.builders import official_edition, official_figure
from tests.bundled import RECORDS
from tests.conftest import service

Answer = dict[str, Any]


def asked(client: TestClient, address: str, **parameters: str | int) -> Answer:
    answer = client.get(address, params=parameters or None)  # no parameters would take those of the address away
    assert answer.status_code == 200, answer.text
    found: Answer = answer.json()
    return found


def compared(client: TestClient, **parameters: str | int) -> Answer:
    return asked(client, "/v1/compare", **parameters)


def followed(client: TestClient, force: str, **parameters: str | int) -> Answer:
    return asked(client, f"/v1/forces/{force}/series", **parameters)


def refused(client: TestClient, address: str, **parameters: str) -> dict[str, str]:
    """Return what is wrong with a request, by parameter."""
    answer = client.get(address, params=parameters)
    assert answer.status_code == 422
    return {error["parameter"]: error["detail"] for error in answer.json()["errors"]}


def values(answer: Answer) -> dict[str, Decimal]:
    return {item["force"]: Decimal(str(item["figure"]["value"])) for item in answer["items"]}


def reasons(answer: Answer) -> dict[str, tuple[str, str]]:
    return {missing["force"]: (missing["code"], missing["detail"]) for missing in answer["missing"]}


def codes(answer: Answer) -> set[str]:
    return {caveat["code"] for caveat in answer["caveats"]}


def table(dataset: str, series: str, period: str) -> dict[str, Decimal]:
    """Return the figures of a row of a bundled table, by force, without the service."""
    text = (files("app.data") / "official" / f"{dataset}.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if (row["series"], row["period"]) == (series, period)]
    newest = max(rows, key=lambda row: row["edition"])
    return {force: Decimal(newest[force]) for force in forces() if newest[force]}


def rates(above: dict[str, Decimal], below: dict[str, Decimal]) -> dict[str, Decimal]:
    """Return what is counted for each 1,000 residents of each force but the one that has few."""
    return {
        force: (count / below[force] * 1000).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)
        for force, count in above.items()
        if force != "city-of-london"
    }


def test_officers_for_each_1000_people_are_of_one_day_over_the_middle_of_the_year_before_it(
    client: TestClient,
) -> None:
    answer = compared(client, indicator="officers_per_1000_people", at="2023")
    officers = table("workforce-march", "police_officers_fte", "2023-03-31")

    assert (answer["source"], answer["basis"], answer["at"]["end"]) == ("official", "fte", "2023-03-31")
    assert answer["days"] == {"first": "2022-06-30", "last": "2023-03-31"}
    assert values(answer) == rates(officers, table("population", "population", "2022-06-30"))
    assert (answer["total"], len(answer["items"])) == (42, 42)
    ranks = [(item["position"]["highest"], item["position"]["lowest"]) for item in answer["items"]]
    assert ranks == [(rank, rank) for rank in range(1, 43)]
    assert {force: code for force, (code, _) in reasons(answer).items()} == {"city-of-london": "few_residents"}
    assert [used["dataset"] for used in answer["editions"]] == ["workforce-march", "population"]
    assert {"counted", "computed_here", "published_with"} <= codes(answer)
    assert not codes(answer) & {"own_accounts", "order_unknown", "periods_differ", "no_period", "second_hand"}
    assert all(not item["figure"]["warnings"] and not item["observations"] for item in answer["items"])
    assert round(sum(officers.values())) == 147_430


def test_all_43_forces_are_compared_by_what_is_counted_of_each(client: TestClient) -> None:
    answer = compared(client, measure="police_officers", at="2023-03-31")

    assert values(answer) == table("workforce-march", "police_officers_fte", "2023-03-31")
    assert answer["total"] == 43
    assert round(sum(values(answer).values())) == 147_430
    for item in answer["items"][:2]:
        [id_] = item["official_figures"]
        counted = asked(client, f"/v1/official-figures/{id_}")
        assert (counted["value"], counted["force"]) == (item["figure"]["value"], item["force"])


def test_crimes_of_a_year_are_over_the_middle_of_it(client: TestClient) -> None:
    answer = compared(client, indicator="crimes_per_1000_people", at="2022/23")

    assert answer["at"]["label"] == "2022/23"
    crimes = table("recorded-crime-financial-year", "recorded_crime", "2022/23")
    assert values(answer) == rates(crimes, table("population", "population", "2022-06-30"))


@pytest.mark.parametrize(
    ("basis", "series"), [("fte", "police_officers_fte"), ("headcount", "police_officers_headcount")]
)
def test_people_are_counted_as_is_asked(client: TestClient, basis: str, series: str) -> None:
    answer = compared(client, measure="police_officers", at="2022", basis=basis)

    assert answer["basis"] == basis
    assert values(answer) == table("workforce-march", series, "2022-03-31")


def test_what_is_counted_by_head_alone_is_so_by_default(client: TestClient) -> None:
    assert compared(client, measure="special_constables")["basis"] == "headcount"
    assert "fte" in refused(client, "/v1/compare", measure="special_constables", basis="fte")["basis"]


def test_the_newest_time_is_the_default_and_every_time_can_be_asked_for(client: TestClient) -> None:
    newest = compared(client, measure="police_officers")

    assert newest["at"]["end"] == "2026-03-31"
    assert newest["times"][0] == newest["at"]["label"]
    assert "second_hand" in codes(newest)
    for time in newest["times"]:
        answer = compared(client, measure="police_officers", at=time, forces="kent")
        assert (answer["at"]["label"], answer["total"]) == (time, 1)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2023/24", ["No official figures of 2023/24 itself are held here; the time of these: year to December 2023."]),
        ("2021", ["No official figures of 2021 itself are held here; the time of these: 2020/21."]),
        ("2023", []),
        ("2022/23", []),
        ("2023-03-31", []),
    ],
)
def test_twelve_months_that_are_not_those_asked_for_are_told(client: TestClient, at: str, told: list[str]) -> None:
    caveats = compared(client, measure="recorded_crimes", at=at)["caveats"]

    assert [caveat["detail"] for caveat in caveats if caveat["code"] == "times_differ"] == told


def test_a_force_that_supplied_nothing_is_missing_with_the_reason(client: TestClient) -> None:
    answer = compared(client, measure="recorded_crimes", at="2019-12-31")

    assert answer["total"] == 42
    [(force, (code, detail))] = reasons(answer).items()
    assert (force, code) == ("greater-manchester", "not_supplied")
    assert "July 2019" in detail


@pytest.mark.parametrize("subject", [{"measure": "police_officers"}, {"indicator": "officers_per_1000_people"}])
def test_of_a_time_that_is_not_held_every_force_is_missing_with_the_reason(
    client: TestClient, subject: dict[str, str]
) -> None:
    answer = compared(client, at="2024", **subject)

    assert (answer["items"], answer["median"], answer["days"]) == ([], None, None)
    assert answer["at"]["end"] == "2024-03-31"
    assert answer["at"]["label"] not in answer["times"]
    assert len(answer["missing"]) == 43
    assert all(code == "not_held" and "31 March 2024" in detail for code, detail in reasons(answer).values())
    assert codes(answer) & {"counted", "forces_missing"} == {"forces_missing"}


def test_no_year_stands_for_the_population_that_is_not_held(client: TestClient) -> None:
    answer = compared(client, indicator="officers_per_1000_people", at="2026")

    assert answer["items"] == []
    told = ("not_held", "official statistics held here give no population that goes with 31 March 2026")
    assert set(reasons(answer).values()) == {told}


@pytest.mark.parametrize(
    ("asked_for", "parameter", "words"),
    [
        ({"at": "1950"}, "at", "did you mean 31 March 2007"),
        ({"at": "soon"}, "at", "write it as 2023"),
        ({"at": "2023", "round": "2016"}, "at", "source=official"),
        ({"source": "official", "round": "2016"}, "round", "source=stated"),
        ({"source": "official", "since": "2016"}, "since", "source=stated"),
        ({"source": "stated", "at": "2023"}, "at", "source=official"),
        ({"source": "stated", "basis": "fte"}, "basis", "source=official"),
        ({"source": "offical"}, "source", "did you mean official"),
        ({"basis": "heads"}, "basis", "known: fte, headcount"),
        ({"basis": "none"}, "basis", "known: fte, headcount"),
        ({"basis": "headcount", "at": "2025"}, "at", "no official figure by headcount is of 2025"),
    ],
)
def test_what_cannot_be_asked_for_is_told_with_what_can(
    client: TestClient, asked_for: dict[str, str], parameter: str, words: str
) -> None:
    assert words in refused(client, "/v1/compare", measure="police_officers", **asked_for)[parameter]


@pytest.mark.parametrize(
    ("asked_for", "parameter", "words"),
    [
        ({"measure": "officers_per_1000_people"}, "measure", "is an indicator: give it as indicator"),
        ({"indicator": "police_officers"}, "indicator", "is a measure: give it as measure"),
        ({"measure": "budget_total", "at": "2023"}, "at", "no official statistics held here have the figure"),
    ],
)
def test_what_is_asked_for_in_another_way_is_told_how(
    client: TestClient, asked_for: dict[str, str], parameter: str, words: str
) -> None:
    assert words in refused(client, "/v1/compare", **asked_for)[parameter]


def test_what_no_official_statistic_counts_is_stated(client: TestClient) -> None:
    answer = compared(client, measure="budget_total")

    assert (answer["source"], answer["other_source"], answer["at"], answer["times"]) == ("stated", None, None, [])
    assert "ask for stated" in refused(client, "/v1/compare", measure="budget_total", source="official")["source"]
    assert (
        "ask for stated" in refused(client, "/v1/forces/kent/series", measure="incidents", source="official")["source"]
    )


def test_designated_officers_are_counted_once_in_a_workforce(client: TestClient) -> None:
    """Some forces count them as police staff, and so does the table: none of theirs is missing."""
    answer = compared(client, indicator="workforce_per_1000_people", at="2023")
    parts = [
        table("workforce-march", f"{part}_fte", "2023-03-31")
        for part in ("police_officers", "police_staff", "designated_officers", "pcsos")
    ]
    elsewhere = forces().keys() - {force for force, count in parts[2].items() if count}
    totals = {force: sum((part.get(force, Decimal(0)) for part in parts), Decimal(0)) for force in forces()}

    assert values(answer) == rates(totals, table("population", "population", "2022-06-30"))
    for item in answer["items"]:
        assert len(item["official_figures"]) == (4 if item["force"] in elsewhere else 5)
    alone = compared(client, measure="designated_officers", at="2023")
    assert {force for force, (code, _) in reasons(alone).items() if code == "counted_elsewhere"} == elsewhere


def test_a_workforce_of_which_a_part_is_missing_is_none(client: TestClient) -> None:
    answer = compared(client, indicator="workforce_per_1000_people", at="2016-09-30")

    code, detail = reasons(answer)["northamptonshire"]
    assert (code, detail.startswith("designated officers: no figure (30 September 2016)")) == ("not_supplied", True)
    assert {"northamptonshire", "city-of-london"} == reasons(answer).keys()


@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        ("/v1/compare", {"measure": "police_officers", "at": "2023", "basis": "headcount"}),
        ("/v1/compare", {"measure": "population", "region": "East Midlands", "sort": "force"}),
        ("/v1/compare", {"indicator": "crimes_per_1000_people", "forces": "kent,surrey"}),
        ("/v1/forces/dyfed-powys/series", {"measure": "population"}),
    ],
)
def test_the_other_source_answers_of_the_same_forces(
    client: TestClient, address: str, parameters: dict[str, str]
) -> None:
    official = asked(client, address, **parameters)
    stated = asked(client, official["other_source"])
    again = asked(client, stated["other_source"])

    assert [answer["source"] for answer in (official, stated, again)] == ["official", "stated", "official"]
    assert (stated["basis"], stated["editions"]) == (None, [])
    assert stated["subject"] == official["subject"]
    if address == "/v1/compare":
        [named, others] = (
            {item["force"] for part in ("items", "apart", "missing") for item in answer[part]}
            for answer in (official, stated)
        )
        assert named == others
    else:
        assert stated["force"] == official["force"]


@pytest.mark.parametrize(
    "address",
    [
        "/v1/compare?indicator=officers_per_1000_people&at=2023",
        "/v1/forces/kent/series?measure=police_officers",
    ],
)
def test_four_formats_have_the_same_rows(client: TestClient, address: str) -> None:
    items = client.get(address).json()["items"]
    lines = client.get(f"{address}&format=ndjson")
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}&format=csv").text.lstrip("\ufeff"))))
    columns = pq.read_table(io.BytesIO(client.get(f"{address}&format=parquet").content)).to_pydict()

    assert len(lines.text.splitlines()) == len(rows) == len(columns["force"]) == len(items)
    shown = [item["figure"] and item["figure"]["display"] for item in items]
    assert [row["figure_display"] or None for row in rows] == columns["figure_display"] == shown
    told = client.get(client.get(f"{address}&format=csv").links["describedby"]["url"]).text
    assert "published_with" in told


def test_officers_of_kent_are_followed_through_20_marches(client: TestClient) -> None:
    series = followed(client, "kent", measure="police_officers", source="official")
    points = {item["at"]["end"]: item for item in series["items"]}

    assert list(points) == [f"{year}-03-31" for year in range(2007, 2027)]
    [gap] = [item for item in series["items"] if item["figure"] is None]
    assert (gap["at"]["end"], gap["missing"]["code"]) == ("2024-03-31", "not_held")
    for year in range(2007, 2024):
        figure = points[f"{year}-03-31"]["figure"]
        row = table("workforce-march", "police_officers_fte", f"{year}-03-31")
        assert Decimal(str(figure["value"])) == row["kent"]
    assert points["2025-03-31"]["change"] is not None  # since 2023, the figure before
    grades = {used["dataset"]: used["grade"] for used in series["editions"]}
    assert grades == {"workforce-march": "original", "police-officers-2025-2026": "extract"}
    assert "second_hand" in codes(series)
    assert "own_accounts" not in codes(series)


def test_a_population_has_no_seam_where_one_estimate_follows_another(client: TestClient) -> None:
    series = followed(client, "kent", measure="population")
    points = {item["at"]["end"]: item["figure"]["value"] for item in series["items"]}

    def estimated(year: int, dataset: str = "population") -> Decimal:
        return table(dataset, dataset.replace("-", "_"), f"{year}-06-30")["kent"]

    before = "population-before-rebasing"
    assert points["2011-06-30"] == estimated(2011) == estimated(2011, before)
    assert list(points) == sorted(points)
    assert points["2010-06-30"] == estimated(2010, before)
    assert points["2012-06-30"] == estimated(2012) != estimated(2012, before)
    assert all(end.endswith("-06-30") for end in points)


def test_a_series_says_what_it_counts_and_what_it_leaves_out(client: TestClient) -> None:
    told = {
        caveat["code"]: caveat["detail"] for caveat in followed(client, "kent", measure="police_officers")["caveats"]
    }

    assert told["counted"] == "Official statistics of the Home Office: police officers in full-time equivalents."
    assert told["times_differ"] == (
        "Left out is what is not whole years from these times: 30 September 2019; 30 September 2018; "
        "30 September 2017; 30 September 2016; 30 September 2015 and 1 more. /v1/official-figures has it."
    )
    assert "times_differ" not in codes(followed(client, "kent", measure="antisocial_behaviour"))


@pytest.mark.parametrize(
    ("measure", "first", "last", "points"),
    [("households", "2002-06-30", "2018-06-30", 17), ("ethnic_minority_share", "2011-03-27", "2021-03-21", 2)],
)
def test_a_series_has_as_many_times_as_there_are(
    client: TestClient, measure: str, first: str, last: str, points: int
) -> None:
    times = [item["at"]["end"] for item in followed(client, "kent", measure=measure)["items"]]

    assert (times[0], times[-1], len(times)) == (first, last, points)


def test_a_year_that_is_not_held_is_told_in_a_series(client: TestClient) -> None:
    for subject in ({"measure": "recorded_crimes"}, {"indicator": "crimes_per_1000_people"}):
        series = followed(client, "kent", **subject)
        [gap] = [item for item in series["items"] if item["missing"]]
        assert (gap["at"]["label"], gap["missing"]["code"]) == ("2016/17", "not_held")


def test_indicators_of_a_force_are_of_the_time_asked_for(client: TestClient) -> None:
    address = "/v1/forces/kent/indicators"
    answer = asked(client, address, at="2023")
    [officers] = [item for item in answer["items"] if item["id"] == "officers_per_1000_people"]

    assert answer["source"] == "official"
    [compared_] = compared(client, indicator="officers_per_1000_people", at="2023", forces="kent")["items"]
    assert officers["value"] == compared_["figure"]["value"]
    assert asked(client, address)["source"] == "stated"
    assert "source=official" in refused(client, address, at="2023", source="stated")["at"]
    assert "source=stated" in refused(client, address, at="2023", round="2023-25")["round"]


def test_the_city_of_london_has_counts_and_no_rates(client: TestClient) -> None:
    counts = followed(client, "city-of-london", measure="police_officers")
    head = followed(client, "city-of-london", indicator="officers_per_1000_people")

    assert all(item["figure"] for item in counts["items"] if item["at"]["end"] != "2024-03-31")
    assert {item["missing"]["code"] for item in head["items"]} >= {"few_residents"}
    assert all(item["figure"] is None for item in head["items"])


def test_a_newer_edition_takes_the_place_of_the_older_and_not_of_what_was_known_before(
    own_database: str, engine: Engine
) -> None:
    newer = official_edition("2027-07-01", official_figure("kent", "5000", "2023-03-31"))
    Intake(engine).take_in(newer, Origin.INGESTED)
    with service(own_database) as client:
        found = {as_of: compared(client, measure="police_officers", at="2023", as_of=as_of) for as_of in (1, 2)}
        series = followed(client, "kent", measure="police_officers", as_of=1)

    before = table("workforce-march", "police_officers_fte", "2023-03-31")
    assert values(found[1]) == before
    assert values(found[2]) == before | {"kent": Decimal(5000)}
    assert {used["released"] for used in found[2]["editions"]} == {"2023-07-26", "2027-07-01"}
    assert before["kent"] in {Decimal(str(item["figure"]["value"])) for item in series["items"] if item["figure"]}


@pytest.fixture
def without_editions(empty_database: str) -> Iterator[tuple[str, Engine]]:
    """A database of some statements that has no official statistics."""
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    list(seed(engine, [record for record in RECORDS if record.force == "kent"], ()))
    yield empty_database, engine
    engine.dispose()


def test_before_any_edition_what_forces_state_is_the_answer(without_editions: tuple[str, Engine]) -> None:
    address, engine = without_editions
    Intake(engine).take_in(
        official_edition("2023-07-26", official_figure("kent", "4000", "2023-03-31")), Origin.INGESTED
    )
    with service(address) as client:
        assert compared(client, measure="police_officers", as_of=1)["source"] == "stated"
        assert followed(client, "kent", measure="police_officers", as_of=1)["source"] == "stated"
        now = compared(client, measure="police_officers")
        assert (now["source"], now["total"], len(now["missing"])) == ("official", 1, 42)
        assert compared(client, measure="population")["source"] == "stated"
