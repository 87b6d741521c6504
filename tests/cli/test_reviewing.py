"""A person corrects what was read of a page, in a file, and the file is taken in: on both databases."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands import PAGE, answer, run
from tests.conftest import Databases, service

WORDS = (
    "The force serves a population of over 1.2 million. It works from seven sites. It recorded 79,500 crimes in "
    "2023/24. There, 2,250 warranted men and women keep people safe. It works closely with local councils and partners."
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "surrey.txt"
    path.write_text(
        PAGE.replace("The force serves a population of over 1.2 million. It works from seven sites.", WORDS),
        encoding="utf-8",
    )
    return path


@pytest.fixture
def file(page: Path) -> Path:
    """The review file of the page, as it is written."""
    path = page.with_suffix(".toml")
    written = run("review", page)
    assert written.returncode == 0, written.stderr
    path.write_text(written.stdout, encoding="utf-8")
    return path


def correct(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def figures(database: str) -> list[dict[str, Any]]:
    with service(database) as client:
        answered = client.get("/v1/statements/surrey/2024-25")
        return [] if answered.status_code == 404 else answered.json()["observations"]


def statement(database: str) -> Any:  # noqa: ANN401 - JSON
    with service(database) as client:
        return client.get("/v1/statements/surrey/2024-25").json()


def test_a_file_that_is_not_corrected_stores_what_ingest_stores(databases: Databases, page: Path, file: Path) -> None:
    by_rules, by_hand = databases.copy(), databases.copy()
    assert (
        answer(run("ingest", page, "--accept-likely", "--format", "json", database=by_rules))[0]["outcome"] == "added"
    )
    [result] = answer(run("ingest", "--reviewed", file, "--format", "json", database=by_hand))
    assert (result["page"], result["outcome"], result["statement"]) == (str(file), "added", "surrey/2024-25")
    read, reviewed = statement(by_rules), statement(by_hand)
    assert {figure["method"] for figure in reviewed["observations"]} == {"reviewed"}
    assert {note["method"] for note in reviewed["notes"]} == {"reviewed"}
    for item in (*read["observations"], *read["notes"]):
        item["method"] = "reviewed"
    for figure in read["observations"]:
        figure["certainty"] = "certain"
    del read["statement"]["taken_in_at"], reviewed["statement"]["taken_in_at"]
    del read["revisions"], reviewed["revisions"]
    assert reviewed == read


def test_what_is_corrected_is_stored_as_corrected(own_database: str, file: Path) -> None:
    correct(
        file,
        ('measure = ""\nvalue = 7\n', 'measure = "other_geography"\nlabel = "Police stations"\nvalue = 7\n'),
        ('measure = "recorded_crimes"', 'measure = ""'),
        ('measure = "workforce_total"', 'measure = "police_officers"\nstatus = "target"\narea = "partners"'),
        ('words = "2,250 warranted men and women"', 'words = "There, 2,250 warranted men"'),  # wherever it begins
        ('qualifier = "over"\nperiod = ""', 'qualifier = "over"\nperiod = "June 2024"'),
        ('text = "Works with local councils and partners"', 'text = "Works with councils"\nyear = 2024\nmonth = 5'),
    )
    [result] = answer(run("ingest", "--reviewed", file, "--format", "json", database=own_database))
    assert (result["observations"], result["unassigned"]) == (3, 1)
    stored = statement(own_database)
    assert [
        (f["measure"], f["label"], f["value"], f["period"] and f["period"]["label"], f["status"], f["as_stated"])
        for f in stored["observations"]
    ] == [
        ("population", "Population", 1_200_000, "June 2024", "actual", "a population of over 1.2 million"),
        ("other_geography", "Police stations", 7, None, "actual", "seven sites"),
        ("police_officers", "Police officers", 2250, None, "target", "There, 2,250 warranted men"),
    ]
    officers = stored["observations"][2]
    assert officers["area"] == "partners"
    assert stored["text"][officers["source"]["start"] : officers["source"]["end"]] == officers["as_stated"]
    assert [(n["as_stated"], n["value"], n["unit"]) for n in stored["unassigned"]] == [
        ("recorded 79,500 crimes in 2023/24", 79_500, None)
    ]
    assert [(n["text"], n["year"], n["month"]) for n in stored["notes"]] == [("Works with councils", 2024, 5)]


def test_all_faults_are_told_with_their_lines_and_nothing_is_stored(own_database: str, file: Path) -> None:
    correct(
        file,
        ("value = 1_200_000", "value = 1_300_000"),
        ('measure = "recorded_crimes"', 'measure = "recorded_crime"'),
        ('period = "2023/24"', 'period = "soon"'),
        ('words = "2,250 warranted men and women"', 'words = "2,250 sworn men"'),
    )
    lines = file.read_text(encoding="utf-8").splitlines()
    at = {words: next(n for n, line in enumerate(lines, 1) if words in line) for words in ("1_300", "soon", "sworn")}
    done = run("ingest", "--reviewed", file, "--format", "json", database=own_database)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 4
    assert (
        f"{file}: line {at['1_300']}: 1,300,000 is not what is read: “a population of over 1.2 million” says 1,200,000"
        in done.stderr
    )
    assert "no measure is called 'recorded_crime'; did you mean recorded_crimes" in done.stderr
    assert f"line {at['soon']}: 'soon' names no period: write 2021/22" in done.stderr
    assert f"line {at['sworn']}: “2,250 sworn men” is not in the page at" in done.stderr
    [told] = json.loads(done.stdout)
    assert told["outcome"] == "failed"
    assert len(told["detail"].splitlines()) == 4
    assert figures(own_database) == []


def test_one_file_with_faults_does_not_stop_the_others(own_database: str, file: Path) -> None:
    wrong = file.with_name("wrong.toml")
    wrong.write_text("page = 1\n[[figure", encoding="utf-8")
    done = run("ingest", "--reviewed", wrong, file, "--format", "json", database=own_database)
    assert done.returncode == 1
    assert [result["outcome"] for result in json.loads(done.stdout)] == ["failed", "added"]


def test_a_file_is_refused_for_another_text(own_database: str, page: Path, file: Path) -> None:
    page.write_text(page.read_text(encoding="utf-8").replace("seven", "eight"), encoding="utf-8")
    done = run("ingest", "--reviewed", file, database=own_database)
    assert done.returncode == 1
    assert re.search(r"line \d+: the page has another text than this file was written for", done.stderr)
    assert figures(own_database) == []


def test_a_page_that_was_moved_is_named(own_database: str, page: Path, file: Path) -> None:
    moved = page.rename(page.with_name("moved.txt"))
    lost = run("ingest", "--reviewed", file, database=own_database)
    assert lost.returncode == 1
    assert "No such file or directory; name it with --page, or here" in lost.stderr
    assert run("ingest", "--reviewed", file, "--page", moved, database=own_database).returncode == 0
    assert len(figures(own_database)) == 3


def test_a_page_without_what_is_around_it_is_reviewed_for_the_force_and_round_that_are_given(
    own_database: str, tmp_path: Path
) -> None:
    given = ("--force", "Surrey", "--round", "2024/25", "--url", "https://surrey.example/about")
    written = run("review", "-", *given, stdin="It has 300 PCSOs.")
    file = tmp_path / "surrey.toml"
    file.write_text(written.stdout, encoding="utf-8")
    done = run("ingest", "--reviewed", file, stdin="It has 300 PCSOs.", database=own_database)
    assert done.returncode == 0, done.stderr
    stored = statement(own_database)
    assert stored["statement"]["url"] == "https://surrey.example/about"
    assert [figure["display"] for figure in stored["observations"]] == ["300"]


def test_rules_do_not_replace_what_a_person_reviewed_of_a_text(own_database: str, page: Path, file: Path) -> None:
    def outcome(*arguments: str | Path) -> str:
        [result] = answer(run("ingest", *arguments, "--format", "json", database=own_database))
        return str(result["outcome"])

    assert outcome(page) == "added"
    assert outcome("--reviewed", file, "--reason", "reviewed") == "revised"
    assert outcome(page) == "unchanged"
    assert outcome("--reviewed", file) == "unchanged"
    assert {figure["method"] for figure in figures(own_database)} == {"reviewed"}
    correct(file, ('measure = "workforce_total"', 'measure = "police_officers"'))
    assert outcome("--reviewed", file) == "revised"
    page.write_text(page.read_text(encoding="utf-8").replace("seven", "eight"), encoding="utf-8")
    assert outcome(page) == "revised"
    assert [one["reason"] for one in statement(own_database)["revisions"]].count("reviewed") == 1


def test_the_page_of_a_reviewed_statement_says_that_a_person_checked_it(
    own_database: str, page: Path, file: Path
) -> None:
    def said() -> str:
        with service(own_database) as client:
            return client.get("/statements/surrey/2024-25", headers={"Accept": "text/html"}).text

    assert run("ingest", page, database=own_database).returncode == 0
    assert "by rules, from a page that was taken in" in said()
    assert run("ingest", "--reviewed", file, database=own_database).returncode == 0
    assert "and checked by a person" in said()


def test_pages_are_reviewed_into_a_folder_where_nothing_is_overwritten(tmp_path: Path, page: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PAGE.replace("2024/25", "2026/27"), encoding="utf-8")
    into = tmp_path / "reviews"
    into.mkdir()
    (into / "surrey--2024-25.toml").write_text("mine", encoding="utf-8")
    done = run("review", page, tmp_path / "absent.txt", other, "--into", into)
    assert done.returncode == 1
    assert "surrey--2024-25.toml is there already, and may be corrected" in done.stderr
    assert "absent.txt: cannot be read" in done.stderr
    assert done.stdout.strip() == str(into / "surrey--2026-27.toml")
    assert (into / "surrey--2024-25.toml").read_text(encoding="utf-8") == "mine"
    assert 'round = "2026-27"' in (into / "surrey--2026-27.toml").read_text(encoding="utf-8")


def test_the_facts_of_a_reviewed_file_are_written_as_they_are_bundled(tmp_path: Path, file: Path) -> None:
    done = run("review", "--facts", file, "--into", tmp_path)
    assert done.returncode == 0, done.stderr
    facts = json.loads((tmp_path / "surrey--2024-25.json").read_text(encoding="utf-8"))
    assert f'sha256 = "{facts["sha256"]}"' in file.read_text(encoding="utf-8")
    assert [fact["as_stated"] for fact in facts["observations"]] == [
        "a population of over 1.2 million",
        "recorded 79,500 crimes in 2023/24",
        "2,250 warranted men and women",
    ]
    assert "text" not in facts


def test_a_number_is_read_in_its_words_when_the_rules_have_left_it(file: Path) -> None:
    """A person may write no more than the measure, and must say why for what the words do not say."""
    text = file.read_text(encoding="utf-8")
    start = text.index('measure = ""')
    correct(file, (text[start : text.index("\n\n", start)], 'measure = "police_buildings"\nwords = "seven sites"'))
    assert "no measure is called 'police_buildings'" in run("review", "--facts", file).stderr
    correct(file, ('measure = "police_buildings"', 'measure = "towns"'))
    assert '"value": 7, ' in run("review", "--facts", file).stdout
    correct(file, ('words = "seven sites"', 'words = "seven sites"\nvalue = 8'))
    assert "8 is not what is read" in run("review", "--facts", file).stderr
    correct(file, ("value = 8", 'value = 8\nbecause = "a later page says that it was a slip"'))
    assert '"value": 8, ' in run("review", "--facts", file).stdout


def test_no_control_character_reaches_the_terminal(tmp_path: Path, page: Path) -> None:
    odd = page.rename(tmp_path / "odd\x1b\x07\x9b\u202e.txt")
    done = run("review", odd)
    assert done.returncode == 0, done.stderr
    assert all(character.isprintable() or character == "\n" for character in done.stdout)
    file = tmp_path / "odd.toml"
    file.write_text(done.stdout, encoding="utf-8")
    assert run("review", "--facts", file).returncode == 0  # the name is found again
