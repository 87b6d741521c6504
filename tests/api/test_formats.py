"""Lists in every format: asked for by Accept or by a parameter, with the same rows and columns in each."""

import csv
import io
import json
import re
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.api.formats import MEDIA_TYPES, Format
from app.flat.columns import columns_of
from app.http.negotiation import best_of, coding_for
from app.queries import forces
from app.queries.paging import Page, Window
from app.schemas.observations import Observation
from tests.builders import properties
from tests.bundled import FIGURES

LISTS = (
    "/v1/observations",
    "/v1/forces",
    "/v1/statements",
    "/v1/measures",
    "/v1/releases",
    "/v1/datasets",
    "/v1/official-figures?force=leicestershire",
    "/v1/reconciliations?force=leicestershire",
    "/v1/forces/leicestershire/statements",
    "/v1/forces/leicestershire/indicators",
    "/v1/forces/leicestershire/series?measure=population",
    "/v1/compare?measure=population",
    "/v1/compare?indicator=budget_per_person",
)
FLAT = (Format.CSV, Format.NDJSON, Format.PARQUET)


def table(content: bytes, format_: Format) -> list[dict[str, Any]]:
    """Return the rows of a flat answer, with text for every value."""
    if format_ is Format.CSV:
        found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    elif format_ is Format.NDJSON:
        found = [json.loads(line) for line in content.decode().splitlines()]
    else:
        found = pq.read_table(io.BytesIO(content)).to_pylist()
    return [{name: _text(value) for name, value in row.items()} for row in found]


def _text(value: Any) -> str:  # noqa: ANN401 - a cell of any format
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) or hasattr(value, "as_tuple"):
        return f"{float(value):g}"
    text = str(value).removeprefix("'").replace("+00:00", "Z").replace(" ", "T" if hasattr(value, "hour") else " ")
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def asked(path: str, **parameters: str) -> str:
    return path + ("&" if "?" in path else "?") + "&".join(f"{name}={value}" for name, value in parameters.items())


@pytest.mark.parametrize("path", LISTS)
def test_every_flat_format_has_the_same_rows(client: TestClient, path: str) -> None:
    answers = {format_: client.get(asked(path, format=format_)) for format_ in FLAT}
    for format_, answer in answers.items():
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].startswith(MEDIA_TYPES[format_])
        assert f'.{format_}"' in answer.headers["Content-Disposition"]
    tables = [table(answer.content, format_) for format_, answer in answers.items()]
    assert tables[0]
    assert tables[0] == tables[1] == tables[2]
    assert "licence" in " ".join(tables[0][0])


@pytest.mark.parametrize("path", LISTS)
def test_flat_rows_are_the_items_of_the_json(client: TestClient, path: str) -> None:
    items = client.get(path).json()["items"]
    rows = table(client.get(asked(path, format="ndjson")).content, Format.NDJSON)

    assert len(rows) >= len(items)
    for item, row in zip(items, rows, strict=False):
        for name, value in item.items():
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                assert row[name] == _text(value)


def test_a_flat_list_is_whole_unless_a_page_is_asked_for(client: TestClient) -> None:
    whole = client.get("/v1/observations?format=csv")
    assert len(table(whole.content, Format.CSV)) == FIGURES
    assert "next" not in whole.links
    page = client.get("/v1/observations?format=csv&limit=7")
    assert table(page.content, Format.CSV) == table(whole.content, Format.CSV)[:7]
    following = client.get(page.links["next"]["url"])
    assert table(following.content, Format.CSV) == table(whole.content, Format.CSV)[7:14]


def test_objects_within_an_item_have_columns_of_their_own() -> None:
    names = [column.name for column in columns_of(Observation)]

    assert names[:2] == ["id", "force"]
    assert {"bounds_low", "bounds_high", "period_label", "period_start", "source_url", "source_paragraph"} <= set(names)
    assert names[-1] == "licence"
    assert all(column.description for column in columns_of(Observation))


def test_fields_pick_what_is_answered_in_every_format(client: TestClient) -> None:
    query = "/v1/observations?force=leicestershire&round=2021-22&fields=measure,value,bounds"
    assert {tuple(item) for item in client.get(query).json()["items"]} == {("measure", "value", "bounds")}
    [first, *_] = table(client.get(f"{query}&format=csv").content, Format.CSV)
    assert list(first) == ["measure", "value", "bounds_low", "bounds_high"]
    for path in LISTS:
        wrong = client.get(asked(path, fields="round,valeu"))
        assert wrong.status_code == 422
        assert "fields" in {error["parameter"] for error in wrong.json()["errors"]}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, Format.JSON),
        ("*/*", Format.JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", Format.JSON),
        ("text/csv", Format.CSV),
        ("text/*", Format.CSV),
        ("application/json;q=0.5, text/csv", Format.CSV),
        ("application/json;q=0.5, text/csv;q=0.4", Format.JSON),
        ("application/x-ndjson, */*;q=0.1", Format.NDJSON),
        ("application/ndjson", Format.NDJSON),
        ("application/jsonl", Format.NDJSON),
        ("application/jsonlines", Format.NDJSON),
        ("application/x-jsonlines, */*;q=0.1", Format.NDJSON),
        ("application/x-ndjson;q=0, application/ndjson", Format.NDJSON),
        ("application/vnd.apache.parquet", Format.PARQUET),
        ("application/*;q=0.2, application/json;q=0", Format.NDJSON),
        ("*/*, application/json;q=0", Format.CSV),
        ("text/csv;q=0, text/*", None),
        ("image/png", None),
        (["application/json;q=0.5", "text/csv"], Format.CSV),
        ("text/csv;q=nonsense", Format.CSV),
        ("nonsense", Format.JSON),
        ("", Format.JSON),
    ],
)
def test_accept_prefers_a_format(client: TestClient, accept: str | list[str] | None, expected: Format | None) -> None:
    lines = [accept] if isinstance(accept, str) else accept or ["*/*"]
    answer = client.get("/v1/forces?limit=1", headers=[("Accept", line) for line in lines])
    if expected is None:
        assert answer.status_code == 406
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert all(media_type in answer.json()["detail"] for media_type in MEDIA_TYPES.values())
    else:
        assert answer.headers["Content-Type"].startswith(MEDIA_TYPES[expected])
        assert "accept" in answer.headers["Vary"].lower().split(", ")


def test_the_parameter_wins_over_accept(client: TestClient) -> None:
    answer = client.get("/v1/forces?format=csv", headers={"Accept": "application/json"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert client.get("/v1/forces?format=xlsx").status_code == 422
    lines = client.get("/v1/forces?format=jsonl")
    assert lines.content == client.get("/v1/forces?format=ndjson").content
    assert lines.headers["Content-Disposition"] == 'attachment; filename="forces.ndjson"'


@properties
@given(st.text(max_size=60))
def test_any_accept_header_is_understood_or_refused(accept: str) -> None:
    offered = tuple(MEDIA_TYPES.values())
    assert best_of(offered, accept) in {*offered, ""}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, br;q=0.5, zstd;q=0.1", "gzip"),
        ("GZIP ; Q=0.8 , br;q=0.9", "br"),
        ("br;q=0.5, identity", "identity"),
        ("br;q=0.5, identity;q=0.5", "br"),
        ("*", "gzip"),
        ("*;q=0.1, gzip", "gzip"),
        ("*, zstd;q=0", "gzip"),
        ("*, gzip;q=0", "identity"),
        ("*;q=0.5, br", "br"),
        ("deflate, *;q=0.1", "gzip"),
        ("gzip;q=0", "identity"),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("*;q=0", "identity"),
        ("deflate, compress", "identity"),
        ("gzip;q=much, br;q=0.1", "br"),
    ],
)
def test_the_coding_is_the_one_preferred(client: TestClient, accept: str, expected: str) -> None:
    assert coding_for(accept.encode()) == expected
    answer = client.get("/v1/measures", headers={"Accept-Encoding": accept})
    assert answer.headers.get("Content-Encoding", "identity") == expected


def test_codings_may_be_listed_on_several_lines(client: TestClient) -> None:
    lines = [("Accept-Encoding", "zstd;q=0.1"), ("Accept-Encoding", "gzip")]
    assert client.get("/v1/measures", headers=lines).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("format_", FLAT)
def test_each_list_of_the_same_data_is_the_same_and_has_its_own_tag(client: TestClient, format_: Format) -> None:
    path = f"/v1/observations?format={format_}"
    tags = [client.get(path).headers["ETag"] for _ in range(2)]
    others = {client.get(f"{path}&{more}").headers["ETag"] for more in ("limit=5", "force=kent", "sort=value")}
    assert tags[0] == tags[1]
    assert tags[0] not in others
    assert len(others) == 3


@pytest.mark.parametrize("format_", FLAT)
def test_a_database_that_fails_while_a_list_is_written_is_told(
    cold: TestClient, monkeypatch: pytest.MonkeyPatch, format_: Format
) -> None:
    real = forces.list_forces

    def fail(session: Session, wanted: forces.ForceFilter, window: Window, as_of: int | None) -> Page[forces.ForceRow]:
        if window.after is not None:
            raise OperationalError("SELECT", {}, Exception("the server\nis gone"))
        return real(session, wanted, window, as_of)

    monkeypatch.setattr("app.queries.forces.list_forces", fail)
    monkeypatch.setattr("app.queries.paging.ROWS_AT_ONCE", 10)
    answer = cold.get(f"/v1/forces?format={format_}")
    assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/not-ready")
    assert answer.headers["Retry-After"] == "5"


def test_what_has_one_format_names_a_list_that_has_more(client: TestClient) -> None:
    refused = client.get("/v1/forces/leicestershire/budget", headers={"Accept": "text/csv"})
    assert refused.status_code == 406
    [address] = re.findall(r"/v1/observations\S+(?=\.$)", refused.json()["detail"])
    rows = table(client.get(address).content, Format.CSV)
    assert {(row["force"], row["topic"]) for row in rows} == {("leicestershire", "budget")}


def test_openapi_tells_the_json_of_a_list_and_how_to_ask_for_the_rest(client: TestClient) -> None:
    """Of several media types, typed clients would have to be told which one they read."""
    paths = client.get("/openapi.json").json()["paths"]
    for path in LISTS:
        template = path.partition("?")[0].replace("leicestershire", "{force}")
        operation = paths[template]["get"]
        assert set(operation["responses"]["200"]["content"]) == {MEDIA_TYPES[Format.JSON]}
        assert "406" in operation["responses"]
        schemas = {parameter.get("name"): parameter.get("schema") for parameter in operation["parameters"]}
        assert schemas["format"]["enum"] == [*Format]
        assert list(schemas)[-1] == "fields"


COMPARED = ("/v1/compare?measure=population", "/v1/forces/leicestershire/series?measure=population")


@pytest.mark.parametrize("path", COMPARED)
@pytest.mark.parametrize("format_", FLAT)
def test_caveats_are_a_table_of_their_own(client: TestClient, path: str, format_: Format) -> None:
    figures = client.get(asked(path, format=format_))
    assert "caveats" not in table(figures.content, format_)[0]
    told = client.get(figures.links["describedby"]["url"])
    assert told.headers["Content-Type"].startswith(MEDIA_TYPES[format_])
    stated = client.get(path).json()["caveats"]
    assert stated
    rows = table(told.content, format_)
    assert [list(row.values())[:-1] for row in rows] == [list(caveat.values()) for caveat in stated]  # and the licence
    assert client.get(asked(path, caveats="only")).json() == client.get(path).json()
    assert client.get(asked(path, caveats="all")).status_code == 422


def test_any_column_can_be_left_out(client: TestClient) -> None:
    for fields, columns in (
        ("force,round", ["force", "round"]),
        ("force,licence", ["force", "licence"]),
        ("force,figure_display,bounds_low", ["force", "figure_display", "bounds_low"]),
    ):
        answer = client.get(f"/v1/compare?measure=population&format=csv&fields={fields}")
        assert list(table(answer.content, Format.CSV)[0]) == columns


class Inner(BaseModel):
    """An object in an object."""

    low: int


class Outer(BaseModel):
    """An object that has one."""

    bounds: Inner
    words: str


class Row(BaseModel):
    """An item in which one name stands twice."""

    figure: Outer
    median: Outer
    range: Inner


class Flat(BaseModel):
    """An item in which every name stands once."""

    figure: Outer


def test_a_column_has_one_prefix_unless_it_needs_more() -> None:
    assert [column.name for column in columns_of(Flat)] == ["bounds_low", "figure_words", "licence"]
    assert [column.name for column in columns_of(Row)] == [
        *("figure_bounds_low", "figure_words", "median_bounds_low", "median_words", "range_low", "licence")
    ]
