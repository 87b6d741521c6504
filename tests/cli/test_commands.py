"""The command line, run as its users run it."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app import __version__
from app.db.engine import make_engine
from app.queries.paging import Window
from app.queries.releases import list_releases, statement_changes
from tests.bundled import STATEMENTS
from tests.commands import PAGE, answer, patiently, run
from tests.conftest import Databases
from tests.postgres import free_port


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_help_names_every_command() -> None:
    help_ = run("--help").stdout
    for command in (
        "serve",
        "migrate",
        "seed",
        "extract",
        "ingest",
        "ingest-dataset",
        "verify",
        "check",
        "forces",
        "show",
    ):
        assert command in help_
        assert run(command, "--help").returncode == 0


def test_the_eleven_facts_are_read_from_the_real_page(real_page: Path) -> None:
    read = answer(run("extract", real_page, "--format", "json"))
    facts = json.loads((real_page.parents[1] / "facts" / "leicestershire--2021-22.json").read_text(encoding="utf-8"))
    fields = ("measure", "value", "value_max", "unit", "area", "status", "as_stated")
    found = [{f: o[f] for f in fields} | {"period": (o["period"] or {}).get("label")} for o in read["observations"]]
    assert found == [{f: fact[f] for f in (*fields, "period")} for fact in facts["facts"]]
    # The facts were labelled when rounded numbers were called exact.
    unhedged = [{"rounded": "exact"}.get(o["qualifier"], o["qualifier"]) for o in read["observations"]]
    assert unhedged == [fact["qualifier"] for fact in facts["facts"]]
    statement = read["statement"]
    assert (statement["force"], statement["round"], statement["disclaimer"]) == ("leicestershire", "2021-22", True)
    text = "\n\n".join(statement["paragraphs"])
    for figure in (*read["observations"], *read["notes"], *read["unassigned"]):
        place = figure["source"]
        words = text[place["start"] : place["end"]]
        assert words == figure.get("as_stated", words)
        assert words in statement["paragraphs"][place["paragraph"] - 1]
    assert [number["as_stated"] for number in read["unassigned"]] == ["one team to prevent"]
    assert len(read["notes"]) == 9


def test_the_bundled_figures_stand_in_the_real_page(real_page: Path) -> None:
    done = run("verify", real_page, "--statement", "leicestershire/2021-22", "--format", "json")
    checked = answer(done)
    assert checked["same_text"] is True
    assert {figure["standing"] for figure in checked["figures"]} == {"stands"}
    assert len(checked["figures"]) == 12


def test_figures_that_are_not_in_a_page_are_reported_and_the_exit_code_says_so(page: Path) -> None:
    done = run("verify", page, "--statement", "surrey/2023-25", "--format", "json")
    assert done.returncode == 1
    standings = {f["as_stated"]: f["standing"] for f in json.loads(done.stdout)["figures"]}
    assert standings["642 square miles"] == "missing"


def test_a_page_that_was_reworded_moves_or_loses_the_figures(real_page: Path, tmp_path: Path) -> None:
    words = real_page.read_text(encoding="utf-8")
    changed = tmp_path / "changed.txt"
    changed.write_text(words.replace("979", "1,979"), encoding="utf-8")
    done = run("verify", changed, "--statement", "leicestershire/2021-22")
    assert done.returncode == 1
    for finding in ("missing", "moved"):
        assert finding in done.stdout
    assert "hash differs" in done.stderr


def test_the_version_is_told() -> None:
    assert run("--version").stdout.strip() == __version__


def test_a_page_is_read_from_standard_input_for_people_too() -> None:
    done = run("extract", "-", stdin=PAGE)
    assert done.returncode == 0
    for words in ("Surrey Police 2024/25", "over 1.2 million", "seven sites", "¶1"):
        assert words in done.stdout


def test_a_page_that_is_no_statement_says_what_is_missing(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Some other page\n\nWith some text.", encoding="utf-8")
    done = run("extract", other)
    assert done.returncode == 1
    assert "The force says..." in done.stderr
    assert "--round" in done.stderr
    assert "Traceback" not in done.stderr


def test_ingesting_twice_changes_nothing_the_second_time(databases: Databases, page: Path) -> None:
    database = databases.copy()
    first = answer(run("ingest", page, "--format", "json", database=database))
    second = answer(run("ingest", page, "--format", "json", database=database))
    assert [(r["outcome"], r["statement"], r["observations"], r["unassigned"]) for r in first] == [
        ("added", "surrey/2024-25", 1, 1)
    ]
    assert [r["outcome"] for r in second] == ["unchanged"]
    shown = answer(run("show", "surrey", "--format", "json", database=database))
    assert shown["statement"]["round"] == "2024-25"
    assert shown["demographics"]["population"]["bounds"] == {"low": 1200000, "high": None}


def test_one_pages_failure_does_not_stop_the_others(databases: Databases, page: Path, tmp_path: Path) -> None:
    database = databases.copy()
    invented = tmp_path / "invented.txt"
    invented.write_text(PAGE.replace("Surrey", "Surree"), encoding="utf-8")
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00")
    done = run("ingest", invented, tmp_path / "absent.txt", binary, page, "--format", "json", database=database)
    assert done.returncode == 1
    results = {Path(result["page"]).name: result for result in json.loads(done.stdout)}
    assert results["page.txt"]["outcome"] == "added"
    assert "Surree Police" in results["invented.txt"]["detail"]
    assert "surrey" in results["invented.txt"]["detail"]
    assert "UTF-8" in results["binary.txt"]["detail"]
    assert "No such file" in results["absent.txt"]["detail"]
    for name in ("invented.txt", "absent.txt", "binary.txt"):
        assert name in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("report.pdf", b"%PDF-1.7 x", "is a PDF, which is not read; copy its words into a text file"),
        ("page.html", b"", "is empty"),
        ("page.docx", b"PK\x03\x04x", "is a Word or other Office document or an archive (zip), which is not read"),
        ("page.txt", b"It has 5 ports for \xa35.", "is not text in UTF-8, and does not say what it is in"),
    ],
)
def test_what_is_no_page_is_named(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = run("extract", tmp_path / name)
    assert done.returncode == 1
    assert told in " ".join(done.stderr.split())
    folder = run("extract", tmp_path)
    assert "is a folder; name its files" in " ".join(folder.stderr.split())


def test_a_page_in_another_encoding_that_says_so_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    head = "<meta charset=windows-1252><h1>Surrey Police 2021/22</h1><h2>The force says...</h2>"
    path.write_bytes(f"{head}<p>The force has a budget of £223.2m.</p>".encode("cp1252"))
    url = "https://reports.example/surrey/"
    archived = f"https://web.archive.org/web/20220314101010/{url}"
    read = answer(run("extract", path, "--url", archived, "--format", "json"))
    assert [(o["measure"], o["value"]) for o in read["observations"]] == [("budget_total", 223200000)]
    assert (read["statement"]["url"], read["statement"]["archived_url"]) == (url, archived)


def test_migrate_and_seed_fill_an_empty_database_and_may_be_run_again(databases: Databases) -> None:
    database = databases.empty()
    assert "migrate" in run("seed", database=database).stderr
    assert run("migrate", database=database).returncode == 0
    assert "up to date" in run("migrate", database=database).stderr
    assert f"{STATEMENTS} added" in run("seed", database=database).stderr
    assert f"{STATEMENTS} unchanged" in run("seed", database=database).stderr
    assert len(answer(run("forces", "--format", "json", database=database))) == 43


def test_the_program_that_is_installed_fills_a_database(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("force-profiles")
    for command in ("migrate", "seed"):
        subprocess.run([program, command, "--database-url", f"sqlite:///{tmp_path / 'new.sqlite3'}"], check=True)
    assert len(answer(run("forces", "--format", "json", database=f"sqlite:///{tmp_path / 'new.sqlite3'}"))) == 43


def test_a_force_is_shown_to_people_with_its_figures_and_indicators(on_sqlite: Databases) -> None:
    done = run("show", "E23000021", database=on_sqlite.seeded)
    assert done.returncode == 0
    for words in ("Leicestershire Police", "£223.2m", "2,242 (target)", "at most £203 per person"):
        assert words in done.stdout
    for words in ("Official statistics", "workforce-march", "Stated beside official"):
        assert words in done.stdout


def test_forces_are_listed_for_people(on_sqlite: Databases) -> None:
    done = run("forces", database=on_sqlite.seeded)
    assert "Dyfed-Powys Police" in done.stdout
    assert "2021-22, 2017, 2016, 2015" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "leicestersheer"], 1, "leicestershire"),
        (["show", "kent", "--round", "2016"], 1, "2023-25"),
        (["verify", "-", "--statement", "kent/1999"], 1, "2023-25"),
        (["ingest", "a", "b", "--round", "2016"], 2, "a single page"),
        (["serve", "--port", "99999"], 2, "port"),
        (["forecs"], 2, "forces"),
    ],
)
def test_wrong_usage_is_explained(on_sqlite: Databases, arguments: list[str], code: int, words: str) -> None:
    done = run(*arguments, database=on_sqlite.seeded)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("address", "code"),
    [("nonsense", 2), ("oracle://x", 2), ("postgresql://nobody@127.0.0.1:1/x", 1), ("sqlite:////no/x", 1)],
)
def test_a_database_that_cannot_be_used_is_explained(address: str, code: int) -> None:
    done = run("forces", "--database-url", address)
    assert done.returncode == code
    assert done.stderr.startswith("error:")
    assert "Traceback" not in done.stderr


def test_serve_fills_an_empty_database_and_serves_it(databases: Databases) -> None:
    database, port = databases.empty(), free_port()
    service = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--database-url", database],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert service.stderr is not None
        said = ""
        while "serving on" not in said:
            line = service.stderr.readline()
            assert line, said
            said += line
        assert f"{STATEMENTS} added" in said
        budget = patiently(f"http://127.0.0.1:{port}/v1/forces/leicestershire/budget")
        assert budget["budget_total"]["value"] == 223200000
    finally:
        service.terminate()
        service.communicate(timeout=20)


def test_brackets_and_control_characters_of_a_page_are_shown_as_they_are_or_not_at_all(databases: Databases) -> None:
    page = PAGE.replace("seven sites", "seven [red]odd[/red] \x1b[31msites")
    done = run("extract", "-", stdin=page)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    unknown = run("ingest", "no[/]such[bold].txt", database=databases.copy())
    assert unknown.returncode == 1
    assert "no[/]such[bold].txt" in unknown.stderr


def test_check_lists_warnings_and_changes_nothing(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'checked.sqlite3'}"
    run("migrate", database=database)
    run("seed", database=database)
    warnings = answer(run("check", "--format", "json", database=database))
    [share] = [w for w in warnings if (w["code"], w["measure"]) == ("unit", "ethnic_minority_share")]
    assert share["observation"].rpartition(".")[0] == "durham.2023-25.1"
    table = run("check", database=database)
    assert table.returncode == 0
    assert "3.6% percent" in table.stdout
    assert f"{len(warnings)} warnings" in table.stderr
    review = (Path(__file__).parents[2] / "docs" / "data-review.md").read_text(encoding="utf-8")
    counted = {check: int(number) for check, number in re.findall(r"^\| `(\w+)` \| (\d+) \|$", review, re.MULTILINE)}
    assert counted == Counter(warning["code"] for warning in warnings)
    assert f"{len({warning['observation'] for warning in warnings})} figures carry a warning" in review


def test_a_statement_is_withdrawn_with_a_reason_once(databases: Databases) -> None:
    database = databases.copy()
    done = run("withdraw", "Kent/2023-25", "--reason", "it was of another force", database=database)
    assert (done.returncode, done.stderr.strip()) == (0, "kent/2023-25 is withdrawn")
    again = run("withdraw", "kent/2023-25", "--reason", "again", database=database)
    assert again.returncode == 1
    assert "no statement kent/2023-25 is current" in again.stderr
    assert run("withdraw", "nowhere/2023-25", "--reason", "r", database=database).returncode == 1
    assert run("withdraw", "kent/2023-25", database=database).returncode == 2


def test_pages_of_one_run_make_one_release_with_its_reason(databases: Databases, tmp_path: Path) -> None:
    database = databases.copy()
    for name in ("first", "second"):
        (tmp_path / name).write_text(PAGE.replace("seven sites", f"seven {name} sites"), encoding="utf-8")
    done = run("ingest", str(tmp_path / "first"), str(tmp_path / "second"), "--reason", "a new page", database=database)
    assert done.returncode == 0, done.stderr
    engine = make_engine(database, read_only=True)
    with Session(engine) as session:
        assert [row.number for row in list_releases(session, Window(9)).items] == [2, 1]
        assert {change.reason for change in statement_changes(session, 2)} == {"a new page"}
    engine.dispose()
