"""Starting: the help, and a service that answers, load nothing that they have no use for."""

import json
import subprocess
import sys

from tests.commands import environment
from tests.conftest import ROOT, Databases

COSTLY = {
    *("alembic", "app.charts", "app.explorer.home", "app.extract", "app.load", "app.official.bundled", "jinja2", "mcp"),
    *("numpy", "prometheus_client", "psycopg", "pyarrow", "resvg_py", "selectolax", "sqlalchemy.dialects.postgresql"),
}
"""What takes long to load, or much memory, and has its use elsewhere."""
SERVE = """
from fastapi.testclient import TestClient
from app.cli.commands import command_of
command_of("serve")
from app.main import create_app
from app.server.running import make_server
from app.settings import Settings
settings = Settings()
make_server(app := create_app(settings), settings)
with TestClient(app) as client:
    for path in ("/health/ready", "/v1/forces/leicestershire", "/v1/observations?limit=1", "/openapi.json"):
        assert client.get(path).status_code == 200, path
"""
HELP = """
from app.cli import app
app(["--help"], standalone_mode=False)
"""


def loaded_by(code: str, database: str = "") -> set[str]:
    """Return the modules that a process has loaded when it has run some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys\nprint(json.dumps([*sys.modules]))"],
        cwd=ROOT,
        env=environment(database),
        capture_output=True,
        check=True,
        text=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def found_of(names: set[str], loaded: set[str]) -> set[str]:
    """Return which modules are loaded, or a part of them is."""
    return {name for name in names if any(f"{module}.".startswith(f"{name}.") for module in loaded)}


def test_a_service_loads_what_it_answers_with_alone(on_sqlite: Databases) -> None:
    loaded = loaded_by(SERVE, on_sqlite.seeded)
    assert found_of({"app.api.routes.forces", "sqlalchemy"}, loaded)
    assert not found_of(COSTLY | {"limits", "rich"}, loaded)


def test_the_help_loads_nothing_of_the_service() -> None:
    loaded = loaded_by(HELP)
    assert {module for module in loaded if module.startswith("app.")} == {
        *("app.cli", "app.cli.commands", "app.cli.signals", "app.loading")
    }
    assert not found_of(COSTLY | {"fastapi", "pydantic", "sqlalchemy"}, loaded)
