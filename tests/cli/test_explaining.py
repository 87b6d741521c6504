"""How each number of a page was read, as ``extract --explain`` prints it."""

import pytest

from tests.commands import answer, run

PAGE = """\
Northmarsh Police 2021/22

The force says...

The force has 2,242 officers. Crime fell by 4% to 51,000 offences in 2020/21. It would need 3,000 officers.

Burglary and robbery fell by 4% and 7% respectively. Theft and burglary fell by 3% and 5% respectively. It took 900
crimes. There were 300 horses and dozens of dogs. The force recorded 61,000 crimes. This has fallen by 37%. Brackshire
Council employs 3,000 staff. There are 40 response officers.

Disclaimer: this was prepared by Northmarsh Police.
"""


@pytest.fixture(scope="module")
def told() -> str:
    done = run("extract", "-", "--explain", stdin=PAGE)
    assert done.returncode == 0
    return done.stdout


def test_a_sentence_is_shown_in_its_groups(told: str) -> None:
    assert "[The force] <has: have> [2,242 officers = officers] ." in told
    assert "[Crime = crime] <fell: fall> by [4%] to [51,000 offences = offences] in @2020/21 ." in told


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("clause", "noun officers; counts officers; verb has (have); subject The force"),
        ("join", "counted as police_officers.count"),
        ("scope", "no period; the whole force area; actual"),
        ("scope", "2020/21 (“2020/21”); the whole force area; actual"),
        ("certainty", "certain, resting on own words"),
        ("join", "paired as burglary_change.respectively"),
        ("join", "counted as recorded_crimes.count, refused: too few"),
        ("stopped", "no other join fits"),
        ("stopped", "“respectively” pairs it with nothing for certain"),
        ("stopped", "no join fits"),
        ("stopped", "no join fits; the words before its noun make it a part or another kind"),
        ("stopped", "how many is not said, or the number is in no group"),
        ("stopped", "it is only supposed, wished for or asked about"),
        ("stopped", "it is of another force or body"),
    ],
)
def test_each_stage_says_what_it_made_of_a_number(told: str, stage: str, said: str) -> None:
    assert f"    {stage:<10} {said}\n" in told


def test_a_figure_that_is_not_certain_says_why(told: str) -> None:
    assert "likely, resting on own words: what it counts is what was spoken of before" in told


def test_a_figure_that_the_page_says_twice_is_certain_for_that() -> None:
    twice = PAGE.replace("This has fallen by 37%. ", "This has fallen by 37%. Recorded crime fell by 37%. ")
    assert "but the page says it twice" in run("extract", "-", "--explain", stdin=twice).stdout


def test_programs_get_the_same_as_json() -> None:
    sentences = answer(run("extract", "-", "--explain", "--format", "json", stdin=PAGE))
    numbers = {number["words"]: number for sentence in sentences for number in sentence["numbers"]}
    assert numbers["2,242"]["figure"] == {"measure": "police_officers", "value": 2242}
    assert numbers["300"]["figure"] is None
    assert numbers["300"]["steps"][-1] == {"stage": "stopped", "said": "no join fits"}
