"""The walk through a review in docs/review.md, from its first command to its last, with what each prints."""

import os
import re
import subprocess
from pathlib import Path

from tests.commands import environment
from tests.conftest import ROOT
from tests.contract.test_recipes import BIN

WALK = ROOT / "docs" / "review.md"
STEP = re.compile(
    r"```(?P<kind>sh|diff)\n(?P<text>.*?)```\n(?:\n```(?P<shown_as>text|toml)\n(?P<shown>.*?)```\n)?", re.DOTALL
)


def test_each_step_does_what_it_shows(own_database: str, tmp_path: Path) -> None:
    walk = WALK.read_text(encoding="utf-8")
    told = walk
    for step in STEP.finditer(walk):
        if step["kind"] == "diff":
            correct(tmp_path / "surrey.toml", step["text"])
            continue
        printed = run(step["text"], tmp_path, own_database)
        if "UPDATE_EXPECTED" in os.environ:
            shown = f"```{step['shown_as']}\n"
            told = told.replace(
                f"{step['text']}```\n\n{shown}{step['shown']}", f"{step['text']}```\n\n{shown}{printed}"
            )
        else:
            assert printed == (step["shown"] or "")
    if told != walk:
        WALK.write_text(told, encoding="utf-8")


def correct(file: Path, change: str) -> None:
    """Change the lines of a file as a person does in an editor: there is one place for it."""
    lines = change.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, change
    file.write_text(text.replace(old, new), encoding="utf-8")


def run(commands: str, folder: Path, database: str) -> str:
    """Run commands and return what they print, without the space at the ends of lines and the empty lines around."""
    found = environment(database)
    found["PATH"] = f"{BIN}{os.pathsep}{found['PATH']}"
    found["COLUMNS"] = "200"
    done = subprocess.run(
        ["bash", "-euc", commands],  # noqa: S607 - that of the machine
        cwd=folder,
        env=found,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(lines).strip("\n") + "\n" if any(lines) else ""
