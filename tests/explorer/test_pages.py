"""What all pages have in common: what they may load, their problems, blanks of forms, assets."""

import re

import pytest
from fastapi.testclient import TestClient

from app.explorer.routes import ADDRESSES, routes
from tests.conftest import sqlite_alone
from tests.explorer.html import page

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PROGRAM = {"Accept": "application/json"}


@sqlite_alone
def test_the_root_is_a_page_for_browsers_and_what_it_was_for_programs(client: TestClient) -> None:
    page = client.get("/", headers=BROWSER)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Accept" in page.headers["Vary"].split(", ")
    for accept in ({}, PROGRAM, {"Accept": "*/*"}):
        led = client.get("/", headers=accept)
        assert "Accept" in led.headers["Vary"].split(", ")
        assert (led.status_code, led.headers["Location"]) == (307, "/docs")
        assert 'rel="api-catalog"' in led.headers["Link"]
    assert client.get("/", headers=BROWSER).headers["ETag"] == page.headers["ETag"]
    assert client.get("/", headers=BROWSER | {"If-None-Match": page.headers["ETag"]}).status_code == 304
    assert client.head("/", headers=BROWSER).headers["ETag"] == page.headers["ETag"]


@sqlite_alone
def test_a_page_loads_nothing_from_elsewhere_and_nobody_frames_it(client: TestClient) -> None:
    page = client.get("/", headers=BROWSER)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page.text)
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"]+\.(?:css|js))"', page.text))


@sqlite_alone
def test_a_problem_is_a_page_for_readers_and_details_for_programs(client: TestClient) -> None:
    page = client.get("/forces/leicestershre", headers=BROWSER)
    told = client.get("/forces/leicestershre", headers=PROGRAM)
    assert page.status_code == told.status_code == 404
    assert told.headers["Content-Type"] == "application/problem+json"
    assert told.json()["detail"] in page.text.replace("&#39;", "'")
    assert 'href="/forces/leicestershire"' in page.text
    assert client.get("/v1/forces/leicestershre", headers=BROWSER).headers["Content-Type"] == "application/problem+json"


@sqlite_alone
def test_what_a_form_leaves_blank_is_not_in_the_address(client: TestClient) -> None:
    led = client.get("/search?q=kent&region=&x=%20")
    assert (led.status_code, led.headers["Location"]) == (308, "/search?q=kent")


@sqlite_alone
def test_what_others_add_to_a_shared_link_changes_nothing(client: TestClient) -> None:
    shared = client.get("/search?q=kent&utm_source=somewhere")
    assert shared.status_code == 200
    assert 'rel="canonical" href="http://testserver/search?q=kent"' in shared.text


@sqlite_alone
def test_assets_are_kept_for_ever_at_an_address_of_what_they_hold(client: TestClient) -> None:
    page = client.get("/search").text
    addresses = re.findall(r'"(/static/explorer/[^"]+)"', page)
    assert len(addresses) >= 3
    for address in addresses:
        asset = client.get(address)
        assert asset.status_code == 200
        assert "immutable" in asset.headers["Cache-Control"]
        assert asset.headers["Content-Type"].partition(";")[0] in {"text/css", "text/javascript"}
    _, _, _, version, name = addresses[0].split("/")
    older = client.get(addresses[0].replace(version, "0123456789abcdef"))
    assert older.content == client.get(addresses[0]).content
    assert "immutable" not in older.headers["Cache-Control"]
    assert name.endswith(".css")


@sqlite_alone
@pytest.mark.parametrize("name", ["none.css", "..%2Fpages.py", "%2e%2e%2fpages.py", "explorer.css%00", "."])
def test_nothing_else_is_an_asset(client: TestClient, name: str) -> None:
    assert client.get(f"/static/explorer/x/{name}").status_code in {404, 400}


@sqlite_alone
@pytest.mark.parametrize("address", ["/compar", "/mesures/police_officers", "/covrage"])
def test_a_mistyped_address_is_told_with_the_page_that_was_meant(client: TestClient, address: str) -> None:
    there = {"/compare", "/measures/police_officers", "/coverage"}
    assert there & {*client.get(address).json()["nearest"]}


def test_every_page_is_known_to_who_mistypes_its_address() -> None:
    assert set(ADDRESSES) == {getattr(route, "path_format", "") for route in routes()}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/compare?measure=population&forces=kent&forces=essex", "Population: Kent Police, Essex Police compared"),
        ("/compare?measure=population&region=Wales", "Population: police forces of Wales compared"),
        ("/measures/police_officers?source=stated", "Police officers: police forces compared by what they state"),
        ("/forces/leicestershire?round=2017", "Leicestershire Police, statement of 2017"),
    ],
)
def test_a_title_tells_a_page_from_others_of_its_kind(client: TestClient, path: str, title: str) -> None:
    assert f"<title>{title} – Force Profiles</title>" in page(client, path)


def test_a_problem_is_told_once_and_leads_on(client: TestClient) -> None:
    wrong = client.get("/compare?measure=population&at=soon", headers={"Accept": "text/html"}).text
    assert "<strong>at</strong>: &#39;soon&#39; is no time" in wrong
    assert wrong.partition("<main")[2].count("is no time") == 1
    unknown = client.get("/measures/nonsense", headers={"Accept": "text/html"}).text
    main = unknown.partition("<main")[2]
    assert "/v1/measures" not in main
    assert 'href="/measures"' in main
