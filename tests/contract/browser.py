"""A Chromium that tests drive: open a page, act on it by scripts, take its picture.

It is told what to do through pipes, in the Chrome DevTools Protocol, so that nothing else is installed.
"""

import base64
import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other host can be reached
)
SECONDS = 60


def chromium() -> str:
    """Return the browser's program, or skip the test."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium on this machine")
    return program


class Page:
    """A page of the browser: one at a time."""

    def __init__(self, commands: IO[bytes], answers: IO[bytes]) -> None:
        self._commands = commands
        self._answers = answers
        self._numbers = itertools.count(1)
        self._session: str | None = None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")
        self._ask("Page.setLifecycleEventsEnabled", enabled=True)

    def open(self, address: str, *, width: int, height: int = 1200) -> None:
        """Open an address in a window of a size."""
        self._ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        self._ask("Page.navigate", url="about:blank")  # so that another place of a page is opened anew too
        begun = self._ask("Page.navigate", url=address)
        assert "errorText" not in begun, begun
        while (told := self._read().get("params", {})).get("name") != "load" or told["loaderId"] != begun["loaderId"]:
            pass

    def run(self, script: str) -> Any:  # noqa: ANN401 - JSON
        """Return what a script gives; it may wait with ``await``."""
        told = self._ask(
            "Runtime.evaluate",
            expression=f"(async () => {{ {script} }})()",
            awaitPromise=True,
            returnByValue=True,
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until an expression is true."""
        self.run(f"""
            for (const until = Date.now() + {SECONDS * 1000}; Date.now() < until;) {{
                if ({condition}) return;
                await new Promise((done) => setTimeout(done, 20));
            }}
            throw new Error({json.dumps(f"never true: {condition}")});
        """)

    def picture(self, to: Path) -> None:
        """Take a picture of the window."""
        to.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot")["data"]))

    def _ask(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != number:
            pass
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def _read(self) -> dict[str, Any]:
        said = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            assert byte, "the browser ended"
            said += byte
        read: dict[str, Any] = json.loads(said)
        return read


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """Run a browser, and end it."""
    to_browser, commands = os.pipe()
    answers, from_browser = os.pipe()
    # The protocol's pipes are file descriptors 3 and 4, and exec keeps what a shell redirects.
    started = ["sh", "-c", f'exec "$@" 3</dev/fd/{to_browser} 4>/dev/fd/{from_browser}', "sh", chromium(), *FLAGS]
    with subprocess.Popen(
        [*started, f"--user-data-dir={profile}", "--remote-debugging-pipe"],
        pass_fds=(to_browser, from_browser),
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(to_browser)
        os.close(from_browser)
        with open(commands, "wb", buffering=0) as told, open(answers, "rb") as said:
            try:
                yield Page(told, said)
            finally:
                process.terminate()
