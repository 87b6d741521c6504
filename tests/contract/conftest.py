"""Tools of Node for the contract, installed from the lock file beside this one."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

HERE = Path(__file__).parent
Node = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Run a tool of Node (``npx spectral ...``) in this folder, or in another one."""
    bin_ = Path(sys.executable).parent
    if not (bin_ / "npm").exists():
        pytest.skip("no Node.js in the environment: install the development dependencies")
    installed = HERE / "node_modules" / ".package-lock.json"
    lock = HERE / "package-lock.json"

    def run(*command: str | Path, folder: Path = HERE) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [bin_ / command[0], *command[1:]], cwd=folder, capture_output=True, text=True, check=False
        )

    with FileLock(tmp_path_factory.getbasetemp().parent / "node.lock"):  # of all that run the tests, one installs
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            shutil.rmtree(HERE / "node_modules", ignore_errors=True)
            done = run("npm", "ci")
            assert done.returncode == 0, done.stderr
    return run
