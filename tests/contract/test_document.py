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

from tests.conftest import ROOT, Databases, running
from tests.document import operations
from tests.node import FOLDER, MODULES, Node

DOCUMENT = ROOT / "app" / "data" / "openapi.json"
ANSWERS = {
    "force": "Leicestershire Police",
    "population": 1100000,
    "words": "a population of over 1.1 million",
    "first": "avon-and-somerset",
    "following": True,
    "compared": ["kent", "leicestershire"],
    "read": ["pcsos"],
    "nearest": "leicestershire",
    "file": True,
    "bytes": True,
    "release": 1,
}
"""What a client fetches: of a profile, a list, a comparison, a text that it sends, a problem, files and a release."""
UV = Path(sys.executable).with_name("uv")
GENERATOR = "openapi-generator-cli==7.26.0"
PYTHON_CLIENT = "openapi-python-client==0.29.1"
"""It runs in an environment of its own: it needs an older typer than the command line here."""

ASKING = """
import json
import sys

from profiles_client import Client
from profiles_client.api.bulk import get_bulk_file
from profiles_client.api.comparison import compare_forces
from profiles_client.api.extractions import extract_text
from profiles_client.api.forces import get_force, list_forces
from profiles_client.api.releases import get_release
from profiles_client.models import SentPage

client = Client(sys.argv[1])
profile = get_force.sync("leicestershire", client=client, round_="2021-22")
forces = list_forces.sync(client=client, limit=1)
two = ["kent", "leicestershire"]
comparison = compare_forces.sync(client=client, measure="population", forces=two)
read = extract_text.sync(
    client=client, body=SentPage(text="It has 300 PCSOs.", force="leicestershire", round_="2021-22")
)
problem = get_force.sync("leicestershyre", client=client)
files = {name: get_bulk_file.sync(name, client=client).payload.read() for name in ("README.md", "forces.parquet")}
population = profile.demographics.population
answers = {
    "force": profile.force.name,
    "population": population.value,
    "words": population.as_stated,
    "first": forces.items[0].id,
    "following": forces.next_ is not None,
    "compared": [item.force for item in comparison.items],
    "read": [observation.measure for observation in read.observations],
    "nearest": problem.nearest[0],
    "file": files["README.md"].startswith(b"#"),
    "bytes": files["forces.parquet"].startswith(b"PAR1"),
    "release": get_release.sync(1, client=client).number,
}
print(json.dumps(answers))
"""
"""Asks a service with the client that openapi-python-client makes."""

ASKING_GENERATED = """
import json
import sys

from profiles_generated import ApiClient, ApiException, Configuration
from profiles_generated.api import BulkApi, ComparisonApi, ExtractionsApi, ForcesApi, ReleasesApi
from profiles_generated.models import ProblemDetails, SentPage

with ApiClient(Configuration(host=sys.argv[1])) as client:
    profile = ForcesApi(client).get_force("leicestershire", round="2021-22")
    forces = ForcesApi(client).list_forces(limit=1)
    comparison = ComparisonApi(client).compare_forces(measure="population", forces=["kent", "leicestershire"])
    page = SentPage(text="It has 300 PCSOs.", force="leicestershire", round="2021-22")
    read = ExtractionsApi(client).extract_text(page)
    try:
        ForcesApi(client).get_force("leicestershyre")
    except ApiException as error:
        problem = ProblemDetails.from_json(error.body)
    files = {name: BulkApi(client).get_bulk_file(name) for name in ("README.md", "forces.parquet")}
    release = ReleasesApi(client).get_release(1)
population = profile.demographics.population
answers = {
    "force": profile.force.name,
    "population": population.value,
    "words": population.as_stated,
    "first": forces.items[0].id,
    "following": forces.next is not None,
    "compared": [item.force for item in comparison.items],
    "read": [observation.measure for observation in read.observations],
    "nearest": problem.nearest[0],
    "file": files["README.md"].startswith(b"#"),
    "bytes": files["forces.parquet"].startswith(b"PAR1"),
    "release": release.number,
}
print(json.dumps(answers))
"""
"""Asks a service with the client that openapi-generator makes."""


@pytest.fixture(scope="module")
def address(on_sqlite: Databases) -> Iterator[str]:
    with running(on_sqlite.seeded) as found:
        yield found


def test_the_document_is_lint_free(node: Node) -> None:
    done = node("npx", "spectral", "lint", DOCUMENT, "--ruleset", "spectral.yaml", "--fail-severity", "hint")
    assert done.returncode == 0, done.stdout


def test_a_typescript_client_fetches_what_there_is(node: Node, address: str, tmp_path: Path) -> None:
    made = node("npx", "openapi-typescript", DOCUMENT, "--output", tmp_path / "schema.d.ts")
    assert made.returncode == 0, made.stderr
    shutil.copy(FOLDER / "client.ts", tmp_path)
    (tmp_path / "node_modules").symlink_to(MODULES)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    options = "--noEmit --strict --target es2022 --module nodenext --skipLibCheck --allowImportingTsExtensions".split()
    checked = node("npx", "tsc", *options, "--lib", "es2022,dom", "client.ts", folder=tmp_path)
    assert checked.returncode == 0, checked.stdout
    fetched = node("node", "client.ts", address, folder=tmp_path)
    assert fetched.returncode == 0, fetched.stderr
    assert json.loads(fetched.stdout) == ANSWERS


def test_a_python_client_fetches_what_there_is(address: str, tmp_path: Path) -> None:
    made = subprocess.run(
        [
            *(UV, "tool", "run", "--python", sys.executable, "--from", PYTHON_CLIENT, "openapi-python-client"),
            *("generate", "--path", DOCUMENT, "--meta", "none", "--output-path", tmp_path / "profiles_client"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    made_of = {file.stem for file in (tmp_path / "profiles_client" / "api").glob("*/*.py")} - {"__init__"}
    assert made_of == {operation["operationId"] for _, _, operation in operations(document)}
    # It knows no pictures, and no bodies of plain text, where it makes the operation with JSON.
    told = re.findall(r"WARNING parsing (.+?) within .*?\n\n(.+?)\n", made.stdout + made.stderr)
    pictures = {of for of, why in told if "(Unsupported content_type image/" in why}
    assert all(of.startswith("GET /v1/charts/") for of in pictures)
    assert [one for one in told if one[0] not in pictures] == [
        ("POST /v1/extractions", f"Unsupported content type text/{kind}") for kind in ("plain", "html")
    ]
    assert asked(ASKING, address, tmp_path, "httpx", "attrs", "python-dateutil") == ANSWERS


def test_a_client_of_openapi_generator_fetches_what_there_is(address: str, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine")
    made = subprocess.run(
        [
            *(UV, "tool", "run", "--python", sys.executable, "--from", GENERATOR, "openapi-generator-cli", "generate"),
            *("-i", DOCUMENT, "-g", "python", "-o", tmp_path, "--package-name", "profiles_generated"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    wrapped = [file.stem for file in (tmp_path / "profiles_generated" / "models").glob("*.py") if is_a_choice(file)]
    assert wrapped == []
    needed = ("urllib3", "python-dateutil", "pydantic", "typing-extensions")
    assert asked(ASKING_GENERATED, address, tmp_path, *needed) == ANSWERS


def is_a_choice(file: Path) -> bool:
    """Return whether a class wraps values of several types, which those who use it would have to unwrap."""
    return "actual_instance" in file.read_text(encoding="utf-8")


def asked(program: str, address: str, folder: Path, *needed: str) -> object:
    """Return what a program prints that asks the service by a client in a folder, in an environment of its own."""
    packages = [part for package in needed for part in ("--with", package)]
    fetched = subprocess.run(
        [UV, "run", "--no-project", "--python", sys.executable, *packages, "python", "-c", program, address],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert fetched.returncode == 0, fetched.stderr
    return json.loads(fetched.stdout)
