"""The list of observations: filters, order, pages, sparse answers; and one alone."""

from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.deps import AS_OF
from app.queries.observations import SORTS
from tests.bundled import FIGURES, RECORDS, figures_of

Item = dict[str, Any]


def every_page(client: TestClient, path: str) -> list[Item]:
    items: list[Item] = []
    following: str | None = path
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        following = answer.links["next"]["url"] if page["next"] else None
    return items


def test_every_bundled_figure_is_listed(client: TestClient) -> None:
    assert len(every_page(client, "/v1/observations?limit=1000")) == FIGURES
    assert client.get("/v1/observations?limit=1").json()["total"] == FIGURES


@pytest.mark.parametrize(
    ("query", "field", "values"),
    [
        ("force=kent", "force", {"kent"}),
        ("force=Kent+Police&force=E23000033", "force", {"kent", "sussex"}),
        ("measure=population&measure=area", "measure", {"population", "area"}),
        ("topic=budget", "topic", {"budget"}),
        ("qualifier=over&qualifier=about", "qualifier", {"over", "about"}),
        ("status=target", "status", {"target"}),
        ("area=leicester", "area", {"Leicester"}),
        ("area=force&force=leicestershire", "area", {None}),
        ("area=force&area=Leicester&force=leicestershire", "area", {None, "Leicester"}),
    ],
)
def test_filters_keep_what_they_name(client: TestClient, query: str, field: str, values: set[str | None]) -> None:
    every = every_page(client, "/v1/observations?limit=1000")
    kept = every_page(client, f"/v1/observations?limit=1000&{query}")
    assert {item[field] for item in kept} == values
    if query.count("=") == 1:
        assert kept == [item for item in every if item[field] in values]


@pytest.mark.parametrize("spelling", ["2022/23", "2022/2023", "2022-23"])
def test_a_period_is_found_in_any_spelling(client: TestClient, spelling: str) -> None:
    page = client.get(f"/v1/observations?period={quote(spelling)}").json()
    assert page["total"] == sum(
        figure.period is not None and figure.period.label == "2022/23"
        for record in RECORDS
        for figure in record.observations
    )
    assert {item["period"]["label"] for item in page["items"]} == {"2022/23"}


def test_rounds_and_values_narrow_together(client: TestClient) -> None:
    query = "round=2016&round=2015&measure=population&min_value=1000000&max_value=1100000.5"
    items = client.get(f"/v1/observations?{query}").json()["items"]
    found = {(item["source"]["statement"], item["value"]) for item in items}
    assert {("cheshire/2015", 1000000), ("leicestershire/2015", 1017697), ("leicestershire/2016", 1017697)} <= found
    assert found == {
        (record.id, figure.value)
        for record in RECORDS
        for figure in record.observations
        if record.round in {"2015", "2016"}
        and figure.measure == "population"
        and 1_000_000 <= figure.value <= Decimal("1100000.5")
    }


def test_limits_may_have_more_places_than_figures(client: TestClient) -> None:
    def found(limit: str) -> set[int]:
        page = client.get(f"/v1/observations?force=leicestershire&measure=population&{limit}").json()
        return {item["value"] for item in page["items"]}

    assert found("min_value=1017696.9999999999") == {1_017_697, 1_100_000}
    assert found("min_value=1017697.0000000001") == {1_100_000}
    assert found("max_value=1099999.9999999999") == {1_017_697}
    assert found("max_value=1100000.0000000001") == {1_017_697, 1_100_000}


def sort_value(item: Item, sort: str) -> Any:  # noqa: ANN401 - what the field holds
    match sort:
        case "value":
            return Decimal(str(item["value"]))
        case "period":
            return (item["period"] or {}).get("end") or ""
        case "round":
            return item["source"]["statement"].split("/")[1]
        case _:
            return item[sort]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_in_any_order_hold_every_figure_once(client: TestClient, sort: str, descending: bool) -> None:
    sign = "-" if descending else ""
    items = every_page(client, f"/v1/observations?limit=97&sort={sign}{sort}")
    assert len({item["id"] for item in items}) == len(items) == FIGURES
    if sort == "measure":
        catalogue = [m["id"] for m in client.get("/v1/measures?limit=1000").json()["items"]]
        keys = [catalogue.index(item["measure"]) for item in items]
    else:
        keys = [sort_value(item, sort) for item in items]
    assert all((a >= b) if descending else (a <= b) for a, b in pairwise(keys))


def test_the_next_page_keeps_the_filters_of_the_first(client: TestClient) -> None:
    items = every_page(client, "/v1/observations?measure=population&limit=7&fields=measure")
    assert items == [{"measure": "population"}] * figures_of("population")


def test_a_sparse_answer_has_only_the_fields_asked_for(client: TestClient) -> None:
    answer = client.get("/v1/observations?measure=budget_total&force=leicestershire&fields=value,bounds,as_stated")
    assert answer.json() == {
        "items": [
            {
                "value": 223200000,
                "bounds": {"low": 223150000, "high": 223250000},
                "as_stated": "a budget of £223.2m (2022/2023)",
            }
        ],
        "total": 1,
        "next": None,
        "missing": None,
    }
    assert answer.links.keys() == {"first", "license"}


def test_decimals_are_json_numbers_without_noise(client: TestClient) -> None:
    text = client.get("/v1/observations?force=leicestershire&round=2021-22&measure=officers_frontline_share").text
    assert '"value":96.8,' in text
    assert '"bounds":{"low":96.75,"high":96.85}' in text


def test_one_observation_is_read_by_its_id(client: TestClient) -> None:
    for item in client.get("/v1/observations?force=leicestershire&limit=5").json()["items"]:
        alone = client.get(f"/v1/observations/{item['id']}").json()
        assert alone | {"reconciliation": None} == item | {
            "current": True,
            "withdrawn_because": None,
            "reconciliation": None,
        }


@pytest.mark.parametrize("id_", ["nonsense", "kent.2023-25.1.99", "kent.2023-25.9.1", "a.1.1.9999999"])
def test_an_unknown_observation_is_a_problem(client: TestClient, id_: str) -> None:
    answer = client.get(f"/v1/observations/{id_}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/v1/problems/unknown-observation"


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("measur=population", "measur", "measure"),
        ("measure=popultion", "measure", "population"),
        ("force=leicestersheer", "force", "leicestershire"),
        ("topic=budjet", "topic", "budget"),
        ("qualifier=ovr", "qualifier", "over"),
        ("status=targt", "status", "target"),
        ("certainty=likly", "certainty", "likely"),
        ("sort=-valu", "sort", "value"),
        ("fields=valu", "fields", "value"),
        ("count=exct", "count", "exact"),
    ],
)
def test_a_wrong_parameter_is_a_problem_that_names_the_nearest(
    client: TestClient, query: str, parameter: str, nearest: str
) -> None:
    answer = client.get(f"/v1/observations?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert error["nearest"][0] == nearest


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=many",
        "limit=1&limit=2",
        "round=21",
        "period=someday",
        "min_value=nan",
        "min_value=1e99",
        "min_value=2&max_value=1",
        "area=%00",
        "cursor=",
        "cursor=abc",
        "cursor=WyJhIl0",
        "fields=,",
    ],
)
def test_a_value_that_cannot_be_is_a_problem_that_names_the_parameter(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/observations?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["parameter"] == query.split("=", maxsplit=1)[0]


ANOTHER_CURSOR = (
    "cursor: 'x' is no cursor of this list; use the `next` of an answer with the same parameters, or leave it out to "
    "start again"
)


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("observations?limit=abc", "limit: 'abc' is not a whole number from 1 to 1,000, such as 100"),
        ("observations?limit=0", "limit: '0' is not a whole number from 1 to 1,000, such as 100"),
        ("observations?limit=99999", "limit: '99999' is not a whole number from 1 to 1,000, such as 100"),
        ("forces?limit=1.5", "limit: '1.5' is not a whole number from 1 to 1,000, such as 100"),
        (
            "observations?min_value=1,000",
            "min_value: '1,000' is not a number from -1,000,000,000,000 to 1,000,000,000,000, such as 1",
        ),
        (
            "observations?max_value=NaN",
            "max_value: 'NaN' is not a number from -1,000,000,000,000 to 1,000,000,000,000, such as 1",
        ),
        (
            "statements/kent/2023-25?revision=x",
            "revision: 'x' is not a whole number from 1 to 1,000,000, such as 1",
        ),
        (
            "forces?has_statement=maybe",
            "has_statement: 'maybe' is neither true nor false; write has_statement=true or has_statement=false",
        ),
        ("forces?country=wales", "country: no such country: 'wales'; did you mean Wales?"),
        ("observations?topic=budget,workfroce", "topic: no such topic: 'workfroce'; did you mean workforce?"),
        ("observations?format=xlsx", "format: no such format: 'xlsx'; known: json, csv, ndjson, parquet"),
        (
            "observations?cursor=x",
            ANOTHER_CURSOR,
        ),
        (
            "observations?as_of=31/02/2022",
            f"as_of: '31/02/2022' is no date, moment or release; {AS_OF}",
        ),
    ],
)
def test_a_wrong_value_is_told_with_what_may_be_and_an_example(client: TestClient, path: str, detail: str) -> None:
    answer = client.get(f"/v1/{path}")
    assert (answer.status_code, answer.json()["detail"]) == (422, detail)


@pytest.mark.parametrize("empty", [",", "{},", ",{}", "{},,{}", "{}, ,{}"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        *(
            ("observations", name)
            for name in ("force", "measure", "topic", "round", "period", "qualifier", "status", "certainty")
        ),
        *(("coverage", name) for name in ("force", "measure", "topic", "round", "fields")),
        *(("statements", name) for name in ("force", "round")),
        ("measures", "topic"),
        ("compare", "forces"),
        ("observations", "fields"),
    ],
)
def test_no_member_of_a_list_is_empty(client: TestClient, path: str, name: str, empty: str) -> None:
    value = {"round": "2016", "measure": "population", "topic": "budget", "fields": "force"}.get(name, "kent")
    answer = client.get(f"/v1/{path}", params={name: empty.format(value, value)})
    assert answer.status_code == 422
    [error] = [error for error in answer.json()["errors"] if error["parameter"] == name]
    assert error["detail"] == f"{name}: a value is empty; write one, or several with commas between them"


@pytest.mark.parametrize("name", ["force", "measure", "round", "area", "fields", "limit", "q"])
def test_a_parameter_has_a_value(client: TestClient, name: str) -> None:
    answer = client.get("/v1/forces" if name == "q" else "/v1/observations", params={name: ""})
    assert answer.json()["detail"] == f"{name}: it has no value; leave it out, or give one"


def test_an_empty_list_says_why_no_figure_matches(client: TestClient) -> None:
    def missing(query: str) -> tuple[str, str] | None:
        answer = client.get(f"/v1/observations?{query}").json()
        assert (answer["missing"] is None) == bool(answer["items"])
        return answer["missing"] and (answer["missing"]["code"], answer["missing"]["detail"])

    none = "no figure of the statements asked for matches"
    in_part = f"{none} in the part that was read (read in part: kent/2023-25)"
    assert missing("force=kent&measure=cadets") == ("not_in_part_read", in_part)
    assert missing("force=leicestershire&round=2021-22&measure=cadets") == ("not_stated", none)
    assert missing("force=kent&round=2016") == (
        "no_statement",
        "there is no statement of the forces and rounds asked for",
    )
    assert " more)" in str(missing("measure=cadets&min_value=99999999"))
    assert missing("force=kent&measure=population") is None


@pytest.mark.parametrize("other", ["sort=value", "force=essex&sort=period", "as_of=1&sort=period", ""])
def test_a_cursor_of_another_list_is_a_problem(client: TestClient, other: str) -> None:
    cursor = client.get("/v1/observations?sort=period&limit=1").json()["next"]
    wrong = client.get(f"/v1/observations?{other}&limit=1&cursor={cursor}")
    assert (wrong.status_code, wrong.json()["errors"][0]["parameter"]) == (422, "cursor")
    assert client.get(f"/v1/statements?cursor={cursor}").status_code == 422
    more = client.get(f"/v1/observations?sort=period&limit=9&format=csv&fields=id&cursor={cursor}")
    assert more.status_code == 200


def test_matches_beyond_the_limit_are_counted_only_when_asked(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.queries.paging.COUNT_LIMIT", 500)
    assert client.get("/v1/observations?limit=10").json()["total"] is None
    assert client.get("/v1/observations?limit=10&count=exact").json()["total"] == FIGURES
    assert (
        client.get("/v1/observations?limit=10&topic=budget").json()["total"]
        == client.get("/v1/observations?limit=1000&topic=budget").json()["total"]
    )


@settings(derandomize=True, max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["force", "measure", "round", "period", "area", "min_value", "sort", "cursor", "fields", "x"]),
    value=st.text(max_size=30),
)
def test_no_query_makes_the_service_fail(client: TestClient, name: str, value: str) -> None:
    answer = client.get(f"/v1/observations?{name}={quote(value.encode('utf-8', 'surrogatepass'))}&limit=1")
    assert answer.status_code in {200, 422}


@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=st.lists(
        st.one_of(st.text(max_size=8), st.integers().map(str), st.decimals().map(str), st.dates().map(str)), max_size=6
    ),
    sort=st.sampled_from(SORTS),
)
def test_no_forged_cursor_makes_the_service_fail(client: TestClient, keys: list[str], sort: str) -> None:
    import base64
    import json

    cursor = base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")
    answer = client.get(f"/v1/observations?sort={sort}&limit=1&cursor={cursor}")
    assert answer.status_code in {200, 422}


def test_a_doubtful_figure_carries_a_warning_and_the_value_as_stated(client: TestClient) -> None:
    [figure] = client.get("/v1/observations?force=durham&round=2023-25&measure=ethnic_minority_share").json()["items"]
    assert (figure["value"], figure["as_stated"][-12:]) == (3.6, "3.6% percent")
    assert figure["warnings"] == [{"code": "unit", "detail": "the unit is stated twice"}]
    assert client.get(f"/v1/observations/{figure['id']}").json()["warnings"] == figure["warnings"]


def test_a_figure_without_doubts_has_no_warnings(client: TestClient) -> None:
    [figure] = client.get("/v1/observations?force=leicestershire&round=2021-22&measure=budget_total").json()["items"]
    assert figure["warnings"] == []


@pytest.mark.parametrize(
    ("together", "repeated"),
    [
        ("force=kent,leicestershire", "force=kent&force=leicestershire"),
        ("status=target,planned", "status=target&status=planned"),
        ("topic=budget,+workforce&round=2016", "topic=budget&topic=workforce&round=2016"),
        ("qualifier=over&qualifier=about,range", "qualifier=over&qualifier=about&qualifier=range"),
    ],
)
def test_values_are_repeated_or_told_with_commas(client: TestClient, together: str, repeated: str) -> None:
    found = client.get(f"/v1/observations?{together}").json()

    assert found["total"] == client.get(f"/v1/observations?{repeated}").json()["total"] > 0
    assert "kentt" in client.get("/v1/observations?force=kent,kentt").json()["detail"]


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("round=2019", "2018-19"),
        ("period=2021 to 2022", "2021/22"),
        ("period=2061", "by 2031"),
        ("area=Leicestr", "Leicester"),
        ("force=kent&round=2021-22&round=2014", "2015"),
    ],
)
def test_what_no_figure_has_is_told_with_the_nearest_that_some_have(
    client: TestClient, query: str, nearest: str
) -> None:
    """Nothing at all would not say whether the name is wrong or the figure is not stated."""
    answer = client.get(f"/v1/observations?{query}")
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert nearest in error["nearest"]


def test_what_some_figures_have_but_not_these_is_an_empty_list(client: TestClient) -> None:
    answer = client.get("/v1/observations?force=leicestershire&measure=budget_total&round=2016")
    assert (answer.status_code, answer.json()["total"]) == (200, 0)
