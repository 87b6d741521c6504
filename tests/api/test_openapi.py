"""The OpenAPI document as a product: complete, true to what is sent, and readable by what generates clients."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.api.examples import ADDRESSES, BODIES, PREFILLED, models_in
from app.api.openapi import built
from app.main import create_app
from app.settings import Settings
from tests.conftest import LOOPBACK, Databases, sqlite_alone
from tests.document import Document, headers_sent, headers_told, operations, parameters


@pytest.fixture(scope="module")
def document() -> Document:
    return create_app(Settings()).openapi()


def test_everything_is_described(document: Document) -> None:
    assert {"license", "contact", "description", "summary", "version"} <= document["info"].keys()
    assert document["servers"]
    assert document["security"] == []
    tags = {tag["name"] for tag in document["tags"]}
    for path, _, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert set(operation["tags"]) <= tags
        assert len(operation["tags"]) == 1
        assert re.fullmatch(r"[a-z]+(?:_[a-z]+)+", operation["operationId"])
        assert operation["responses"]["200"]["description"] != "Successful Response", path
        for parameter in parameters(operation):
            assert len(parameter["description"].split()) > 1, (path, parameter["name"])
    for name, schema in document["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            assert described.get("description"), (name, field)


NO_MODELS = ({"type": "object"}, {"type": "string", "format": "binary"})


def test_every_answer_and_every_input_has_an_example(document: Document) -> None:
    shared = document["components"]["responses"].values()
    for path, _, operation in operations(document):
        for response in [*operation["responses"].values(), *shared]:
            for media_type, content in response.get("content", {}).items():
                if media_type.endswith(("/json", "+json")) and content["schema"] not in NO_MODELS:
                    assert content.get("example") or content["examples"], (path, media_type)
                for name, example in content.get("examples", {}).items():
                    assert example["value"], (path, name)
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert content["example"]
        for parameter in parameters(operation):
            shown = {"example", "examples"} & (parameter.keys() | parameter["schema"].keys())
            assert shown or parameter["name"] == "cursor", (path, parameter["name"])


def test_every_leaf_of_a_model_has_an_example(document: Document) -> None:
    schemas = document["components"]["schemas"]
    without = {
        (model, field)
        for model, schema in schemas.items()
        for field, described in schema.get("properties", {}).items()
        if not models_in(described, schemas) and "examples" not in described
    }
    # A list of one page has no `next`, and of releases the bundled data has one.
    assert {field for _, field in without} <= {"next"}


def test_what_is_always_there_is_required(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        if schema.get("type") == "object" and "properties" in schema and name != "SentPage":
            assert set(schema.get("required", ())) == set(schema["properties"]), name


# What generators of clients stumble over


def test_no_schema_is_null_alone(document: Document) -> None:
    for schema in document["components"]["schemas"].values():
        for described in schema.get("properties", {}).values():
            assert described.get("type") != "null", described


def test_parameters_are_in_the_order_of_the_path(document: Document) -> None:
    for path, _, operation in operations(document):
        names = [parameter["name"] for parameter in parameters(operation) if parameter["in"] == "path"]
        assert names == re.findall(r"\{(\w+)\}", path)


def test_parameters_are_what_http_can_send(document: Document) -> None:
    for path, _, operation in operations(document):
        for parameter in parameters(operation):
            schema = parameter["schema"]
            assert "anyOf" not in schema, (path, parameter["name"])
            assert schema.get("type") in {"string", "integer", "number", "boolean", "array"} or "$ref" in schema
            if parameter["name"] in {"min_value", "max_value"}:
                assert schema["type"] == "number"
                assert {"minimum", "maximum"} <= schema.keys()


def test_only_what_is_needed_is_filled_in_beforehand(document: Document) -> None:
    """Pages that try an operation out fill in what has an `example` beside its schema."""
    filled = {
        (operation["operationId"], parameter["name"])
        for _, _, operation in operations(document)
        for parameter in parameters(operation)
        if parameter["in"] == "query" and "example" in parameter
    }
    assert filled == PREFILLED
    for path, _, operation in operations(document):
        for parameter in parameters(operation):
            assert parameter["in"] == "query" or "example" in parameter, path


# Headers and statuses


@pytest.fixture(scope="module")
def limited(databases: Databases) -> Iterator[TestClient]:
    """A client of a service with every header that an operator can set."""
    settings = Settings(database_url=databases.seeded, rate_limit=100_000, request_ids=True)
    with TestClient(create_app(settings), client=LOOPBACK, follow_redirects=False) as client:
        yield client


@sqlite_alone
def test_the_headers_sent_are_those_told(document: Document, limited: TestClient) -> None:
    for path, method, operation in operations(document):
        address = ADDRESSES[operation["operationId"]]
        if method == "get":
            answers = [limited.get(address)]
            if "format" in {parameter["name"] for parameter in parameters(operation)}:
                answers.append(limited.get(f"{address}{'&' if '?' in address else '?'}format=csv"))
        else:
            answers = [limited.post(address, json=BODIES["application/json"])]
        assert {answer.status_code for answer in answers} == {200}
        assert set.union(*map(headers_sent, answers)) == headers_told(document, operation, 200), path
        required = {name.lower() for name, header in document["components"]["headers"].items() if header["required"]}
        for answer in answers:
            assert required & headers_told(document, operation, 200) <= headers_sent(answer), path


@sqlite_alone
def test_304_is_told_where_it_is_answered(document: Document, limited: TestClient) -> None:
    for path, method, operation in operations(document):
        if method != "get":
            continue
        answer = limited.get(ADDRESSES[operation["operationId"]], headers={"If-None-Match": "*"})
        assert (answer.status_code == 304) == ("304" in operation["responses"]), path
        refers = {"$ref": "#/components/parameters/If-None-Match"} in operation.get("parameters", ())
        assert refers == (answer.status_code == 304)
        if answer.status_code == 304:
            assert headers_told(document, operation, 304) <= headers_sent(answer)


@sqlite_alone
def test_308_is_told_where_a_force_is_named(document: Document, limited: TestClient) -> None:
    for path, _, operation in operations(document):
        assert ("308" in operation["responses"]) == ("{force}" in path)
        if "{force}" in path:
            address = ADDRESSES[operation["operationId"]]
            [force] = [p["example"] for p in parameters(operation) if p["name"] == "force"]
            answer = limited.get(address.replace(force, force.upper()))
            assert (answer.status_code, answer.headers["Location"]) == (308, address)
            assert headers_sent(answer) == headers_told(document, operation, 308)


def test_an_operation_that_ends_says_so_in_its_headers() -> None:
    app = create_app(Settings())
    document = app.openapi()

    @app.get("/v1/old", deprecated=True)
    def get_old() -> dict[str, str]:
        """Answer what there was."""
        return {}

    ending = built(app)
    headers = ending["paths"]["/v1/old"]["get"]["responses"]["200"]["headers"]
    assert {"Deprecation", "Sunset", "Link"} <= headers.keys() <= ending["components"]["headers"].keys()
    assert not {"Deprecation", "Sunset"} & document["components"]["headers"].keys()


@sqlite_alone
@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_the_pages_show_this_document(client: TestClient, page: str) -> None:
    assert "/openapi.json" in client.get(page).text


def test_values_that_may_be_added_are_no_closed_enumerations(document: Document) -> None:
    """docs/api.md promises that new ones are no breaking change; what parameters take is told at once."""
    schemas = document["components"]["schemas"]
    assert not re.search(r"'enum':", str(schemas))
    assert {"people", "gbp"} <= set(schemas["Unit"]["x-extensible-enum"])
    for name in ("Unit", "Topic", "Qualifier", "Status"):
        assert schemas[name]["type"] == "string"
    observations = document["paths"]["/v1/observations"]["get"]
    taken = {parameter["name"]: parameter["schema"] for parameter in parameters(observations)}
    assert taken["status"]["items"]["enum"] == schemas["Status"]["x-extensible-enum"]


def test_forces_measures_and_rounds_are_named_types_told_once(document: Document) -> None:
    schemas = document["components"]["schemas"]
    names = {"force": "ForceId", "measure": "MeasureId", "round": "Round"}
    for model, schema in schemas.items():
        for field in names.keys() & schema.get("properties", {}).keys():
            told = str(schema["properties"][field])
            assert f"#/components/schemas/{names[field]}'" in told or "/Force'" in told, (model, field)
    for path, _, operation in operations(document):
        for parameter in parameters(operation):
            if parameter["name"] in names:
                assert f"/{names[parameter['name']]}'" in str(parameter["schema"]), (path, parameter["name"])
    assert str(document).count("'police_dogs'") <= 1
    assert "pattern" not in schemas["SentPage"]["properties"]["round"]
    assert schemas["Round"]["pattern"]


def test_files_are_bytes_and_releases_are_numbered(document: Document) -> None:
    content = document["paths"]["/v1/bulk/{file}"]["get"]["responses"]["200"]["content"]
    assert next(iter(content)) == "application/octet-stream"
    assert all(told["schema"] == {"type": "string", "format": "binary"} for told in content.values())
    operation = document["paths"]["/v1/bulk/{file}"]["get"]
    assert operation["responses"]["206"]["content"] == content
    assert "Content-Range" in operation["responses"]["206"]["headers"]
    assert {"206", "416"} <= operation["responses"].keys()
    [number] = parameters(document["paths"]["/v1/releases/{number}"]["get"])
    assert number["schema"]["type"] == "integer"
