"""The command line, run as its users run it, and a page for it."""

import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.loaded import Descriptor, Given, start

PAGE = """\
Surrey Police 2024/25

The force says...

The force serves a population of over 1.2 million. It works from seven sites.

Disclaimer: this was prepared by Surrey Police.
"""

ENDS = 120.0
"""In how many seconds a command must have ended: wide, for what must not be is for ever."""


def run(
    *arguments: str | Path, database: str = "", stdin: str = "", **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end in a process of its own, with no settings but those given."""
    return _run(arguments, environment(database, **settings), stdin=stdin)


def run_confined(
    *arguments: str | Path, database: str, limits: Mapping[int, int] | None = None, privileged: bool = True
) -> "subprocess.CompletedProcess[str]":
    """Run the command with limits of the operating system, or without the privileges that root has."""
    return _run(arguments, environment(database), limits=limits, privileged=privileged)


def _run(
    arguments: Sequence[str | Path],
    environment: Mapping[str, str],
    *,
    stdin: str = "",
    limits: Mapping[int, int] | None = None,
    privileged: bool = True,
) -> "subprocess.CompletedProcess[str]":
    with TemporaryFile() as given, TemporaryFile() as output, TemporaryFile() as errors:
        given.write(stdin.encode())
        given.seek(0)
        process = start(
            Given(
                arguments=[str(argument) for argument in arguments],
                environment=environment,
                input=Descriptor(given.fileno()),
                output=Descriptor(output.fileno()),
                errors=Descriptor(errors.fileno()),
                limits=limits or {},
                privileged=privileged,
            )
        )
        process.join(ENDS)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired([*arguments], ENDS)
        said = [os.pread(file.fileno(), 2**26, 0).decode() for file in (output, errors)]
        return subprocess.CompletedProcess([*arguments], process.exitcode, *said)


def environment(database: str = "", **settings: str) -> dict[str, str]:
    """Return the environment for a command: this one's without settings, and with those given."""
    found = {key: value for key, value in os.environ.items() if not key.startswith("FORCE_PROFILES_")}
    if database:
        settings["database_url"] = database
    return found | {f"FORCE_PROFILES_{name.upper()}": value for name, value in settings.items()}


def answer(done: "subprocess.CompletedProcess[str]") -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON that a command printed."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def patiently(address: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what an address answers, as soon as the server just started listens."""
    for _ in range(400):
        try:
            with urlopen(address) as response:  # noqa: S310 - an address of this machine
                return json.load(response)
        except URLError:
            time.sleep(0.05)
    raise AssertionError("the service does not listen")
