"""Schemathesis tries every operation with inputs drawn from its schema, right and wrong ones, by all its checks."""

import os
import re
import subprocess
import sys
from pathlib import Path

from app.main import create_app
from app.settings import Settings
from tests.conftest import ROOT, Databases, running, sqlite_alone
from tests.document import operations

COMMAND = Path(sys.executable).with_name("schemathesis")


@sqlite_alone
def test_the_service_keeps_its_contract(databases: Databases) -> None:
    with running(databases.seeded) as address:
        done = subprocess.run(
            [
                *(COMMAND, "run", f"{address}/openapi.json"),
                *("--checks", "all", "--phases", "examples,coverage,fuzzing,stateful"),
                *("--max-examples", "10", "--seed", "1", "--suppress-health-check", "all"),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": "tests.contract.hooks"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-8000:]
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested is not None, done.stdout
    assert int(tested[1]) == len(list(operations(create_app(Settings()).openapi())))
