"""What RFCs ask of every address: a table of requirements, each tried on every route of the OpenAPI document."""

import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

import httpx2 as httpx
import pytest
from fastapi import APIRouter, FastAPI, Response
from fastapi.testclient import TestClient

from app.api.problems import PROBLEMS
from app.explorer.pages import show_problem
from app.http.deprecation import deprecated
from app.http.handlers import add_handlers
from app.http.security import SECURITY_HEADERS
from app.main import create_app
from app.settings import Settings
from app.vocabulary.sources import LICENCE_URL
from tests.conftest import Databases, service, sqlite_alone

EXAMPLES = {
    "{force}": "leicestershire",
    "{round}": "2021-22",
    "{measure}": "population",
    "{observation}": "leicestershire.2021-22.1.1",
    "{dataset}": "workforce-march",
    "{figure}": "workforce-march.2023-07-26.leicestershire.police_officers.fte.2023-03-31",
    "{problem}": "not-found",
    "{number}": "1",
    "{file}": "observations.csv",
}
NEEDED = {
    **dict.fromkeys(("/v1/compare", "/v1/forces/{force}/series"), "?measure=population"),
    **{f"/v1/charts/compare.{form}": "?measure=population" for form in ("svg", "png", "vl.json")},
    **{f"/v1/charts/series.{form}": "?measure=population&force=kent" for form in ("svg", "png", "vl.json")},
}
OPERATIONS = ("/health/", "/metrics")
"""Addresses for those who run the service: their answers are of the moment and are not kept."""


def _paths() -> list[str]:
    paths = create_app(Settings()).openapi()["paths"]
    return [path for path, methods in paths.items() if "get" in methods]


PATHS = [*_paths(), "/v1/observations?format=csv&force=kent", "/v1/forces?format=parquet"]


def address(path: str) -> str:
    found = path + NEEDED.get(path, "")
    for name, example in EXAMPLES.items():
        found = found.replace(name, example)
    return found


Check = Callable[[TestClient, str, httpx.Response], None]


def has_a_strong_tag(_client: TestClient, _path: str, answer: httpx.Response) -> None:
    assert re.fullmatch(r'"[\x21\x23-\x7e]+"', answer.headers["ETag"])


def is_dated(_client: TestClient, path: str, answer: httpx.Response) -> None:
    if "Last-Modified" in answer.headers:
        assert parsedate_to_datetime(answer.headers["Last-Modified"]) <= datetime.now(UTC)
    else:
        assert path.startswith(("/v1/problems", "/v1/indicators"))  # what the service is, not data of its


def says_how_long_it_keeps(_client: TestClient, _path: str, answer: httpx.Response) -> None:
    assert re.fullmatch(
        r"public, max-age=\d+, stale-while-revalidate=\d+, stale-if-error=\d+", answer.headers["Cache-Control"]
    )


def varies_by_coding(_client: TestClient, _path: str, answer: httpx.Response) -> None:
    assert "accept-encoding" in answer.headers["Vary"].lower()


def answers_304_to_its_tag(client: TestClient, path: str, answer: httpx.Response) -> None:
    for held in (answer.headers["ETag"], f"W/{answer.headers['ETag']}", "*", f'"a", {answer.headers["ETag"]}'):
        again = client.get(path, headers={"If-None-Match": held})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary"):
            assert again.headers[name] == answer.headers[name]


def takes_no_other_text_for_its_tag(client: TestClient, path: str, answer: httpx.Response) -> None:
    tag = answer.headers["ETag"]
    for held in ('"*"', tag.strip('"'), f"W/{tag[1:]}", "", f'"{tag[1:-1]}-br"'):
        assert client.get(path, headers={"If-None-Match": held}).status_code == 200


def describes_no_content_that_it_does_not_send(client: TestClient, path: str, answer: httpx.Response) -> None:
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert not {name for name in again.headers if name.startswith("content-")} - {"content-security-policy"}


def tags_each_coding_by_its_bytes(client: TestClient, path: str, _answer: httpx.Response) -> None:
    answers = {coding: client.get(path, headers={"Accept-Encoding": coding}) for coding in ("identity", "gzip", "br")}
    coded = {answer.headers.get("Content-Encoding", "identity") for answer in answers.values()}
    assert len({answer.headers["ETag"] for answer in answers.values()}) == len(coded)
    for coding, answer in answers.items():
        again = client.get(path, headers={"Accept-Encoding": coding, "If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.headers["ETag"]) == (304, answer.headers["ETag"])
        assert int(answer.headers["Content-Length"]) > 0


def answers_only_what_is_asked_for_by_tag(client: TestClient, path: str, answer: httpx.Response) -> None:
    tag = answer.headers["ETag"]
    for right in (tag, "*", f'"other", {tag}'):
        assert client.get(path, headers={"If-Match": right}).status_code == 200
    for wrong in ('"other"', f"W/{tag}", '"*"'):
        refused = client.get(path, headers={"If-Match": wrong, "If-None-Match": tag})
        assert (refused.status_code, refused.json()["type"]) == (412, "/v1/problems/precondition-failed")
    head = client.head(path, headers={"If-Match": '"other"'})
    assert (head.status_code, head.content) == (412, b"")


def answers_only_what_is_asked_for_by_date(client: TestClient, path: str, answer: httpx.Response) -> None:
    if (date := answer.headers.get("Last-Modified")) is None:
        return
    old = "Thu, 01 Jan 1998 00:00:00 GMT"
    assert client.get(path, headers={"If-Unmodified-Since": date}).status_code == 200
    assert client.get(path, headers={"If-Unmodified-Since": old}).status_code == 412
    assert client.get(path, headers={"If-Unmodified-Since": old, "If-Match": "*"}).status_code == 200


def reads_dates_in_every_form(client: TestClient, path: str, answer: httpx.Response) -> None:
    if (date := answer.headers.get("Last-Modified")) is None:
        return
    moment = parsedate_to_datetime(date)
    for form in ("%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"):
        assert client.get(path, headers={"If-Modified-Since": f"{moment:{form}}"}).status_code == 304
    before = f"{moment - timedelta(seconds=1):%a %b %e %H:%M:%S %Y}"
    assert client.get(path, headers={"If-Modified-Since": before}).status_code == 200


def sends_a_part(client: TestClient, path: str, answer: httpx.Response) -> None:
    if "ETag" not in answer.headers:
        return
    whole = client.get(path, headers={"Accept-Encoding": "identity"})
    asked = {"Range": "bytes=1-9", "If-Range": whole.headers["ETag"]}
    part = client.get(path, headers=asked)
    assert (part.status_code, part.content) == (206, whole.content[1:10])
    assert part.headers["Content-Range"] == f"bytes 1-9/{len(whole.content)}"
    assert client.get(path, headers={**asked, "If-Range": '"other"'}).content == whole.content
    assert client.head(path, headers=asked).status_code == 200
    assert client.get(path, headers={"Range": "bytes=9999999-"}).status_code == 416


def reads_a_list_on_several_lines(client: TestClient, path: str, answer: httpx.Response) -> None:
    again = client.get(path, headers=[("If-None-Match", '"other"'), ("If-None-Match", answer.headers["ETag"])])
    assert again.status_code == 304


def ignores_a_date_that_is_none(client: TestClient, path: str, _answer: httpx.Response) -> None:
    for date in ("yesterday", "Fri, 01 Jan 99999999999 00:00:00 GMT", "Fri, 01 Jan 2021 00:00:00 +9999"):
        assert client.get(path, headers={"If-Modified-Since": date}).status_code == 200


def prefers_the_tag_to_the_date(client: TestClient, path: str, answer: httpx.Response) -> None:
    date = answer.headers.get("Last-Modified", "Thu, 01 Jan 2999 00:00:00 GMT")
    again = client.get(path, headers={"If-None-Match": '"other"', "If-Modified-Since": date})
    assert again.status_code == 200


def answers_head_as_get(client: TestClient, path: str, answer: httpx.Response) -> None:
    head = client.head(path)
    assert (head.status_code, head.content) == (answer.status_code, b"")
    for name in ("ETag", "Content-Type", "Cache-Control", "Vary"):
        assert head.headers.get(name) == answer.headers.get(name)


def ignores_the_body_of_a_get(client: TestClient, path: str, answer: httpx.Response) -> None:
    again = client.request("GET", path, content=b"what is this")
    assert (again.status_code, again.headers["ETag"]) == (200, answer.headers["ETag"])


def refuses_other_methods(client: TestClient, path: str, _answer: httpx.Response) -> None:
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "BREW"):
        refused = client.request(method, path)
        assert refused.status_code == 405
        allowed = refused.headers["Allow"].split(", ")
        assert "GET" in allowed
        assert len(set(allowed)) == len(allowed)
        assert refused.headers["Content-Type"] == "application/problem+json"


def says_what_can_be_asked(client: TestClient, path: str, _answer: httpx.Response) -> None:
    asked = client.options(path)
    assert (asked.status_code, asked.content) == (204, b"")
    assert {"GET", "HEAD", "OPTIONS"} <= set(asked.headers["Allow"].split(", "))


def answers_for_one_host(client: TestClient, path: str, _answer: httpx.Response) -> None:
    for hosts in (["a", "a"], ["a b"], ["a/b"], ["user@a"], [""], ["a:b"], ["[::1"]):
        refused = client.get(path, headers=[("Host", host) for host in hosts])
        assert (refused.status_code, refused.json()["type"]) == (400, "/v1/problems/malformed-request")
    for host in ("example.org", "example.org:80", "[::1]:8000", "127.0.0.1:"):
        assert client.get(path, headers={"Host": host}).status_code == 200


def refuses_what_accepts_nothing(client: TestClient, path: str, _answer: httpx.Response) -> None:
    for accept in ("image/avif", "application/json;q=0, image/avif"):
        refused = client.get(path, headers={"Accept": accept})
        if "format=" in path:
            assert refused.status_code == 200  # what is asked for by name
        else:
            assert (refused.status_code, refused.json()["type"]) == (406, "/v1/problems/not-acceptable")
            assert "Accept" in refused.headers["Vary"].split(", ")


def tells_its_licence(_client: TestClient, _path: str, answer: httpx.Response) -> None:
    if "Last-Modified" in answer.headers:
        assert answer.links["license"]["url"] == LICENCE_URL


def may_be_read_from_elsewhere(client: TestClient, path: str, _answer: httpx.Response) -> None:
    origin = {"Origin": "https://example.org"}
    assert client.get(path, headers=origin).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options(path, headers=origin | {"Access-Control-Request-Method": "GET"})
    assert asked.status_code == 200
    assert "GET" in asked.headers["Access-Control-Allow-Methods"]
    assert {name: asked.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    refused = client.options(path, headers=origin | {"Access-Control-Request-Method": "DELETE"})
    assert refused.status_code == 200  # the problem that a DELETE meets can then be read


def is_not_sniffed(_client: TestClient, _path: str, answer: httpx.Response) -> None:
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def names_the_request(client: TestClient, path: str, answer: httpx.Response) -> None:
    assert not answer.headers.keys() & {"x-request-id", "traceparent"}
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    sent = {"X-Request-ID": "mine-1", "traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    again = client.get(path, headers=sent)
    assert again.headers["X-Request-ID"] == "mine-1"
    assert re.fullmatch(rf"00-{trace}-(?!00f067aa0ba902b7)[0-9a-f]{{16}}-01", again.headers["traceparent"])


def refuses_what_it_does_not_know(client: TestClient, path: str, _answer: httpx.Response) -> None:
    joint = "&" if "?" in path else "?"
    refused = client.get(f"{path}{joint}colour=blue")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["parameter"] == "colour"
    empty = client.get(f"{path}{joint}colour=")
    assert empty.status_code == 422


REQUIREMENTS: tuple[tuple[str, str, Check], ...] = (
    ("RFC 9110, 8.8.3", "a strong entity tag", has_a_strong_tag),
    ("RFC 9110, 8.8.2", "a date of last change in the past", is_dated),
    ("RFC 9111, 5.2 and RFC 5861", "how long an answer is kept", says_how_long_it_keeps),
    ("RFC 9110, 12.5.5", "what an answer varies by", varies_by_coding),
    ("RFC 9110, 13.1.2 and 15.4.5", "304 by weak comparison, with the headers of a 200", answers_304_to_its_tag),
    ("RFC 9110, 8.8.3", "no text but a tag is one", takes_no_other_text_for_its_tag),
    ("RFC 9110, 8.8.3.3", "a tag of each coding, which is answered with 304", tags_each_coding_by_its_bytes),
    ("RFC 9110, 15.4.5", "a 304 does not describe content", describes_no_content_that_it_does_not_send),
    ("RFC 9110, 13.1.1", "412 by strong comparison", answers_only_what_is_asked_for_by_tag),
    ("RFC 9110, 13.1.4", "412 by date, unless there is a tag", answers_only_what_is_asked_for_by_date),
    ("RFC 9110, 5.6.7", "dates in the obsolete forms too", reads_dates_in_every_form),
    ("RFC 9110, 14.2", "a part where a range asks for it", sends_a_part),
    ("RFC 9110, 5.2", "a list may be on several lines", reads_a_list_on_several_lines),
    ("RFC 9110, 13.1.3", "a date that is none is ignored", ignores_a_date_that_is_none),
    ("RFC 9110, 13.2.2", "the tag comes before the date", prefers_the_tag_to_the_date),
    ("RFC 9110, 9.3.2", "HEAD as GET without the body", answers_head_as_get),
    ("RFC 9110, 9.3.1", "the body of a GET means nothing", ignores_the_body_of_a_get),
    ("RFC 9110, 15.5.6", "405 with Allow", refuses_other_methods),
    ("RFC 9110, 9.3.7", "OPTIONS with Allow", says_what_can_be_asked),
    ("RFC 9112, 3.2", "one host that can be", answers_for_one_host),
    ("RFC 9110, 15.5.7", "406 rather than what is not accepted", refuses_what_accepts_nothing),
    ("RFC 8288, 3.3", "data with its licence", tells_its_licence),
    ("Fetch, 3.2", "reading from other origins", may_be_read_from_elsewhere),
    ("Fetch, 3.5 and CSP 3", "no sniffing, no framing", is_not_sniffed),
    ("Trace Context, 3.2", "a request id, and the trace goes on", names_the_request),
    ("design", "an unknown parameter is refused", refuses_what_it_does_not_know),
)


@pytest.fixture(scope="module")
def asked(client: TestClient) -> Callable[[str], httpx.Response]:
    """Return the answer of an address, which is asked once for all that is looked for in it."""
    return cache(client.get)


@sqlite_alone
@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith(OPERATIONS)])
@pytest.mark.parametrize(
    ("source", "what", "check"), REQUIREMENTS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_address_conforms(  # noqa: PLR0917 - a case is its parts
    client: TestClient, asked: Callable[[str], httpx.Response], source: str, what: str, check: Check, path: str
) -> None:
    """Named by the source of the requirement and what it asks."""
    assert source
    assert what
    found = address(path)
    answer = asked(found)
    assert answer.status_code == 200, answer.text
    check(client, found, answer)


OF_ROUTES = (is_dated, tells_its_licence, refuses_what_accepts_nothing, refuses_what_it_does_not_know)


@sqlite_alone
@pytest.mark.parametrize("path", ["/static/docs/swagger-ui.css", "/docs", "/llms.txt", "/openapi.json"])
@pytest.mark.parametrize(
    "check", [check for _, _, check in REQUIREMENTS if check not in OF_ROUTES], ids=lambda check: check.__name__
)
def test_files_and_pages_conform(
    client: TestClient, asked: Callable[[str], httpx.Response], check: Check, path: str
) -> None:
    answer = asked(path)
    assert answer.status_code == 200, answer.text
    check(client, path, answer)


@sqlite_alone
@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_what_is_of_the_moment_is_not_kept(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


# Problems: one shape for every way an error can arise

SHAPE = {"type", "title", "status", "detail", "instance", "nearest", "errors"}
TEXT = {"Content-Type": "text/plain"}


def assert_problem(answer: httpx.Response, client: TestClient, status: int) -> None:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == SHAPE
    assert problem["status"] == status
    assert problem["detail"]
    kind = client.get(problem["type"])
    assert (kind.status_code, kind.json()["status"], kind.json()["title"]) == (200, status, problem["title"])
    assert "Traceback" not in answer.text


CASES: tuple[tuple[int, str, str, dict[str, str], bytes], ...] = (
    (404, "GET", "/nowhere", {}, b""),
    (404, "GET", "/v1/forces/nowhere", {}, b""),
    (404, "GET", "/v1/forces/%00", {}, b""),
    (404, "GET", "/v1/forces/%ff%fe", {}, b""),
    (404, "GET", "/v1/forces/..%2f..%2fetc%2fpasswd", {}, b""),
    (404, "GET", "/v1/forces/" + "a" * 4000, {}, b""),
    (404, "GET", "/static/docs/none.js", {}, b""),
    (404, "GET", "/v1/releases/nope", {}, b""),
    (400, "GET", "/v1/forces", {"Host": "a b"}, b""),
    (412, "GET", "/v1/forces", {"If-Match": '"other"'}, b""),
    (405, "DELETE", "/v1/forces", {}, b""),
    (405, "GET", "/v1/extractions", {}, b""),
    (405, "POST", "/openapi.json", {}, b""),
    (405, "POST", "/static/docs/swagger-ui.css", {}, b""),
    (406, "GET", "/v1/forces", {"Accept": "image/png"}, b""),
    (406, "GET", "/v1/forces/kent/budget", {"Accept": "text/csv"}, b""),
    (416, "GET", "/v1/forces", {"Range": "bytes=9999999-"}, b""),
    (413, "POST", "/v1/extractions", TEXT, b"a" * 200_001),
    (415, "POST", "/v1/extractions", {"Content-Type": "image/png"}, b"a"),
    (422, "POST", "/v1/extractions", TEXT, b"a"),
    (422, "GET", "/v1/observations?limit=0", {}, b""),
    (422, "GET", "/v1/observations?min_value=NaN", {}, b""),
    (422, "GET", "/v1/observations?area=%00", {}, b""),
    (422, "GET", "/v1/observations?cursor=%ff", {}, b""),
    (422, "GET", "/v1/forces?limit=1&limit=2", {}, b""),
    (422, "GET", "/v1/forces?q=", {}, b""),
    (422, "GET", "/v1/observations?area=Leeds&area=", {}, b""),
    (501, "GET", "/oembed?url=x&format=yaml", {}, b""),
)
BESIDE = {408, 414, 429, 431, 500, 503}
"""The statuses of problems that take a service or a socket of their own: tests below and in tests/server try them."""


@pytest.mark.parametrize(("status", "method", "path", "headers", "content"), CASES)
def test_a_wrong_request_is_told_in_one_shape(  # noqa: PLR0917 - a case is its parts
    client: TestClient, status: int, method: str, path: str, headers: dict[str, str], content: bytes
) -> None:
    assert_problem(client.request(method, path, headers=headers, content=content or None), client, status)


def test_a_database_that_is_not_there_is_told_in_the_same_shape(
    empty_database: str, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with service(empty_database) as other, caplog.at_level(logging.ERROR):
        answer = other.get("/v1/forces", headers={"X-Request-ID": "mine-2"})
    assert_problem(answer, client, 503)
    assert answer.headers["Retry-After"] == "5"
    assert [record.fields for record in caplog.records] == [{"request_id": "mine-2"}]  # type: ignore[attr-defined]
    assert "Traceback" not in caplog.text
    assert len(caplog.text.splitlines()) == 1


@pytest.fixture
def failing(databases: Databases) -> Iterator[TestClient]:
    app = create_app(Settings(database_url=databases.seeded, rate_limit=1000))

    @app.get("/v1/fails")
    async def fail() -> None:
        raise RuntimeError("a secret")

    with TestClient(app) as client:
        yield client


@sqlite_alone
def test_a_fault_of_the_service_is_told_without_its_reason(
    failing: TestClient, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = failing.get("/v1/fails", headers={"X-Request-ID": "mine-3", "Origin": "https://example.org"})
    assert_problem(answer, client, 500)
    assert "secret" not in answer.text
    assert "mine-3" in answer.json()["detail"]
    assert answer.headers["X-Request-ID"] == "mine-3"
    assert [record.fields for record in caplog.records] == [{"request_id": "mine-3"}]  # type: ignore[attr-defined]
    assert caplog.text.count("Traceback") == 1
    assert '"default";r=999;' in answer.headers["RateLimit"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "X-Request-ID" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers.keys() >= {"traceparent", "content-security-policy", "x-content-type-options"}


@pytest.fixture
def limited(databases: Databases) -> Iterator[TestClient]:
    settings = Settings(database_url=databases.seeded, rate_limit=3, rate_seconds=3600)
    with TestClient(create_app(settings)) as client:
        yield client


@sqlite_alone
def test_too_many_requests_are_told_when_to_go_on(limited: TestClient, client: TestClient) -> None:
    first = limited.get("/v1/forces")
    assert first.headers["RateLimit-Policy"] == '"default";q=3;w=3600'
    assert re.fullmatch(r'"default";r=2;t=\d+', first.headers["RateLimit"])
    for _ in range(5):  # what the client holds costs nothing
        held = limited.get("/v1/forces", headers={"If-None-Match": first.headers["ETag"]})
        assert held.status_code == 304
    assert [limited.get("/v1/forces").status_code for _ in range(3)] == [200, 200, 429]
    refused = limited.get("/v1/measures", headers={"Origin": "https://example.org"})
    assert_problem(refused, client, 429)
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["RateLimit"].startswith('"default";r=0;')
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert limited.get("/health/live").status_code == 200


@sqlite_alone
def test_requests_at_the_same_time_are_limited_like_others(limited: TestClient) -> None:
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda _: limited.get("/v1/forces").status_code, range(12)))
    assert sorted(statuses) == [200] * 3 + [429] * 9


def test_no_limit_is_told_where_there_is_none(client: TestClient) -> None:
    assert not [name for name in client.get("/v1/forces").headers if "ratelimit" in name.lower()]


def test_every_status_a_problem_can_have_is_tried() -> None:
    assert {status for status, *_ in CASES} | BESIDE == {kind.status for kind in PROBLEMS}


# Deprecation, on a route that exists for it


def test_a_route_that_ends_says_when_and_what_instead() -> None:
    since, sunset = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    router = APIRouter(route_class=deprecated(since=since, sunset=sunset, about="/docs"), deprecated=True)

    @router.get("/old")
    def old(response: Response, number: int = 0) -> str:
        response.headers["Link"] = f'</old?number={number + 1}>; rel="next"'
        return "old"

    app = FastAPI()
    add_handlers(app, show_problem, ())
    app.include_router(router)
    for address, status in (("/old", 200), ("/old?number=none", 422)):
        answer = TestClient(app).get(address)
        assert answer.status_code == status
        assert answer.headers["Deprecation"] == f"@{int(since.timestamp())}"
        assert parsedate_to_datetime(answer.headers["Sunset"]) == sunset
        assert answer.links["deprecation"]["url"] == "/docs"
    assert TestClient(app).get("/old").links["next"]["url"] == "/old?number=1"
    assert app.openapi()["paths"]["/old"]["get"]["deprecated"] is True
    with pytest.raises(ValueError, match="before"):
        deprecated(since=sunset, sunset=since, about="/docs")
