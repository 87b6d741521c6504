"""Links that are shared show what they lead to, and charts stand in pages of others."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from tests.conftest import sqlite_alone

pytestmark = sqlite_alone

OURS = "http://testserver"
MEASURE = "/measures/police_officers"
COMPARED = "/compare?indicator=crimes_per_1000_people&forces=kent&forces=gwent"
READER = {"Accept": "text/html"}


def told(page: str) -> dict[str, str]:
    """Return what a page tells to those who show a link to it."""
    return {
        name: unescape(said) for name, said in re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page)
    }


@pytest.mark.parametrize("address", ["/", MEASURE, COMPARED, "/forces/kent"])
def test_a_link_that_is_shared_shows_a_title_a_description_and_a_picture(client: TestClient, address: str) -> None:
    page = client.get(address, headers=READER).text
    shown = told(page)
    assert len(shown["og:title"]) > 10
    assert shown["og:description"] == shown["description"]
    assert shown["og:url"] == unescape(re.findall(r'rel="canonical" href="([^"]+)"', page)[0])
    assert shown["twitter:card"] == "summary_large_image"
    picture = shown["og:image"].removeprefix(OURS)
    png = client.get(picture)
    assert png.headers["Content-Type"] == "image/png"
    size = [int.from_bytes(png.content[at : at + 4], "big") for at in (16, 20)]
    assert size == [int(shown["og:image:width"]), int(shown["og:image:height"])] == [1200, 630]


def test_a_page_without_a_chart_is_shared_without_a_picture(client: TestClient) -> None:
    shown = told(client.get("/search?q=kent").text)
    assert shown["twitter:card"] == "summary"
    assert "og:image" not in shown


def test_what_is_asked_for_stands_in_what_is_told_as_text(client: TestClient) -> None:
    page = client.get("/search", params={"q": '"><script>'}).text
    assert told(page)["og:title"] == 'Search: "><script>'
    assert '"><script>' not in page


@pytest.mark.parametrize("address", [MEASURE, COMPARED])
@pytest.mark.parametrize("format_", ["json", "xml"])
def test_a_page_leads_programs_to_its_chart_in_a_frame(client: TestClient, address: str, format_: str) -> None:
    page = client.get(address, headers=READER).text
    found = re.search(rf'type="[a-z]+/{format_}\+oembed" href="([^"]+)"', page)
    assert found
    answer = client.get(unescape(found[1]))
    if format_ == "json":
        embedded = answer.json()
    else:
        embedded = {one.tag: one.text or "" for one in ET.fromstring(answer.content)}  # noqa: S314 - our own
    assert (embedded["version"], embedded["type"], int(embedded["width"])) == ("1.0", "rich", 800)
    assert embedded["title"] == told(page)["og:title"]
    frame = re.fullmatch(
        r'<iframe src="([^"]+)" title="([^"]+)" width="800" height="(\d+)" loading="lazy"></iframe>', embedded["html"]
    )
    assert frame
    assert frame[3] == str(embedded["height"])
    assert f"height=&#34;{frame[3]}&#34;" in page  # in the line to copy
    assert unescape(frame[2]) == embedded["title"]
    framed = client.get(unescape(frame[1]).removeprefix(OURS))
    assert framed.status_code == 200
    assert f'data-height="{frame[3]}"' in framed.text
    assert "Open Government Licence" in framed.text
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]


def test_a_frame_is_no_larger_than_asked_for(client: TestClient) -> None:
    def size(**most: str) -> tuple[int, int]:
        embedded = client.get("/oembed", params={"url": OURS + MEASURE} | most).json()
        assert f'width="{embedded["width"]}" height="{embedded["height"]}"' in embedded["html"]
        return embedded["width"], embedded["height"]

    width, height = size()
    assert size(maxwidth="400", maxheight="5000") == (400, height)
    assert size(maxheight="300") == (width, 300)


@pytest.mark.parametrize(
    ("url", "format_", "status"),
    [
        (f"https://example.org{MEASURE}", "json", 404),
        (f"{OURS}.example.org{MEASURE}", "json", 404),
        (MEASURE, "json", 404),
        (f"{OURS}/forces/kent", "json", 404),
        (f"{OURS}/measures/none", "json", 404),
        (f"{OURS}{MEASURE}?at=never", "json", 404),
        (f"{OURS}/nowhere", "json", 404),
        (f"{OURS}/v1/forces", "json", 404),
        (f"{OURS}/oembed?url={OURS}", "json", 404),
        ("http://[", "json", 404),
        (f"{OURS}{MEASURE}", "yaml", 501),
    ],
)
def test_what_is_not_embedded_is_told(client: TestClient, url: str, format_: str, status: int) -> None:
    assert client.get("/oembed", params={"url": url, "format": format_}).status_code == status
