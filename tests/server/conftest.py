"""What stands between the socket and the application is not of the database: one backend is enough."""

import pytest

from tests.conftest import Databases


@pytest.fixture(scope="session")
def databases(on_sqlite: Databases) -> Databases:
    return on_sqlite
