"""What holds for every address: problems, conditional requests, HEAD, compression, CORS, documentation, SQL sent."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from app.api.problems import PROBLEMS
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.http.problems import MOST_ERRORS
from tests.api.test_conformance import PATHS, address
from tests.conftest import Databases, service, sqlite_alone

READABLE = [
    "/v1/forces",
    "/v1/forces/leicestershire",
    "/v1/forces/leicestershire/budget",
    "/v1/forces/leicestershire/indicators",
    "/v1/forces/leicestershire/statements",
    "/v1/observations",
    "/v1/observations?fields=value",
    "/v1/measures",
    "/v1/measures/area",
    "/v1/statements",
    "/v1/statements/leicestershire/2021-22",
    "/v1/problems",
    "/v1/problems/not-found",
    "/openapi.json",
    "/docs",
    "/redoc",
]


@sqlite_alone
@pytest.mark.parametrize("path", READABLE)
def test_a_client_that_holds_the_answer_is_told_so(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    stale = "stale-while-revalidate=86400, stale-if-error=86400"
    assert answer.headers["cache-control"] == f"public, max-age=300, {stale}"
    tag = answer.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    for held in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_client_may_ask_by_date(client: TestClient) -> None:
    modified = client.get("/v1/forces").headers["last-modified"]
    assert client.get("/v1/forces", headers={"If-Modified-Since": modified}).status_code == 304
    for older in ("Thu, 01 Jan 1998 00:00:00 GMT", "yesterday"):
        assert client.get("/v1/forces", headers={"If-Modified-Since": older}).status_code == 200
    both = {"If-Modified-Since": modified, "If-None-Match": '"other"'}
    assert client.get("/v1/forces", headers=both).status_code == 200


def test_a_date_stands_for_one_state_of_the_data(cold: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often they change within a second, and whatever date within it a client asks by."""
    second = datetime(2026, 1, 1, 12, tzinfo=UTC)
    told = []
    for changed in (second, second + timedelta(seconds=0.3), second + timedelta(seconds=1)):
        monkeypatch.setattr("app.answers.freshness.modified_at", lambda _, changed=changed: changed)
        told.append(cold.get("/v1/forces").headers["last-modified"])
        for held, status in ((changed, 200), (changed + timedelta(seconds=1), 304)):
            asked = {"If-Modified-Since": format_datetime(held, usegmt=True)}
            assert cold.get("/v1/forces", headers=asked).status_code == status
    assert told == [format_datetime(second + timedelta(seconds=s), usegmt=True) for s in (1, 1, 2)]
    # While the second of a change is not over, it may still have another.
    monkeypatch.setattr("app.answers.freshness.modified_at", lambda _: datetime.now(UTC))
    present = cold.get("/v1/forces").headers["last-modified"]
    assert parsedate_to_datetime(present) <= datetime.now(UTC)
    assert cold.get("/v1/forces", headers={"If-Modified-Since": present}).status_code == 200


@sqlite_alone
@pytest.mark.parametrize("path", [*READABLE, "/health/live", "/health/ready", "/v1/forces/nowhere"])
def test_head_answers_as_get_without_the_body(client: TestClient, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    of_the_request = {"x-request-id", "traceparent"}
    assert {n: v for n, v in head.headers.items() if n not in of_the_request} == {
        name: value for name, value in get.headers.items() if name not in of_the_request
    }


@sqlite_alone
@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_answers_are_compressed_with_a_validator_of_their_own(client: TestClient, encoding: str) -> None:
    plain = client.get("/v1/measures", headers={"Accept-Encoding": "identity"})
    packed = client.get("/v1/measures", headers={"Accept-Encoding": encoding})
    assert packed.headers["content-encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["vary"]
    assert packed.headers["etag"] != plain.headers["etag"]
    again = client.get("/v1/measures", headers={"Accept-Encoding": encoding, "If-None-Match": packed.headers["etag"]})
    assert again.status_code == 304


@sqlite_alone
def test_the_same_answer_packs_to_the_same_bytes(cold: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = set()
    for moment in (1.0, 2.0):
        monkeypatch.setattr("gzip.time.time", lambda moment=moment: moment)
        tags.add(cold.get("/v1/measures", headers={"Accept-Encoding": "gzip"}).headers["etag"])
    assert len(tags) == 1


@sqlite_alone
def test_scripts_of_other_sites_may_read(client: TestClient) -> None:
    answer = client.get("/v1/forces", headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]


@sqlite_alone
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/v1/forces", "/v1/forces/leicestershire", "/v1/observations", "/health/live"])
def test_no_method_but_get_and_head_is_answered(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path, json={})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["type"] == "/v1/problems/method-not-allowed"


@pytest.mark.parametrize(
    "path", ["/v1/forces/leicestershire/budget", "/v1/measures/area", "/v1/forces", "/v1/statements"]
)
def test_an_unknown_parameter_is_refused_everywhere(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?rond=2016")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "rond"


@sqlite_alone
def test_what_is_wrong_by_thousands_is_told_by_a_few(client: TestClient) -> None:
    for name in ("force", "measure", "round", "period", "topic", "colour"):
        many = "&".join(f"{name}=wrong{n}" for n in range(3000))
        answer = client.get(f"/v1/observations?{many}")
        assert answer.status_code == 422
        assert 1 <= len(answer.json()["errors"]) <= MOST_ERRORS
    many = "&".join(f"colour{n}=1" for n in range(3000))
    assert len(client.get(f"/v1/observations?{many}").json()["errors"]) == MOST_ERRORS
    twice = client.get("/v1/observations?force=knt&force=knt&measure=populaton").json()
    assert [error["parameter"] for error in twice["errors"]] == ["force", "measure"]
    assert twice["nearest"] == [name for error in twice["errors"] for name in error["nearest"]]
    assert {"kent", "population"} <= set(twice["nearest"])


@sqlite_alone
@pytest.mark.parametrize(
    ("sent", "goes_on"),
    [
        ("00-{}-00f067aa0ba902b7-01", "01"),
        ("00-{}-00f067aa0ba902b7-00", "00"),
        ("00-{}-00f067aa0ba902b7-ff", "01"),
        ("00-{}-00f067aa0ba902b7-fe", "00"),
        ("cc-{}-00f067aa0ba902b7-03-what-comes-later", "01"),
        ("cc-{}-00f067aa0ba902b7-01", "01"),
        ("00-{}-00f067aa0ba902b7-01-more", None),
        ("cc-{}-00f067aa0ba902b7-01.more", None),
        ("ff-{}-00f067aa0ba902b7-01", None),
        ("00-{}-0000000000000000-01", None),
        ("00-{}-00F067AA0BA902B7-01", None),
    ],
)
def test_a_trace_goes_on_by_what_is_known_of_it(client: TestClient, sent: str, goes_on: str | None) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    told = client.get("/v1/problems", headers={"traceparent": sent.format(trace)}).headers["traceparent"]
    version, trace_id, _, flags = told.split("-")
    assert version == "00"
    assert (trace_id == trace) == (goes_on is not None)
    assert flags == (goes_on or "00")


def test_an_address_that_is_not_there_names_the_nearest(client: TestClient) -> None:
    assert client.get("/v1/forces/").json()["nearest"] == ["/v1/forces"]
    assert client.get("/v1/observation").json()["nearest"][0] == "/v1/observations"
    for path in ("/v1/forces/kent", "/mcp", "/docs"):
        answer = client.get(f"{path}/")
        assert (answer.status_code, answer.json()["nearest"]) == (404, [path])


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/v1/forces/kent/bugdet", ["/v1/forces/kent/budget"]),
        ("/v1/forces/kent/workfroce", ["/v1/forces/kent/workforce"]),
        ("/v1/forces/kent/serie", ["/v1/forces/kent/series"]),
        ("/v1/force/kent/budget", ["/v1/forces/kent/budget"]),
        ("/v1/forcs", ["/v1/forces"]),
        ("/v1/forcs/avon%20and%20somerset", ["/v1/forces/avon%20and%20somerset"]),
        ("/v1/measure/population", ["/v1/measures/population"]),
        ("/v1/statement/kent/2021-22/change", ["/v1/statements/kent/2021-22/changes"]),
        ("/v1/statements/kent/2021-22/text", ["/v1/statements/kent/2021-22"]),
        ("/v1/forces/kent/people", ["/v1/forces/kent"]),
        ("/forces/kent/budget", ["/v1/forces/kent/budget"]),
        ("/v2/forces", ["/v1/forces"]),
        ("/api/v1/forces", ["/v1/forces"]),
        ("/health", ["/health/live", "/health/ready"]),
        ("/openapi", ["/openapi.json"]),
        ("/v1/bulk/observation.csv", ["observations.csv", "observations.parquet"]),
        ("/v1/kent", []),
        ("/v1/{force}", ["/v1/forces"]),
    ],
)
def test_a_wrong_part_of_an_address_is_told_with_the_whole_right_one(
    client: TestClient, path: str, nearest: list[str]
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["nearest"]) == (404, nearest)
    for near in nearest:
        assert near in answer.json()["detail"]
        if near.startswith("/"):
            assert "There is nothing at this address" not in client.get(near).text


@pytest.mark.parametrize(
    ("path", "instead"),
    [
        ("/v1/forces/kent/workforce?format=csv", "/v1/observations?force=kent&topic=workforce&format=csv"),
        ("/v1/forces/kent/budget?fields=display", "/v1/observations?force=kent&topic=budget&fields=display"),
        ("/v1/forces/kent?measure=cadets", "/v1/observations?force=kent&measure=cadets"),
        ("/v1/measures/population?format=csv", "/v1/observations?measure=population&format=csv"),
        ("/v1/statements/kent/2023-25?format=ndjson", "/v1/observations?force=kent&round=2023-25&format=ndjson"),
    ],
)
def test_what_a_list_has_and_this_address_has_not_leads_to_the_list(
    client: TestClient, path: str, instead: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert f"lists have it, such as {instead}" in answer.json()["detail"]
    assert client.get(instead).status_code == 200


def test_every_kind_of_problem_has_a_page(client: TestClient) -> None:
    listed = client.get("/v1/problems").json()["items"]
    assert len(listed) == len(PROBLEMS)
    for kind in listed:
        assert client.get(kind["type"]).json() == kind


def test_an_unknown_kind_of_problem_names_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/problems/unknown-forse")
    assert answer.status_code == 404
    assert answer.json()["nearest"][0] == "unknown-force"


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/v1/forces/zzzz", "No force is called 'zzzz'; see /v1/forces for all 43."),
        ("/v1/forces/knt", "No force is called 'knt'; did you mean kent?"),
        ("/v1/measures/zzzz", "No measure is called 'zzzz'; see /v1/measures."),
        ("/v1/problems/not-fond", "No kind of problem is called 'not-fond'; did you mean not-found?"),
        ("/v1/problems/zzzz", "No kind of problem is called 'zzzz'; they are listed at /v1/problems."),
        ("/v1/bulk/zzzz", "The release has no file 'zzzz'; the files are listed at /v1/bulk."),
        ("/zzzz", "There is nothing at this address; the addresses are listed at /docs."),
        ("/v1/problems?zzzz=1", "zzzz: no such parameter; known here: none"),
        ("/v1/observations?fields=valu", "fields: no such field: 'valu'; did you mean value or value_max?"),
        ("/v1/observations?measure=zzzz", "measure: no such measure: 'zzzz'"),  # there are too many to tell
        ("/v1/observations?sort=zzzz", "sort: no such sort: 'zzzz'; known: force, round, measure, value, period"),
    ],
)
def test_a_wrong_name_is_told_with_what_to_do(client: TestClient, path: str, detail: str) -> None:
    assert client.get(path).json()["detail"] == detail


def test_names_are_refused_before_values_and_values_before_what_they_mean(client: TestClient) -> None:
    told = []
    query = {"q": "1", "limit": "0", "round": "1999"}
    while query:
        [wrong] = client.get("/v1/observations", params=query).json()["errors"]
        told.append(wrong["parameter"])
        del query[wrong["parameter"]]
    assert told == ["q", "limit", "round"]


def test_a_force_that_was_never_seeded_is_not_ready(own_database: str) -> None:
    engine = make_engine(own_database, read_only=False)
    with engine.begin() as connection:
        for table in ("statement", "official_figure", "official_gap", *COUNTS, "force"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608
    engine.dispose()
    with service(own_database) as client:
        answer = client.get("/v1/forces/kent")
        assert client.get("/v1/forces").json() == {"items": [], "total": 0, "next": None}
    assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/not-ready")


def test_a_force_without_a_statement_has_a_profile_without_figures(own_database: str) -> None:
    engine = make_engine(own_database, read_only=False)
    with engine.begin() as connection:
        for table in ("statement", "force_count"):
            connection.execute(text(f"DELETE FROM {table} WHERE force_id = 'kent'"))  # noqa: S608 - named here
    engine.dispose()
    with service(own_database) as client:
        profile = client.get("/v1/forces/kent").json()
        budget = client.get("/v1/forces/kent/budget").json()
        missing = client.get("/v1/forces/kent?round=2016")
        without = client.get("/v1/forces?has_statement=false").json()["items"]
    assert (profile["statement"], profile["statements"], profile["notes"]) == (None, [], [])
    assert (budget["statement"], budget["budget_total"], budget["observations"]) == (None, None, [])
    assert missing.status_code == 404
    assert [force["id"] for force in without] == ["kent"]


@sqlite_alone
def test_a_failure_of_the_service_shows_no_traceback(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("app.queries.profiles.profile", fail)
    with service(databases.seeded) as client:
        answer = client.get("/v1/forces/kent")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/v1/problems/internal-error"
    assert "secret" not in answer.text


def test_an_empty_database_is_not_ready_and_says_what_to_do(empty_database: str) -> None:
    writer = make_engine(empty_database, read_only=False)
    writer.connect().close()  # which makes the file, where it is one
    writer.dispose()
    with service(empty_database) as client:
        assert client.get("/health/live").status_code == 200
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["type"]) == (503, "/v1/problems/not-ready")
        assert "force-profiles migrate" in ready.json()["detail"]
        assert client.get("/v1/forces").status_code == 503
        for page in ("/docs", "/llms.txt"):  # where to read what to do next
            assert client.get(page).status_code == 200
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    engine.dispose()
    with service(empty_database) as client:
        for path in ("/health/ready", "/v1/forces"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "force-profiles seed" in answer.json()["detail"]


def test_the_services_own_connection_cannot_write(databases: Databases) -> None:
    engine = make_engine(databases.seeded, read_only=True)
    with engine.connect() as connection, pytest.raises(Exception, match=r"readonly|read-only"):
        connection.execute(text("DELETE FROM observation"))
    engine.dispose()


def test_a_reader_sees_one_state_of_the_data_while_another_writes(own_database: str) -> None:
    reader = make_engine(own_database, read_only=True)
    writer = make_engine(own_database, read_only=False)
    count = text("SELECT count(*) FROM statement")

    def remove() -> None:
        with writer.begin() as writing:
            writing.execute(text("DELETE FROM statement WHERE force_id = 'kent'"))
            written.set()

    written = threading.Event()
    with ThreadPoolExecutor() as pool:
        with reader.connect() as reading:
            before = reading.execute(count).scalar_one()
            removal = pool.submit(remove)  # which on SQLite waits for the readers before it is committed
            assert written.wait(20)
            wait([removal], timeout=1)
            assert reading.execute(count).scalar_one() == before
        removal.result(20)
    with reader.connect() as reading:
        assert reading.execute(count).scalar_one() == before - 1
    reader.dispose()
    writer.dispose()


COUNTS = ("stated_count", "official_count", "official_time_count", "measure_count", "force_count", "round_count")
STATEMENTS_SENT = {
    "/v1/forces": 2,
    "/v1/forces/{force}": 5,
    "/v1/forces/{force}/indicators": 3,
    "/v1/forces/{force}/statements": 2,
    "/v1/forces/{force}/geography": 5,
    "/v1/forces/{force}/demographics": 5,
    "/v1/forces/{force}/budget": 5,
    "/v1/forces/{force}/workforce": 5,
    "/v1/forces/{force}/demand": 5,
    "/v1/forces/{force}/series": 5,
    "/v1/forces/{force}/similar": 6,
    "/v1/compare": 5,
    "/v1/charts/compare.svg": 5,
    "/v1/charts/compare.png": 5,
    "/v1/charts/compare.vl.json": 5,
    "/v1/charts/series.svg": 9,
    "/v1/charts/series.png": 9,
    "/v1/charts/series.vl.json": 9,
    "/v1/charts/figures/{observation}.svg": 4,
    "/v1/charts/figures/{observation}.png": 4,
    "/v1/charts/figures/{observation}.vl.json": 4,
    "/v1/observations": 3,
    "/v1/observations/{observation}": 4,
    "/v1/coverage": 7,
    "/v1/official-figures": 4,
    "/v1/official-figures/{figure}": 2,
    "/v1/reconciliations": 3,
    "/v1/datasets": 5,
    "/v1/datasets/{dataset}": 6,
    "/v1/measures": 4,
    "/v1/measures/{measure}": 3,
    "/v1/indicators": 0,
    "/v1/statements": 3,
    "/v1/statements/{force}/{round}": 6,
    "/v1/statements/{force}/{round}/changes": 3,
    "/v1/releases": 2,
    "/v1/releases/{number}": 5,
    "/v1/bulk": 1,
    "/v1/bulk/{file}": 1,
    "/v1/status": 4,
    "/v1/catalogue": 2,
    "/v1/problems": 0,
    "/v1/problems/{problem}": 0,
    "/health/live": 0,
    "/metrics": 1,
    "/v1/observations?format=csv&force=kent": 2,
    "/v1/forces?format=parquet": 2,
}
"""How many SQL statements each address sends, however much data there is; what the release is made of is kept."""


@pytest.mark.parametrize(
    "path", [path for path in PATHS if path != "/health/ready"]
)  # it asks the schema of a database
def test_a_request_sends_a_fixed_number_of_sql_statements(cold: TestClient, sql: list[str], path: str) -> None:
    cold.get("/v1/bulk")
    sql.clear()
    assert cold.get(address(path)).status_code == 200
    assert len(sql) == STATEMENTS_SENT[path], "\n\n".join(sql)


@pytest.mark.parametrize("limit", [1, 1000])
def test_a_longer_list_sends_no_more_sql_statements(cold: TestClient, sql: list[str], limit: int) -> None:
    lists = ("forces", "observations", "measures", "statements", "releases")
    for path in (f"/v1/{name}" for name in (*lists, "official-figures", "datasets", "reconciliations")):
        sql.clear()
        cold.get(f"{path}?limit={limit}")
        assert len(sql) <= STATEMENTS_SENT[path] + 1, path  # the matches are counted where there are more


@sqlite_alone
def test_the_documentation_needs_no_other_host(client: TestClient) -> None:
    for page in ("/docs", "/redoc"):
        html = client.get(page).text
        assert '<html lang="en">' in html
        addresses = re.findall(r'(?:src|href)="([^"]+)"', html)
        assert addresses
        for own in addresses:
            assert own.startswith("/")
            assert client.get(own).status_code == 200


def test_the_metrics_count_requests_by_route(client: TestClient) -> None:
    client.get("/v1/forces/kent")
    client.get("/v1/forces/kent", headers={"Range": "bytes=0-9"})
    client.get("/v1/forces/kent", headers={"If-None-Match": "*"})
    told = text_string_to_metric_families(client.get("/metrics").text)
    samples = [(sample.name, frozenset(sample.labels.items())) for family in told for sample in family.samples]
    assert len(samples) == len({*samples})  # otherwise Prometheus takes none of them
    for status in ("2xx", "3xx"):
        labels = {"handler": "/v1/forces/{force}", "method": "GET", "status": status}
        assert ("http_requests_total", frozenset(labels.items())) in samples


def test_the_metrics_say_what_runs(client: TestClient, own_database: str) -> None:
    told = re.search(r"^force_profiles_info\{(.+)\} 1\.0$", client.get("/metrics").text, re.MULTILINE)
    assert told is not None
    status = client.get("/v1/status").json()
    assert dict(re.findall(r'(\w+)="([^"]*)"', told[1])) == {
        "version": status["version"],
        "release": str(status["release"]),
    }
    engine = make_engine(own_database, read_only=False)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE release RENAME TO gone"))
    engine.dispose()
    with service(own_database) as broken:  # whose metrics are wanted most
        assert f'force_profiles_info{{version="{status["version"]}"}} 1.0' in broken.get("/metrics").text


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}


@sqlite_alone
@pytest.mark.parametrize(
    "path", ["/v1/forces", "/v1/forces/kent", "/v1/catalogue", "/v1/compare?measure=population&fields=force"]
)
def test_json_has_lines_for_a_browser_alone(client: TestClient, path: str) -> None:
    compact, shown = client.get(path), client.get(path, headers=BROWSER)
    assert b"\n" not in compact.content
    assert shown.text.startswith('{\n  "')
    assert shown.json() == compact.json()
    assert compact.headers["ETag"] != shown.headers["ETag"]
    for answer in (compact, shown):
        assert "accept" in answer.headers["Vary"].lower().split(", ")
    assert client.head(path, headers=BROWSER).headers["Content-Length"] == shown.headers["Content-Length"]
    packed = client.get(path, headers={**BROWSER, "Accept-Encoding": "br"})
    assert packed.json() == compact.json()


@sqlite_alone
@pytest.mark.parametrize(
    "path", ["/v1/observations?force=kent", "/v1/forces/kent", "/v1/problems", "/v1/compare?measure=population"]
)
def test_a_cache_buster_asks_for_nothing(client: TestClient, path: str) -> None:
    plain = client.get(path)
    for busted in (f"{path}{'&' if '?' in path else '?'}_=1700000000000", path.replace("?", "?_=1&")):
        answer = client.get(busted)
        assert (answer.status_code, answer.content) == (200, plain.content)
        for same in ("ETag", "Link"):
            assert answer.headers.get(same) == plain.headers.get(same)


def test_links_to_pages_are_whole_addresses(client: TestClient) -> None:
    first = client.get("/v1/observations?limit=1000&_=1")
    assert first.links["next"]["url"].startswith("http://testserver/v1/observations?limit=1000&cursor=")
    assert first.links["first"]["url"] == "http://testserver/v1/observations?limit=1000"
    items = [*first.json()["items"], *client.get(first.links["next"]["url"]).json()["items"]]
    assert len({item["id"] for item in items}) == len(items) > 1000


@sqlite_alone
def test_the_contract_names_the_host_that_is_asked(client: TestClient) -> None:
    for host in ("testserver", "profiles.example:8443"):
        [server] = client.get("/openapi.json", headers={"Host": host}).json()["servers"]
        assert server["url"] == f"http://{host}"


@sqlite_alone
def test_openapi_describes_every_field_and_answer(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    references = set(re.findall(r"#/components/schemas/(\w+)", client.get("/openapi.json").text))
    assert references <= document["components"]["schemas"].keys()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z_]+", id_) for id_ in ids)
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
    budget = document["components"]["schemas"]["Budget"]
    assert set(budget["required"]) == set(budget["properties"])
    assert "Null:" in budget["properties"]["budget_total"]["description"]


LONG = "a" * 30_000


@sqlite_alone
@pytest.mark.parametrize(
    ("path", "end"),
    [
        (f"/v1/forces/{LONG}", "for all 43."),
        (f"/v1/observations?measure={LONG}", "aaa'"),
        (f"/v1/forces?{LONG}=1", "fields"),
    ],
)
def test_what_is_sent_is_not_sent_back_again_and_again(client: TestClient, path: str, end: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {404, 422}
    problem = answer.json() | {"instance": ""}  # which is the request itself
    assert len(str(problem)) < 4_000
    assert problem["detail"].endswith(end)


def test_linked_data_may_be_read_as_json(client: TestClient) -> None:
    answer = client.get("/v1/catalogue", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/ld+json")


@sqlite_alone
@pytest.mark.parametrize("path", ["/v1/forces", "/v1/status", "/v1/compare?measure=area", "/v1/forces?format=csv"])
def test_an_answer_names_once_what_it_varies_by(client: TestClient, path: str) -> None:
    for headers in ({}, BROWSER, {"Accept-Encoding": "*"}):
        names = client.get(path, headers=headers).headers["Vary"].lower().split(", ")
        assert len(names) == len(set(names))
