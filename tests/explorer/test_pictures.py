"""The pictures of pages that the README shows."""

import os
from pathlib import Path

import pytest

from tests.browsing import OpenWindow
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "pictures"
PNG = b"\x89PNG\r\n\x1a\n"
PAGES = {
    "home": ("/?at=31+March+2023", "light", "The forces on a map"),
    "force": ("/forces/leicestershire", "light", "Through the years"),
    "measure": ("/measures/population?source=stated", "dark", "The forces compared"),
}
"""Each page with its colours, and a heading that it has."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_looked_at(address: str, open_window: OpenWindow, tmp_path: Path, name: str) -> None:
    path, scheme, heading = PAGES[name]
    picture = (FOLDER if "UPDATE_EXPECTED" in os.environ else tmp_path) / f"{name}.png"
    page = open_window(height=1000, color_scheme=scheme).page
    page.goto(f"{address}{path}")
    page.get_by_role("heading", name=heading).wait_for()
    page.screenshot(path=picture)
    content = picture.read_bytes()
    assert content.startswith(PNG)
    assert len(content) > 30_000  # a blank page is a few kilobytes
    assert f"docs/pictures/{name}.png" in (ROOT / "README.md").read_text(encoding="utf-8")
