"""The measure catalogue, through HTTP."""

from collections import Counter

from fastapi.testclient import TestClient

from app.derived.indicators import DEFINITIONS
from app.vocabulary.measures import measures
from tests.bundled import FIGURES, figures_of, standing


def test_the_catalogue_is_listed_in_its_order_with_how_often_each_is_used(client: TestClient) -> None:
    page = client.get("/v1/measures?limit=1000").json()
    assert [measure["id"] for measure in page["items"]] == list(measures())
    assert sum(measure["observations"] for measure in page["items"]) == FIGURES
    counted = Counter(figure.measure for figure in standing().values())
    assert {measure["id"]: measure["official_figures"] for measure in page["items"]} == {
        id_: counted[id_] for id_ in measures()
    }


def test_measures_are_filtered_by_topic(client: TestClient) -> None:
    page = client.get("/v1/measures?topic=budget&topic=demand").json()
    assert {measure["topic"] for measure in page["items"]} == {"budget", "demand"}


def test_a_measure_says_what_is_counted_and_how(client: TestClient) -> None:
    area = client.get("/v1/measures/area").json()
    assert (area["topic"], area["kind"], area["unit"]) == ("geography", "extent", "square_miles")
    assert area["units"] == ["square_miles", "square_km", "km", "miles"]
    assert area["observations"] == figures_of("area")
    assert (area["official_figures"], area["datasets"]) == (43, ["area"])


def test_a_measure_names_the_datasets_that_have_it_the_preferred_first(client: TestClient) -> None:
    order = [dataset["id"] for dataset in client.get("/v1/datasets").json()["items"]]
    population = client.get("/v1/measures/population").json()["datasets"]
    assert set(population) == {key[0] for key, figure in standing().items() if figure.measure == "population"}
    assert population == sorted(population, key=order.index)
    assert client.get("/v1/measures/coastline_length").json()["datasets"] == []


def test_pages_of_measures_follow_one_another(client: TestClient) -> None:
    first = client.get("/v1/measures?limit=80")
    second = client.get(first.links["next"]["url"]).json()
    assert len(first.json()["items"]) + len(second["items"]) == len(measures())
    assert second["next"] is None


def test_a_measure_names_its_relatives_and_the_whole_it_is_part_of(client: TestClient) -> None:
    pcsos = client.get("/v1/measures/pcsos").json()
    assert pcsos["part_of"] == "workforce_total"
    assert "staff_and_pcsos" in pcsos["related"]
    assert "pcsos" in client.get("/v1/measures/staff_and_pcsos").json()["related"]


def test_a_misspelt_measure_is_a_problem_that_names_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/measures/popultion")
    assert answer.status_code == 404
    assert answer.json()["nearest"][0] == "population"


def test_the_indicators_say_what_they_are_derived_from(client: TestClient) -> None:
    answer = client.get("/v1/indicators").json()

    assert answer["total"] == len(answer["items"]) == len(DEFINITIONS)
    known = {measure["id"] for measure in client.get("/v1/measures?limit=1000").json()["items"]}
    for item in answer["items"]:
        assert set(item["measures"]) <= known
        assert client.get(f"/v1/compare?indicator={item['id']}&forces=kent").json()["subject"]["unit"] == item["unit"]
    table = client.get("/v1/indicators?format=csv&fields=id,formula").text.splitlines()
    assert "budget_per_person,budget_total / population" in table
