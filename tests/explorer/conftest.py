"""The service in a browser."""

from collections.abc import Iterator

import pytest

from tests.conftest import Databases, running


@pytest.fixture(scope="module")
def address(on_sqlite: Databases) -> Iterator[str]:
    """The address of a service over the seeded database, which nothing changes."""
    with running(on_sqlite.seeded) as found:
        yield found
