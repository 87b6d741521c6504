"""The list of pages names what there is, once, and since when it is so."""

from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from tests.bundled import STATEMENTS
from tests.conftest import sqlite_alone

pytestmark = sqlite_alone

NAMES = {"of": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(scope="module")
def listed(client: TestClient) -> dict[str, str]:
    """The pages that are listed, with the day since when each is as it is."""
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    pages = ET.fromstring(answer.content).findall("of:url", NAMES)  # noqa: S314 - our own
    told = [(page.findtext("of:loc", "", NAMES), page.findtext("of:lastmod", "", NAMES)) for page in pages]
    assert len(dict(told)) == len(told)
    return {address.removeprefix("http://testserver"): day for address, day in told}


def test_it_names_forces_measures_statements_and_datasets(listed: dict[str, str]) -> None:
    kinds = [address.split("/")[1] for address in listed]
    assert kinds.count("forces") == 43
    assert kinds.count("statements") == STATEMENTS
    assert {"/", "/forces/dyfed-powys", "/measures/police_officers", "/compare", "/extract"} <= listed.keys()
    assert {"/datasets", "/datasets/population"} <= listed.keys()


def test_the_days_are_those_of_the_data(client: TestClient, listed: dict[str, str]) -> None:
    changed = client.get("/v1/status").json()["modified_at"]
    assert listed["/forces/kent"] == changed[:10]
    taken_in = client.get("/v1/statements/leicestershire/2017").json()["statement"]["taken_in_at"]
    assert listed["/statements/leicestershire/2017"] == taken_in[:10]


def test_every_page_that_is_listed_is_there(client: TestClient, listed: dict[str, str]) -> None:
    """And of many of a kind, each tenth."""
    few = [*listed][:8] + [*listed][8::10]
    answered = {address: client.get(address, headers={"Accept": "text/html"}).status_code for address in few}
    assert {address for address, status in answered.items() if status != 200} == set()
