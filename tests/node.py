"""Tools of Node, installed from the lock file in tests/contract."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

FOLDER = Path(__file__).parent / "contract"
MODULES = FOLDER / "node_modules"
Node = Callable[..., subprocess.CompletedProcess[str]]


def tools(lock: Path) -> Node:
    """Return what runs a tool of Node (``npx spectral ...``) in the folder of its packages, or in another one.

    Of all that run the tests and name the same lock, one installs the packages.
    """
    bin_ = Path(sys.executable).parent
    if not (bin_ / "npm").exists():
        pytest.skip("no Node.js in the environment: install the development dependencies")

    def run(*command: str | Path, folder: Path = FOLDER) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [bin_ / command[0], *command[1:]], cwd=folder, capture_output=True, text=True, check=False
        )

    installed, wanted = MODULES / ".package-lock.json", FOLDER / "package-lock.json"
    with FileLock(lock):
        if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
            shutil.rmtree(MODULES, ignore_errors=True)
            done = run("npm", "ci")
            assert done.returncode == 0, done.stderr
    return run
