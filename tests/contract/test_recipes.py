"""The recipes of docs/api.md do what they say: each is run against the service, and prints what is shown after it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Databases, running

DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").partition("## Recipes")[2]
RECIPES = [
    (language, program, (shown or "").strip())
    for language, program, shown in re.findall(
        r"```(sh|python|r|js)\n(.*?)```(?:\n\n```text\n(.*?)```)?", DOCUMENT, re.DOTALL
    )
]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def address(on_sqlite: Databases) -> Iterator[str]:
    with running(on_sqlite.seeded) as found:
        yield found


def command(language: str, program: str, folder: Path) -> list[str | Path]:
    """Return what runs a program; skips where this machine has nothing that does."""
    if language == "python":
        return [sys.executable, "-c", program]
    if language == "sh":
        if missing := [
            tool for tool in ("curl", "unzip", "soffice") if f"{tool} " in program and shutil.which(tool) is None
        ]:
            pytest.skip(f"no {missing[0]} on this machine")
        return ["bash", "-euo", "pipefail", "-c", program]
    script = folder / f"recipe.{'mjs' if language == 'js' else 'R'}"
    script.write_text(program, encoding="utf-8")
    if language == "js":
        return [BIN / "node", script]
    if shutil.which("Rscript") is None:
        pytest.skip("no R on this machine")
    return ["Rscript", script]


@pytest.mark.parametrize(("language", "program", "shown"), RECIPES, ids=lambda part: part[:20].replace("\n", " "))
def test_a_recipe_does_what_it_says(address: str, tmp_path: Path, language: str, program: str, shown: str) -> None:
    run = command(language, program.replace("http://localhost:8000", address), tmp_path)
    done = subprocess.run(run, cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().lstrip("\ufeff").replace("\r", "") == shown


def test_every_recipe_shows_what_it_prints() -> None:
    assert all(shown for _, _, shown in RECIPES)
