"""The documentation pages work in a browser that reaches no other host.

``make examples`` keeps a picture of what the browser shows.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, Databases, running
from tests.contract.browser import FLAGS, Page, browser, chromium

PICTURE = ROOT / "docs" / "documentation-page.png"
PNG = b"\x89PNG"
PHONE = 390
NO_PAGE = "not an origin"


@pytest.fixture(scope="module")
def address(on_sqlite: Databases) -> Iterator[str]:
    with running(on_sqlite.seeded) as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


def opened(page: Page, address: str, operation: str, *, width: int) -> None:
    """Open the documentation at an operation, and wait until what that refers to is shown too."""
    page.open(f"{address}/docs#/{operation}", width=width)
    page.wait("document.querySelector('.is-open .responses-table')?.innerText.includes('Malformed request')")


def execute(page: Page) -> str:
    """Execute the operation that is open. Returns the status that the page shows of the answer."""
    page.run("document.querySelector('.execute').click()")
    page.wait("document.querySelector('.live-responses-table td.response-col_status')")
    return str(page.run("return document.querySelector('.live-responses-table td.response-col_status').innerText"))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/docs", ("/v1/forces/{force}", "/v1/compare")),
        ("/redoc", ("/v1/forces/{force}", "A figure across forces")),
    ],
)
def test_a_page_shows_the_operations(address: str, page: Page, path: str, shown: tuple[str, ...]) -> None:
    page.open(f"{address}{path}", width=1200)
    for words in shown:
        # Long addresses are given places to break.
        page.wait(f"document.body?.textContent.replaceAll('\u200b', '').includes({json.dumps(words)})")


def test_the_documentation_begins_short(address: str, page: Page) -> None:
    """The models are closed until they are asked for, and so are the headers and problems of an operation."""
    opened(page, address, "comparison/compare_forces", width=1200)

    assert page.run("return document.querySelectorAll('.models').length") == 1
    assert page.run("return document.querySelectorAll('.model-container').length") == 0
    shown = page.run("return document.querySelector('.is-open').innerText")
    assert "traceparent" not in shown
    assert "pattern" not in shown
    assert shown.count("Media type") == 1
    page.run("document.querySelectorAll('.is-open summary').forEach((closed) => closed.click())")
    page.wait("document.querySelector('.is-open').innerText.includes('traceparent')")


@pytest.mark.parametrize(
    "operation",
    [
        "forces/get_force",
        "comparison/compare_forces",
        "comparison/get_force_series",
        "observations/list_observations",
        "statements/get_statement_changes",
        "extractions/extract_text",
    ],
)
def test_an_operation_is_tried_out_as_it_is_filled_in(address: str, page: Page, operation: str) -> None:
    opened(page, address, operation, width=1200)
    assert execute(page) == "200"


BEYOND = """
    const scrolls = (e) => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e))
        .map((e) => e.outerHTML.slice(0, 200));
"""
"""What reaches beyond the window, and does not stand in a box that scrolls."""


@pytest.mark.parametrize("operation", ["observations/list_observations", "extractions/extract_text"])
def test_an_operation_fits_a_phone(address: str, page: Page, operation: str) -> None:
    opened(page, address, operation, width=PHONE)
    page.run("document.querySelectorAll('.is-open summary').forEach((closed) => closed.click())")
    assert execute(page) == "200"

    assert page.run("return document.scrollingElement.scrollWidth") == PHONE
    assert page.run(BEYOND) == []


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/docs", "/v1/compare"), ("/redoc", "A figure across forces"), ("/v1/problems/unknown-force", "404")],
)
def test_a_page_fits_a_phone_and_says_its_language(address: str, page: Page, path: str, shown: str) -> None:
    page.open(f"{address}{path}", width=PHONE)
    page.wait(f"document.body.textContent.replaceAll('\u200b', '').includes('{shown}')")

    assert page.run("return document.documentElement.lang") == "en"
    assert page.run("return document.scrollingElement.scrollWidth") == PHONE
    assert page.run(BEYOND) == []


def browse(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(chromium(), *FLAGS, f"--user-data-dir={folder / 'profile'}"),
            *("--enable-logging=stderr", "--virtual-time-budget=30000", *arguments),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def hosts_asked(folder: Path, page: str, shown: str) -> tuple[set[str | None], set[str]]:
    """Return the hosts that a page asks for something, and what its policy keeps it from."""
    log = folder / "net.json"
    done = browse(folder, "--dump-dom", f"--log-net-log={log}", page)

    assert done.returncode == 0, done.stderr[-2000:]
    assert shown in done.stdout
    requests = [event.get("params", {}) for event in json.loads(log.read_text(encoding="utf-8"))["events"]]
    # What the browser asks for itself, and the page, has no page that began it.
    of_the_page = [r["url"] for r in requests if "url" in r and r.get("initiator", NO_PAGE) != NO_PAGE]
    refused = [line for line in done.stderr.splitlines() if "Content Security Policy" in line]
    return (
        {urlsplit(url).hostname for url in of_the_page},
        {found[1] if (found := re.search(r"'https?://([^/']+)", line)) else line for line in refused},
    )


@pytest.mark.parametrize(
    ("page", "shown", "refused"),
    [
        ("/docs", "opblock-summary", set()),
        ("/redoc", "A figure across forces", {"cdn.redoc.ly"}),  # a logo that ReDoc would show
    ],
)
def test_the_documentation_asks_nothing_of_another_host(
    address: str, tmp_path: Path, page: str, shown: str, refused: set[str]
) -> None:
    assert hosts_asked(tmp_path, f"{address}{page}", shown) == ({"127.0.0.1"}, refused)


def test_what_a_page_asks_of_another_host_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><p>shown</p><img src="https://example.org/logo.png">', encoding="utf-8")

    assert hosts_asked(tmp_path, page.as_uri(), "shown") == ({"example.org"}, set())


def test_the_documentation_can_be_looked_at(address: str, page: Page, tmp_path: Path) -> None:
    picture = PICTURE if "UPDATE_EXPECTED" in os.environ else tmp_path / "page.png"
    page.open(f"{address}/docs", width=1200, height=1600)
    page.wait("document.querySelector('.opblock-summary')")
    page.picture(picture)

    content = picture.read_bytes()
    assert content.startswith(PNG)
    assert len(content) > 50_000  # a blank page is a few kilobytes
