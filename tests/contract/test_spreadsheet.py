"""A spreadsheet opens the CSV files as they are meant: numbers as numbers, text as text, and nothing is run."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field

from app.flat.columns import columns_of
from app.flat.writers import write_csv
from tests.conftest import sqlite_alone

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

Cell = tuple[str, str]
"""What a spreadsheet takes a cell for, and what it shows."""


def opened(content: bytes, folder: Path) -> list[list[Cell]]:
    """Return the rows of a CSV file as LibreOffice opens it as UTF-8 with commas."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine")
    (folder / "table.csv").write_bytes(content)
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    done = subprocess.run(
        [
            program,
            settings,
            "--headless",
            "--infilter=CSV:44,34,76,1",
            "--convert-to",
            "fods",
            "--outdir",
            folder,
            folder / "table.csv",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = ET.parse(folder / "table.fods").getroot().iter(f"{TABLE}table-row")  # noqa: S314 - our own file
    return [[cell for found in row.iter(f"{TABLE}table-cell") for cell in _repeated(found)] for row in rows]


def _repeated(found: ET.Element) -> list[Cell]:
    kind = "formula" if f"{TABLE}formula" in found.attrib else found.get(f"{OFFICE}value-type", "")
    shown = found.get(f"{OFFICE}value") or "".join(found.itertext()).strip()
    return [(kind, shown)] * int(found.get(f"{TABLE}number-columns-repeated", "1"))


@sqlite_alone
def test_figures_are_numbers_and_words_are_text(client: TestClient, tmp_path: Path) -> None:
    fields = "id,value,unit,qualifier,bounds,status,as_stated"
    answer = client.get(f"/v1/observations?force=leicestershire&round=2021-22&topic=budget&fields={fields}&format=csv")
    header, *rows = opened(answer.content, tmp_path)

    assert [shown for _, shown in header][:2] == ["id", "value"]  # no byte order mark before the first
    budget = next(row for row in rows if row[0][1] == "leicestershire.2021-22.1.7")
    assert budget[:8] == [
        ("string", "leicestershire.2021-22.1.7"),
        ("float", "223200000"),
        ("string", "gbp"),
        ("string", "rounded"),
        ("float", "223150000"),
        ("float", "223250000"),
        ("string", "actual"),
        ("string", "a budget of £223.2m (2022/2023)"),
    ]


class Words(BaseModel):
    """An item whose words come from elsewhere."""

    words: str = Field(description="What somebody wrote.")


@pytest.mark.parametrize("words", ["=1+1", "+1+1", "-1+1", "@SUM(1;1)", "\t=1+1", '=HYPERLINK("http://x.example")'])
def test_no_words_are_run(tmp_path: Path, words: str) -> None:
    _, [(kind, shown), *_], *_ = opened(b"".join(write_csv(columns_of(Words), [Words(words=words)])), tmp_path)

    assert kind == "string"
    assert shown.lstrip("'").strip() == words.strip()
