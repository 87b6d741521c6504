"""Forces, profiles, topics and indicators, through HTTP."""

import pytest
from fastapi.testclient import TestClient

from app.vocabulary.measures import Topic, headline_measures
from tests.bundled import STATEMENTS


def test_all_43_forces_are_listed_with_the_rounds_of_their_statements(client: TestClient) -> None:
    page = client.get("/v1/forces").json()
    assert page["total"] == len(page["items"]) == 43
    assert page["next"] is None
    rounds = {force["id"]: force["rounds"] for force in page["items"]}
    assert rounds["leicestershire"] == ["2021-22", "2017", "2016", "2015"]
    assert sum(len(of_force) for of_force in rounds.values()) == STATEMENTS


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=rutland", {"leicestershire"}),
        ("q=E23000021", {"leicestershire"}),
        ("country=Wales", {"dyfed-powys", "gwent", "north-wales", "south-wales"}),
        ("region=London", {"city-of-london", "metropolitan"}),
        ("has_statement=false", set()),
        ("q=%26", {"avon-and-somerset", "devon-and-cornwall"}),
        ("q=no+such+words", set()),
        ("q=---", set()),
    ],
)
def test_forces_are_filtered(client: TestClient, query: str, expected: set[str]) -> None:
    page = client.get(f"/v1/forces?{query}").json()
    found = {force["id"] for force in page["items"]}
    assert expected <= found if query == "q=%26" else found == expected
    assert page["total"] == len(page["items"])


def test_pages_of_forces_follow_one_another_without_gap_or_repeat(client: TestClient) -> None:
    path: str | None = "/v1/forces?limit=10"
    seen: list[str] = []
    while path:
        answer = client.get(path)
        page = answer.json()
        assert page["total"] == 43
        seen += [force["id"] for force in page["items"]]
        path = answer.links["next"]["url"] if page["next"] else None
        assert ("next" in answer.links) == (page["next"] is not None)
    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen) == 43


@pytest.mark.parametrize("spelling", ["E23000021", "Leicestershire%20Police", "LEICESTERSHIRE", "Leicestershire"])
def test_another_spelling_of_a_force_redirects_to_its_slug(client: TestClient, spelling: str) -> None:
    answer = client.get(f"/v1/forces/{spelling}/budget?round=2021-22")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/v1/forces/leicestershire/budget?round=2021-22"
    assert client.get(f"/v1/forces/{spelling}", follow_redirects=True).json()["force"]["ons_code"] == "E23000021"


def test_a_misspelt_force_is_a_problem_that_names_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/forces/leicestersheer")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "/v1/problems/unknown-force"
    assert problem["nearest"][0] == "leicestershire"
    assert problem["instance"] == "/v1/forces/leicestersheer"
    assert "leicestershire" in problem["detail"]


def test_the_budget_carries_everything_that_its_words_mean(client: TestClient) -> None:
    budget = client.get("/v1/forces/leicestershire/budget").json()["budget_total"]
    assert budget["value"] == 223200000
    assert isinstance(budget["value"], int)
    assert budget["unit"] == "gbp"
    assert budget["qualifier"] == "rounded"
    assert budget["bounds"] == {"low": 223150000, "high": 223250000}
    assert budget["period"] == {
        "label": "2022/23",
        "kind": "financial_year",
        "start": "2022-04-01",
        "end": "2023-03-31",
    }
    assert budget["area"] is None
    assert budget["status"] == "actual"
    assert budget["as_stated"] == "a budget of £223.2m (2022/2023)"
    assert budget["method"] == "reviewed"
    assert budget["source"]["statement"] == "leicestershire/2021-22"
    assert budget["source"]["paragraph"] == 3
    assert (budget["source"]["start"], budget["source"]["end"]) == (566, 597)
    assert budget["source"]["url"].startswith("https://hmicfrs.")


@pytest.mark.parametrize("topic", list(Topic))
def test_a_topic_has_a_field_for_each_measure_then_all_its_figures(client: TestClient, topic: Topic) -> None:
    answer = client.get(f"/v1/forces/leicestershire/{topic}").json()
    fields = [measure.id for measure in headline_measures(topic)]
    after = ["official", "observations", "notes", "indicators", "reconciliations", "force", "topic", "statement"]
    assert list(answer) == [*fields, *after]
    assert {o["topic"] for o in answer["observations"]} == {topic}
    stated = {o["measure"] for o in answer["observations"] if o["area"] is None}
    assert {field for field in fields if answer[field] is not None} == stated
    for field in stated:
        assert answer[field] in answer["observations"]


def test_a_figure_of_a_city_is_listed_but_does_not_lead_for_the_force(client: TestClient) -> None:
    answer = client.get("/v1/forces/leicestershire/demographics").json()
    assert answer["languages"] is None
    assert answer["non_white_british_share"] is None
    cities = {o["measure"]: (o["value"], o["area"]) for o in answer["observations"] if o["area"] is not None}
    assert cities == {"languages": (130, "Leicester"), "non_white_british_share": (50, "Leicester")}


def test_a_national_comparator_is_never_the_forces_own_figure(client: TestClient) -> None:
    comparators = client.get("/v1/observations?area=national&limit=1000").json()["items"]
    assert len(comparators) >= 9
    for comparator in comparators:
        profile = client.get(f"/v1/forces/{comparator['force']}").json()
        leading = [figure for topic in Topic for figure in profile[topic].values() if figure]
        assert comparator["id"] not in {figure["id"] for figure in leading}


def test_a_target_is_no_strength(client: TestClient) -> None:
    workforce = client.get("/v1/forces/leicestershire/workforce").json()
    assert workforce["police_officers"] is None
    assert (workforce["officers_target"]["value"], workforce["officers_target"]["status"]) == (2242, "target")


def test_the_latest_of_several_figures_leads(client: TestClient) -> None:
    derbyshire = client.get("/v1/forces/derbyshire/workforce").json()
    assert (derbyshire["police_officers"]["value"], derbyshire["police_officers"]["period"]["label"]) == (
        2152,
        "30 June 2023",
    )
    dyfed_powys = client.get("/v1/forces/dyfed-powys/workforce").json()
    assert (dyfed_powys["police_officers"]["value"], dyfed_powys["police_officers"]["period"]) == (1156, None)


def test_an_older_round_is_read_by_its_name_in_either_spelling(client: TestClient) -> None:
    for round_ in ("2021-22", "2021/22", "2021/2022", "2021-2022", "2021–22"):
        assert client.get(f"/v1/forces/leicestershire?round={round_}").json()["statement"]["round"] == "2021-22"
    older = client.get("/v1/forces/leicestershire/budget?round=2016").json()
    assert older["statement"]["id"] == "leicestershire/2016"
    assert older["savings_made"]["value"] == 58970000
    assert older["budget_total"] is None


def test_a_round_without_a_statement_is_a_problem_that_names_those_there_are(client: TestClient) -> None:
    problem = client.get("/v1/forces/leicestershire/demand?round=2019").json()
    assert problem["type"] == "/v1/problems/unknown-statement"
    assert problem["nearest"] == ["2021-22", "2017", "2016", "2015"]


def test_a_profile_brings_the_whole_statement_together(client: TestClient) -> None:
    profile = client.get("/v1/forces/leicestershire").json()
    assert profile["force"]["name"] == "Leicestershire Police"
    assert [statement["round"] for statement in profile["statements"]] == ["2021-22", "2017", "2016", "2015"]
    assert profile["geography"]["area"]["value"] == 979
    assert profile["demographics"]["population"]["bounds"] == {"low": 1100000, "high": None}
    assert profile["demand"]["recorded_crimes"]["period"]["label"] == "2020/21"
    assert {note["kind"] for note in profile["notes"]} == {
        "character",
        "commitment",
        "initiative",
        "outlook",
        "partnership",
    }
    assert "budget_per_person" in {indicator["id"] for indicator in profile["indicators"]}


def test_an_incomplete_statement_says_so(client: TestClient) -> None:
    assert client.get("/v1/forces/leicestershire").json()["statement"]["complete"] is True
    assert client.get("/v1/forces/bedfordshire").json()["statement"]["complete"] is False


def test_budget_per_person_is_a_bound_because_the_population_is(client: TestClient) -> None:
    answer = client.get("/v1/forces/leicestershire/indicators").json()
    per_person = next(item for item in answer["items"] if item["id"] == "budget_per_person")
    assert per_person["value"] is None
    assert per_person["qualifier"] == "up_to"
    assert per_person["bounds"] == {"low": 0, "high": 202.954546}
    assert per_person["display"] == "at most £203 per person"
    assert per_person["formula"] == "budget_total / population"
    assert [warning["code"] for warning in per_person["warnings"]] == ["no_period"]
    assert "population" in per_person["warnings"][0]["detail"]
    for input_ in per_person["inputs"]:
        alone = client.get(input_["href"]).json()
        assert alone.items() >= input_["observation"].items()


def test_frontline_officers_say_that_they_are_a_share_of_a_target(client: TestClient) -> None:
    items = client.get("/v1/forces/leicestershire/indicators").json()["items"]
    frontline = next(item for item in items if item["id"] == "frontline_officers")
    assert frontline["value"] == 2170.256
    assert frontline["formula"] == "officers_frontline_share * officers_target * 0.01"
    assert "target_as_strength" in {warning["code"] for warning in frontline["warnings"]}


def test_an_indicator_that_cannot_be_derived_says_why(client: TestClient) -> None:
    answer = client.get("/v1/forces/kent/indicators").json()
    reasons = {item["id"]: (item["code"], item["detail"]) for item in answer["unavailable"]}
    told = "the statement gives no area in the part that was read"
    assert reasons["population_density_square_mile"] == ("not_in_part_read", told)
    assert not reasons.keys() & {item["id"] for item in answer["items"]}


def test_statements_of_a_force_are_listed_newest_first(client: TestClient) -> None:
    page = client.get("/v1/forces/leicestershire/statements").json()
    assert [statement["id"] for statement in page["items"]] == [
        "leicestershire/2021-22",
        "leicestershire/2017",
        "leicestershire/2016",
        "leicestershire/2015",
    ]
    assert page["total"] == 4
