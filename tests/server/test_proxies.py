"""Who is believed about where a request comes from, and what follows from it: limits, addresses, metrics."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.conftest import LOOPBACK, Databases, running
from tests.wire import exchange, request

ELSEWHERE = ("203.0.113.9", 50_000)
BY_ADDRESS = ("/docs", "/v1", "/.well-known/api-catalog", "/v1/catalogue", "/v1/catalogue?profile=schema.org")
"""What names addresses of the service itself."""


def client_of(databases: Databases, *, client: tuple[str, int] = LOOPBACK, **settings: object) -> TestClient:
    chosen = Settings.model_validate({"database_url": databases.seeded, **settings})
    return TestClient(create_app(chosen), client=client, base_url="http://localhost:8000")


@pytest.fixture(scope="module")
def direct(databases: Databases) -> Iterator[str]:
    """A server that believes no proxy, and answers three requests."""
    with running(databases.seeded, rate_limit=3, rate_seconds=3600) as address:
        yield address


@pytest.fixture(scope="module")
def behind(databases: Databases) -> Iterator[str]:
    """A server behind a proxy on this machine."""
    settings = {"rate_limit": 3, "rate_seconds": 3600, "security_contact": "mailto:a@example.org"}
    with running(databases.seeded, trusted_proxies="127.0.0.0/8, ::1", **settings) as address:
        yield address


def asked(server: str, target: str, *fields: str) -> tuple[int, dict[str, str], str]:
    answer = exchange(server, request(target, "Connection: close", *fields))
    return answer.status, answer.headers, answer.body.decode()


def test_nobody_is_believed_about_whom_a_request_is_of(direct: str) -> None:
    statuses = [asked(direct, "/v1/problems", f"X-Forwarded-For: 203.0.113.{n}")[0] for n in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    status, headers, body = asked(direct, "/v1", "X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.1")
    assert status == 429
    assert "https:" not in body
    assert "x-forwarded" not in headers.get("vary", "").lower()


def test_a_proxy_is_believed_about_the_client_next_to_it(behind: str) -> None:
    """What a client sends itself stands further to the left."""
    forged = [asked(behind, "/v1/problems", f"X-Forwarded-For: 198.51.100.{n}, 203.0.113.7")[0] for n in range(5)]
    assert forged == [200, 200, 200, 429, 429]
    assert asked(behind, "/v1/problems", "X-Forwarded-For: 203.0.113.8")[0] == 200


def test_a_client_counts_by_its_network_where_it_may_choose_its_address(behind: str) -> None:
    statuses = [asked(behind, "/v1/problems", f"X-Forwarded-For: 2001:db8::{n}")[0] for n in range(1, 6)]
    assert statuses == [200, 200, 200, 429, 429]
    assert asked(behind, "/v1/problems", "X-Forwarded-For: 2001:db8:1::1")[0] == 200


@pytest.mark.parametrize(("number", "target"), list(enumerate([*BY_ADDRESS, "/.well-known/security.txt"])))
def test_what_names_the_address_asked_for_varies_by_what_proxies_tell_of_it(
    behind: str, number: int, target: str
) -> None:
    client = f"X-Forwarded-For: 203.0.113.{100 + number}"
    _, secure, told = asked(behind, target, client, "X-Forwarded-Proto: https")
    _, plain, body = asked(behind, target, client, "X-Forwarded-Proto: http")
    assert "https://a/" in told
    assert "https://a/" not in body
    assert secure["etag"] != plain["etag"]
    assert "x-forwarded-proto" in secure["vary"].lower()
    assert plain["vary"] == secure["vary"]


def test_what_names_no_address_does_not_vary_by_it(behind: str) -> None:
    _, headers, _ = asked(
        behind, "/v1/measures/population", "X-Forwarded-For: 203.0.113.50", "X-Forwarded-Proto: https"
    )
    assert "x-forwarded-proto" not in headers["vary"].lower()


@pytest.mark.parametrize("target", BY_ADDRESS)
def test_an_address_that_is_set_is_the_one_named(databases: Databases, target: str) -> None:
    with client_of(databases, public_url="https://figures.example/police", trusted_proxies="10.0.0.0/8") as client:
        answer = client.get(target)
    assert answer.status_code == 200
    assert "https://figures.example/police/" in answer.text
    assert "localhost" not in answer.text
    assert "X-Forwarded-Proto" not in answer.headers["Vary"]


def test_only_what_a_client_shows_that_it_holds_costs_nothing(databases: Databases) -> None:
    with client_of(databases, rate_limit=4, rate_seconds=3600) as client:
        tag = client.get("/v1/forces").headers["ETag"]

        def left(**conditions: str) -> int:
            answer = client.get("/v1/forces", headers=conditions)
            assert answer.status_code == 304
            found = re.search(r"r=(\d+)", answer.headers["RateLimit"])
            assert found
            return int(found[1])

        assert left(**{"If-None-Match": tag}) == 3
        assert left(**{"If-None-Match": f'"other", W/{tag}'}) == 3
        assert left(**{"If-None-Match": "*"}) == 2
        assert left(**{"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}) == 1
        assert left(**{"If-None-Match": tag}) == 1
        assert client.get("/v1/forces", headers={"If-None-Match": "*"}).status_code == 304
        assert client.get("/v1/forces", headers={"If-None-Match": "*"}).status_code == 429


# Metrics


@pytest.mark.parametrize(
    ("metrics", "client", "headers", "status"),
    [
        ("loopback", LOOPBACK, {}, 200),
        ("loopback", ("::1", 1), {}, 200),
        ("loopback", ELSEWHERE, {}, 404),
        ("loopback", ("testclient", 1), {}, 404),
        ("loopback", LOOPBACK, {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("loopback", LOOPBACK, {"Forwarded": "for=127.0.0.1"}, 404),
        ("loopback", LOOPBACK, {"Via": "1.1 proxy"}, 404),
        ("everyone", ELSEWHERE, {"X-Forwarded-For": "127.0.0.1"}, 200),
        ("off", LOOPBACK, {}, 404),
    ],
)
def test_metrics_are_answered_to_whom_they_are_meant_for(
    databases: Databases, metrics: str, client: tuple[str, int], headers: dict[str, str], status: int
) -> None:
    with client_of(databases, client=client, metrics=metrics) as asking:
        answer = asking.get("/metrics", headers=headers)
    assert answer.status_code == status
    if status == 404:
        assert answer.json()["type"] == "/v1/problems/not-found"
        assert "python_info" not in answer.text


def test_a_proxy_on_this_machine_is_not_this_machine(databases: Databases) -> None:
    with client_of(databases, trusted_proxies="127.0.0.1") as client:
        assert client.get("/metrics").status_code == 404


def test_what_anybody_can_make_up_is_not_counted_apart(databases: Databases) -> None:
    with client_of(databases) as client:
        for number in range(20):
            client.request(f"BREW{number}", "/v1/forces")
            client.request("PROPFIND", f"/v1/forces/{number}/x/y")
            client.get(f"/nowhere/{number}")
            client.get(f"/static/docs/{number}.js")
            client.get(f"/v1/forces/{number}")
            client.get("/v1/forces", headers={"Host": f"{number}"})
        text = client.get("/metrics").text
    assert set(re.findall(r'method="(\w+)"', text)) == {"GET", "other"}
    assert len(set(re.findall(r'handler="([^"]+)"', text))) <= 5
