"""The machine that is measured on: its cores, what processes use of it, and where large files are kept between runs."""

import os
import platform
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
PACKAGES = ("fastapi", "starlette", "pydantic", "sqlalchemy", "uvicorn", "uvloop", "httptools", "psycopg")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MIB = 1024 * 1024


class UnavailableError(Exception):
    """A peer or a tool cannot be had on this machine; the message says why."""


class Cores(NamedTuple):
    """The core that servers run on, and the one of whoever asks them: the same, where there is one alone."""

    server: int
    client: int


def cores() -> Cores:
    """Return the cores to use."""
    mine = sorted(os.sched_getaffinity(0))
    return Cores(mine[0], mine[-1])


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Run this thread, and what it starts meanwhile, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def folder() -> Path:
    """Return the folder for what is kept between runs: BENCH_DATA, or one among temporary files."""
    path = Path(os.environ.get("BENCH_DATA") or Path(tempfile.gettempdir()) / "force-profiles-bench")
    path.mkdir(parents=True, exist_ok=True)
    return path


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
    return port


def cpu_seconds(process: int) -> float:
    """Return the seconds of a core that a process and those it started have taken."""
    taken = 0
    for member in _family(process):
        with suppress(OSError):
            fields = Path(f"/proc/{member}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            taken += sum(map(int, fields[11:15]))  # its own, and that of those it started which have ended
    return taken / TICKS


def cpu_seconds_of_ended(process: int) -> float:
    """Return the seconds of a core that those took which a process started and which have ended."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[13:15])) / TICKS


def resident_mib(process: int) -> float:
    """Return the memory that a process and those it started hold; pages that they share count once for each."""
    pages = 0
    for member in _family(process):
        with suppress(OSError):
            pages += int(Path(f"/proc/{member}/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE / MIB


def peak_mib(process: int) -> float:
    """Return the most memory that a process has held at once."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def _family(process: int) -> Iterator[int]:
    yield process
    for thread in Path(f"/proc/{process}/task").glob("*"):
        with suppress(OSError):
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))


def description() -> str:
    """Return what the machine is, in a line."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next((line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PHYS_PAGES") * PAGE / MIB / 1024
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def versions() -> dict[str, str]:
    """Return the versions of what every part uses."""
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return found | {name: version(name) for name in PACKAGES}


def code() -> str:
    """Return which code is measured: the version of the service, and the commit where that is known."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return f"force-profiles {version('force-profiles')}" + (f" ({commit})" if commit else "")


def require_linux() -> None:
    """End where processes cannot be kept to cores, or their use of them is not told."""
    if sys.platform != "linux":
        raise SystemExit("benchmarks: they need Linux, which tells what each process takes")
