"""What holds for every page, in a browser: light and dark, wide and narrow, at the keyboard, without a script."""

import pytest

from benchmarks.pages import bytes_sent
from tests.browsing import DESKTOP, HOST, PHONE, OpenWindow
from tests.explorer import checks

FIGURE = "leicestershire.2021-22.1.3"
OFFICIAL_FIGURE = "population-before-rebasing.2021-06-25.leicestershire.population.2020-06-30"
MANY = ("police_officers", "population", "recorded_crimes", "budget_total")
PAGES = {
    "home": "/",
    "home of another indicator": "/?indicator=crimes_per_1000_people",
    "search": "/search?q=off",
    "search in vain": "/search?q=qqqqqq",
    "force": "/forces/leicestershire",
    "force of Wales": "/forces/dyfed-powys",
    "force of an earlier round": "/forces/leicestershire?round=2017",
    "measure": "/measures/police_officers",
    "measure that is stated alone": "/measures/special_constables?source=stated",
    "comparison": "/compare?measure=police_officers&forces=kent&forces=leicestershire",
    "comparison of many": "/compare?region=Wales&" + "&".join(f"measure={of}" for of in MANY),
    "comparison of an indicator": "/compare?indicator=crimes_per_1000_people",
    "how claims stand": "/reconciliations",
    "place in a statement": "/statements/leicestershire/2021-22#read-1",
    "figure": f"/figures/{FIGURE}",
    "official figure": f"/figures/{OFFICIAL_FIGURE}",
    "datasets": "/datasets",
    "dataset": "/datasets/workforce-september",
    "official figures of a year": "/official-figures?force=kent&measure=recorded_crimes&from=2016&to=2017",
    "coverage": "/coverage",
    "coverage of a measure": "/coverage?measure=population",
    "trying it": "/extract",
    "list of measures": "/measures",
    "chart in a frame": "/measures/police_officers?embed=1",
    "comparison in a frame": "/compare?indicator=budget_per_person&embed=1",
}
"""The pages by what they are, each kind once."""
PROBLEMS = {"unknown force": "/forces/leicestershre", "wrong parameter": "/search?q=" + "x" * 101}
ALL = PAGES | PROBLEMS
NARROWEST = 320
"""The width of a window of 1280 pixels at 400 percent (WCAG 1.4.10)."""
LIGHTEST = 100_000
"""The most bytes that a page and all that it loads may take."""

every_page = pytest.mark.parametrize("path", ALL.values(), ids=ALL)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
@pytest.mark.usefixtures("node")
def test_everybody_can_use_it(address: str, open_window: OpenWindow, path: str, scheme: str, width: int) -> None:
    window = open_window(width=width, color_scheme=scheme)
    answered = window.page.goto(f"{address}{path}")
    assert answered is not None
    assert answered.ok == (path not in PROBLEMS.values()), answered.status
    checks.open_all(window.page)

    assert checks.found_by_axe(window.page) == []
    assert checks.small_targets(window.page) == []
    assert checks.faint_words(window.page) == []
    assert checks.cut_off(window.page) == []
    assert checks.mistaken_stops(window.page) == []
    assert window.hosts == {HOST}
    told = f"Failed to load resource: the server responded with a status of {answered.status} ({answered.status_text})"
    assert window.troubles == ([] if answered.ok else [told])


@every_page
@pytest.mark.parametrize("width", [DESKTOP, NARROWEST])
def test_the_focus_is_seen_and_nothing_covers_it(address: str, open_window: OpenWindow, path: str, width: int) -> None:
    page = open_window(width=width).page
    page.goto(f"{address}{path}")
    checks.open_all(page)
    assert checks.unseen_focus(page) == []


@every_page
def test_it_is_read_at_400_percent_without_scrolling_both_ways(
    address: str, open_window: OpenWindow, path: str
) -> None:
    page = open_window(width=NARROWEST).page
    page.goto(f"{address}{path}")
    checks.open_all(page)
    assert checks.cut_off(page) == []


@every_page
def test_nothing_of_it_is_lost_on_paper(address: str, open_window: OpenWindow, path: str) -> None:
    page = open_window(color_scheme="dark").page
    page.goto(f"{address}{path}")
    assert checks.lost_on_paper(page) == []
    assert not any(form.is_visible() for form in page.locator("form").all())


@every_page
def test_it_says_the_same_without_a_script_and_is_light(address: str, open_window: OpenWindow, path: str) -> None:
    page, without = open_window().page, open_window(java_script_enabled=False).page
    page.goto(f"{address}{path}")
    without.goto(f"{address}{path}")
    assert checks.words_of(without) == checks.words_of(page)
    assert bytes_sent(page) < LIGHTEST
