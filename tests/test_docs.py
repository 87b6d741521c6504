"""The documentation says what the program does."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import __version__
from app.settings import Settings
from app.vocabulary.measures import measures
from tests.bundled import STATEMENTS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_request_of_the_readme_gives_its_answer(client: TestClient) -> None:
    request = re.search(r"curl 'localhost:8000([^']+)'", README)
    shown = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert request
    assert shown
    assert client.get(request[1]).json() == json.loads(shown[1])


def test_every_address_of_the_service_is_in_the_readme(client: TestClient) -> None:
    for path in client.get("/openapi.json").json()["paths"]:
        named = path.removeprefix("/v1/forces/{force}") if re.fullmatch(r"/v1/forces/\{force\}/[a-z]+", path) else path
        named = re.sub(r"\{(observation|figure)\}", "{id}", named).replace("/{problem}", "")
        assert named in README, path


def test_every_setting_is_in_the_runbooks() -> None:
    runbooks = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`FORCE_PROFILES_{name.upper()}`" in runbooks


def test_settings_that_documents_name_are_settings() -> None:
    for document in (ROOT / "README.md", ROOT / "SECURITY.md", *ROOT.glob("docs/*.md")):
        for name in re.findall(r"`FORCE_PROFILES_(\w+)`", document.read_text(encoding="utf-8")):
            assert name.lower() in {*Settings.model_fields, "test_postgres_url"}, f"{document.name}: {name}"


def test_links_lead_to_files_that_exist() -> None:
    for document in (ROOT / "README.md", ROOT / "SECURITY.md", *ROOT.glob("docs/**/*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_changelog_has_this_version_and_the_figures_of_the_data(client: TestClient) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__}" in changelog
    assert f"{len(measures())} measures" in changelog
    total = client.get("/v1/status").json()["observations"]
    assert f"{total:,} reviewed figures of {STATEMENTS} statements" in changelog


def test_the_readme_says_how_much_there_is(client: TestClient) -> None:
    held = client.get("/v1/status").json()
    told = " ".join(README.split())
    assert f"{held['observations']:,} figures of {STATEMENTS} statements" in told
    assert f"{held['observations_with_place']:,} of the figures have their place" in told
    assert f"{held['observations_with_period']:,} a period" in told
    assert f"{held['statements_read_in_part']:,} of the statements were read only in part" in told


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_pin_by_hash_and_name_no_address(file: str) -> None:
    lock = (ROOT / file).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9-]+(?:\[\w+\])?==", lock, re.MULTILINE)
    assert len(pins) > 30
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock
    assert "--index" not in lock
