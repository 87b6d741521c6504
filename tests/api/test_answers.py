"""Every answer in JSON is what its response model says: it is written from the model, and not checked when sent."""

from collections.abc import Iterator
from functools import cache

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.main import create_app
from app.settings import Settings
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from tests.api.test_conformance import PATHS, address
from tests.conftest import sqlite_alone


@cache
def models() -> dict[str, TypeAdapter[object]]:
    """Return the response models of the routes, by path."""
    routes = iter_route_contexts(create_app(Settings()).routes)
    return {
        str(route.path): TypeAdapter(model) for route in routes if (model := getattr(route, "response_model", None))
    }


OF_A_FORCE = ("", "/geography", "/demographics", "/budget", "/workforce", "/demand", "/indicators")


def asked() -> Iterator[tuple[str, str]]:
    """Yield addresses with the paths of their routes."""
    yield from ((path, address(path)) for path in PATHS if path in models())
    for force in forces():
        yield from ((f"/v1/forces/{{force}}{of}", f"/v1/forces/{force}{of}") for of in OF_A_FORCE)
        yield "/v1/forces/{force}/indicators", f"/v1/forces/{force}/indicators?source=official"
        yield "/v1/forces/{force}/similar", f"/v1/forces/{force}/similar"
    for measure in measures().values():
        for source in ("official", "stated") if measure.headline else ():
            yield "/v1/compare", f"/v1/compare?measure={measure.id}&source={source}"
            yield "/v1/forces/{force}/series", f"/v1/forces/kent/series?measure={measure.id}&source={source}"
    for path in ("observations", "official-figures", "reconciliations", "coverage", "statements"):
        yield f"/v1/{path}", f"/v1/{path}?limit=1000"
    for path in ("observations", "official-figures"):
        yield f"/v1/{path}", f"/v1/{path}?force=kent&measure=airports"


@sqlite_alone
@pytest.mark.parametrize(("path", "found"), list(asked()))
def test_an_answer_is_what_its_model_says(client: TestClient, path: str, found: str) -> None:
    answer = client.get(found)
    if answer.status_code == 422:  # no official statistics count the measure
        assert "source" in answer.text
        return
    assert answer.status_code == 200, answer.text
    read = models()[path].validate_json(answer.content)
    assert models()[path].dump_json(read) == answer.content
