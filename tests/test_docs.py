"""The documentation says what the program does."""

import json
import re
from enum import StrEnum
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import __version__
from app.settings import Settings
from app.vocabulary.measures import measures
from app.vocabulary.official import Designation, GapCode, Grade, Vintage
from app.vocabulary.reconciliations import Reason, Relation
from tests.bundled import EDITIONS, STATEMENTS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OFFICIAL_STATISTICS = (ROOT / "docs" / "official-statistics.md").read_text(encoding="utf-8")


def test_the_requests_of_the_readme_give_their_answers(client: TestClient) -> None:
    shown = re.findall(r"curl 'localhost:8000([^']+)'\n```\n\n```json\n(.*?)```", README, re.DOTALL)
    assert len(shown) == README.count("curl '")
    for request, answer in shown:
        assert client.get(request).json() == json.loads(answer), request


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


def test_links_lead_to_headings_that_exist() -> None:
    for document in (ROOT / "README.md", ROOT / "SECURITY.md", *ROOT.glob("docs/**/*.md")):
        for target, heading in re.findall(r"\]\((?!http)([^)#]*)#([^)]+)\)", document.read_text(encoding="utf-8")):
            linked = (document.parent / target if target else document).read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.+)$", linked, re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", found).lower().replace(" ", "-") for found in headings}
            assert heading in slugs, f"{document.name}: {target}#{heading}"


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
    assert f"{held['official_figures']:,} official figures in {held['datasets']} datasets" in told
    laid, agree, near = (
        client.get("/v1/reconciliations", params={"relation": relations, "limit": 1}).json()["total"]
        for relations in ([], ["agrees"], ["near"])
    )
    assert f"{laid:,} of the stated figures have been laid beside official ones: {agree:,} agree" in told
    assert f"{near:,} are near" in told


def test_the_table_of_datasets_is_that_of_the_catalogue(client: TestClient) -> None:
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \| ([^|]+) \| [^|]+ \|((?: [^|]+ \|){5})$", OFFICIAL_STATISTICS, re.MULTILINE
    )
    told = [(id_, publisher, *cells[:-1].strip().split(" | ")) for id_, publisher, cells in rows]
    assert told == [
        (
            dataset["id"],
            dataset["publisher"],
            dataset["first"],
            dataset["last"],
            f"{dataset['figures']:,}",
            _in_order(Grade, {edition.grade for edition in EDITIONS if edition.dataset == dataset["id"]}),
            _in_order(Vintage, {edition.vintage for edition in EDITIONS if edition.dataset == dataset["id"]}),
        )
        for dataset in client.get("/v1/datasets").json()["items"]
    ]


def _in_order(names: type[Grade | Vintage], those: set[Grade] | set[Vintage]) -> str:
    return ", ".join(name for name in names if name in those)


@pytest.mark.parametrize("names", [Grade, Vintage, Designation, GapCode, Relation, Reason])
def test_every_word_of_official_statistics_is_explained(names: type[StrEnum]) -> None:
    for name in names:
        assert f"`{name}`" in OFFICIAL_STATISTICS, name


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_pin_by_hash_and_name_no_address(file: str) -> None:
    lock = (ROOT / file).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9-]+(?:\[\w+\])?==", lock, re.MULTILINE)
    assert len(pins) > 30
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock
    assert "--index" not in lock
