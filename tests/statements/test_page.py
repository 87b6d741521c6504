import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.statements.page import read_page
from app.statements.statement import InWelshError, NotAStatementError
from tests.builders import any_text, properties

PARAGRAPHS = (
    "Brackshire Police looks after fens, farms and one small city. Its motto is “Here – for ‘you’”.",
    "The force’s budget is £145.8m.",
    "Its work has three parts:",
    "answering 999 calls",
    "keeping 12 markets safe & calm",
    "It has 64 miles of coast.",
)

TEXT = """\
More about this area

Brackshire Police 2021/22

The logo of Brackshire Police

The force says...

Brackshire Police looks after fens, farms
and one small city. Its motto is “Here – for ‘you’”.

The force’s budget\u00a0is £145.8m.

Its work has three parts:
• answering 999 calls
• keeping 12 markets  safe & calm

It has 64 miles of coast.

Disclaimer: what stands here was prepared by Brackshire Police. The views are theirs.

Get in touch
"""

HTML = """\
<!doctype html>
<html lang="en-GB">
<head><title>Brackshire</title><style>p {}</style>
<link rel="canonical" href="https://reports.example/brackshire/"></head>
<body>
<header><nav><ul><li>Home</li><li><p>Reports 2019</p></li></ul></nav></header>
<main>
  <h1>More about this area</h1>
  <h2>Brackshire Police 2021/22</h2>
  <img src="crest.png" alt="The logo of Brackshire Police">
  <h3>The force says&hellip;</h3>
  <p>Brackshire Police looks after <b>fens</b>, farms
     and one small city. Its motto is &ldquo;Here &ndash; for &lsquo;you&rsquo;&rdquo;.</p>
  <script>var budget = 99;</script>
  <div><p>The force&rsquo;s budget&nbsp;is £145.8m.</p></div>
  <p>Its work has three parts:</p>
  <ul><li>answering 999 calls</li><li><p>keeping 12 markets safe &amp; calm</p></li></ul>
  <p> &nbsp; </p>
  <p>It has 64 miles of coast.</p>
  <p>Disclaimer: what stands here was prepared by Brackshire Police. The views are theirs.</p>
  <p>Get in touch</p>
</main>
<footer><nav><ul><li>Contact</li></ul></nav></footer>
</body>
</html>
"""


def page(
    *,
    title: str = "Brackshire Police 2016\n\n",
    heading: str = "The force says...\n\n",
    body: str = "It has 5 ports.\n\n",
    ending: str = "",
) -> str:
    return title + heading + body + ending


def missing_of(text: str) -> list[str]:
    with pytest.raises(NotAStatementError) as refusal:
        read_page(text)
    assert all(part in str(refusal.value) for part in refusal.value.missing)
    return refusal.value.missing


@pytest.mark.parametrize("source", [TEXT, HTML], ids=["text", "html"])
def test_a_page_gives_its_paragraphs_without_the_chrome_around_them(source: str) -> None:
    read = read_page(source)

    assert read.paragraphs == PARAGRAPHS
    assert read.text == "\n\n".join(PARAGRAPHS)
    assert (read.title, read.round) == ("Brackshire Police 2021/22", "2021-22")
    assert (read.force, read.force_name) == (None, "Brackshire Police")
    assert read.disclaimer


def test_html_and_text_of_a_statement_have_the_same_hash() -> None:
    expected = hashlib.sha256("\n\n".join(PARAGRAPHS).encode()).hexdigest()

    assert read_page(TEXT).sha256 == read_page(HTML).sha256 == expected


def test_another_word_is_another_hash() -> None:
    assert read_page(page(body="It has 6 ports.")).sha256 != read_page(page(body="It has 5 ports.")).sha256


def test_html_names_its_address_and_language() -> None:
    assert read_page(HTML).url == "https://reports.example/brackshire/"
    assert read_page(HTML).language == "en"
    assert read_page(HTML.replace("en-GB", "cy")).language == "cy"
    assert read_page(HTML, url="https://other.example/").url == "https://other.example/"


def test_a_force_of_the_register_is_recognised() -> None:
    read = read_page(page(title="Leicestershire Police 2016\n\n"))

    assert read.force is not None
    assert read.force.id == "leicestershire"
    assert read.force_name == read.force.name


def test_a_statement_without_a_disclaimer_ends_with_the_page() -> None:
    read = read_page(page())

    assert not read.disclaimer
    assert read.paragraphs == ("It has 5 ports.",)


def test_nothing_after_the_disclaimer_belongs_to_the_statement() -> None:
    read = read_page(page(ending="Disclaimer: prepared by Brackshire Police.\n\nIt has 7 zoos.\n"))

    assert read.disclaimer
    assert read.paragraphs == ("It has 5 ports.",)


@pytest.mark.parametrize("heading", ["The force says...", "The force says…", "THE FORCE SAYS:", "The force says"])
def test_the_opening_may_be_written_with_or_without_dots(heading: str) -> None:
    assert read_page(page(heading=f"{heading}\n\n")).paragraphs == ("It has 5 ports.",)


@pytest.mark.parametrize(
    ("title", "round_"),
    [
        ("Brackshire Police 2021/22", "2021-22"),
        ("Brackshire Police 2021/2022", "2021-22"),
        ("Brackshire Constabulary – 2018-19", "2018-19"),
        ("Brackshire Police: 2016", "2016"),
        ("Heddlu Brackshire 2023–25", "2023-25"),
    ],
)
def test_the_round_is_that_of_the_title(title: str, round_: str) -> None:
    read = read_page(page(title=f"{title}\n\n"))

    assert read.round == round_
    assert read.title == title


@pytest.mark.parametrize(
    ("address", "round_"),
    [
        ("https://reports.example/peel-2016/brackshire/", "2016"),
        ("https://reports.example/peel-2018-19/brackshire/", "2018-19"),
        ("https://reports.example/peel-2018-2019/brackshire/", "2018-19"),
    ],
)
def test_the_round_of_a_page_without_one_in_its_title_is_that_of_its_address(address: str, round_: str) -> None:
    read = read_page(page(title="The logo of Brackshire Police\n\n"), url=address)

    assert read.round == round_
    assert read.force_name == "Brackshire Police"


def test_the_round_named_by_the_caller_holds_against_title_and_address() -> None:
    address = "https://reports.example/peel-2017/brackshire/"

    assert read_page(page(), round_="2018-19", url=address).round == "2018-19"


def test_the_round_of_the_title_holds_against_the_address() -> None:
    assert read_page(page(), url="https://reports.example/peel-2017/brackshire/").round == "2016"


def test_a_page_without_a_title_is_titled_by_force_and_round() -> None:
    read = read_page(page(title="The logo of Brackshire Police\n\n"), round_="2018-19")

    assert read.title == "Brackshire Police 2018-19"


def test_a_page_without_title_and_logo_names_its_force_in_the_disclaimer() -> None:
    ending = "Disclaimer: what stands here was prepared by the Brackshire Police. It is theirs."

    assert read_page(page(title="", ending=ending), round_="2016").force_name == "Brackshire Police"


def test_a_headline_with_a_year_is_no_title_unless_it_names_a_police_force() -> None:
    read = read_page(page(title="News 2019\n\nThe logo of Brackshire Police\n\n"), round_="2016")

    assert (read.title, read.round) == ("Brackshire Police 2016", "2016")


def test_a_page_without_the_opening_is_refused() -> None:
    assert missing_of(page(heading="")) == ['no "The force says..." heading']


@pytest.mark.parametrize("ending", ["", "Disclaimer: prepared by Brackshire Police."])
def test_a_page_without_a_paragraph_is_refused(ending: str) -> None:
    assert missing_of(page(body="Get in touch\n\n", ending=ending)) == ['no paragraph after "The force says..."']


def test_a_page_that_names_no_force_is_refused() -> None:
    with pytest.raises(NotAStatementError) as refusal:
        read_page(page(title=""), round_="2016")

    assert refusal.value.missing == ["no force's name in a title, logo line or disclaimer"]


def test_a_page_without_a_round_is_refused() -> None:
    assert missing_of(page(title="The logo of Brackshire Police\n\n")) == [
        "no round in its title or address, and none is given"
    ]


@pytest.mark.parametrize("nothing", ["", " \n ", "<html></html>", "Hello there"])
def test_a_page_with_none_of_them_is_told_all_that_is_missing(nothing: str) -> None:
    assert len(missing_of(nothing)) == 3


_PARTS = (
    TEXT.split("\n\n")
    + HTML.split("\n")
    + [
        "<p>",
        "<li>",
        "<td><p>",
        "</p>",
        "<!--",
        "<img alt>",
        "<html lang>",
        "<link rel=canonical>",
        "&#0;",
        "\x00",
        "•",
    ]
)


@properties
@given(st.one_of(any_text, st.lists(st.sampled_from(_PARTS), max_size=20).map("\n\n".join)))
def test_any_page_is_read_or_refused_by_name(source: str) -> None:
    missing: list[str] = []
    paragraphs: tuple[str, ...] = ()
    try:
        paragraphs = read_page(source, url="https://reports.example/peel-2016/").paragraphs
    except NotAStatementError as refusal:
        missing = refusal.missing

    assert bool(paragraphs) != bool(missing)
    assert all(paragraph.strip() for paragraph in paragraphs)


def test_text_beside_inner_blocks_and_line_breaks_is_kept() -> None:
    body = (
        "<div>It has two towns.<ul><li>Three <b>ports</b><ul><li>four gates</li></ul>five<br>roads</li></ul>end</div>"
    )
    page = read_page(f"<html><h1>Brackshire Police 2016</h1><p>The force says...</p>{body}</html>")
    assert page.paragraphs == ("It has two towns.", "Three ports", "four gates", "five roads", "end")


def test_a_round_that_is_none_is_said() -> None:
    with pytest.raises(NotAStatementError, match="'spring'"):
        read_page("Brackshire Police 2016\n\nThe force says...\n\nIt has two towns.", round_="spring")


ORIGINAL = "https://reports.example/peel-2016/brackshire/?a=1"
SAVED = {
    "SingleFile": "<!--\n Page saved with SingleFile \n url: {} \n saved date: Mon Mar 14 2022\n--><html>",
    "a browser": "<!-- saved from url=(0049){} --><html>",
    "Save Page WE": '<html><meta name="savepage-url" content="{}">',
    "ScrapBook": '<html data-scrapbook-source="{}">',
    "the page": '<html><link rel=canonical href="{}">',
    "its card": '<html><meta property="og:url" content="{}">',
}
ARCHIVES = (
    "https://web.archive.org/web/20220314101010/",
    "http://web.archive.org/web/20220314101010id_/",
    "https://webarchive.nationalarchives.gov.uk/ukgwa/20220314101010/",
    "https://webarchive.nationalarchives.gov.uk/20220314101010mp_/",
    "https://archive.ph/20220314101010/",
)


@pytest.mark.parametrize("program", SAVED)
def test_a_saved_page_keeps_its_address(program: str) -> None:
    read = read_page(SAVED[program].format(ORIGINAL) + f"<p>{page().replace(chr(10) * 2, '<p>')}")
    assert (read.url, read.archived_url) == (ORIGINAL, None)


@pytest.mark.parametrize("archive", ARCHIVES)
def test_a_page_of_an_archive_keeps_its_first_address_and_the_archives_beside_it(archive: str) -> None:
    body = f"<p>{page().replace(chr(10) * 2, '<p>')}"
    for read in (
        read_page(SAVED["the page"].format(archive + ORIGINAL) + body),
        read_page(SAVED["SingleFile"].format(archive + ORIGINAL) + body),
        read_page(SAVED["a browser"].format(archive + ORIGINAL) + SAVED["the page"].format(ORIGINAL) + body),
        read_page(page(), url=archive + ORIGINAL),
    ):
        assert (read.url, read.archived_url) == (ORIGINAL, archive + ORIGINAL)


@pytest.mark.parametrize(
    "address", ["https://archive.example/reports/2022/", "https://reports.example/web/2022/https-only/"]
)
def test_an_address_that_keeps_no_other_is_its_own(address: str) -> None:
    read = read_page(page(), url=address)
    assert (read.url, read.archived_url) == (address, None)


@pytest.mark.parametrize(
    "beginning",
    ["<!--" + "x" * 6000 + "-->", "\n" * 6000, '\ufeff<?xml version="1.0"?>', "<!-- a --><!-- b -->" * 600],
)
def test_what_a_page_is_is_told_however_long_it_takes_to_begin(beginning: str) -> None:
    assert read_page(beginning + HTML).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("heading", ["### The force says...", "**The force says...**", "# _The force says…_ #"])
def test_headings_may_be_those_of_markdown(heading: str) -> None:
    read = read_page(f"# Brackshire Police 2016\n\n{heading}\nIt has **5** ports.\n")
    assert (read.title, read.paragraphs) == ("Brackshire Police 2016", ("It has 5 ports.",))


@pytest.mark.parametrize(
    "source",
    [
        "Heddlu Brackshire 2016\n\nMae’r heddlu’n dweud...\n\nMae gan yr heddlu 5.",
        "<html lang=cy><h1>Heddlu Brackshire 2016</h1><p>Mae gan yr heddlu 5.</p></html>",
        page(body="Mae Heddlu Brackshire yn gwasanaethu mwy na miliwn o bobl ac mae gan yr heddlu 5."),
    ],
)
def test_a_page_in_welsh_is_told_as_such(source: str) -> None:
    with pytest.raises(InWelshError, match="the page is in Welsh, which is not read"):
        read_page(source)


def test_controls_and_what_is_hidden_are_no_text() -> None:
    hidden = "<button>Share</button><p hidden>A</p><p style='display: none'>B</p><select><option>C</select><nav>D</nav>"
    read = read_page(f"<h1>Brackshire Police 2016</h1><h2>The force says...</h2><p>It has 5 ports.</p>{hidden}<p>End.")
    assert read.paragraphs == ("It has 5 ports.", "End.")
