"""A real browser that tests drive: the system's Chromium, in windows that share nothing and reach no other host."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

HOST = "127.0.0.1"
FLAGS = ("--no-sandbox", f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}")
MILLISECONDS = 30_000
"""How long a page may take to do what is waited for: other tests want the machine too."""
DESKTOP, PHONE = 1280, 390
MOBILE = 500
"""Below this width a window is that of a phone."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser, and end it; skip the test where there is none."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=[*FLAGS])
        yield browser
        browser.close()


class Window:
    """A page, and what came of all that was opened in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        """The addresses that were asked for something."""
        self.troubles: list[str] = []
        """What the browser complained of: errors of scripts, what could not be loaded, what a policy forbade."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    @property
    def hosts(self) -> set[str]:
        """The hosts of what was asked for; a policy may have kept the browser from asking them."""
        return {host for address in self.asked if (host := urlsplit(address).hostname)}

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(message.text)


OpenWindow = Callable[..., Window]


@contextmanager
def window(browser: Browser, *, width: int = DESKTOP, height: int = 1200, **looks: Any) -> Iterator[Window]:  # noqa: ANN401 - passed on
    """Open a window of a size in a context of its own, and close it. ``looks`` are options of the context."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=width < MOBILE, reduced_motion="reduce", **looks
    )
    context.set_default_timeout(MILLISECONDS)
    yield Window(context.new_page())
    context.close()


def beyond(page: Page) -> list[str]:
    """Return what reaches beyond the window, and does not stand in a box that scrolls."""
    found: list[str] = page.evaluate("""() => {
        const scrolls = (e) => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
        return [...document.body.querySelectorAll("*:not(svg *)")]
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e))
            .map((e) => e.outerHTML.slice(0, 200));
    }""")
    return found
