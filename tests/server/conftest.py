"""What stands between the socket and the application is not of the database: one backend is enough."""

import pytest

from tests.conftest import Databases, sqlite_databases


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return sqlite_databases(tmp_path_factory.mktemp("server"))
