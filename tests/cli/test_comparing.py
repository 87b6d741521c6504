"""Figures beside each other on the command line: as the API gives them, and for people at any width."""

import csv
import io
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from app.cli import app, terminal
from app.vocabulary.forces import forces
from tests.commands import answer, run
from tests.conftest import Databases, service


@pytest.fixture
def api(databases: Databases) -> Iterator[TestClient]:
    with service(databases.seeded) as client:
        yield client


@pytest.mark.parametrize(
    ("command", "address"),
    [
        ("compare population", "/v1/compare?measure=population"),
        (
            "compare --indicator budget_per_person --forces kent,Surrey --forces E23000021",
            "/v1/compare?indicator=budget_per_person&forces=kent,surrey,leicestershire",
        ),
        ("compare population --round 2021/22", "/v1/compare?measure=population&round=2021-22"),
        (
            "compare police_officers --at 2023 --basis headcount",
            "/v1/compare?measure=police_officers&at=2023&basis=headcount",
        ),
        (
            "compare --indicator crimes_per_1000_people --similar-to kent",
            "/v1/compare?indicator=crimes_per_1000_people&similar_to=kent",
        ),
        ("compare population --source stated", "/v1/compare?measure=population&source=stated"),
        ("series dyfed-powys population", "/v1/forces/dyfed-powys/series?measure=population"),
        ("series kent pcsos --source stated", "/v1/forces/kent/series?measure=pcsos&source=stated"),
        (
            "series E23000021 --indicator budget_per_person",
            "/v1/forces/leicestershire/series?indicator=budget_per_person",
        ),
        ("show kent --topic budget", "/v1/forces/kent/budget"),
        ("show leicestershire --topic workforce --round 2016", "/v1/forces/leicestershire/workforce?round=2016"),
        ("show kent", "/v1/forces/kent"),
    ],
)
def test_commands_answer_as_the_api_does(databases: Databases, api: TestClient, command: str, address: str) -> None:
    assert answer(run(*command.split(), "--format", "json", database=databases.seeded)) == api.get(address).json()


def test_a_comparison_as_csv_has_the_rows_alone_and_caveats_beside(databases: Databases, api: TestClient) -> None:
    done = run("compare", "police_officers", "--format", "csv", database=databases.seeded)
    rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    whole = api.get("/v1/compare?measure=police_officers").json()
    assert [row["force"] for row in rows] == [item["force"] for item in (*whole["items"], *whole["apart"])]
    assert [line.removeprefix("caveat: ") for line in done.stderr.splitlines()] == [
        caveat["detail"] for caveat in whole["caveats"]
    ]


def test_a_comparison_for_people_has_ranks_bounds_caveats_and_who_is_missing(databases: Databases) -> None:
    forces_ = "kent,surrey,durham,essex,cheshire"
    shown = run(
        "compare", "population", "--forces", forces_, "--since", "2018", "--sort", "force", database=databases.seeded
    ).stdout
    for words in ("1st", "1,750,000 to 1,850,000", "without a rank", "Essex Police", "Not compared", "- Each force"):
        assert words in shown
    assert shown.index("Durham") < shown.index("Kent") < shown.index("Surrey") < shown.index("cheshire")


def test_what_is_officially_counted_is_shown_with_its_time_and_who_has_no_rate(databases: Databases) -> None:
    command = ("compare", "--indicator", "officers_per_1000_people", "--at", "2023")
    shown = run(*command, database=databases.seeded).stdout
    for words in ("31 March 2023", "1st", "42nd", "few people live there", "city-of-london", "Home Office"):
        assert words in shown
    shown = run("series", "kent", "police_officers", database=databases.seeded).stdout
    for words in ("31 March 2007", "no figure (31 March 2024)", "31 March 2026", "Second-hand"):
        assert words in shown


def test_only_one_topic_is_shown_where_it_is_asked_for(databases: Databases) -> None:
    shown = run("show", "leicestershire", "--topic", "budget", database=databases.seeded).stdout
    assert "£223.2m" in shown
    assert "at most £203 per person" in shown
    assert "officers per 1,000" not in shown
    assert "over 1.1 million" not in shown


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("show kent --topic budget", "Budget: no figure is stated in the part that was read"),
        ("show derbyshire --round 2023-25 --topic budget", "Budget: no figure is stated"),
        ("compare population --forces kent,,essex", "forces: a value is empty"),
        ("compare population --forces kent,esex", "no such force: 'esex'; did you mean essex"),
        (
            "compare police_officers --at 1950",
            "no official figure in full-time equivalents is of 1950; did you mean 31 March 2007",
        ),
        ("compare police_officers --at 2023 --round 2016", "at: it goes with source=official"),
    ],
)
def test_what_is_not_there_is_told_with_the_reason(databases: Databases, command: str, words: str) -> None:
    done = run(*command.split(), database=databases.seeded)
    assert words in " ".join(f"{done.stdout} {done.stderr}".replace("│", " ").split())


@pytest.mark.parametrize(
    "command", ["show leicestershire", "compare budget_total", "series dyfed-powys population", "forces"]
)
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120])
def test_a_narrow_terminal_loses_and_cuts_nothing(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    def words(width: int) -> set[str]:
        screen = io.StringIO()
        monkeypatch.setattr(terminal, "out", terminal.Screen(width=width, file=screen, markup=False, highlight=False))
        done = CliRunner().invoke(app, command.split(), env={"FORCE_PROFILES_DATABASE_URL": databases.seeded})
        assert done.exit_code == 0
        lines = screen.getvalue().splitlines()
        assert all(len(line.rstrip()) <= width for line in lines if "://" not in line)
        return set(" ".join(lines).replace("─", " ").split())

    assert words(1000) <= words(columns)


def complete(line: str) -> list[str]:
    """Return what bash is told to complete a line with."""
    asked = {
        "_FORCE_PROFILES_COMPLETE": "complete_bash",
        "COMP_WORDS": f"force-profiles {line}",
        "COMP_CWORD": str(line.count(" ") + 1),
    }
    return CliRunner().invoke(app, env=asked, prog_name="force-profiles").stdout.split()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("sh", ["show"]),
        ("show ", list(forces())),
        ("show leices", ["leicestershire"]),
        ("show kent --topic bu", ["budget"]),
        ("series dev", ["devon-and-cornwall"]),
        ("series kent police_off", ["police_officers"]),
        ("compare populat", ["population", "population_growth"]),
        ("compare other", []),
        ("compare --indicator budget", ["budget_per_person", "budget_per_officer"]),
        ("compare population --forces kent,sur", ["kent,surrey"]),
        ("verify page --statement ken", ["kent/"]),
        ("withdraw ken", ["kent/"]),
        ("extract page --force ken", ["kent"]),
    ],
)
def test_names_are_completed(line: str, found: list[str]) -> None:
    assert complete(line) == found
