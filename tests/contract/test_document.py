"""The OpenAPI document holds for the tools that people put on it: a linter, and generators of clients."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Databases, running
from tests.contract.conftest import HERE, Node

DOCUMENT = HERE.parent / "api" / "openapi.json"
PROFILE = {"force": "Leicestershire Police", "population": 1100000, "words": "a population of over 1.1 million"}
PYTHON_CLIENT = "openapi-python-client==0.29.1"
"""It runs in an environment of its own: it needs an older typer than the command line here."""


@pytest.fixture(scope="module")
def address(databases: Databases) -> Iterator[str]:
    with running(databases.seeded) as found:
        yield found


def test_the_document_is_lint_free(node: Node) -> None:
    done = node("npx", "spectral", "lint", DOCUMENT, "--ruleset", "spectral.yaml", "--fail-severity", "hint")
    assert done.returncode == 0, done.stdout


def test_a_typescript_client_fetches_a_profile(node: Node, address: str, tmp_path: Path) -> None:
    made = node("npx", "openapi-typescript", DOCUMENT, "--output", tmp_path / "schema.d.ts")
    assert made.returncode == 0, made.stderr
    shutil.copy(HERE / "profile.ts", tmp_path)
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    options = "--noEmit --strict --target es2022 --module nodenext --skipLibCheck --allowImportingTsExtensions".split()
    checked = node("npx", "tsc", *options, "--lib", "es2022,dom", "profile.ts", folder=tmp_path)
    assert checked.returncode == 0, checked.stdout
    fetched = node("node", "profile.ts", address, folder=tmp_path)
    assert fetched.returncode == 0, fetched.stderr
    assert json.loads(fetched.stdout) == PROFILE


def test_a_python_client_fetches_a_profile(address: str, tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    made = subprocess.run(
        [
            *(uv, "tool", "run", "--python", sys.executable, "--from", PYTHON_CLIENT, "openapi-python-client"),
            *("generate", "--path", DOCUMENT, "--meta", "none", "--output-path", tmp_path / "profiles_client"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    # The generator knows no bodies of plain text; it makes every operation but that one.
    assert re.findall(r"WARNING parsing (.+?) within", made.stdout + made.stderr) == ["POST /v1/extractions"]
    program = """
import json, sys
from profiles_client import Client
from profiles_client.api.forces import get_force
profile = get_force.sync("leicestershire", client=Client(sys.argv[1]), round_="2021-22")
population = profile.demographics.population
print(json.dumps({"force": profile.force.name, "population": population.value, "words": population.as_stated}))
"""
    fetched = subprocess.run(
        [
            *(uv, "run", "--no-project", "--python", sys.executable, "--with", "httpx", "--with", "attrs"),
            *("--with", "python-dateutil", "python", "-c", program, address),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert fetched.returncode == 0, fetched.stderr
    assert json.loads(fetched.stdout) == PROFILE
