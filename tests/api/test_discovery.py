"""What tells programs, catalogues, search engines and researchers what the service is."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.vocabulary.sources import DATA_ATTRIBUTION, LICENCE_URL
from tests.bundled import FIGURES, STATEMENTS
from tests.conftest import Databases


def test_the_api_catalog_is_a_linkset_whose_links_lead_somewhere(client: TestClient) -> None:
    answer = client.get("/.well-known/api-catalog")
    assert answer.headers["Content-Type"].startswith("application/linkset+json")
    assert "rfc9727" in answer.headers["Content-Type"]
    [linkset] = answer.json()["linkset"]
    assert linkset["anchor"] == "http://testserver/v1"
    for relation in ("service-desc", "service-doc", "service-meta", "status"):
        for link in linkset[relation]:
            found = client.get(link["href"])
            assert found.status_code == 200
            assert found.headers["Content-Type"].partition(";")[0] in {
                link["type"].partition(";")[0],
                "application/json",
            }


@pytest.mark.parametrize("path", ["/.well-known/api-catalog", "/v1", "/"])
def test_programs_find_what_describes_the_service(client: TestClient, path: str) -> None:
    head = client.head(path)
    assert head.status_code == (307 if path == "/" else 200)
    links = {match[2]: match[1] for match in re.finditer(r'<([^>]+)>; rel="([^"]+)"', head.headers["Link"])}
    assert links.keys() == {"api-catalog", "service-desc", "service-doc", "license"}
    assert links.pop("license") == LICENCE_URL
    assert all(client.get(target).status_code == 200 for target in links.values())


def test_who_comes_without_an_address_is_led_to_the_documentation(client: TestClient) -> None:
    assert client.get("/").headers["Location"] == "/docs"
    assert client.get("/v1").json() == client.get("/.well-known/api-catalog").json()


@pytest.mark.parametrize("path", ["/favicon.svg", "/favicon.ico"])
def test_the_icon_is_a_drawing(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert ET.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own


def test_whom_to_tell_of_a_weakness_never_expires(on_sqlite: Databases) -> None:
    settings = Settings(database_url=on_sqlite.seeded, security_contact="mailto:security@example.org")
    app = create_app(settings)
    with TestClient(app, base_url="https://testserver") as client:
        answer = client.get("/.well-known/security.txt")
        plain = client.get("http://testserver/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=366)
    assert fields["Canonical"] == "https://testserver/.well-known/security.txt"
    assert "Canonical" not in plain.text  # RFC 9116, 2.5.2 allows https alone
    assert "Contact: mailto:security@example.org" in plain.text


def test_without_a_contact_there_is_none(client: TestClient) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer.status_code == 404
    assert "FORCE_PROFILES_SECURITY_CONTACT" in answer.json()["detail"]


def test_the_catalogue_describes_files_that_are_there(client: TestClient) -> None:
    assert client.get("/v1/bulk").status_code == 200  # which has them made, so that their sizes are known
    answer = client.get("/v1/catalogue")
    assert answer.headers["Content-Type"] == "application/ld+json"
    dataset = answer.json()
    assert dataset["@type"] == "dcat:Dataset"
    assert "open-government-licence" in dataset["dct:license"]["@id"]
    assert "HMICFRS" not in str(dataset["dct:publisher"])  # it published the statements, not what was made of them
    files = [d for d in dataset["dcat:distribution"] if "dcat:downloadURL" in d]
    assert {file["dcat:mediaType"]["@id"].rpartition("/")[2] for file in files} >= {"csv", "zip"}
    for file in files:
        content = client.get(file["dcat:downloadURL"]["@id"])
        assert len(content.content) == int(file["dcat:byteSize"]["@value"])
        assert content.status_code == 200


def test_the_catalogue_describes_every_list(client: TestClient) -> None:
    distributions = client.get("/v1/catalogue").json()["dcat:distribution"]
    lists = [
        d["dcat:accessURL"]["@id"].removeprefix("http://testserver") for d in distributions if "dcat:accessService" in d
    ]
    assert set(lists) == {
        f"/v1/{name}"
        for name in (
            *"forces observations official-figures datasets reconciliations".split(),
            *"coverage measures statements releases".split(),
        )
    }
    assert all(client.get(f"{path}?format=csv&limit=1").status_code == 200 for path in lists)


def test_search_engines_find_the_dataset_in_the_documentation(client: TestClient) -> None:
    page = client.get("/docs").text
    [embedded] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    dataset = client.get("/v1/catalogue?profile=schema.org").json()
    for file in dataset["distribution"]:  # the page makes no files, and so tells nothing of them that may change
        file.pop("contentSize", None)
        file.pop("sha256", None)
    assert json.loads(embedded) == dataset
    assert dataset["@type"] == "Dataset"


def test_language_models_are_told_every_operation(client: TestClient) -> None:
    answer = client.get("/llms.txt")
    assert answer.headers["Content-Type"].startswith("text/markdown")
    assert answer.text.startswith("# Force Profiles")
    listed = re.findall(r"^- `([A-Z]+) (\S+)`: \S", answer.text, re.MULTILINE)
    told = {
        (method.upper(), path)
        for path, methods in client.get("/openapi.json").json()["paths"].items()
        for method, operation in methods.items()
        if "operations" not in operation["tags"]
    }
    assert sorted(listed) == sorted({*told, ("POST", "/mcp")})


def test_language_models_are_told_nothing_twice_and_nothing_of_other_documents(client: TestClient) -> None:
    text = client.get("/llms.txt").text
    assert text.count(DATA_ATTRIBUTION) == 1
    assert "this document" not in text
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links == [file["href"] for file in client.get("/v1/bulk").json()["items"]]
    assert all(client.get(link).status_code == 200 for link in links)


def test_the_status_counts_what_there_is(client: TestClient) -> None:
    status = client.get("/v1/status").json()
    assert status["observations"] == FIGURES
    assert sum(status["statements"].values()) == STATEMENTS
    assert status["forces_with_a_statement"] == 43
    assert status["release"] == 1


def test_robots_may_read_and_are_told_of_all_pages(client: TestClient) -> None:
    assert client.get("/robots.txt").text == "User-agent: *\nAllow: /\nSitemap: http://testserver/sitemap.xml\n"


def test_a_problem_is_a_page_for_browsers(client: TestClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/v1/problems/unknown-force", headers=browser)
    assert page.headers["Content-Type"].startswith("text/html")
    assert '<html lang="en">' in page.text
    assert "<h1>No such force</h1>" in page.text
    for accept in ("*/*", "application/json", "text/html;q=0.5, application/json", "nonsense"):
        answer = client.get("/v1/problems/unknown-force", headers={"Accept": accept})
        assert answer.json()["title"] == "No such force"
        assert "Accept" in answer.headers["Vary"].split(", ")
