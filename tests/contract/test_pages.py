"""The documentation pages work in a browser that reaches no other host.

``make examples`` keeps a picture of what the browser shows.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Databases, running

PICTURE = ROOT / "docs" / "documentation-page.png"
PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def address(databases: Databases) -> Iterator[str]:
    with running(databases.seeded) as found:
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


def test_the_documentation_asks_nothing_of_another_host(address: str, tmp_path: Path) -> None:
    done = browse(tmp_path, "--dump-dom", f"{address}/docs")

    assert "Content Security Policy" not in done.stderr
    assert "ERR_NAME_NOT_RESOLVED" not in done.stderr


def test_the_documentation_can_be_looked_at(address: str, tmp_path: Path) -> None:
    picture = PICTURE if "UPDATE_EXPECTED" in os.environ else tmp_path / "page.png"
    done = browse(tmp_path, f"--screenshot={picture}", f"{address}/docs")

    assert done.returncode == 0, done.stderr[-2000:]
    content = picture.read_bytes()
    assert content.startswith(PNG)
    assert len(content) > 50_000  # a blank page is a few kilobytes
