"""The programs in docs/ do what they say: each is run against the service, and prints what is shown after it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, Databases, running

PAGES = ("api.md", "journalist.md", "dashboard.md", "official-statistics.md")
PROGRAM = re.compile(r"```(sh|python|r|js)\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
BIN = Path(sys.executable).parent
WITH_COMMAND = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
"""What programs find: the command ``force-profiles`` is on their path."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program of a page; ``shown`` is what the page says that it prints."""

    page: Path
    language: str
    text: str
    shown: str | None

    def command(self, folder: Path, address: str) -> list[str | Path]:
        """Return what runs it with a service; skips where this machine has nothing that does."""
        text = self.text.replace("http://localhost:8000", address)
        if self.language == "python":
            return [sys.executable, "-c", text]
        if self.language == "sh":
            if missing := [
                tool for tool in ("curl", "unzip", "soffice") if f"{tool} " in text and shutil.which(tool) is None
            ]:
                pytest.skip(f"no {missing[0]} on this machine")
            return ["bash", "-euo", "pipefail", "-c", text]
        script = folder / f"program.{'mjs' if self.language == 'js' else 'R'}"
        script.write_text(text, encoding="utf-8")
        if self.language == "js":
            return [BIN / "node", script]
        if shutil.which("Rscript") is None:
            pytest.skip("no R on this machine")
        return ["Rscript", script]

    def show(self, printed: str) -> None:
        """Write into its page what it prints."""
        page = self.page.read_text(encoding="utf-8")
        head = f"```{self.language}\n{self.text}```\n\n```text\n"
        self.page.write_text(page.replace(f"{head}{self.shown}```\n", f"{head}{printed}\n```\n"), encoding="utf-8")


PROGRAMS = [
    pytest.param(Program(page, *found), id=f"{page.stem}-{number}-{found[0]}")
    for page in (ROOT / "docs" / name for name in PAGES)
    for number, found in enumerate((m.groups() for m in PROGRAM.finditer(page.read_text(encoding="utf-8"))), start=1)
]


@pytest.fixture(scope="module")
def address(on_sqlite: Databases) -> Iterator[str]:
    with running(on_sqlite.seeded) as found:
        yield found


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_prints_what_its_page_shows(address: str, tmp_path: Path, program: Program) -> None:
    run = program.command(tmp_path, address)
    done = subprocess.run(run, cwd=tmp_path, env=WITH_COMMAND, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.replace(address, "http://localhost:8000").lstrip("\ufeff").replace("\r", "").rstrip()
    printed = "\n".join(line.rstrip() for line in printed.splitlines())
    if "UPDATE_EXPECTED" in os.environ:
        program.show(printed)
    else:
        assert program.shown is not None, "the page does not show what it prints"
        assert printed == program.shown.rstrip()
