"""The examples of the OpenAPI document are answers of the service, and what they ask works when it is tried."""

import json
import os
import re
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from app.answers import extraction
from app.api.examples import ADDRESSES, ANYWHERE, BODIES, NAMED, PREFILLED, examples
from app.api.headers import HEADERS
from app.api.openapi import built
from app.api.problems import PROBLEMS
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.derived.indicators import DEFINITIONS
from app.http.problems import MEDIA_TYPE
from app.main import create_app
from app.reading import Readers
from app.settings import Settings
from app.vocabulary.measures import Topic, headline_measures
from tests.builders import formatting_bomb
from tests.conftest import LOOPBACK, ROOT, Databases, running, sqlite_alone
from tests.document import Document, Operation, headers_sent, headers_told, operations, parameters, response_of
from tests.wire import exchange, request

EXAMPLES = ROOT / "app" / "data" / "examples.json"
DOCUMENT = ROOT / "app" / "data" / "openapi.json"
UPDATE = "UPDATE_EXPECTED"
"""An environment variable: with it, what is expected is written anew, as `make examples` does."""

OF_THE_COPY = {"taken_in_at", "published_at", "modified_at", "dateModified", "dct:modified"}
"""Members that say when this copy of the data was made."""
WRITTEN = "2026-11-23T12:00:00Z"
SHOWN = 2
"""How many members of a list an example keeps: the description of the document says it."""


def document() -> Document:
    return create_app(Settings()).openapi()


def shortened(answer: Any) -> Any:  # noqa: ANN401 - JSON
    """Return JSON with the first members of its lists, and one time for all that are of the copy."""
    if isinstance(answer, dict):
        return {
            name: _at_one_time(member) if name in OF_THE_COPY else shortened(member) for name, member in answer.items()
        }
    return [shortened(member) for member in answer[:SHOWN]] if isinstance(answer, list) else answer


def _at_one_time(member: Any) -> Any:  # noqa: ANN401 - JSON
    return member | {"@value": WRITTEN} if isinstance(member, dict) else WRITTEN


# What meets each kind of problem

WRONG_NAMES = {
    "unknown-force": {"force": "leicestershyre"},
    "unknown-statement": {"round": "2031-32"},
    "unknown-measure": {"measure": "populaton"},
    "unknown-observation": {"observation": "leicestershire.2021-22.1.99"},
    "unknown-dataset": {"dataset": "workforce-mach"},
    "unknown-official-figure": {"figure": "workforce-march.2023-07-26.leicestershire.officers.2023-03-31"},
    "unknown-release": {"number": "99"},
    "unknown-file": {"file": "observation.csv"},
    "unknown-problem": {"problem": "unknown-forse"},
}
WRONG_BODIES = {
    "payload-too-large": ("text/plain", "a" * 200_001),
    "unsupported-media-type": ("application/pdf", "%PDF-1.7"),
    "not-a-statement": ("text/plain", "Leicestershire Police serves over 1.1 million people."),
    "too-costly": ("text/html", formatting_bomb(1_500)),
}


def sent_wrong(client: TestClient, path: str, method: str, operation: Operation, slug: str) -> httpx.Response:
    """Send a request that meets a kind of problem at an address of an operation."""
    address = ADDRESSES[operation["operationId"]]
    media_type, body = WRONG_BODIES.get(slug, ("text/plain", BODIES["text/plain"]))
    own = parameters(operation)
    headers = {"Accept": "image/png"} if slug == "not-acceptable" else {}
    if wrong := WRONG_NAMES.get(slug):
        right = {p["name"]: p["example"] for p in own if p["in"] == "path"}
        query = "" if f"{{{next(iter(wrong))}}}" in path else "?round=2031-32"
        address = path.format(**right | wrong) + query
    elif slug == "invalid-parameter":
        misspelt = next((p["name"][:-1] for p in own if p["in"] == "query"), "colour")
        address += f"{'&' if '?' in address else '?'}{misspelt}=1"
    if method == "get":
        return client.get(address, headers=headers)
    return client.post(address, content=body, headers=headers | {"Content-Type": media_type})


@pytest.fixture(scope="module")
def met(databases: Databases) -> dict[str, dict[str, httpx.Response]]:
    """The answers to a wrong request of each kind: by operation and slug."""
    found: dict[str, dict[str, httpx.Response]] = {ANYWHERE: {}}
    settings = Settings(database_url=databases.seeded, rate_limit=100_000, kept_bytes=0)
    with TestClient(create_app(settings), client=LOOPBACK, base_url="http://localhost:8000") as client:
        for path, method, operation in operations(document()):
            for response in operation["responses"].values():
                for slug in response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", ()):
                    answer = sent_wrong(client, path, method, operation, slug)
                    found.setdefault(operation["operationId"], {})[slug] = answer
        for slug, headers in (
            ("malformed-request", {"Host": "not one"}),
            ("not-acceptable", {"Accept": "image/png"}),
            ("precondition-failed", {"If-Match": '"other"'}),
            ("range-not-satisfiable", {"Range": "bytes=999999999-"}),
        ):
            found[ANYWHERE][slug] = client.get("/v1/forces", headers=headers)

        with pytest.MonkeyPatch.context() as patch, Readers() as unused:
            patch.setattr(extraction, "AT_ONCE", 0)
            client.app_state["page_reading"] = extraction.PageReading(unused, 0)
        found["extract_text"]["busy"] = client.post("/v1/extractions", json=BODIES["application/json"])

        async def fail(*_: object) -> None:
            raise RuntimeError

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(APIRoute, "handle", fail)
            found[ANYWHERE]["internal-error"] = client.get("/v1/forces", headers={"X-Request-ID": "4f1c2a"})
    with TestClient(create_app(settings.model_copy(update={"rate_limit": 1, "rate_seconds": 3600}))) as client:
        client.get("/v1/forces")
        found[ANYWHERE]["too-many-requests"] = client.get("/v1/forces")
    empty = databases.empty()
    engine = make_engine(empty, read_only=False)
    migrate(engine)
    engine.dispose()
    with TestClient(create_app(settings.model_copy(update={"database_url": empty}))) as client:
        found[ANYWHERE]["not-ready"] = client.get("/v1/forces")
    with running(databases.seeded, header_seconds=1) as server:
        for slug, sent in (
            ("request-timeout", b"GET /v1/forces HTTP/1.1\r\n"),
            ("uri-too-long", request("/v1/forces?" + "a" * 10_000)),
            ("headers-too-large", request("/v1/forces", "Accept: " + "a" * 10_000)),
        ):
            status, headers, body = exchange(server, sent)
            found[ANYWHERE][slug] = httpx.Response(status, headers=headers, content=body)
    return found


def asked(client: TestClient, operation: str) -> Any:  # noqa: ANN401 - JSON
    if operation in NAMED:
        return {name: shortened(client.get(path).json()) for name, path in NAMED[operation].items()}
    if operation == "extract_text":
        return shortened(client.post(ADDRESSES[operation], json=BODIES["application/json"]).json())
    answer = client.get(ADDRESSES[operation])
    return shortened(answer.json()) if "json" in answer.headers["Content-Type"] else None


def written(content: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def test_the_examples_are_what_the_service_answers(
    databases: Databases, met: dict[str, dict[str, httpx.Response]]
) -> None:
    app = create_app(Settings(database_url=databases.seeded))
    with TestClient(app, client=LOOPBACK, base_url="http://localhost:8000") as client:
        answers = {operation: answer for operation in ADDRESSES if (answer := asked(client, operation)) is not None}
    problems = {operation: {slug: answer.json() for slug, answer in kinds.items()} for operation, kinds in met.items()}
    told = problems[ANYWHERE]
    for slug, of_the_moment, shown in (
        ("too-many-requests", r"\d+ seconds", "30 seconds"),
        ("request-timeout", r"\d+ seconds", "10 seconds"),
        ("range-not-satisfiable", r"\d+ bytes", "12419 bytes"),
        ("precondition-failed", '"[0-9a-f]+"', str(HEADERS["ETag"]["example"])),  # it hangs on what compresses
    ):
        told[slug]["detail"] = re.sub(of_the_moment, shown, told[slug]["detail"])
    found = {"answers": answers, "problems": problems}
    if UPDATE in os.environ:
        EXAMPLES.write_text(written(found), encoding="utf-8")
        examples.cache_clear()
    assert examples() == found


def test_every_change_of_the_document_is_meant() -> None:
    """`make examples` writes it anew; the difference tells reviewers what users will see."""
    found = written(built(create_app(Settings())))
    if UPDATE in os.environ:
        DOCUMENT.write_text(found, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == found


@sqlite_alone
def test_the_headers_of_problems_are_those_told(met: dict[str, dict[str, httpx.Response]]) -> None:
    found = document()
    for path, _, operation in operations(found):
        for slug, answer in (met[ANYWHERE] | met.get(operation["operationId"], {})).items():
            status = answer.status_code
            if str(status) not in operation["responses"]:
                continue
            if slug in response_of(found, operation, status)["content"][MEDIA_TYPE]["examples"]:
                assert headers_sent(answer) == headers_told(found, operation, status), (path, slug)


def test_every_kind_of_problem_is_shown_where_it_is_met() -> None:
    shown = examples()["problems"]
    for operation, kinds in shown.items():
        for slug, problem in kinds.items():
            assert problem["type"] == f"/v1/problems/{slug}", operation
    slugs = {slug for kinds in shown.values() for slug in kinds}
    # No operation is described at an address that is none or a page, or for a method that it does not have.
    assert slugs == {kind.slug for kind in PROBLEMS} - {"not-found", "method-not-allowed", "format-not-offered"}


def test_the_example_of_a_problem_is_of_the_operation_that_it_stands_at() -> None:
    for path, _, operation in operations(document()):
        address = re.compile(re.sub(r"\{\w+\}", "[^/?]+", path) + r"(?:\?.*)?")
        for response in operation["responses"].values():
            for example in response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}).values():
                assert address.fullmatch(example["value"]["instance"]), (path, example)


def test_the_examples_say_much() -> None:
    shown = examples()["answers"]
    for topic in Topic:
        answer = shown[f"get_force_{topic}"]
        stated = [measure.id for measure in headline_measures(topic) if answer[measure.id] is not None]
        assert len(stated) > 1, topic
        assert answer["observations"]
        assert answer["indicators"] or all(definition.topic is not topic for definition in DEFINITIONS.values())
    for member in ("statements", "notes", "indicators"):
        assert shown["get_force"][member], member
    assert all(shown["list_force_indicators"][source]["items"] for source in ("official", "stated"))
    for operation, answer in shown.items():
        if operation.startswith("list_") and "?limit=1" in ADDRESSES[operation] and operation != "list_releases":
            assert answer["next"], operation
    assert all(shown["extract_text"][member] for member in ("observations", "notes", "unassigned"))


def test_every_example_of_a_parameter_works_alone(client: TestClient) -> None:
    for path, method, operation in operations(document()):
        if method != "get":
            continue
        own = parameters(operation)
        address = path.format(**{p["name"]: p["example"] for p in own if p["in"] == "path"})
        needed = {p["name"]: p["example"] for p in own if p["in"] == "query" and "example" in p}
        assert {(operation["operationId"], name) for name in needed} <= PREFILLED
        assert client.get(address, params=needed).status_code == 200, address
        for parameter in own:
            for example in parameter["schema"].get("examples", ()):
                instead = "measure" if parameter["name"] == "indicator" else ""
                others = {name: value for name, value in needed.items() if name != instead}
                answer = client.get(address, params=others | {parameter["name"]: example})
                assert answer.status_code == 200, answer.text


def test_every_body_is_answered_as_the_example_says(client: TestClient) -> None:
    [operation] = [operation for _, method, operation in operations(document()) if method == "post"]
    named = {p["name"]: p["schema"]["examples"][0] for p in operation["parameters"]}
    for media_type, content in operation["requestBody"]["content"].items():
        body = content["example"]
        text = json.dumps(body) if media_type == "application/json" else body
        for query in ({}, {"force": named["force"], "round": named["round"]}):
            if query and media_type == "application/json":
                continue
            answer = client.post("/v1/extractions", content=text, params=query, headers={"Content-Type": media_type})
            assert shortened(answer.json()) == examples()["answers"]["extract_text"], media_type
