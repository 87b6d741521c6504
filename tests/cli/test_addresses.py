"""Addresses of databases on the command line: what is wrong is one plain line, and a password is in none."""

import logging

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import make_url

from app.db.address import EXPECTED, BadAddressError, database_url, shown
from app.db.troubles import reason_of
from app.settings import Settings
from tests.commands import run
from tests.conftest import Databases, postgresql_alone, service
from tests.postgres import free_port

SECRET = "s3cr3t"  # noqa: S105 - of nobody

WRONG = {
    "bad port": f"postgresql://user:{SECRET}@127.0.0.1:port/name",
    "unencoded slash": f"postgresql://user:{SECRET}/{SECRET}@127.0.0.1/name",
    "slash after digits": f"postgresql://user:12/{SECRET}@127.0.0.1/name",
    "unencoded at": f"postgresql://user:pass@{SECRET}@127.0.0.1/name",
    "another database": f"mysql://user:{SECRET}@127.0.0.1/name",
    "another driver": f"postgresql+psycopg2://user:{SECRET}@127.0.0.1/name",
    "no scheme": f"user:{SECRET}@127.0.0.1/name",
    "of the library": f"host=127.0.0.1 password={SECRET}",
    "unknown option": f"postgresql://user:{SECRET}@127.0.0.1/name?no_such=1",
    "bad option": f"postgresql://127.0.0.1/name?password={SECRET}&sslmode=bogus",
    "memory": "sqlite://",
    "of a file": "sqlite:///file.sqlite3?vfs=other",
    "spaces": f"postgresql://user:{SECRET} {SECRET}@127.0.0.1:1/name",
    "spaces in an option": f"postgresql://127.0.0.1:1/name?password=my {SECRET}",
    "colon missing": f"postgres//user:{SECRET}@127.0.0.1/name",
    "nothing": "",
}


TOLD_BY_THE_DRIVER = ("unknown option", "bad option", "spaces", "spaces in an option")
"""What is wrong only when the database is reached for, which is no wrong usage."""


def is_one_plain_line(said: str) -> bool:
    one_line = said.count("\n") == 1 and "error: " in said and len(said) < 600
    return one_line and "Traceback" not in said and SECRET not in said


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_address_is_told_in_a_line_without_its_password(wrong: str) -> None:
    done = run("migrate", "--database-url", WRONG[wrong])
    assert done.returncode == (1 if wrong in TOLD_BY_THE_DRIVER else 2)
    assert is_one_plain_line(done.stderr), done.stderr


@pytest.mark.parametrize("command", ["serve", "mcp", "migrate", "seed", "forces"])
@pytest.mark.parametrize("address", ["bad port", "nobody there"])
def test_every_command_tells_it_so(command: str, address: str) -> None:
    nobody_there = f"postgresql://user:{SECRET}@127.0.0.1:{free_port()}/name?password={SECRET}"
    done = run(command, "--database-url", WRONG.get(address, nobody_there))
    assert done.returncode == (2 if address in WRONG else 1)
    assert is_one_plain_line(done.stderr), done.stderr


@postgresql_alone
def test_options_that_the_server_does_not_know_are_told_in_a_line(databases: Databases) -> None:
    url = make_url(databases.seeded).update_query_dict({"options": "-c no_such=1", "password": SECRET})
    done = run("forces", "--database-url", url.render_as_string(hide_password=False))
    assert done.returncode == 1
    assert is_one_plain_line(done.stderr), done.stderr
    assert "no_such" in done.stderr


def test_the_service_keeps_the_password_to_itself(caplog: pytest.LogCaptureFixture) -> None:
    address = f"postgresql://user:{SECRET}@127.0.0.1:{free_port()}/name?password={SECRET}"
    with caplog.at_level(logging.INFO), service(address) as client:
        for path in ("/v1/forces", "/health/ready"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert SECRET not in answer.text
    assert "cannot be read" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET not in repr(Settings(database_url=address))
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({"database_url": [address]})
    assert SECRET not in str(refused.value)


def test_what_is_shown_of_an_address_has_all_but_passwords_and_options() -> None:
    assert shown("postgresql://user:p:a s#s@host:5432/name") == "postgresql://user:***@host:5432/name"
    assert shown("postgres://host/name?sslpassword=a&user=b") == "postgresql://host/name"
    assert shown("sqlite:////srv/force profiles.sqlite3") == "sqlite:////srv/force profiles.sqlite3"


FORMS = (
    "postgresql://user:{}@127.0.0.1:1/name",
    "postgresql://user:{}@127.0.0.1:1/name?sslmode=require",
    "postgres://:{}@127.0.0.1",
    "postgresql+psycopg2://user:{}@127.0.0.1/name",
    "postgresql://127.0.0.1/name?password={}",
    "postgresql://127.0.0.1?password={}&user=user",
    "postgresql:///name?user=user&password={}",
    "postgres//user:{}@127.0.0.1/name",
    "postgresql:/user:{}@127.0.0.1/name",
    "user:{}@127.0.0.1/name",
    "host=127.0.0.1 password={} user=user",
    "host=127.0.0.1 password='{}'",
)
"""How people write an address that has a password, right or wrong."""


@given(st.sampled_from(FORMS), st.text(min_size=4))
@example(FORMS[0], "my secret")
@example(FORMS[0], "pass@word?x=1")
@example(FORMS[4], "my secret")
@example(FORMS[5], "pa55@word")
@example(FORMS[7], "hunter2")
def test_no_password_is_in_what_is_said_of_an_address_however_it_is_written(form: str, password: str) -> None:
    address = form.format(password)
    try:
        database_url(address)
    except BadAddressError as error:
        said = f"{error} {shown(address)}"
    else:
        said = shown(address)
    assume(password not in form and password not in f"{EXPECTED} *** (whose address is not understood)")
    assert password not in said


@given(st.sampled_from([form for form in FORMS if "//" in form or "password" in form]), st.text(min_size=4))
@example(FORMS[0], "my secret")
@example(FORMS[4], "my secret")
@example(FORMS[7], "my secret")
def test_what_is_quoted_by_others_is_told_without_its_password_too(form: str, password: str) -> None:
    said = reason_of(ValueError(f"cannot use {form.format(password)}"))
    password = " ".join(password.split())
    assume(password and password not in form)
    assert password not in said


def test_what_is_left_of_words_about_an_address_says_what_is_wrong() -> None:
    words = "could not use 'user=b password='a \\' b' host=c'"
    assert reason_of(ValueError(words)) == "could not use 'user=b password=*** host=c'"
    assert reason_of(ValueError("no host in sslpassword=a b host=c")) == "no host in sslpassword=*** host=c"


def test_a_password_that_is_encoded_is_taken_as_it_is_meant() -> None:
    assert database_url("postgres://user:a%40b%2Fc@host/name").password == "a@b/c"  # noqa: S105 - of nobody
    with pytest.raises(BadAddressError):
        database_url("postgres://user:a@b/c@host/name")
