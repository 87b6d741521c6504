"""Charts over HTTP: the same questions as the API's, answered as pictures and as specifications."""

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.charted import found, groups, parsed, words
from tests.pictures import size_of

COMPARE = "/v1/charts/compare.{}?measure=police_officers&at=2023"
SERIES = "/v1/charts/series.{}?force=lincolnshire&measure=police_officers"
FIGURE = "/v1/charts/figures/leicestershire.2021-22.1.7.{}"
TYPES = {"svg": "image/svg+xml", "png": "image/png", "vl.json": "application/json"}


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("address", [COMPARE, SERIES, FIGURE])
def test_every_chart_has_three_forms_with_their_types_and_speaking_names(
    client: TestClient, address: str, form: str
) -> None:
    answer = client.get(address.format(form))
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == TYPES[form]
    assert answer.headers["Content-Disposition"].startswith('inline; filename="')
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    assert client.head(address.format(form)).headers["ETag"] == answer.headers["ETag"]
    again = client.get(address.format(form), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_file_is_named_by_what_is_in_it(client: TestClient) -> None:
    name = client.get(COMPARE.format("svg")).headers["Content-Disposition"]
    assert name == 'inline; filename="police-officers-by-police-force-full-time-equivalents-31-march-2023.svg"'


@pytest.mark.parametrize("source", ["official", "stated"])
@pytest.mark.parametrize("kind", ["dots", "bars", "tiles"])
def test_a_comparison_draws_what_the_api_answers(client: TestClient, source: str, kind: str) -> None:
    asked = {"measure": "population", "source": source}
    answer = client.get("/v1/compare", params=asked).json()
    rows = groups(parsed(client.get("/v1/charts/compare.svg", params=asked | {"kind": kind}).text))
    compared = [item["force"] for item in (*answer["items"], *answer["apart"])]
    shown = [force for force in rows if force in compared]
    assert sorted(shown) == sorted(compared)
    if kind != "tiles":
        assert shown == compared
        for item in (*answer["items"], *answer["apart"]):
            assert item["figure"]["display"] in words(rows[item["force"]])


def test_official_figures_are_drawn_with_what_forces_state_of_about_that_time(client: TestClient) -> None:
    beside = client.get("/v1/charts/compare.svg?measure=police_officers&beside=stated")
    root = parsed(beside.text)
    assert {"Official statistics", "Stated by the force"} <= {one.text for one in found(root, "text")}
    assert "/measures/police_officers?beside=stated" in words(root)
    official = client.get("/v1/compare?measure=police_officers&at=2023").json()
    rows = groups(root)  # of 2023, the newest that the newest statements can speak of
    assert all(item["figure"]["display"] in words(rows[item["force"]]) for item in official["items"])
    assert max(len(found(row, "text")) for row in rows.values()) == 3
    assert "/compare?indicator=" in words(
        parsed(client.get("/v1/charts/compare.svg?indicator=officers_per_1000_people&beside=stated").text)
    )


def test_a_series_draws_both_sources_unless_one_is_named(client: TestClient) -> None:
    def shapes(**asked: str) -> set[str]:
        root = parsed(client.get(SERIES.format("svg"), params=dict(parsed_query(SERIES)) | asked).text)
        told = words(root)
        return {name for name in ("Official statistics", "Stated by the force") if name in told}

    assert shapes() == {"Official statistics", "Stated by the force"}
    assert shapes(source="official") == {"Official statistics"}
    assert shapes(source="stated") == {"Stated by the force"}
    assert shapes(basis="headcount") == {"Official statistics", "Stated by the force"}


def parsed_query(address: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (part.partition("=") for part in address.partition("?")[2].split("&"))]


def test_a_picture_names_the_address_where_it_is_found(client: TestClient) -> None:
    told = words(parsed(client.get(COMPARE.format("svg") + "&kind=bars").text))
    assert "http://localhost:8000/compare?measure=police_officers&at=2023" in told.replace(" ", "").replace(
        "testserver", "localhost:8000"
    )
    assert "/figures/leicestershire.2021-22.1.7" in words(parsed(client.get(FIGURE.format("svg")).text))


def test_a_preview_is_of_the_size_that_links_are_shown_with(client: TestClient) -> None:
    assert size_of(
        client.get(COMPARE.format("png"), params=dict(parsed_query(COMPARE)) | {"size": "preview"}).content
    ) == (1200, 630)


@pytest.mark.parametrize(
    ("address", "status", "near"),
    [
        ("/v1/charts/compare.svg?measure=populaton", 422, "population"),
        ("/v1/charts/compare.svg?measure=population&kind=dot", 422, "dots"),
        ("/v1/charts/compare.svg?measure=population&colour=red", 422, None),
        ("/v1/charts/compare.svg?measure=population&size=huge", 422, None),
        ("/v1/charts/compare.svg?measure=population&beside=stated&source=stated", 422, "source=official"),
        ("/v1/charts/compare.svg?measure=population&beside=stated&kind=tiles", 422, "dots"),
        ("/v1/charts/compare.svg?measure=population&beside=official", 422, "stated"),
        ("/v1/charts/compare.svg?measure=population&beside=stated&round=2017", 422, "source=stated"),
        ("/v1/charts/series.svg?measure=population", 422, None),
        ("/v1/charts/series.svg?measure=population&force=kentt", 422, "kent"),
        ("/v1/charts/figures/leicestershire.2021-22.1.99.svg", 404, None),
        ("/v1/charts/compare.gif?measure=population", 404, "/v1/charts/compare.svg"),
    ],
)
def test_what_is_wrong_is_told_as_the_api_tells_it(
    client: TestClient, address: str, status: int, near: str | None
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    if near is not None:
        assert near in answer.text


def test_words_of_a_request_are_words_on_a_picture(client: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    answer = client.get(f"/v1/charts/series.svg?measure=population&force=kent&source={quote(hostile)}")
    assert answer.status_code == 422
    drawn = client.get("/v1/charts/compare.svg?measure=population&forces=kent%2Cessex%26%3Cscript%3E")
    assert drawn.status_code == 422
    assert not found(parsed(client.get("/v1/charts/compare.svg?measure=population&forces=kent").text), "script")


@pytest.mark.parametrize("suffix", ["svg", "png", "vl.json"])
def test_nothing_stands_in_a_picture_that_was_not_asked_of_the_data(client: TestClient, suffix: str) -> None:
    answered = client.get(f"/v1/charts/compare.{suffix}?measure=population&NOT_A_PARAMETER=words")
    assert answered.status_code == 422


def test_a_long_question_takes_no_longer_to_draw(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = 0

    def width(text: str, *_: object) -> float:
        nonlocal measured
        measured += len(text)
        return len(text) * 6.0

    monkeypatch.setattr("app.charts.text.width", width)
    many = ",".join(["kent"] * 1200)
    answered = client.get(f"/v1/charts/compare.svg?measure=population&forces={many}")
    assert answered.status_code == 200
    assert measured < 500_000  # it was hundreds of millions where each cut of a word was measured anew
