"""Pages in a browser.

Milliseconds from asking for a page of the explorer until something of it is seen (first contentful paint), and the
bytes that it takes with all that it loads, as they are sent: in Chromium, each time in a context that has loaded
nothing. A page is *new* to a service that has just been started, and *kept* by one that has answered it before.

Not measured: networks, and the processors of phones; what a page does after it is first seen.
"""

import shutil
from contextlib import closing

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import generated, machine, servers
from benchmarks.results import Results, Table, figure, median

ROUNDS = 6
PAGES = {
    "home": "/",
    "force": "/forces/leicestershire",
    "measure": "/measures/police_officers",
    "comparison": "/compare?indicator=crimes_per_1000_people",
    "how claims stand": "/reconciliations",
    "statement": "/statements/leicestershire/2021-22",
    "figure": "/figures/leicestershire.2021-22.1.3",
    "coverage": "/coverage",
    "trying it": "/extract",
}


def measure() -> Results:
    """Measure and return what was found."""
    program = shutil.which("chromium")
    if program is None:
        return Results([], ["Chromium: it is not installed"])
    sizes: dict[str, float] = {}
    painted: dict[str, list[float]] = {name: [] for name in PAGES}
    address = f"sqlite:///{generated.bundled()}"
    with sync_playwright() as driver, servers.running(servers.ours(address)) as server:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            for name, path in PAGES.items():
                sizes[name], seen = _looked_at(browser, f"http://{machine.HOST}:{server.port}{path}")
                painted[name].append(seen)
        browser.close()
    rows = [(name, figure(sizes[name] / 1000), figure(new), median(kept)) for name, (new, *kept) in painted.items()]
    return Results([Table("Pages", ("page", "kB sent", "new, ms", "kept, ms"), rows)])


def _looked_at(browser: Browser, address: str) -> tuple[float, float]:
    """Return how many bytes a page takes, and after how many milliseconds something of it is seen."""
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(address)
        painted = first_painted(page)
        return bytes_sent(page), painted


def bytes_sent(page: Page) -> int:
    """Return how many bytes a page and all that it loads took, as they were sent."""
    sent: int = page.evaluate("""() => ["navigation", "resource"]
        .flatMap((kind) => performance.getEntriesByType(kind))
        .reduce((sum, one) => sum + one.transferSize, 0)""")
    return sent


def first_painted(page: Page) -> float:
    """Return after how many milliseconds something of a page was seen, as soon as something is."""
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    painted: float = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    return painted
