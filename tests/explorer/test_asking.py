"""How pages are asked for: odd wishes and hosts, parts and codings, and while the database is away."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from tests.conftest import service, sqlite_alone
from tests.explorer.test_pages import BROWSER, PROGRAM

pytestmark = sqlite_alone


def test_where_what_is_asked_for_depends_on_who_asks_a_redirect_says_so(client: TestClient) -> None:
    led = client.get("/?at=&indicator=officers_per_1000_people", headers=BROWSER)
    assert (led.status_code, led.headers["Location"]) == (308, "/?indicator=officers_per_1000_people")
    assert led.headers["Vary"] == "Accept"
    assert client.get("/?at=", headers=PROGRAM).headers["Location"] == "/docs"
    assert "Accept" not in client.get("/search?q=").headers.get("Vary", "")


@pytest.mark.parametrize(
    "accept", ["text/html", "TEXT/HTML", "text/*", "text/html;level=1", "text/html;q=0.2,*/*;q=0.1"]
)
def test_who_asks_for_a_page_gets_one(client: TestClient, accept: str) -> None:
    assert client.get("/", headers={"Accept": accept}).headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "accept", ["", ",", "text/html;q=0", "application/*", "image/png", "nonsense", "ÿ", f"{'a/b, ' * 300}text/html"]
)
def test_who_asks_for_none_is_led_to_the_documentation(client: TestClient, accept: str) -> None:
    """What was kept for readers is not sent to programs, and the other way round."""
    for _ in range(2):
        assert client.get("/", headers=BROWSER).status_code == 200
        assert client.get("/", headers={b"Accept": accept.encode("latin-1")}).headers["Location"] == "/docs"


@pytest.mark.parametrize("address", ["/", "/search?q=kent", "/extract"])
def test_pages_are_asked_for_as_any_answer_is(client: TestClient, address: str) -> None:
    page = client.get(address, headers=BROWSER | {"Accept-Encoding": "identity"})
    tag = page.headers["ETag"]
    part = client.get(address, headers=BROWSER | {"Accept-Encoding": "identity", "Range": "bytes=0-14"})
    assert (part.status_code, part.text) == (206, "<!doctype html>")
    assert client.get(address, headers=BROWSER | {"If-None-Match": tag, "Accept-Encoding": "identity"}).content == b""
    for coding in ("gzip", "br"):
        packed = client.get(address, headers=BROWSER | {"Accept-Encoding": coding})
        assert packed.headers["Content-Encoding"] == coding
        assert packed.headers["ETag"] != tag
        assert packed.text == page.text
    head = client.head(address, headers=BROWSER | {"Accept-Encoding": "identity"})
    assert (head.headers["ETag"], head.headers["Content-Length"]) == (tag, str(len(page.content)))
    refused = client.post("/search", headers=BROWSER)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "<h1>Method not allowed</h1>" in refused.text


@pytest.mark.parametrize("host", ['a"><script>', "a b", "[", "user@host", "a:b", ""])
def test_a_host_that_is_none_is_a_problem_and_nowhere_on_its_page(client: TestClient, host: str) -> None:
    page = client.get("/search?q=kent", headers=BROWSER | {"Host": host})
    assert (page.status_code, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "<script>" not in page.text


def test_pages_stay_while_the_database_is_away_and_others_say_so(own_database: str) -> None:
    with service(own_database) as client:
        kept = client.get("/forces/kent", headers=BROWSER)
        assert kept.status_code == 200
        Path(str(make_url(own_database).database)).write_bytes(b"no database " * 1_000)
        stale = client.get("/forces/kent", headers=BROWSER)
        assert (stale.status_code, stale.text) == (200, kept.text)
        assert "the database is away" in stale.headers["Cache-Status"]
        away = client.get("/forces/essex", headers=BROWSER)
        assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
        assert "<h1>The service is not ready</h1>" in away.text
        assert client.get("/search?q=essex", headers=BROWSER).status_code == 200
