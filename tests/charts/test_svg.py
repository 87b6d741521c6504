"""SVG: named for who cannot see it, safe in a page with a strict policy, and complete where it stands alone."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import app
from app.charts.chart import Chart
from app.charts.comparison import of_comparison
from app.charts.palette import COLOURS
from app.charts.series import of_series
from app.charts.shapes import Paint
from app.charts.svg import drawn_alone, drawn_in_page, drawn_preview
from tests.charted import comparison, counted, exactly, figure, found, missing, parsed, ranked, series

STYLES = Path(app.__file__).parent / "explorer" / "static"
HOSTILE = '"><script>alert(1)</script>&amp; Police'
ITEMS = (ranked("kent", exactly("4000")), ranked("essex", figure("3000", "3000", None)))
CHARTS: tuple[Chart, ...] = (
    *(of_comparison(comparison(*ITEMS, missing=[missing("surrey")]), kind) for kind in ("dots", "bars", "tiles")),
    of_series(series(counted(2020, "4000"), counted(2021, "4100"))),
)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_the_root_is_a_picture_with_a_name_and_alone_with_what_it_shows(chart: Chart) -> None:
    name = f"{chart.title} ({chart.subtitle})"
    for root in found(parsed(drawn_in_page(chart, "one")), "svg"):
        assert told_of(root) == [name]
    for drawn in (drawn_alone(chart), drawn_preview(chart)):
        assert told_of(parsed(drawn)) == [name, chart.summary]


def told_of(root: ET.Element) -> list[str | None]:
    """Return what names and describes a picture, to who cannot see it."""
    assert root.get("role") == "img"
    told = {one.get("id"): one.text for tag in ("title", "desc") for one in found(root, tag)}
    return [told[label] for label in root.get("aria-labelledby", "").split()]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_a_page_gets_classes_for_colours_and_nothing_that_its_policy_forbids(chart: Chart) -> None:
    drawn = drawn_in_page(chart, "one")
    assert not re.search(r"<style|style=|<script|href|url\(|\son\w+=|#[0-9a-f]{3}", drawn)
    classes = {name for element in parsed(drawn).iter() for name in element.get("class", "").split()}
    told = (STYLES / "charts.css").read_text(encoding="utf-8")
    assert all(f".{name}" in told for name in classes)


def test_ids_are_of_one_chart_of_a_page() -> None:
    page = parsed(f"<main>{drawn_in_page(CHARTS[0], 'one')}{drawn_in_page(CHARTS[0], 'two')}</main>")
    ids = [id_ for element in page.iter() if (id_ := element.get("id"))]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_a_picture_alone_has_its_own_colours_and_loads_nothing(chart: Chart) -> None:
    for drawn in (drawn_alone(chart), drawn_preview(chart)):
        assert "class=" not in drawn
        assert "var(" not in drawn
        assert re.findall(r"https?://[^\s\"<]+", drawn) == ["http://www.w3.org/2000/svg"]
        paper = found(parsed(drawn), "rect")[0]
        assert paper.get("fill") == "#ffffff"


def test_names_from_outside_are_words_whatever_is_in_them() -> None:
    answer = comparison(ranked("kent", exactly("4000", display=HOSTILE), HOSTILE), ITEMS[1])
    for kind in ("dots", "bars", "tiles"):
        chart = of_comparison(answer, kind, HOSTILE)
        for drawn in (drawn_alone(chart), drawn_in_page(chart, 'x"><script>')):
            assert "<script" not in drawn
            assert not found(parsed(drawn), "script")
    assert HOSTILE.removesuffix(" Police") in "".join(parsed(drawn_alone(of_comparison(answer))).itertext())


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def schemes() -> list[dict[str, str]]:
    """Return the colours of pages by name, in light and in dark."""
    sheet = (STYLES / "explorer.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})", part))
        for part in sheet.split("@media (prefers-color-scheme: dark)", 1)
    )
    return [light, light | dark]


@pytest.mark.parametrize("scheme", [0, 1])
def test_shapes_and_words_stand_out_from_the_page_in_light_and_in_dark(scheme: int) -> None:
    colours = schemes()[scheme]
    paper = colours["paper"]
    for mark in ("official", "stated", "target", "muted"):
        assert contrast(colours[mark], paper) >= 3, mark
    for text in ("ink", "muted"):
        assert contrast(colours[text], paper) >= 4.5, text
    for number in range(1, 6):
        ink = colours["bin-ink-low" if number < 4 else "bin-ink-high"]
        assert contrast(ink, colours[f"bin-{number}"]) >= 4.5, number


def test_a_picture_alone_has_the_colours_of_the_light_page() -> None:
    light = schemes()[0]
    for paint, colour in COLOURS.items():
        if paint not in {Paint.LINE, Paint.QUOTED}:  # which pages derive of others
            assert luminance(colour) == pytest.approx(luminance(light[paint])), paint
