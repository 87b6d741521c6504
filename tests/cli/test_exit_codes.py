"""Exit codes, of every command: 0 success, 1 failure, 2 wrong usage or settings."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.cli.commands import WHERE
from tests.commands import PAGE, environment, run
from tests.conftest import Databases, sqlite_alone
from tests.postgres import free_port

DONE = (
    "migrate",
    "seed",
    "forces",
    "show kent",
    "show Kent --topic demand --format json",
    "compare population",
    "compare --indicator budget_per_person --forces kent,surrey --format json",
    "series kent population --format csv",
    "extract {page}",
    "review {page}",
    "review {page} --into {folder}",
    "ingest {page}",
    "withdraw kent/2023-25 --reason why",
    "export --output {folder}",
    "check",
    "check --integrity",
    "backup {folder}/copy",
    "doctor",
    "--help",
    "--version",
)
NOT_RIGHT = (
    "show kant",
    "show kent --round 2016",
    "compare populaton",
    "compare population --forces kant",
    "compare population --round soon",
    "series kant population",
    "series kent --indicator populaton",
    "extract {page}/none",
    "review {page}/none",
    "review --facts {page}",
    "ingest --reviewed {page}",
    "ingest {page} {page}/none",
    "ingest-dataset {page} --dataset population --edition 2024-01-01",
    "withdraw kent/2016 --reason why",
    "verify {page} --statement surrey/2023-25",
    "verify {page} --statement kant/2023-25",
    "export --output {page}",
    "backup {folder}",
    "restore {page}",
    "restore {folder}/none",
)
WRONG_USAGE = (
    "",
    "shw kent",
    "show",
    "show kent --topic budgt",
    "show kent --format csv",
    "compare",
    "compare population --indicator budget_per_person",
    "series kent",
    "ingest {page} {page} --round 2016",
    "ingest --reviewed {page} --round 2016",
    "ingest --reviewed {page} --accept-likely",
    "ingest {page} --page {page}",
    "review {page} {page}",
    "review {page} --into {folder}/none",
    "review --facts {page} --force kent",
    "ingest-dataset {page} --dataset population",
    "withdraw kent/2023-25",
    "extract {page} --url nowhere",
    "export --format xlsx",
    "serve --port 99999",
)
COMMANDS = (
    *(
        "serve",
        "mcp",
        "migrate",
        "seed",
        "extract x",
        "review x",
        "ingest x",
        "ingest-dataset x --dataset population --edition 2024-01-01",
        "withdraw a/b --reason c",
        "verify x --statement a/b",
    ),
    *("forces", "show kent", "compare population", "series kent population", "export", "check", "backup x"),
    *("restore x", "doctor"),
)
UNSET: dict[str, str | None] = {name: None for name in os.environ if name.startswith("FORCE_PROFILES_")}
"""An environment without settings."""
READING = ("forces", "show kent", "compare population", "series kent population", "export", "check", "backup x", "mcp")


@sqlite_alone
@pytest.mark.parametrize(
    ("code", "command"),
    [
        *((0, command) for command in DONE),
        *((1, command) for command in NOT_RIGHT),
        *((2, command) for command in WRONG_USAGE),
        *((2, f"{command} --no-such-option") for command in COMMANDS),
    ],
)
def test_the_exit_code_says_how_it_went(databases: Databases, tmp_path: Path, code: int, command: str) -> None:
    page, folder = tmp_path / "page.txt", tmp_path / "folder"
    page.write_text(PAGE, encoding="utf-8")
    folder.mkdir()
    arguments = command.format(page=page, folder=folder).split()
    done = CliRunner().invoke(app, arguments, env={"FORCE_PROFILES_DATABASE_URL": databases.copy()})
    assert done.exit_code == code, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert (code == 0) or done.output


def test_every_command_is_in_the_table() -> None:
    assert {command.split()[0] for command in COMMANDS} == set(WHERE)


@pytest.mark.parametrize("command", READING)
def test_a_database_that_is_not_there_is_told_with_what_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, command.split(), env=UNSET)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    for words in (f"there is no database {tmp_path}", "FORCE_PROFILES_DATABASE_URL", "force-profiles migrate"):
        assert words in done.stderr


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "doctor"])
def test_every_command_but_the_doctor_refuses_wrong_settings(tmp_path: Path, command: str) -> None:
    new = tmp_path / "new.sqlite3"
    given = {"DATABASE_URL": f"sqlite:///{new}", "PROT": "1", "RATE_LIMIT": "many"}
    env = UNSET | {f"FORCE_PROFILES_{name}": value for name, value in given.items()}
    done = CliRunner().invoke(app, command.split(), env=env)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("error: ") == done.stderr.count("\n") == 2
    assert "FORCE_PROFILES_PROT is not a setting; did you mean FORCE_PROFILES_PORT?" in done.stderr
    assert not new.exists()


def test_help_is_given_whatever_is_set() -> None:
    assert CliRunner().invoke(app, ["show", "--help"], env={"FORCE_PROFILES_PROT": "1"}).exit_code == 0


@pytest.mark.parametrize("command", ["serve", "mcp"])
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"prot": "1"}, "FORCE_PROFILES_PROT is not a setting; did you mean FORCE_PROFILES_PORT?"),
        ({"zzzz": "1"}, "FORCE_PROFILES_ZZZZ is not a setting; docs/operations.md lists them"),
        ({"port": "99999"}, "FORCE_PROFILES_PORT is '99999': "),
        ({"rate_limit": "many"}, "FORCE_PROFILES_RATE_LIMIT is 'many': "),
        ({"log_format": "xml"}, "FORCE_PROFILES_LOG_FORMAT is 'xml': "),
        ({"metrics": ""}, "FORCE_PROFILES_METRICS is '': "),
        ({"database_url": "nonsense"}, "no address of a database"),
    ],
)
def test_a_wrong_setting_is_a_line_before_anything_is_done(
    tmp_path: Path, command: str, settings: dict[str, str], words: str
) -> None:
    new = tmp_path / "new.sqlite3"
    given = {"database_url": f"sqlite:///{new}"} | settings
    env = UNSET | {f"FORCE_PROFILES_{name.upper()}": value for name, value in given.items()}
    done = CliRunner().invoke(app, [command], env=env)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert not new.exists()


def test_each_wrong_setting_has_its_line() -> None:
    done = run("serve", prot="1", cache_second="5", rate_limit="many")
    assert done.returncode == 2
    assert done.stderr.count("error: ") == done.stderr.count("\n") == 3


def test_where_it_cannot_listen_it_says_so_and_does_nothing(tmp_path: Path) -> None:
    new = tmp_path / "new.sqlite3"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        cases: list[tuple[list[str], dict[str, str], str]] = [
            (["--port", str(port)], {}, f"cannot listen on 127.0.0.1:{port}: "),
            ([], {"port": str(port)}, f"cannot listen on 127.0.0.1:{port}: "),
            (["--host", "nowhere.invalid"], {}, "cannot listen on nowhere.invalid:8000: "),
            ([], {"host": "192.0.2.1"}, "cannot listen on 192.0.2.1:8000: "),
        ]
        for arguments, settings, words in cases:
            done = run("serve", *arguments, database=f"sqlite:///{new}", **settings)
            assert done.returncode == 2
            assert words in done.stderr
            assert done.stderr.count("\n") == 1
    assert not new.exists()


@sqlite_alone
def test_a_service_that_is_told_to_end_has_done_its_work(databases: Databases) -> None:
    settings = {"port": str(free_port()), "host": "localhost", "log_format": "json"}
    started = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve"],
        env=environment(databases.seeded, **settings),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stderr
    assert f":{settings['port']}" in started.stderr.readline()
    started.terminate()
    started.communicate(timeout=30)
    assert started.returncode == 0


@sqlite_alone
@pytest.mark.parametrize(
    "command",
    [
        "forces",
        "forces --format json",
        "show kent",
        "show kent --format json",
        "compare population --format csv",
        "series kent population",
        "extract {page}",
        "ingest {page} --format json",
        "check --format json",
        "doctor",
        "doctor 2>&1",
    ],
)
def test_where_nobody_reads_a_command_ends_quietly_as_by_a_signal(
    databases: Databases, tmp_path: Path, command: str
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    arguments = command.removesuffix(" 2>&1").format(page=page).split()
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        env=environment(databases.copy()),
        stdout=writer,
        stderr=writer if command.endswith("2>&1") else subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 128 + signal.SIGPIPE
    assert not done.stderr
