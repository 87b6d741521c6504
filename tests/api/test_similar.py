"""The forces that are similar to one, over HTTP."""

import csv
import io
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.answers.similar import similar_forces, similar_to
from app.db.models import Origin
from app.load.store import Intake
from app.vocabulary.forces import forces
from app.vocabulary.official import Basis
from tests.builders import official_edition, official_figure, official_gap
from tests.conftest import service

KENT = "/v1/forces/kent/similar"


def test_the_seven_nearest_are_told_with_their_distances(client: TestClient) -> None:
    answer = client.get(KENT).json()

    assert [item["rank"] for item in answer["items"]] == [1, 2, 3, 4, 5, 6, 7]
    assert answer["items"][0]["name"] == forces()[answer["items"][0]["force"]].name == "Essex Police"
    distances = [item["distance"] for item in answer["items"]]
    assert distances == sorted(distances)
    assert [item["close"] for item in answer["items"]] == [distance <= answer["close_within"] for distance in distances]
    assert (answer["force"], answer["total"], answer["next"], answer["absence"]) == ("kent", 7, None, None)


def test_it_is_said_that_they_are_not_the_home_offices_groups(client: TestClient) -> None:
    answer = client.get(KENT).json()
    caveats = {caveat["code"]: caveat["detail"] for caveat in answer["caveats"]}
    assert "not the Home Office's Most Similar Groups" in caveats["computed_here"]
    assert "ethnic minority share" in caveats["second_hand"]
    assert "30 June 2023" in caveats["periods_differ"]
    assert "crime" not in answer["rule"]


def test_the_figures_are_those_of_official_statistics(client: TestClient) -> None:
    answer = client.get(KENT).json()

    for force, traits in [("kent", answer["traits"]), *((item["force"], item) for item in answer["items"])]:
        for measure in ("population", "area", "ethnic_minority_share"):
            figure = client.get(f"/v1/official-figures/{traits[measure]['id']}").json()
            assert (figure["force"], figure["measure"]) == (force, measure)
            assert {name: figure[name] for name in traits[measure]} == traits[measure]
        density = traits["population"]["value"] / traits["area"]["value"]
        assert traits["density"] == pytest.approx(density, abs=1e-4)
    assert answer["traits"]["population"]["period"]["label"] == "30 June 2023"


def test_no_force_is_like_the_city_of_london(client: TestClient) -> None:
    answer = client.get("/v1/forces/city-of-london/similar").json()
    assert (answer["items"], answer["total"], answer["absence"]["code"]) == ([], 0, "few_residents")
    assert answer["traits"]["population"]["value"] < 20_000
    others = (client.get(f"/v1/forces/{force}/similar").json() for force in ("kent", "metropolitan", "warwickshire"))
    assert all(item["force"] != "city-of-london" for answer in others for item in answer["items"])


def test_what_is_no_close_match_is_told(client: TestClient) -> None:
    answer = client.get("/v1/forces/metropolitan/similar").json()
    far = [item["force"] for item in answer["items"] if not item["close"]]
    [told] = [caveat["detail"] for caveat in answer["caveats"] if caveat["code"] == "no_close_match"]
    assert far
    assert told.endswith(f"{', '.join(far)}.")


def test_similar_forces_are_flat_too_with_their_caveats_apart(client: TestClient) -> None:
    ids = [item["force"] for item in client.get(KENT).json()["items"]]

    rows = list(csv.DictReader(io.StringIO(client.get(f"{KENT}?format=csv").content.decode("utf-8-sig"))))
    assert [row["force"] for row in rows] == ids
    assert rows[0]["population_id"].startswith("population.2024-07-15.essex.")
    assert len(client.get(f"{KENT}?format=ndjson").text.splitlines()) == 7
    table = pq.read_table(io.BytesIO(client.get(f"{KENT}?format=parquet").content))
    assert table.column("close").to_pylist() == [True] * 7
    assert client.get(f"{KENT}?format=csv&caveats=only").text.count("Most Similar Groups") == 1
    picked = client.get(f"{KENT}?fields=force,distance").json()["items"]
    assert list(picked[0]) == ["force", "distance"]


def test_a_force_by_another_name_is_redirected_and_an_unknown_one_told(client: TestClient) -> None:
    assert client.get("/v1/forces/Kent Police/similar").headers["location"] == KENT
    assert client.get("/v1/forces/kemt/similar").json()["nearest"] == ["kent"]


@pytest.mark.parametrize(("region", "code"), [("East Midlands", "similar_forces"), ("North East", "no_close_match")])
def test_a_comparison_says_whether_there_are_similar_forces(client: TestClient, region: str, code: str) -> None:
    force = {"East Midlands": "leicestershire", "North East": "Durham Constabulary"}[region]
    asked = {"measure": "police_officers", "similar_to": force, "region": region}
    told = client.get("/v1/compare", params=asked).json()["caveats"]

    assert {caveat["code"] for caveat in told} & {"similar_forces", "no_close_match"} == {code}


def test_the_same_forces_are_found_for_comparisons(client: TestClient, engine: Engine) -> None:
    with Session(engine) as session:
        assert similar_to(session, "kent") == [item["force"] for item in client.get(KENT).json()["items"]]
        assert similar_to(session, "city-of-london") == []
    refused = client.get("/v1/compare?measure=police_officers&similar_to=city-of-london")
    assert refused.status_code == 422
    assert "/v1/forces/city-of-london/similar says why" in refused.json()["detail"]


def lose(engine: Engine, dataset: str, day: str) -> None:
    """Take in an edition that no longer has the figure of Kent for a day."""
    gap = replace(official_gap("kent", day, basis=Basis.NONE), measure=dataset)
    Intake(engine).take_in(replace(official_edition("2031-01-01", gap), dataset=dataset), Origin.INGESTED)


def test_a_population_of_nobody_is_taken_for_no_figure(engine: Engine) -> None:
    nobody = replace(official_figure("kent", "0", "30 June 2023", basis=Basis.NONE), measure="population")
    Intake(engine).take_in(replace(official_edition("2031-01-01", nobody), dataset="population"), Origin.INGESTED)
    with Session(engine) as session:
        assert similar_forces(session, forces()["essex"]).absence
        assert similar_forces(session, forces()["essex"], as_of=1).total == 7


def test_the_newest_figures_count_that_all_forces_have(engine: Engine, own_database: str) -> None:
    lose(engine, "population", "30 June 2023")
    with service(own_database) as client:
        answer = client.get("/v1/forces/essex/similar").json()
    assert answer["traits"]["population"]["id"] == "population.2024-07-15.essex.population.2022-06-30"


def test_without_the_figures_of_all_forces_there_are_none_and_earlier_ones_stay(
    engine: Engine, own_database: str
) -> None:
    with service(own_database) as client:
        before = client.get("/v1/forces/essex/similar").json()
    lose(engine, "area", "31 December 2023")
    with service(own_database) as client:
        answer = client.get("/v1/forces/essex/similar").json()
        assert client.get("/v1/forces/essex/similar?as_of=1").json() == before
    assert (answer["items"], answer["traits"], answer["close_within"]) == ([], None, None)
    assert answer["absence"]["code"] == "not_held"
    with Session(engine) as session:
        assert similar_to(session, "essex") == []
        assert similar_to(session, "essex", as_of=1) == [item["force"] for item in before["items"]]
