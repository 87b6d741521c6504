"""The documentation of the pages names those that there are, and what each takes."""

import re
from collections.abc import Iterator

from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.explorer.routes import ADDRESSES, routes
from tests.test_docs import ROOT

EXPLORER = (ROOT / "docs" / "explorer.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(/[^`]*)` \| [^|]+ \| ([^|]*) \|$", EXPLORER, re.MULTILINE))
SENT = {"text", "force", "round"}
"""What the form to try a text sends."""


def taken() -> Iterator[tuple[str, set[str]]]:
    """Yield the addresses of the pages, and the parameters of their queries."""
    for route in routes():
        assert isinstance(route, APIRoute)
        names: set[str] = set()
        for field in route.dependant.query_params:
            model = field.field_info.annotation
            names |= (
                {*model.model_fields} if isinstance(model, type) and issubclass(model, BaseModel) else {field.alias}
            )
        yield route.path_format, names


def test_every_address_is_told_and_is_there() -> None:
    assert all(f"`{address}" in EXPLORER for address in ADDRESSES)
    assert ROWS.keys() <= {*ADDRESSES}


def test_the_parameters_that_are_told_are_taken() -> None:
    parameters = dict(taken())
    for address, told in ROWS.items():
        named = set(re.findall(r"`(\w+)`", told))
        assert named - SENT <= parameters[address], address
