"""Dots and bars: a shape for each force, a line for what its value may be, an arrow where there is no limit."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.charts.chart import Dots
from app.charts.comparison import of_comparison
from app.charts.svg import NARROW, WIDE, drawn_alone, drawn_in_page, drawn_preview
from app.charts.text import width
from app.schemas.charts import ChartKind
from app.schemas.comparison import RankedFigure
from tests.charted import STATED, comparison, exactly, figure, found, groups, missing, parsed, period, ranked, words

KENT, ESSEX, SURREY = (
    ranked("kent", exactly("4000")),
    ranked("essex", exactly("3000")),
    ranked("surrey", exactly("2000")),
)


def drawn(*items: RankedFigure, kind: ChartKind = "dots", **others: Any) -> ET.Element:  # noqa: ANN401
    return parsed(drawn_alone(of_comparison(comparison(*items, **others), kind)))


def test_every_force_has_its_name_its_shape_and_its_figure_in_order() -> None:
    root = drawn(KENT, ESSEX, SURREY)
    rows = groups(root)
    assert [*rows] == ["kent", "essex", "surrey"]
    places = []
    for force, row in rows.items():
        [circle] = found(row, "circle")
        [name, display] = found(row, "text")
        assert name.text == force.title()
        assert str(display.text).endswith(" of them")
        assert found(row, "title")[0].text == f"{force.title()}: {display.text}"
        places.append(float(circle.get("cx", "")))
    assert places == sorted(places, reverse=True)


def test_what_a_value_may_be_is_a_line_with_a_cap_at_each_end() -> None:
    row = groups(drawn(KENT, ranked("essex", figure("2000", "1000", "3000"))))["essex"]
    across, *caps = found(row, "line")
    [circle] = found(row, "circle")
    ends = [float(across.get(name, "")) for name in ("x1", "x2")]
    assert ends[0] < float(circle.get("cx", "")) < ends[1]
    assert [float(cap.get("x1", "")) for cap in caps] == ends
    assert all(cap.get("x1") == cap.get("x2") and cap.get("y1") != cap.get("y2") for cap in caps)
    assert "stroke-dasharray" not in across.attrib


@pytest.mark.parametrize(
    ("low", "high", "way", "told"),
    [("2000", None, 1, "No upper limit given"), (None, "2000", -1, "No lower limit given")],
)
def test_an_end_without_a_limit_is_an_arrow_that_stays_on_the_paper(
    low: str | None, high: str | None, way: int, told: str
) -> None:
    root = drawn(KENT, ranked("essex", figure("2000", low, high)))
    row = groups(root)["essex"]
    [dashed] = [line for line in found(row, "line") if line.get("stroke-dasharray")]
    assert (float(dashed.get("x2", "")) - float(dashed.get("x1", ""))) * way > 0
    assert found(row, "path")  # the head
    assert told in words(root)
    assert words(root).count("limit given") == 1


def test_an_arrow_at_the_highest_figure_has_room_before_the_words() -> None:
    row = groups(drawn(KENT, ranked("essex", figure("9000", "9000", None))))["essex"]
    [head] = found(row, "path")
    tip = float(head.get("d", "").split()[0].removeprefix("M"))
    [_, display] = found(row, "text")
    assert tip < float(display.get("x", "")) - width(str(display.text), float(display.get("font-size", "")))


def test_kinds_of_figures_differ_in_shape() -> None:
    aimed = ranked("essex", exactly("3000", status="target"))
    quoted = ranked("kent", exactly("2500"))
    root = drawn(KENT, aimed, **STATED, national=[quoted])
    rows = groups(root)
    diamond, square, triangle = (found(rows[key], "path")[0] for key in ("kent", "essex", "kent.2016.1.1"))
    drawn_with = [re.sub(r"[^a-z]", "", shape.get("d", "")) for shape in (diamond, square, triangle)]
    assert drawn_with == ["lllz", "hvhz", "lhz"]
    assert square.get("fill") == "#ffffff"  # a target is hollow, a strength is filled
    assert diamond.get("fill") == diamond.get("stroke")
    for meaning in ("Stated by the force", "Stated as a target", "Quoted by a statement of another area"):
        assert meaning in words(root)
    assert "Nationally, quoted by Kent" in words(root)


def test_a_number_that_is_no_value_is_hollow() -> None:
    bound = ranked("kent", figure(None, "0", "203", nominal="202.91", display="at most £203 per person"))
    [circle] = found(groups(drawn(bound, ESSEX))["kent"], "circle")
    assert circle.get("fill") != circle.get("stroke")


def test_a_range_is_drawn_in_its_middle_and_hollow() -> None:
    stated = ranked("kent", figure("1000", "1000", "3000", value_max="3000"))
    row = groups(drawn(stated))["kent"]
    [circle] = found(row, "circle")
    across, *_ = found(row, "line")
    assert float(circle.get("cx", "")) == pytest.approx(
        (float(across.get("x1", "")) + float(across.get("x2", ""))) / 2, abs=0.2
    )
    assert circle.get("fill") != circle.get("stroke")


def test_who_has_no_figure_is_said_in_words_and_drawn_nowhere() -> None:
    root = drawn(KENT, missing=[missing("essex"), missing("surrey", "not_in_part_read"), missing("dorset")])
    assert "Not stated: Essex, Dorset." in words(root)
    assert "Not in the part that was read: Surrey." in words(root)
    assert len(found(root, "circle")) == 2  # that of Kent, and that of the legend


def test_figures_of_another_time_stand_apart_under_a_heading() -> None:
    root = drawn(KENT, apart=[ESSEX], days={"first": "2022-03-31", "last": "2024-03-31"})
    told = words(root)
    assert (
        told.index("Of one time (31 March 2022 to 31 March 2024)")
        < told.index("Kent")
        < told.index("Of another time")
        < told.index("Essex")
    )


@pytest.mark.parametrize("values", [("100", "90"), ("-5", "12"), ("-20", "-19")])
def test_bars_begin_at_0_whatever_the_numbers(values: tuple[str, str]) -> None:
    root = drawn(
        *(ranked(force, exactly(value)) for force, value in zip(("kent", "essex"), values, strict=True)), kind="bars"
    )
    [zero] = [tick for tick in found(root, "text") if tick.text == "0"]
    base = float(zero.get("x", ""))
    for row, value in zip(groups(root).values(), values, strict=True):
        [bar] = found(row, "rect")
        left, right = float(bar.get("x", "")), float(bar.get("x", "")) + float(bar.get("width", ""))
        assert (right if value.startswith("-") else left) == pytest.approx(base, abs=0.2)


def test_the_bar_of_a_target_is_hollow() -> None:
    rows = groups(drawn(KENT, ranked("essex", exactly("3000", status="target")), **STATED, kind="bars"))
    assert found(rows["kent"], "rect")[0].get("stroke") is None
    assert found(rows["essex"], "rect")[0].get("fill") == "#ffffff"


@pytest.mark.parametrize("kind", ["dots", "bars", "tiles"])
@pytest.mark.parametrize("room", [WIDE, NARROW])
def test_words_stay_on_the_paper_and_off_each_other(kind: ChartKind, room: int) -> None:
    long = "about 1,234.56 per 1,000 people"
    items = [
        ranked("hampshire", exactly("33766", display=long), "Hampshire and Isle of Wight Constabulary"),
        *(ranked(force, exactly("1500", display=long)) for force in ("kent", "essex", "surrey")),
    ]
    beside = None if kind == "tiles" else comparison(*items, **STATED)
    chart = of_comparison(
        comparison(*items, median={"low": 1499, "high": 1501, "display": long}), kind, "", "kent", beside
    )
    root = parsed(drawn_in_page(chart, "p", (room,)))
    boxes = [box for row in [*groups(root).values(), root] for box in text_boxes(row)]
    assert all(left >= -0.5 and right <= room + 0.5 for left, right, _, _ in text_boxes(root))
    assert boxes
    for row in groups(root).values():
        told = text_boxes(row)
        assert not [
            (one, other)
            for n, one in enumerate(told)
            for other in told[n + 1 :]
            if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
        ]


def text_boxes(root: ET.Element, dx: float = 0, dy: float = 0) -> list[tuple[float, float, float, float]]:
    """Return where the words of an element are: left, right, top and bottom."""
    boxes = []
    if moved := root.get("transform"):
        x, y = moved.removeprefix("translate(").removesuffix(")").split()
        dx, dy = dx + float(x), dy + float(y)
    for child in root:
        boxes += text_boxes(child, dx, dy)
    if root.tag.endswith("text"):
        size, at_x, at_y = (float(root.get(name, "")) for name in ("font-size", "x", "y"))
        wide = width(str(root.text), size)
        left = at_x + dx - {"start": 0, "middle": wide / 2, "end": wide}[root.get("text-anchor", "start")]
        boxes.append((left, left + wide, at_y + dy - size * 0.7, at_y + dy))
    return boxes


def test_the_words_beside_a_chart_are_made_of_its_data() -> None:
    answer = comparison(
        KENT,
        ESSEX,
        ranked("surrey", exactly("2000")),
        apart=[ranked("dorset", exactly("9000"))],
        missing=[missing("cumbria")],
        median={"low": 3000, "high": 3000, "display": "3,000"},
        caveats=[{"code": "counted", "detail": "Counted by the Home Office."}],
    )
    chart = of_comparison(answer, "dots", "https://example.org/compare?measure=police_officers")
    assert isinstance(chart, Dots)
    assert chart.title == "Police officers by police force"
    assert chart.subtitle == "Full-time equivalents, 31 March 2023"
    assert chart.source == "Home Office, Police workforce, released 26 July 2023."
    assert chart.notes == ("Counted by the Home Office.",)
    assert chart.summary == (
        "3 forces. Highest: Kent, 4000 of them. Lowest: Surrey, 2000 of them. The median is 3,000. 1 more is of "
        "another time, or names none: Dorset, 9000 of them. 1 force has no figure."
    )
    told = words(parsed(drawn_alone(chart)))
    for part in (
        chart.title,
        chart.subtitle,
        "Source: Home Office",
        "Open Government Licence",
        chart.address,
        *chart.notes,
    ):
        assert part in told


def test_the_unit_and_the_time_of_what_is_stated_are_told() -> None:
    chart = of_comparison(comparison(KENT, **STATED, at=None, days={"first": "2022-03-31", "last": "2024-03-31"}))
    assert chart.subtitle == "People, as stated of 31 March 2022 to 31 March 2024"
    assert chart.source == "the forces' own statements, published by HMICFRS."


def test_forces_that_are_like_one_are_titled_by_it_and_its_name_is_bold() -> None:
    chart = of_comparison(comparison(KENT, ESSEX), similar_to="essex")
    assert chart.title == "Police officers: Essex and the forces most like it"
    weights = {key: found(row, "text")[0].get("font-weight") for key, row in groups(parsed(drawn_alone(chart))).items()}
    assert weights == {"kent": None, "essex": "600"}


def test_dots_begin_at_0_however_near_the_figures_are() -> None:
    told = words(drawn(KENT, ranked("essex", exactly("3990"))))
    assert " 0 1,000 " in told
    assert "The scale does not begin at 0." not in told


def stated(force: str, of: dict[str, Any], round_: str = "2021-22", standing: str = "ranked") -> RankedFigure:
    return RankedFigure.model_validate(ranked(force, of).model_dump() | {"round": round_, "standing": standing})


DAYS = {"first": "2023-03-31", "last": "2023-03-31"}
BESIDE = comparison(
    stated("kent", figure("3900", "3900", None, display="over 3,900", period=period("2021/22", "2022-03-31"))),
    stated("essex", exactly("2900"), "2017"),  # undated, and its round is of another time
    stated("surrey", exactly("2100", display="2,100"), "2021-22"),  # undated, and its round is near
    stated("dorset", exactly("1200"), "2021-22"),  # not among those compared
    **STATED,
    apart=[stated("cumbria", exactly("1000", period=period("2023", "2023-03-31")), standing="mixed")],
    caveats=[{"code": "own_accounts", "detail": "Their own."}, {"code": "no_period", "detail": "None."}],
)
COUNTED = comparison(KENT, ESSEX, SURREY, ranked("cumbria", exactly("1300")), days=DAYS)


@pytest.mark.parametrize("kind", ["dots", "bars"])
def test_what_is_stated_of_about_the_same_time_is_drawn_beside_what_is_counted(kind: ChartKind) -> None:
    chart = of_comparison(COUNTED, kind, beside=BESIDE)
    rows = groups(parsed(drawn_alone(chart)))
    assert {key: words(row) for key, row in rows.items()} == {
        "kent": "Kent 4000 of them over 3,900",
        "essex": "Essex 3000 of them",
        "surrey": "Surrey 2000 of them 2,100",
        "cumbria": "Cumbria 1300 of them",
    }
    official, arrow = "circle" if kind == "dots" else "rect", found(rows["kent"], "path")
    assert found(rows["kent"], official)
    assert arrow
    assert found(rows["kent"], "title")[0].text == "Kent: 4000 of them; stated: over 3,900"
    assert chart.subtitle.endswith("31 March 2023, and as forces state it")
    assert chart.summary.endswith("2 forces state a figure of about that time.")
    assert chart.source.endswith("released 26 July 2023. The forces' own statements, published by HMICFRS.")
    when, *others = chart.notes
    assert when.startswith("What forces state is drawn where it is of a time within a year of 31 March 2023;")
    assert others == ["Stated figures of another time are not drawn: 3.", "Their own."]
    told = words(parsed(drawn_alone(chart)))
    for meaning in ("Official statistics", "Stated by the force", "No upper limit given"):
        assert meaning in told


def test_where_time_means_nothing_all_that_is_stated_is_drawn_beside() -> None:
    chart = of_comparison(comparison(KENT, ESSEX), beside=BESIDE)
    assert isinstance(chart, Dots)
    assert [row.beside is not None for row in chart.rows] == [True, True]
    assert not any("within a year" in note for note in chart.notes)


def test_a_chart_without_anything_stated_of_that_time_says_so() -> None:
    chart = of_comparison(COUNTED, beside=comparison(stated("essex", exactly("2900"), "2017"), **STATED))
    assert chart.summary.endswith("No force states a figure of about that time.")
    assert chart.subtitle == of_comparison(COUNTED).subtitle
    assert chart.source == of_comparison(COUNTED).source


NOTES = [
    ("counted", "Counted by the Home Office."),
    ("published_with", "Population: City of London: the two series part."),
    *(("published_with", f"Population: note {n}.") for n in range(6)),
    ("similar_forces", "Not the Home Office's groups."),
]


def test_a_picture_has_the_notes_that_define_it_first_and_none_of_a_force_that_it_does_not_show() -> None:
    caveats = [{"code": code, "detail": detail} for code, detail in NOTES]
    alone = of_comparison(comparison(KENT, caveats=caveats))
    assert alone.notes[:3] == ("Not the Home Office's groups.", "Counted by the Home Office.", "Population: note 0.")
    told = words(parsed(drawn_alone(alone)))
    assert "City of London" not in told
    assert "2 more notes at the address above." in told
    city = ranked("city-of-london", exactly("900"), "City of London Police")
    assert NOTES[1][1] in of_comparison(comparison(city, caveats=caveats)).notes


def test_a_comparison_without_any_figure_is_still_a_chart() -> None:
    for kind in ("dots", "bars", "tiles"):
        root = drawn(kind=kind, missing=[missing("kent")])
        assert "Kent" in "".join(root.itertext())


@pytest.mark.parametrize("number", [3, 12, 43])
def test_a_preview_has_the_first_and_the_last_rows_that_have_room(number: int) -> None:
    items = [ranked(f"force-{n}", exactly(str(9000 - n))) for n in range(number)]
    root = parsed(drawn_preview(of_comparison(comparison(*items))))
    shown = [*groups(root)]
    assert shown[0] == "force-0"
    assert shown[-1] == f"force-{number - 1}"
    assert len(shown) == number or 8 < len(shown) < number
    assert all(bottom < 420 for *_, bottom in text_boxes(root))
    assert ("The first" in words(root)) is (len(shown) < number)
