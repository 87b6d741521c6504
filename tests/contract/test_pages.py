"""The documentation pages work in a browser that reaches no other host.

``make examples`` keeps a picture of what the browser shows.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import HOST, PHONE, OpenWindow, beyond
from tests.conftest import ROOT, Databases, running

PICTURE = ROOT / "docs" / "documentation-page.png"
PNG = b"\x89PNG"
WIDTH = 1200


@pytest.fixture(scope="module")
def address(on_sqlite: Databases) -> Iterator[str]:
    with running(on_sqlite.seeded) as found:
        yield found


def wait_for(page: Page, words: str) -> None:
    """Wait until a page shows words. Long addresses are given places to break."""
    page.wait_for_function("words => document.body?.textContent.replaceAll('\u200b', '').includes(words)", arg=words)


def opened(page: Page, address: str, operation: str) -> Locator:
    """Open the documentation at an operation, and wait until what that refers to is shown too."""
    page.goto(f"{address}/docs#/{operation}")
    block = page.locator(".opblock.is-open")
    expect(block.locator(".responses-table").first).to_contain_text("Malformed request")
    return block


def execute(page: Page) -> str:
    """Execute the operation that is open. Returns the status that the page shows of the answer."""
    page.get_by_role("button", name="Execute").click()
    return page.locator(".live-responses-table .response .response-col_status").first.inner_text()


def open_all(block: Locator) -> None:
    block.locator("summary").evaluate_all("closed => closed.forEach((one) => one.click())")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/docs", ("/v1/forces/{force}", "/v1/compare")),
        ("/redoc", ("/v1/forces/{force}", "A figure across forces")),
    ],
)
def test_a_page_shows_the_operations(address: str, open_window: OpenWindow, path: str, shown: tuple[str, ...]) -> None:
    page = open_window(width=WIDTH).page
    page.goto(f"{address}{path}")
    for words in shown:
        wait_for(page, words)


def test_the_documentation_begins_short(address: str, open_window: OpenWindow) -> None:
    """The models are closed until they are asked for, and so are the headers and problems of an operation."""
    page = open_window(width=WIDTH).page
    block = opened(page, address, "comparison/compare_forces")

    assert page.locator(".models").count() == 1
    assert page.locator(".model-container").count() == 0
    shown = block.inner_text()
    assert "traceparent" not in shown
    assert "pattern" not in shown
    assert shown.count("Media type") == 1
    open_all(block)
    expect(block.get_by_text("traceparent").first).to_be_visible()


@pytest.mark.parametrize(
    "operation",
    [
        "forces/get_force",
        "comparison/compare_forces",
        "comparison/get_force_series",
        "observations/list_observations",
        "releases/get_statement_changes",
        "extractions/extract_text",
    ],
)
def test_an_operation_is_tried_out_as_it_is_filled_in(address: str, open_window: OpenWindow, operation: str) -> None:
    page = open_window(width=WIDTH).page
    opened(page, address, operation)
    assert execute(page) == "200"


@pytest.mark.parametrize("operation", ["observations/list_observations", "extractions/extract_text"])
def test_an_operation_fits_a_phone(address: str, open_window: OpenWindow, operation: str) -> None:
    page = open_window(width=PHONE).page
    open_all(opened(page, address, operation))
    assert execute(page) == "200"

    assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE
    assert beyond(page) == []


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/docs", "/v1/compare"), ("/redoc", "A figure across forces"), ("/v1/problems/unknown-force", "404")],
)
def test_a_page_fits_a_phone_and_says_its_language(
    address: str, open_window: OpenWindow, path: str, shown: str
) -> None:
    page = open_window(width=PHONE).page
    page.goto(f"{address}{path}")
    wait_for(page, shown)

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE
    assert beyond(page) == []


@pytest.mark.parametrize(
    ("path", "shown", "refused"),
    [
        ("/docs", "/v1/compare", []),
        ("/redoc", "A figure across forces", ["cdn.redoc.ly"]),  # a logo that ReDoc would show
    ],
)
def test_the_documentation_asks_nothing_of_another_host(
    address: str, open_window: OpenWindow, path: str, shown: str, refused: list[str]
) -> None:
    window = open_window()
    window.page.goto(f"{address}{path}")
    wait_for(window.page, shown)
    window.page.wait_for_load_state("networkidle")

    assert window.hosts == {HOST, *refused}
    assert len(window.troubles) == len(refused), window.troubles
    for host, trouble in zip(refused, window.troubles, strict=True):
        assert host in trouble
        assert "Content Security Policy" in trouble


def test_what_a_page_asks_of_another_host_is_noticed(open_window: OpenWindow, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><p>shown</p><img src="https://example.org/logo.png">', encoding="utf-8")
    window = open_window()
    window.page.goto(page.as_uri())

    assert "example.org" in window.hosts
    assert "ERR_NAME_NOT_RESOLVED" in " ".join(window.troubles)


def test_the_documentation_can_be_looked_at(address: str, open_window: OpenWindow, tmp_path: Path) -> None:
    picture = PICTURE if "UPDATE_EXPECTED" in os.environ else tmp_path / "page.png"
    page = open_window(width=WIDTH, height=1600).page
    page.goto(f"{address}/docs")
    page.locator(".opblock-summary").first.wait_for()
    page.screenshot(path=picture)

    content = picture.read_bytes()
    assert content.startswith(PNG)
    assert len(content) > 50_000  # a blank page is a few kilobytes
