"""Taking pages in, which anyone may have written: each by itself, whatever is in it and whenever it is interrupted."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app, given, intake
from app.extract.observations import record_of
from app.vocabulary.records import StatementRecord
from tests.builders import formatting_bomb, read_as_likely
from tests.commands import PAGE, run
from tests.conftest import Databases, service
from tests.test_reading import Faulty

COMMAND = [sys.executable, "-m", "app.cli"]


def page(path: Path, words: str = "seven sites") -> Path:
    path.write_text(PAGE.replace("seven sites", words), encoding="utf-8")
    return path


def html(*, address: str = "", language: str = "en") -> str:
    return (
        f'<html lang="{language}"><head><link rel="canonical" href="{address}"></head><body>'
        "<h1>Surrey Police 2024/25</h1><h2>The force says...</h2><p>It has 300 PCSOs.</p></body></html>"
    )


def outcomes(output: str) -> dict[str, str]:
    return {Path(result["page"]).name: result["outcome"] for result in json.loads(output)}


def stored(database: str) -> Any:  # noqa: ANN401 - JSON
    with service(database) as client:
        return client.get("/v1/statements/surrey/2024-25").json()["statement"]


def test_a_page_that_costs_too_much_does_not_stop_the_others(on_sqlite: Databases, tmp_path: Path) -> None:
    database = on_sqlite.copy()
    bomb = tmp_path / "bomb.html"
    bomb.write_text(formatting_bomb(4_900), encoding="utf-8")
    done = run("ingest", bomb, page(tmp_path / "page.txt"), "--format", "json", database=database)
    assert done.returncode == 1
    assert outcomes(done.stdout) == {"bomb.html": "failed", "page.txt": "added"}
    assert "256 MB" in done.stderr


@pytest.mark.parametrize("command", [("extract",), ("verify", "--statement", "kent/2023-25")])
def test_a_page_that_costs_too_much_is_told_so_by_every_command(command: tuple[str, ...]) -> None:
    done = run(*command, "-", stdin=formatting_bomb(1_500))
    assert done.returncode == 1
    assert "256 MB" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("extract",), ("verify", "--statement", "kent/2023-25")])
def test_a_fault_of_the_program_is_told_in_a_line_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(given, "text_of", lambda _page: Faulty("x"))
    with caplog.at_level(logging.DEBUG):
        done = CliRunner().invoke(app, [*command, "page.txt"])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert done.stderr.count("\n") == 1
    assert "page.txt: cannot be read because of a fault in the program" in done.stderr
    assert "report it with the page" in done.stderr
    assert "Traceback" in caplog.text


LANGUAGES = ("{{page.lang}}", "a language of its own", "\x1b[31m", "1", "x" * 300)
ADDRESSES = ("javascript:alert(1)", "https://example.org/\x1b]0;x\x07", "/relative", "https://x/" * 300, "https://a b")


def test_what_a_page_says_of_itself_and_cannot_be_is_not_taken_over(databases: Databases, tmp_path: Path) -> None:
    database = databases.copy()
    odd = {f"language {n}": html(language=language) for n, language in enumerate(LANGUAGES)}
    odd |= {f"address {n}": html(address=address) for n, address in enumerate(ADDRESSES)}
    for year, (name, text) in enumerate(odd.items(), start=2031):
        (tmp_path / name).write_text(text.replace("2024/25", str(year)), encoding="utf-8")
    done = run("ingest", *sorted(tmp_path.iterdir()), "--format", "json", database=database)
    assert done.returncode == 0, done.stderr
    assert set(outcomes(done.stdout).values()) == {"added"}
    assert done.stderr.count("its language, which is none, is ignored") == len(LANGUAGES)
    assert done.stderr.count("its canonical address, which is none by http or https") == len(ADDRESSES)
    with service(database) as client:
        items = client.get("/v1/forces/surrey/statements").json()["items"]
    taken_in = [(item["language"], item["url"]) for item in items if item["round"] > "2030"]
    assert taken_in == [("en", None)] * len(odd)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x.org/", "https://x.org/\x9b31m", "https://"])
@pytest.mark.parametrize("command", [("extract",), ("ingest",), ("verify", "--statement", "kent/2023-25")])
def test_an_address_that_is_given_and_is_none_is_wrong_usage(command: tuple[str, ...], address: str) -> None:
    done = CliRunner().invoke(app, [*command, "-", "--url", address], input=PAGE)
    assert done.exit_code == 2, done.stderr
    assert "--url" in done.stderr
    assert "\x9b" not in done.stderr


def test_no_control_character_of_a_page_reaches_the_terminal(on_sqlite: Databases, tmp_path: Path) -> None:
    database = on_sqlite.copy()
    odd = "\x1b\x07\x9b\u202e\u2066\x7f"
    title = f"Surrey {odd}Police 2024/25"
    text = html(address=f"https://example.org/{odd}", language=f"en{odd}").replace("Surrey Police 2024/25", title)
    path = tmp_path / f"page{odd.replace('/', '')}.html"
    path.write_text(text.replace("300 PCSOs", f"300 {odd}PCSOs"), encoding="utf-8")
    for done in (
        run("extract", path),
        run("extract", path, "--format", "json"),
        run("ingest", path, database=database),
        run("ingest", path, "--format", "json", database=database),
        run("show", "surrey", database=database),
        run("ingest", path.with_suffix(".none"), database=database),
    ):
        said = done.stdout + done.stderr
        assert all(character.isprintable() or character == "\n" for character in said), ascii(said)
        assert "Traceback" not in said
    assert stored(database)["title"] == "Surrey Police 2024/25"


def test_an_unexpected_fault_at_one_page_does_not_stop_the_others(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*arguments: Any, accept_likely: bool) -> StatementRecord:  # noqa: ANN401 - those of what it stands for
        if "odd" in arguments[0].text:
            raise ZeroDivisionError("odd")
        return record_of(*arguments, accept_likely=accept_likely)

    monkeypatch.setattr(intake, "record_of", faulty)
    pages = [page(tmp_path / "odd.txt", "seven odd sites"), page(tmp_path / "page.txt")]
    arguments = ["ingest", *map(str, pages), "--format", "json", "--database-url", own_database]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert outcomes(done.stdout) == {"odd.txt": "failed", "page.txt": "added"}
    assert "ZeroDivisionError: odd" in done.stderr


FORM = PAGE.replace("It works from", "It has 68 PCSOs. It works from")


def taken_in(database: str, page: Path, *options: str) -> tuple[Any, str]:
    """Take a page in, and return the result for it, and what is said of it."""
    arguments = ["ingest", str(page), *options, "--format", "json", "--database-url", database]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.stderr
    [result] = json.loads(done.stdout)
    return result, done.stderr


def test_an_extraction_tells_how_sure_its_readings_are(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as_likely(monkeypatch, "pcsos")
    shown, as_json = (CliRunner().invoke(app, ["extract", "-", "--format", f], input=FORM) for f in ("table", "json"))
    [line] = [line for line in shown.stdout.splitlines() if "likely" in line]
    assert "68 PCSOs" in line
    assert [o["certainty"] for o in json.loads(as_json.stdout)["observations"]] == ["certain", "likely"]


def test_likely_figures_are_kept_as_unassigned_numbers(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as_likely(monkeypatch, "pcsos")
    path = page(tmp_path / "page.txt")
    path.write_text(FORM, encoding="utf-8")
    result, said = taken_in(own_database, path)
    assert (result["observations"], result["unassigned"], result["left_out"]) == (1, 2, 1)
    assert "likely figures left among the unassigned numbers: 1." in said
    assert "--accept-likely" in said
    assert "`force-profiles review PAGE`" in said
    again, said = taken_in(own_database, path)
    assert (again["outcome"], again["left_out"], said) == ("unchanged", 0, "")
    with service(own_database) as client:
        held = client.get("/v1/statements/surrey/2024-25").json()
    assert [(o["measure"], o["certainty"]) for o in held["observations"]] == [("population", "certain")]
    start = held["text"].index("68 PCSOs")
    [pcsos, sites] = held["unassigned"]
    assert pcsos["source"] | {"paragraph": 1, "start": start, "end": start + len("68 PCSOs")} == pcsos["source"]
    del pcsos["source"]
    assert pcsos == {"as_stated": "68 PCSOs", "value": 68, "unit": "people", "qualifier": "exact"}
    assert sites["as_stated"] == "seven sites"


def test_likely_figures_are_taken_in_when_asked_for_and_say_so_everywhere(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as_likely(monkeypatch, "pcsos")
    path = page(tmp_path / "page.txt")
    path.write_text(FORM, encoding="utf-8")
    assert taken_in(own_database, path)[0]["outcome"] == "added"
    result, said = taken_in(own_database, path, "--accept-likely")
    assert (result["outcome"], result["observations"], result["unassigned"]) == ("revised", 2, 1)
    assert (result["left_out"], said) == (0, "")
    assert taken_in(own_database, path, "--accept-likely")[0]["outcome"] == "unchanged"
    of_surrey = "/v1/observations?force=surrey&round=2024-25"
    with service(own_database) as client:
        [pcsos] = client.get(f"{of_surrey}&certainty=likely").json()["items"]
        assert (pcsos["measure"], pcsos["certainty"]) == ("pcsos", "likely")
        assert client.get("/v1/observations?certainty=likely").json()["total"] == 1
        [certain] = client.get(f"{of_surrey}&certainty=certain").json()["items"]
        assert certain["measure"] == "population"
        assert client.get(f"{of_surrey}&certainty=certain,likely").json()["total"] == 2
        in_lines = client.get(f"{of_surrey}&fields=certainty&format=ndjson").text.splitlines()
        assert [json.loads(line) for line in in_lines] == [{"certainty": "certain"}, {"certainty": "likely"}]
        in_csv = client.get(f"{of_surrey}&fields=measure,certainty&format=csv").text.splitlines()
        assert in_csv[1:] == ["population,certain", "pcsos,likely"]
        figure = client.get(f"/figures/{pcsos['id']}").text
        assert '<span class="tag">likely</span> its words may be read otherwise' in figure
        assert client.get("/statements/surrey/2024-25").text.count('<span class="tag">likely</span>') == 1
        assert "likely" not in client.get(f"/figures/{certain['id']}").text
    shown = CliRunner().invoke(app, ["show", "surrey", "--database-url", own_database]).stdout
    assert shown.count("likely") == 1
    with service(own_database) as client:  # sure of it now
        monkeypatch.undo()
        assert taken_in(own_database, path)[0]["outcome"] == "revised"
        assert client.get(f"{of_surrey}&certainty=likely").json()["total"] == 0


@pytest.mark.parametrize("kind", ["folder", "endless", "large"])
def test_what_is_no_page_is_explained(on_sqlite: Databases, tmp_path: Path, kind: str) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"a " * 2_000_000)
    given, words = {
        "folder": (tmp_path, "is a folder; name its files"),
        "endless": (Path("/dev/zero"), "is too long"),
        "large": (large, "2,000,000 bytes"),
    }[kind]
    done = run("ingest", given, database=on_sqlite.copy())
    assert done.returncode == 1
    assert words in done.stderr


@contextmanager
def reading_second_of_three(database: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run an intake of three pages, and yield it when it waits for the words of the second, which come at the end."""
    second = folder / "second.txt"
    os.mkfifo(second)
    arguments = ["ingest", page(folder / "first.txt"), second, page(folder / "third.txt", "nine sites")]
    intake = subprocess.Popen(
        [*COMMAND, *map(str, arguments), "--format", "json", "--database-url", database],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with second.open("w", encoding="utf-8") as words:  # opened when somebody reads it
        try:
            yield intake
        finally:
            if intake.poll() is None and intake.returncode is None:
                words.write(PAGE.replace("seven sites", "eight sites"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_intake_that_is_asked_to_end_finishes_its_page_and_tells_all(
    databases: Databases, tmp_path: Path, number: signal.Signals
) -> None:
    database = databases.copy()
    with reading_second_of_three(database, tmp_path) as intake:
        os.killpg(intake.pid, number)  # as a terminal does, to all processes
    told, said = intake.communicate(timeout=60)
    assert intake.returncode == 1, said
    assert outcomes(told) == {"first.txt": "added", "second.txt": "revised", "third.txt": "not taken in"}
    assert "third.txt: was not taken in" in said
    assert "Traceback" not in said
    assert stored(database)["revision"] == 2


def test_an_intake_that_is_interrupted_twice_ends_at_once_and_tells_all(databases: Databases, tmp_path: Path) -> None:
    database = databases.copy()
    with reading_second_of_three(database, tmp_path) as intake:
        os.killpg(intake.pid, signal.SIGINT)
        time.sleep(1)  # it has noted the first
        os.killpg(intake.pid, signal.SIGINT)
        told, said = intake.communicate(timeout=60)
    assert intake.returncode == 1, said
    assert outcomes(told) == {"first.txt": "added", "second.txt": "not taken in", "third.txt": "not taken in"}
    assert "second.txt: was not taken in" in said
    assert "Traceback" not in said
    assert stored(database)["revision"] == 1


@pytest.mark.parametrize("closed", ["at once", "before"])
@pytest.mark.parametrize("output", ["table", "json"])
def test_pages_are_taken_in_where_nobody_reads_the_answer(
    on_sqlite: Databases, tmp_path: Path, closed: str, output: str
) -> None:
    database = on_sqlite.copy()
    arguments = ["ingest", str(page(tmp_path / "page.txt")), "absent.txt", "--format", output]
    command = [*COMMAND, *arguments, "--database-url", database]
    if closed == "before":
        command = ["sh", "-c", 'exec "$@" >&-', "sh", *command]
    done = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.stdout is not None
    done.stdout.close()
    assert done.stderr is not None
    said = done.stderr.read()
    done.stderr.close()
    # What a shell says of a program whose reader has gone; without a reader from the start, that a page failed.
    assert done.wait(timeout=60) == (141 if closed == "at once" else 1)
    assert "absent.txt" in said
    assert "Traceback" not in said
    assert "Exception" not in said
    assert stored(database)["round"] == "2024-25"


def test_an_answer_that_nobody_reads_is_no_fault(on_sqlite: Databases) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*COMMAND, "forces", "--format", "json", "--database-url", on_sqlite.seeded],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
