"""The checks of pages see what they are there to see."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from benchmarks.pages import bytes_sent, first_painted
from tests.browsing import PHONE, OpenWindow
from tests.explorer import checks

SMALL = "width: 10px; height: 10px"
PICTURE = "<svg>{0}<g transform='translate(20)'>{0}</g></svg>"
MARK = "<a href='#'><rect width='{0}' height='{0}'/></a>"
TILE = "<svg><rect width='90' height='30' fill='navy'/><text x='9' y='20' fill='{}'>words</text></svg>"
BARE = "<style>a:focus { outline: none }</style>"
STICKS = "<style>b { position: sticky; left: 0; background: red } div { overflow: auto; white-space: pre; %s }</style>"
ROW = f"<div><b>a long name</b>{'<a href=#>one</a> ' * 30}</div>"
BOX = "<div class=scroll style='overflow: auto'"
COVER = "<style>div { position: fixed; inset: 0; background: red }</style>"


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (checks.small_targets, f'<button style="{SMALL}"></button>' * 2, "<button>to be hit</button>" * 2),
        (checks.small_targets, "<div><a href=#>one</a></div>" * 2, "<div>among <a href=#>words</a></div>" * 2),
        (checks.small_targets, PICTURE.format(MARK.format(12)), PICTURE.format(MARK.format(24))),
        (checks.faint_words, TILE.format("black"), TILE.format("white")),
        (checks.faint_words, "<svg><text y='20' fill='#999'>grey</text></svg>", "<svg><text y='20'>black</text></svg>"),
        (checks.unseen_focus, f"{BARE}<a href=#>here</a>", "<a href=#>here</a>"),
        (checks.unseen_focus, f"{COVER}<a href=#>under</a><div></div>", "<a href=#>free</a><div></div>"),
        (checks.unseen_focus, STICKS % "" + ROW, STICKS % "scroll-padding-left: 8em" + ROW),
        (checks.mistaken_stops, f"{BOX}>{'wide' * 200}", f"{BOX} tabindex=0 role=region aria-label=x>{'wide' * 200}"),
        (checks.mistaken_stops, f"{BOX} tabindex=0 role=region aria-label=x>narrow", f"{BOX}>narrow"),
        (checks.cut_off, "<pre>" + "wide " * 100, "<pre style='overflow: auto' tabindex=0>" + "wide " * 100),
        (checks.lost_on_paper, "<b style='background: navy; color: white'>white</b>", "<b>black</b>"),
        (checks.lost_on_paper, "<div style='width: 500em'>wide</div>", "<div>narrow</div>"),
        (checks.found_by_axe, "<img src=data:,>", "<main><h1>x</h1><img alt=x src=data:,></main>"),
        (checks.found_by_axe, "<main><h1 style='color: #ccc'>pale</h1></main>", "<main><h1>dark</h1></main>"),
    ],
)
@pytest.mark.usefixtures("node")
def test_a_check_tells_wrong_from_right(
    open_window: OpenWindow, check: Callable[[Page], list[str]], wrong: str, right: str
) -> None:
    page = open_window(width=PHONE).page
    head = "<!doctype html><html lang=en><title>x</title><meta name=viewport content='width=device-width'><body>"
    page.set_content(head + wrong)
    assert check(page)
    page.set_content(head + right)
    assert check(page) == []


def test_what_is_spaced_may_be_small(open_window: OpenWindow) -> None:
    page = open_window().page
    page.set_content(f'<button style="{SMALL}; margin: 7px"></button>' * 2)
    assert checks.small_targets(page) == []


def test_bytes_and_words_are_those_of_the_page(address: str, open_window: OpenWindow) -> None:
    page = open_window().page
    page.goto(f"{address}/v1/problems/unknown-force")
    assert 500 < bytes_sent(page) < 20_000
    assert first_painted(page) > 0
    page.set_content("<p>one<p>two <button>three</button>")
    assert checks.words_of(page) == ["one", "two three"]
