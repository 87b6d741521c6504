"""What readers come for, from page to page, found as they find it: by roles, names and words."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import PHONE, OpenWindow

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
MEASURE = "/measures/police_officers"
COMPARED = "/compare?indicator=crimes_per_1000_people&forces=kent&forces=gwent"
TEXT = "It has 300 PCSOs and a budget of £41.5m for 2022/23. Its people work from seven sites."


@pytest.fixture
def page(open_window: OpenWindow) -> Page:
    """A page of a reader with nothing unusual."""
    return open_window().page


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_place_is_found_while_it_is_typed(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_role("searchbox").first.press_sequentially("hinck")
    page.get_by_role("searchbox").first.fill("Cardiff")
    page.get_by_role("search").get_by_role("link", name="South Wales Police").click()
    page.wait_for_url("**/forces/south-wales")
    assert "South Wales Police" in heading(page)


@SCRIPTS
def test_a_figure_is_followed_from_a_place_to_its_words(address: str, open_window: OpenWindow, scripts: bool) -> None:
    page = open_window(java_script_enabled=scripts).page
    page.goto(address)
    field = page.get_by_role("searchbox").first
    field.fill("Leicester")
    field.press("Enter")
    page.wait_for_url("**/search?q=Leicester")
    page.get_by_role("main").get_by_role("link", name="Leicestershire Police").click()
    page.wait_for_url("**/forces/leicestershire")
    page.get_by_role("main").get_by_role("link", name="£223.2m").first.click()
    page.wait_for_url("**/figures/*")
    assert "£223.2m" in heading(page)
    assert "£223.2m" in page.get_by_role("blockquote").inner_text()
    page.get_by_role("main").get_by_role("link", name=re.compile("statement of 2021")).first.click()
    page.wait_for_url("**/statements/leicestershire/2021-22*")
    assert "Leicestershire" in heading(page)
    expect(page.get_by_role("main")).to_contain_text("£223.2m")


@SCRIPTS
def test_a_measure_is_looked_at_in_another_year(address: str, open_window: OpenWindow, scripts: bool) -> None:
    page = open_window(java_script_enabled=scripts).page
    page.goto(address + MEASURE)
    table = page.get_by_role("main").get_by_role("table").first
    now = table.inner_text()
    page.get_by_label("Time").first.select_option("31 March 2015")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    page.wait_for_url("**at=31*March*2015*")
    expect(table).not_to_have_text(now)
    expect(page.get_by_role("figure").first).to_contain_text("31 March 2015")
    page.get_by_role("link", name=re.compile("^Earlier")).first.click()
    page.wait_for_url("**at=30*September*2014*")


def test_a_slider_goes_through_the_years_at_the_keyboard(address: str, page: Page) -> None:
    page.goto(address + MEASURE)
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url("**at=31*March*2007*")
    expect(slider).to_have_attribute("aria-valuetext", "31 March 2007")
    expect(page.get_by_role("status").filter(has_text="31 March 2007")).to_have_count(1)
    expect(slider).to_be_focused()


@pytest.mark.parametrize(
    ("end", "away", "back"),
    [("", "Earlier", "Later"), ("?at=31+March+2007", "Later", "Earlier")],
    ids=["last", "first"],
)
def test_the_focus_stays_where_the_years_end(address: str, page: Page, end: str, away: str, back: str) -> None:
    page.goto(f"{address}{MEASURE}{end}")
    links = {word: page.get_by_role("link", name=re.compile(f"^{word}:")) for word in (away, back)}
    expect(links[back]).to_have_count(0)
    links[away].press("Enter")
    expect(links[back]).to_have_count(1)
    expect(links[away]).to_be_focused()
    links[back].press("Enter")
    expect(links[back]).to_have_count(0)
    expect(links[away]).to_be_focused()


@pytest.mark.parametrize("path", [MEASURE, "/compare?measure=police_officers&forces=kent&forces=gwent"])
def test_what_leads_on_from_another_year_is_of_that_year(address: str, open_window: OpenWindow, path: str) -> None:
    """All links of the page are those of the page when it is loaded anew, in its head too."""
    page, anew = open_window().page, open_window().page
    page.goto(address + path)
    page.get_by_label(re.compile("^(Time|Year)$")).first.select_option(index=3)
    page.wait_for_url("**at=*")
    expect(page.get_by_role("status").filter(has_text="Shown")).to_have_count(1)
    anew.goto(page.url)
    led = "all => all.filter((one) => one.rel !== 'stylesheet').map((one) => one.outerHTML).sort()"
    kept = "all => all.map((one) => [one.name, one.value]).sort()"
    for what, of in (("link, a", led), ("input[type=hidden]", kept)):
        assert page.locator(what).evaluate_all(of) == anew.locator(what).evaluate_all(of)
    assert page.title() == anew.title()


@SCRIPTS
def test_what_is_compared_is_in_the_address(address: str, open_window: OpenWindow, scripts: bool) -> None:
    page = open_window(java_script_enabled=scripts).page
    page.goto(f"{address}/compare")
    closed = page.locator("main details:not([open]) > summary")  # what is offered, by topic and region
    while closed.count():
        closed.first.click()
    for name in ("Population", "Recorded crimes per 1,000 people", "Kent Police", "Gwent Police"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/compare?*forces=kent*")
    shown = page.get_by_role("main").inner_text()
    assert {"Kent Police", "Gwent Police"} <= set(page.get_by_role("rowheader").all_inner_texts())

    other = open_window(java_script_enabled=scripts).page
    other.goto(page.url)
    assert other.get_by_role("main").inner_text() == shown


@pytest.mark.parametrize("path", [MEASURE, COMPARED, "/"])
def test_what_a_chart_shows_is_there_to_take(address: str, page: Page, path: str) -> None:
    page.goto(address + path)
    chart = page.get_by_role("figure").first
    expected = {"PNG": "image/png", "SVG": "image/svg+xml", "CSV": "text/csv", "JSON": "application/json"}
    for name, type_ in expected.items():
        link = chart.get_by_role("link", name=re.compile(rf"^{name}\b")).get_attribute("href")
        assert link is not None
        answer = page.request.get(f"{address}{link}")
        assert answer.ok, link
        assert answer.headers["content-type"].startswith(type_)


def test_the_files_of_a_chart_say_what_the_page_says(address: str, page: Page) -> None:
    page.goto(address + COMPARED)
    csv = page.get_by_role("link", name=re.compile("^CSV")).first.get_attribute("href")
    lines = page.request.get(f"{address}{csv}").text().splitlines()
    assert len(lines) == 1 + 2
    figures = page.get_by_role("img").first
    title = figures.locator("title").first.text_content() or ""
    svg = page.get_by_role("link", name=re.compile("^SVG")).first.get_attribute("href")
    assert title.split(",")[0] in page.request.get(f"{address}{svg}").text()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder of pages, and the other origin where they are."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    handler.func.log_message = lambda *_: None  # type: ignore[attr-defined]
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", [MEASURE, COMPARED])
def test_a_chart_stands_in_a_page_of_somebody_else(
    address: str, page: Page, elsewhere: tuple[Path, str], path: str
) -> None:
    folder, other = elsewhere
    page.goto(address + path)
    page.get_by_text("Put this chart into a page of yours").click()
    given = page.get_by_text("<iframe").inner_text()
    (folder / "page.html").write_text(f"<!doctype html><title>x</title>{given}", encoding="utf-8")
    page.goto(f"{other}/page.html")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("img").first).to_be_visible()
    expect(frame.get_by_role("navigation")).to_have_count(0)
    title = page.locator("iframe").get_attribute("title")
    assert title
    expect(frame.get_by_role("heading").first).to_have_text(title)


def test_a_page_refuses_to_be_framed(address: str, open_window: OpenWindow, elsewhere: tuple[Path, str]) -> None:
    folder, other = elsewhere
    window = open_window()
    (folder / "page.html").write_text(f'<iframe src="{address}{MEASURE}"></iframe>', encoding="utf-8")
    window.page.goto(f"{other}/page.html")
    assert "frame-ancestors" in " ".join(window.troubles)
    expect(window.page.frame_locator("iframe").get_by_role("heading", name="Police officers")).to_have_count(0)


@SCRIPTS
def test_a_text_that_is_pasted_is_read(address: str, open_window: OpenWindow, scripts: bool) -> None:
    page = open_window(java_script_enabled=scripts).page
    page.goto(f"{address}/extract")
    page.get_by_role("textbox", name="The text").fill(TEXT)
    page.get_by_label("Force", exact=True).select_option("Kent Police")
    page.get_by_label(re.compile("^Round")).fill("2023-25")
    page.get_by_role("button", name="Read it").click()
    read = page.get_by_role("main")
    expect(read.locator("mark").filter(has_text="300 PCSOs")).to_be_visible()
    expect(read.get_by_role("row", name="PCSOs").filter(has_text="300 exactly")).to_be_visible()
    expect(read.get_by_role("row", name="Budget").filter(has_text="£41.5m")).to_be_visible()
    assert page.get_by_role("textbox", name="The text").input_value().strip() == TEXT


def test_an_empty_text_is_told_without_losing_the_page(address: str, open_window: OpenWindow) -> None:
    page = open_window(java_script_enabled=False).page
    page.goto(f"{address}/extract")
    page.get_by_role("textbox", name="The text").fill("Nothing here is of a force.")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("textbox", name="The text")).to_have_value(re.compile("Nothing here"))
    assert page.get_by_role("alert").count() == 1


def test_the_keyboard_alone_leads_to_a_figure(address: str, page: Page) -> None:
    page.goto(f"{address}/forces/leicestershire")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.pathname?.startsWith('/figures/')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/leicestershire*")


def test_the_keyboard_alone_searches(address: str, page: Page) -> None:
    page.goto(address)
    while not page.evaluate("() => document.activeElement.matches('input')"):
        page.keyboard.press("Tab")
    page.keyboard.type("Merseyside")
    expect(page.get_by_role("search").get_by_role("link", name="Merseyside Police")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Merseyside")


@pytest.mark.parametrize("path", [MEASURE, "/forces/leicestershire", "/figures/leicestershire.2021-22.1.3"])
def test_a_page_is_printed_without_what_paper_cannot_do(address: str, page: Page, path: str) -> None:
    page.goto(address + path)
    page.emulate_media(media="print")
    for role in ("banner", "search", "form", "combobox", "button"):
        assert not any(one.is_visible() for one in page.get_by_role(role, include_hidden=True).all()), role
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    sources = page.locator("main a[rel=external]")
    told = sources.evaluate_all("all => all.map((one) => getComputedStyle(one, '::after').content)")
    assert any("https://" in one for one in told)


def test_what_a_search_finds_is_read_out_and_stays_until_it_is_left(address: str, page: Page) -> None:
    page.goto(address)
    form = page.get_by_role("search").first
    said = form.get_by_role("status")
    expect(said).to_have_text("")
    field = form.get_by_role("searchbox")
    field.fill("Kent")
    expect(said).to_have_text(re.compile("found for Kent"))
    form.get_by_text("South East").first.click()  # words, not a link
    expect(form.get_by_role("link", name="Kent Police")).to_be_visible()
    expect(field).to_be_focused()
    page.get_by_role("heading", level=1).click()
    expect(form.get_by_role("link")).to_have_count(0)
    expect(said).to_have_text("")


@pytest.mark.parametrize(("status", "content"), [(503, "<p data-results><p>of old"), (200, "something else")])
def test_a_search_without_an_answer_shows_nothing_of_another(
    address: str, page: Page, status: int, content: str
) -> None:
    page.goto(address)
    form = page.get_by_role("search").first
    form.get_by_role("searchbox").fill("Kent")
    expect(form.get_by_role("link", name="Kent Police")).to_be_visible()
    page.route("**/search?q=*", lambda route: route.fulfill(status=status, body=content, content_type="text/html"))
    form.get_by_role("searchbox").fill("Gwent")
    expect(form.get_by_role("link")).to_have_count(0)
    expect(form.get_by_role("status")).to_have_text("")


def test_a_search_that_is_overtaken_is_given_up(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_role("searchbox").first.press_sequentially("north yorkshire", delay=5)
    expect(page.get_by_role("search").get_by_role("link", name="North Yorkshire Police")).to_be_visible()
    assert len([one for one in asked if "/search?" in one]) < len("north yorkshire")


def test_a_phone_reads_a_force_from_top_to_bottom(address: str, open_window: OpenWindow) -> None:
    page = open_window(width=PHONE, has_touch=True).page
    page.goto(f"{address}/forces/dyfed-powys")
    assert "Heddlu" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="Workforce", exact=True).first.tap()
    expect(page.get_by_role("heading", name="Workforce", exact=True)).to_be_in_viewport()
