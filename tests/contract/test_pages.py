"""The documentation pages work in a browser that reaches no other host.

``make examples`` keeps a picture of what the browser shows.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, Databases, running

PICTURE = ROOT / "docs" / "documentation-page.png"
PNG = b"\x89PNG"
NO_PAGE = "not an origin"


@pytest.fixture(scope="module")
def address(on_sqlite: Databases) -> Iterator[str]:
    with running(on_sqlite.seeded) as found:
        yield found


def browse(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium on this machine")
    return subprocess.run(
        [
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,1600"),
            *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={folder / 'profile'}"),
            *("--enable-logging=stderr", "--virtual-time-budget=30000", *arguments),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/docs", ("/v1/forces/{force}", "/v1/compare", "opblock-summary")),
        ("/redoc", ("/v1/forces/{force}", "A figure across forces")),
    ],
)
def test_a_page_shows_the_operations(address: str, tmp_path: Path, page: str, shown: tuple[str, ...]) -> None:
    done = browse(tmp_path, "--dump-dom", f"{address}{page}")

    assert done.returncode == 0, done.stderr[-2000:]
    for words in shown:
        # Long addresses are given places to break.
        assert words in done.stdout.replace("<wbr>", "").replace("\u200b", "")


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


def test_the_documentation_can_be_looked_at(address: str, tmp_path: Path) -> None:
    picture = PICTURE if "UPDATE_EXPECTED" in os.environ else tmp_path / "page.png"
    done = browse(tmp_path, f"--screenshot={picture}", f"{address}/docs")

    assert done.returncode == 0, done.stderr[-2000:]
    content = picture.read_bytes()
    assert content.startswith(PNG)
    assert len(content) > 50_000  # a blank page is a few kilobytes
