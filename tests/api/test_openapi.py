"""The OpenAPI document as a product: complete, with examples that are true, and not changed by accident."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.examples import ADDRESSES, EXTRACTION, LONG, NOT_ACCEPTABLE, PROBLEMS, examples
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.main import create_app
from app.settings import Settings
from tests.conftest import ROOT, Databases, service

EXAMPLES = ROOT / "app" / "data" / "examples.json"
SNAPSHOT = Path(__file__).with_name("openapi.json")
UPDATE = "UPDATE_EXPECTED"
"""An environment variable: with it, what is expected is written anew, as `make examples` does."""

OF_THE_COPY = {"taken_in_at", "published_at", "modified_at", "dateModified"}
"""Members that say when this copy of the data was made."""
WRITTEN = "2026-11-23T12:00:00Z"


def timeless(answer: Any) -> Any:  # noqa: ANN401 - JSON
    """Return JSON with one time for all that are of the copy."""
    if isinstance(answer, dict):
        return {name: WRITTEN if name in OF_THE_COPY else timeless(member) for name, member in answer.items()}
    return [timeless(member) for member in answer] if isinstance(answer, list) else answer


def faults(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what any address may answer: that too much was asked, and that the service failed."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    settings = Settings(database_url=databases.seeded, rate_limit=1, rate_seconds=3600)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client, monkeypatch.context() as patch:
        patch.setattr("app.queries.profiles.profile", fail)
        failed = client.get("/v1/forces/kent", headers={"X-Request-ID": "4f1c2a"}).json()
        client.get("/v1/forces")
        refused = client.get("/v1/forces").json()
    refused["detail"] = re.sub(r"\d+ seconds", "30 seconds", refused["detail"])
    return {"429": refused, "500": failed}


def answers(client: TestClient, empty_database: str) -> dict[str, Any]:
    found = {operation: timeless(client.get(path).json()) for operation, path in ADDRESSES.items()}
    operation, path, members = LONG
    long = client.get(path).json()
    found[operation] = timeless(long | {members: long[members][:1]})
    operation, path, text = EXTRACTION
    found[operation] = client.post(path, content=text, headers={"Content-Type": "text/plain"}).json()
    for status, path in PROBLEMS.items():
        answer = client.get(path, headers=NOT_ACCEPTABLE if status == 406 else {})
        assert answer.status_code == status
        found[str(status)] = answer.json()
    _, path, _ = EXTRACTION
    for status, media_type, length in ((413, "text/plain", 200_001), (415, "application/pdf", 1)):
        answer = client.post(path, content=b"a" * length, headers={"Content-Type": media_type})
        assert answer.status_code == status
        found[str(status)] = answer.json()
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    engine.dispose()
    with service(empty_database) as unready:
        found["503"] = unready.get("/v1/forces").json()
    return found


def written(content: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_the_examples_are_what_the_service_answers(
    client: TestClient, databases: Databases, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answers(client, empty_database) | faults(databases, monkeypatch)
    if UPDATE in os.environ:
        EXAMPLES.write_text(written(found), encoding="utf-8")
        examples.cache_clear()
    assert examples() == found


def test_every_change_of_the_document_is_meant(client: TestClient) -> None:
    """`make examples` writes it anew; the difference tells reviewers what users will see."""
    found = written(document(client))
    if UPDATE in os.environ:
        SNAPSHOT.write_text(found, encoding="utf-8")
    assert SNAPSHOT.read_text(encoding="utf-8") == found


def test_every_operation_has_an_example_of_every_json_answer(client: TestClient) -> None:
    for path, methods in document(client)["paths"].items():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {}).get("application/json")
                if content is not None and status == "200" and "$ref" in content["schema"]:
                    assert "example" in content, (path, status)
                problem = response.get("content", {}).get("application/problem+json")
                assert problem is None or str(problem["example"]["status"]) == status, (path, status)
            for parameter in operation.get("parameters", ()):
                shown = {"example", "examples"} & (parameter.keys() | parameter["schema"].keys())
                assert shown or parameter["name"] == "cursor", (path, parameter["name"])


def test_everything_is_described(client: TestClient) -> None:
    found = document(client)
    assert {"license", "contact", "description", "summary", "version"} <= found["info"].keys()
    assert found["servers"]
    tags = {tag["name"] for tag in found["tags"]}
    for path, methods in found["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert set(operation["tags"]) <= tags
            assert len(operation["tags"]) == 1
            assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", operation["operationId"])
            for parameter in operation.get("parameters", ()):
                assert parameter.get("description"), (path, parameter["name"])
    for name, schema in found["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            assert described.get("description"), (name, field)


def test_what_is_always_there_is_required(client: TestClient) -> None:
    schemas = document(client)["components"]["schemas"]
    for name, schema in schemas.items():
        if schema.get("type") == "object" and "properties" in schema:
            assert set(schema.get("required", ())) == set(schema["properties"]), name


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_the_pages_show_this_document(client: TestClient, page: str) -> None:
    assert "/openapi.json" in client.get(page).text
