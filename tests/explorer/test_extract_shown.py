"""Trying the reading of a text in a browser without scripts: what was read, and what was wrong, for everybody."""

import pytest

from benchmarks.pages import bytes_sent
from tests.browsing import DESKTOP, PHONE, OpenWindow
from tests.explorer import checks
from tests.explorer.test_every_page import NARROWEST


@pytest.mark.parametrize(("scheme", "width"), [("light", DESKTOP), ("dark", PHONE)])
@pytest.mark.usefixtures("node")
def test_everybody_can_use_what_was_read(address: str, open_window: OpenWindow, scheme: str, width: int) -> None:
    page = open_window(width=width, color_scheme=scheme).page
    page.goto(f"{address}/extract?sample=1")
    page.get_by_role("button", name="Read it").click()
    assert page.title().startswith("What was read")
    assert checks.found_by_axe(page) == []
    assert checks.small_targets(page) == []
    assert checks.cut_off(page) == []
    assert bytes_sent(page) < 100_000
    page.get_by_role("link", name="1: Population").click()
    assert page.evaluate("document.querySelector(':target').innerText").split()[:2] == ["1", "Population"]
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert checks.cut_off(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("dark", DESKTOP), ("light", PHONE)])
@pytest.mark.usefixtures("node")
def test_everybody_is_told_what_is_wrong(address: str, open_window: OpenWindow, scheme: str, width: int) -> None:
    page = open_window(width=width, color_scheme=scheme).page
    page.goto(f"{address}/extract")
    page.get_by_label("The text").fill("Some words.")
    page.get_by_label("Round of inspection").fill("of late")
    page.get_by_role("button", name="Read it").click()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.get_by_label("The text").input_value() == "Some words."
    assert checks.found_by_axe(page) == []
    assert checks.small_targets(page) == []
    assert checks.cut_off(page) == []
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "round"


def test_without_a_script_a_text_is_read_all_the_same(address: str, open_window: OpenWindow) -> None:
    page = open_window(java_script_enabled=False).page
    page.goto(f"{address}/extract")
    page.get_by_label("The text").fill("It has 300 PCSOs.\n\nA fifth of them are at 7 sites.")
    page.get_by_label("Force", exact=True).select_option("Kent Police")
    page.get_by_label("Round of inspection").fill("2023/25")
    page.get_by_role("button", name="Read it").click()
    assert page.locator("mark.figure").all_inner_texts()[1:] == ["300 PCSOs"]
    assert page.locator("mark.left").all_inner_texts()[1:] == ["A fifth of them are", "7 sites"]
