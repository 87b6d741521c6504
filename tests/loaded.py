"""Processes that run the program: copies of one that has loaded it, for to load it takes longer than most commands."""

import ctypes
import os
import resource
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.reduction import DupFd
from types import ModuleType
from typing import Any

from app.cli.commands import WHERE
from tests.conftest import ROOT

_CONTEXT = get_context("forkserver")
_COMMANDS = {f"app.cli.{module}" for module, _ in WHERE.values()}
_CONTEXT.set_forkserver_preload([*_COMMANDS, "app.main", "app.server.running", "app.db.postgresql", __name__])


@dataclass(frozen=True)
class Descriptor:
    """A descriptor that a process is given: by another number, which ``number`` is there."""

    number: int

    def __reduce__(self) -> tuple[Any, ...]:
        return _taken, (DupFd(self.number),)


def _taken(given: Any) -> Descriptor:  # noqa: ANN401 - the standard library's own
    return Descriptor(given.detach())


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a process is given to run the program."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    output: Descriptor
    errors: Descriptor
    input: Descriptor | None = None
    """What it reads; nothing unless given."""
    limits: Mapping[int, int] = field(default_factory=dict)
    listener: Descriptor | None = None
    """A socket to listen on, which the option ``--fd`` names."""
    code: str = ""
    """Python to run in place of the command line, to which it is what the program is."""
    privileged: bool = True
    """Whether root may read and write what others may not."""


def start(given: Given) -> ForkServerProcess:
    """Start the program in a process and a session of its own, and return when it begins."""
    begins, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(given, theirs))
    process.start()
    theirs.close()
    begins.recv()
    begins.close()
    return process


def _give_up_privileges() -> None:
    """Be nobody special to Linux, who asks what a file lets its owner do (capset(2), with every set empty)."""
    version, this_process = 0x20080522, 0
    header, sets = (ctypes.c_uint32 * 2)(version, this_process), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, sets):
        raise OSError(ctypes.get_errno(), "the privileges cannot be given up")


def _run(given: Given, begins: Connection) -> None:
    """Be the program."""
    os.setsid()
    os.chdir(ROOT)
    if given.input is not None:
        os.dup2(given.input.number, 0)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open for as long as the program runs
    os.dup2(given.output.number, 1)
    os.dup2(given.errors.number, 2)
    os.environ.clear()
    os.environ.update(given.environment)
    tempfile.tempdir = None  # it is that of the environment
    for kind, most in given.limits.items():
        resource.setrlimit(kind, (most, most))
    if not given.privileged:
        _give_up_privileges()
    arguments = [*given.arguments]
    if given.listener is not None:
        arguments += ["--fd", str(given.listener.number)]
    begins.send("begins")
    begins.close()
    if "LD_PRELOAD" in given.environment:  # which the system looks at when it loads a program
        os.execv(sys.executable, [sys.executable, "-m", "app.cli", *arguments])  # noqa: S606 - itself
    program = sys.modules["__main__"] = ModuleType("__main__")  # what is started from here loads nothing of the tests
    sys.argv = ["force-profiles", *arguments]
    exec(compile(given.code or "from app.cli import app; app()", "program", "exec"), vars(program))  # noqa: S102 - of a test
