"""The doctor: examines settings, files, database and data, and reports what is wrong and how to mend it."""

import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from glob import escape
from pathlib import Path

import typer
from pydantic import ValidationError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import __version__
from app.cli import terminal
from app.cli.common import NOT_CURRENT, PATIENCE, DatabaseUrl, Format, OutputFormat, print_json, wrong_settings
from app.db.address import BadAddressError, shown
from app.db.engine import is_there, make_engine
from app.db.migrate import Schema, newest_schema, state_of_schema
from app.db.sqlite import UnusableFileError
from app.db.troubles import Trouble, reason_of, trouble_of
from app.load.backup import SIDE_FILES, path_of
from app.load.bundled import bundled_statements
from app.load.seed import bundle_hash
from app.official.bundled import bundled_editions
from app.queries import catalogue
from app.queries.integrity import damage_of
from app.queries.readiness import read_ends
from app.queries.releases import newest
from app.queries.rights import may_write
from app.settings import DEFAULT_DATABASE, PREFIX, Settings, unknown_settings

RESTORE = "restore a backup: `force-profiles restore --replace BACKUP`"
ROOM = 100 * 2**20
"""How many bytes should be free: for answers buffered in files, and for a copy of a small database."""


class State(StrEnum):
    """The state of what was examined."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was examined, its state, and what to do about it."""

    subject: str
    state: State
    detail: str
    remedy: str = ""


def doctor(output: OutputFormat = Format.TABLE, database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Report what is wrong with settings, files, database and data, and how to mend it. Nothing is changed."""
    findings = [*versions(), *settings(), *temporary_files(), *database_of(database_url), *replica()]
    if output is Format.JSON:
        print_json([{"subject": f.subject, "state": f.state, "detail": f.detail, "remedy": f.remedy} for f in findings])
    else:
        rows = [[f.subject, f.state, f.detail, f.remedy] for f in findings]
        terminal.table("", ["what", "is", "found", "what to do"], rows)
    wrong = sum(finding.state is State.WRONG for finding in findings)
    terminal.err.print(f"{wrong} of {len(findings)} are wrong" if wrong else "all is well")
    if wrong:
        raise typer.Exit(1)


def versions() -> Iterator[Finding]:
    """Yield the versions of what runs."""
    running = f"Force Profiles {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield Finding("versions", State.GOOD, f"{running}, {platform.platform(terse=True)}")


def settings() -> Iterator[Finding]:
    """Yield which settings are set, and which of them wrongly."""
    unknown = dict(unknown_settings(os.environ))
    for name, hint in unknown.items():
        yield Finding("settings", State.WRONG, f"{name} is not a setting", f"{hint}; or unset it")
    try:
        Settings()
    except ValidationError as error:
        for wrong in wrong_settings(error):
            yield Finding("settings", State.WRONG, wrong, "set it to another value, or unset it")
    else:
        given = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name not in unknown)
        yield Finding("settings", State.GOOD, ", ".join(given) or "none are set")


def temporary_files() -> Iterator[Finding]:
    """Yield whether there is room to buffer long answers."""
    try:
        folder = Path(tempfile.gettempdir())
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        yield Finding("temporary files", State.WRONG, str(error), "name a folder to write to in TMPDIR")
        return
    yield _room("temporary files", folder, free, ROOM)


def _room(subject: str, folder: Path, free: int, wanted: int) -> Finding:
    detail = f"{free // 2**20:,} MiB are free in {folder}"
    if free >= wanted:
        return Finding(subject, State.GOOD, detail)
    return Finding(subject, State.WRONG, f"{detail}, {wanted // 2**20:,} are wanted", "make room")


def database_of(address: str) -> Iterator[Finding]:
    """Yield the state of the database at an address, and of its data."""
    try:
        engine = make_engine(address, read_only=True, deadlines=PATIENCE)
    except BadAddressError as error:
        yield Finding("database", State.WRONG, str(error), "set FORCE_PROFILES_DATABASE_URL")
        return
    if not is_there(engine):
        yield Finding("database", State.WRONG, f"{shown(address)} is not there yet", NOT_CURRENT[Schema.NONE])
        return
    try:
        yield from file_findings(engine)
        with engine.connect() as connection:
            yield from _contents(connection)
    except SQLAlchemyError as error:
        yield Finding("database", State.WRONG, f"{shown(address)} cannot be read: {reason_of(error)}", remedy_of(error))
    finally:
        engine.dispose()


def replica() -> Iterator[Finding]:
    """Yield the state of the database that the service reads, where it is another."""
    address = os.environ.get(f"{PREFIX}READ_DATABASE_URL")
    for finding in database_of(address) if address else ():
        yield replace(finding, subject=f"{finding.subject} that is read")


def remedy_of(error: SQLAlchemyError) -> str:
    """Return what to do about an error that keeps a database from being read."""
    if isinstance(error, UnusableFileError):
        return "run `force-profiles migrate` once, as a user who may write to the file and its folder"
    return REMEDIES[trouble_of(error)]


REMEDIES = {
    Trouble.LOCKED: "wait until they are done, or end them: on PostgreSQL, see pg_stat_activity and pg_locks",
    Trouble.DAMAGED: RESTORE,
    Trouble.CLOSED: "let this user read it: the file and its folders, or with PostgreSQL the tables",
    Trouble.OTHER: "start it, or correct the address",
}


def file_findings(engine: Engine) -> Iterator[Finding]:
    """Yield who may use the file of a SQLite database, what is left beside it, and whether there is room for a copy."""
    file = path_of(engine)
    if file is None:
        return
    if not os.access(file, os.R_OK):
        return  # connecting will report it
    writable = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    who = "may be written by this user" if writable else "may only be read by this user, which is enough to serve it"
    yield Finding("file", State.GOOD, f"{file} {who}")
    left = [file.name + side for side in SIDE_FILES if file.with_name(file.name + side).exists()]
    if left:
        mend = (
            "nothing while the database is written to; otherwise run `force-profiles migrate` as a user who may write"
        )
        yield Finding("file", State.NOTE, f"{', '.join(left)} is beside it", mend)
    begun = sorted(path.name for path in file.parent.glob(f".{escape(file.name)}.*"))
    if begun:
        yield Finding(
            "file",
            State.NOTE,
            f"{', '.join(begun)}: written by a command that is running or was killed",
            "remove it if none is running",
        )
    if writable:
        usage = shutil.disk_usage(file.parent)
        yield _room("disk", file.parent, usage.free, 2 * file.stat().st_size + ROOM)


def _contents(connection: Connection) -> Iterator[Finding]:
    schema = state_of_schema(connection)
    if schema is not Schema.CURRENT:
        yield Finding("schema", State.WRONG, f"it is {schema}", NOT_CURRENT[schema])
        return
    yield Finding("schema", State.GOOD, f"{newest_schema()}, that of this version")
    damage = list(damage_of(connection, thorough=False))
    if damage:
        yield Finding("database", State.WRONG, f"it is damaged: {damage[0].detail}", RESTORE)
        return
    if may_write(connection):
        yield Finding("rights", State.NOTE, "this user may write", "serve as one who may only read: docs/operations.md")
    with Session(connection) as session:
        read_ends(session)  # what is counted is told without reading it, so nothing else would tell that it cannot be
        yield from _data(session)


def _data(session: Session) -> Iterator[Finding]:
    bundle = catalogue.bundle(session)
    if bundle is None:
        yield Finding("data", State.WRONG, "the bundled data is incomplete", "run `force-profiles seed`")
        return
    if bundle != bundle_hash(bundled_statements(), bundled_editions()):
        yield Finding("data", State.NOTE, "the bundled data is of another version", "run `force-profiles seed`")
    held = catalogue.holdings(session)
    stated = f"{held.observations:,} figures of {held.all_statements:,} statements"
    official = f"{held.official_figures:,} official figures in {held.editions:,} editions of {held.datasets:,} datasets"
    yield Finding("data", State.GOOD, f"{stated}, {official}, release {newest(session)}")
    changed = catalogue.modified_at(session)
    if changed is not None and changed > datetime.now(UTC):
        yield Finding(
            "clock",
            State.WRONG,
            f"the data changed at {changed:%Y-%m-%d %H:%M} UTC, which is in the future",
            "set the clock",
        )
