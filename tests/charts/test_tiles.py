"""The map of tiles: all 43 forces, each once, in at most five closed bins."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts.chart import Tiles
from app.charts.comparison import MOST_BINS, bins, of_comparison
from app.charts.palette import COLOURS
from app.charts.scales import shortened
from app.charts.shapes import Paint
from app.charts.svg import NARROW, drawn_alone, drawn_in_page
from app.charts.tile_map import CODES, COLUMNS, PLACES, ROWS
from app.vocabulary.forces import forces
from tests.builders import properties
from tests.charted import STATED, comparison, exactly, figure, found, groups, missing, parsed, ranked, words

NUMBERS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False)


def test_all_forces_have_a_code_and_a_place_of_their_own() -> None:
    assert set(CODES) == set(PLACES) == set(forces())
    assert len(set(CODES.values())) == len(set(PLACES.values())) == 43
    assert all(len(code) == 3 for code in CODES.values())
    assert (COLUMNS, ROWS) == (7, 9)


def test_the_map_is_read_from_north_to_south() -> None:
    order = [*PLACES]
    assert order[0] == "northumbria"
    assert order.index("cumbria") < order.index("west-midlands") < order.index("kent")
    lines = [line for _, line in PLACES.values()]
    assert lines == sorted(lines)


@properties
@given(numbers=st.lists(NUMBERS, min_size=1, max_size=43))
def test_bins_are_few_closed_and_apart_and_have_every_number(numbers: list[Decimal]) -> None:
    found_ = bins(numbers)
    assert len(found_) <= MOST_BINS
    assert all(one.low <= one.high for one in found_)
    assert all(before.high < after.low for before, after in pairwise(found_))
    assert sum(one.size for one in found_) == len(numbers)
    assert all(sum(one.low <= shortened(number) <= one.high for one in found_) == 1 for number in numbers)


def test_bins_have_about_as_many_forces_each() -> None:
    assert [one.size for one in bins(map(Decimal, range(100, 140)))] == [8] * 5


MAP = of_comparison(
    comparison(
        ranked("kent", exactly("4000")),
        ranked("essex", figure("3000", "3000", None)),
        ranked("surrey", figure("2000", None, "2000")),
        ranked("sussex", figure("3500", "3450", "3550", qualifier="about")),
        ranked("durham", figure(None, "1000", "1200", nominal="1100")),
        ranked("gwent", figure("2999.7", "2999.6", "2999.8", qualifier="about")),
        ranked("norfolk", figure(None, "0", "1200", nominal="1200")),
        apart=[ranked("dorset", exactly("1500"))],
        missing=[missing("cumbria")],
        **STATED,
    ),
    "tiles",
)


def test_every_tile_has_its_code_its_figure_and_its_name() -> None:
    tiles = groups(parsed(drawn_alone(MAP)))
    assert [*tiles] == [*PLACES]
    told = {force: words(tile) for force, tile in tiles.items()}
    assert told["kent"] == "4,000 KNT"
    assert told["essex"] == "3,000+ ESX"
    assert told["surrey"] == "≤2,000 SUR"
    assert told["sussex"] == "~3,500 SSX"
    assert told["durham"] == "~1,100 DUR"
    assert told["gwent"] == "3,000 GWT"
    assert told["norfolk"] == "≤1,200 NFK"
    assert told["dorset"] == "1,500* DOR"
    assert found(tiles["kent"], "title")[0].text == "Kent: 4000 of them"


def test_a_figure_of_another_time_is_dashed_and_shaded() -> None:
    tiles = groups(parsed(drawn_alone(MAP)))
    [of_time], [apart] = (found(tiles[force], "rect") for force in ("kent", "dorset"))
    assert (of_time.get("stroke-dasharray"), apart.get("fill")) == (None, COLOURS[Paint.BIN_2])
    assert apart.get("stroke-dasharray")


@pytest.mark.parametrize(
    ("force", "name"),
    [("cumbria", "Cumbria: no figure, not stated"), ("wiltshire", "Wiltshire: no figure, not compared here")],
)
def test_a_tile_without_a_figure_differs_by_a_dash_and_a_word(force: str, name: str) -> None:
    tile = groups(parsed(drawn_alone(MAP)))[force]
    assert words(tile).startswith("none")
    assert found(tile, "rect")[0].get("stroke-dasharray")
    assert found(tile, "title")[0].text == name


def test_the_legend_tells_bins_in_words_and_numbers() -> None:
    assert isinstance(MAP, Tiles)
    told = words(parsed(drawn_alone(MAP)))
    for part in ("4,000 (1 force)", "1,500 to 2,000 (2 forces)", "none: no figure (35 forces)"):
        assert part in told
    for part in ("~ about or almost", "≤ at most: no lower", "+ or more: no upper", "* dashed: of another time"):
        assert part in told


def test_what_the_legend_says_of_a_bin_has_an_edge() -> None:
    boxes = [box for box in found(parsed(drawn_alone(MAP)), "rect") if box.get("width") == "21"]
    assert len(boxes) == 6
    assert {box.get("stroke") for box in boxes} == {COLOURS[Paint.MUTED]}


def test_a_small_tile_has_its_figure_in_short_and_never_without_its_signs() -> None:
    answer = comparison(
        ranked("kent", exactly("645076")),
        ranked("essex", figure("775000", "775000", None)),
        ranked("surrey", figure("645000", None, "645000")),
        apart=[ranked("dorset", figure("-1930000", "-1950000", "-1910000", qualifier="about"))],
    )
    tiles = groups(parsed(drawn_in_page(of_comparison(answer, "tiles"), "one", (NARROW,))))
    assert words(tiles["kent"]) == "645k KNT"
    assert words(tiles["essex"]) == "775k+ ESX"
    assert words(tiles["surrey"]) == "≤645k SUR"
    assert words(tiles["dorset"]) == "~-1.9m* DOR"
    sizes = {one.text: float(one.get("font-size", 0)) for one in found(tiles["dorset"], "text")}
    assert 8 < sizes["~-1.9m*"] < 10.5
