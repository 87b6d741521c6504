"""The pages that there are: all of them are loaded together, and known by their addresses before."""

from app.explorer.routes import ADDRESSES, Explorer


def test_the_addresses_that_are_suggested_are_those_that_there_are() -> None:
    assert set(ADDRESSES) == {getattr(route, "path_format", "") for route in Explorer().routes}
