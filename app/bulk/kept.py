"""Releases kept on disk, each in a folder that is named after the version of the service and the moment of the data.

Any number of processes may share the directory. A release is made in a folder beside and gets its name when it is
whole, so there is never half of one. Who makes one holds that folder alone, who sends from one holds it together with
others, and what nobody holds is removed when another is made or found. The locks are the system's (``flock``): they end
with their process, however that ends.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app import __version__
from app.answers.freshness import last_change
from app.bulk.files import File, version_of
from app.bulk.release import write_release
from app.bulk.snapshot import one_state, reading
from app.files import sync
from app.queries import releases

if sys.platform != "win32":
    import fcntl

MADE = ".made"
"""The file in a folder that lists the others: it is written last, and removed first."""
_MAKING = ".making"
_NAME = re.compile(r".+\+\d{8}T\d{12}Z")


class Held:
    """A folder that no other process removes for as long as this object lives; ``alone``, that none holds besides."""

    def __init__(self, folder: Path, *, alone: bool = False, wait: bool = False) -> None:
        """Raise ``FileNotFoundError`` if it is not there, or ``BlockingIOError`` if others hold it and none waits."""
        if sys.platform == "win32":  # which has no such locks, but removes nothing that is open
            folder.stat()
            return
        descriptor = os.open(folder, os.O_RDONLY)
        weakref.finalize(self, os.close, descriptor)
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB))
        if not os.path.samestat(os.fstat(descriptor), folder.stat()):
            raise FileNotFoundError(folder)  # it was renamed or removed meanwhile, and there is another now
        self._descriptor = descriptor

    def share(self) -> None:
        """Let others hold it too."""
        if sys.platform != "win32":
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """A release that is on disk, and stays there for as long as this object lives."""

    modified_at: datetime
    version: str
    folder: Path
    files: Mapping[str, File]
    held: Held


class Directory:
    """The directory of the releases, by default one of this user's own among temporary files."""

    def __init__(self, path: Path | None = None) -> None:
        self._chosen = path

    @property
    def path(self) -> Path:
        """Where it is. Raises ``OSError`` where there is no room for temporary files, or others could write to it."""
        if self._chosen is not None:
            return self._chosen
        path = Path(tempfile.gettempdir()) / f"force-profiles-{_user()}"
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if sys.platform != "win32" and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
            raise PermissionError(f"{path} belongs to somebody else, or others may write to it")
        return path

    def find(self, modified_at: datetime) -> Release | None:
        """Return the release of a moment of the data; ``None`` if there is none that can be read."""
        try:
            folder = self.path / _name(modified_at)
            held = Held(folder)
            made = json.loads((folder / MADE).read_bytes())
        except OSError:
            return None
        files = [File(**file) for file in made["files"]]
        return Release(modified_at, made["version"], folder, {file.name: file for file in files}, held)

    def make(self, database_url: str) -> Release:
        """Make the release of the data as it stands, unless it is made, and return it. One is made at a time.

        Raises ``OSError`` if it cannot be written, and ``NotReady`` if there is no data.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        part, alone = self._place_to_make()
        try:
            with reading(database_url) as engine:
                with Session(engine) as session:
                    modified_at = last_change(session)
                found = self.find(modified_at)
                if found is None:
                    with one_state(engine, part) as session:
                        modified_at = _write(session, part)
        except BaseException:
            shutil.rmtree(part)  # what is left of it takes the room that there is
            raise
        if found is not None:
            shutil.rmtree(part)
            return found
        place = self.path / _name(modified_at)
        shutil.rmtree(place, ignore_errors=True)  # where removing it was broken off
        part.rename(place)
        alone.share()
        found = self.find(modified_at)
        if found is None:
            raise FileNotFoundError(f"{place} is gone as soon as it is written")
        self.sweep(found)
        return found

    def _place_to_make(self) -> tuple[Path, Held]:
        """Wait until nobody else makes a release, and return an empty folder to make one in, held alone."""
        part = self.path / _MAKING
        while True:
            part.mkdir(exist_ok=True)
            with suppress(FileNotFoundError):
                held = Held(part, alone=True, wait=True)
                for left in part.iterdir():  # by one that was killed
                    left.unlink()
                return part, held

    def sweep(self, kept: Release) -> None:
        """Remove every other release that nobody holds, as far as this user may."""
        for folder in self.path.iterdir():
            if folder != kept.folder and _NAME.fullmatch(folder.name):
                with suppress(OSError):
                    held = Held(folder, alone=True)
                    (folder / MADE).unlink(missing_ok=True)
                    shutil.rmtree(folder)
                    del held


def _user() -> str:
    return "" if sys.platform == "win32" else str(os.geteuid())


def _name(modified_at: datetime) -> str:
    return f"{__version__}+{modified_at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"


def _write(session: Session, folder: Path) -> datetime:
    """Write a release to a folder, and return the moment of its data."""
    modified_at = last_change(session)
    version = version_of(releases.newest(session) or 0)
    made = {"version": version, "files": [asdict(file) for file in write_release(session, version, folder.joinpath)]}
    (folder / MADE).write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    for path in folder.iterdir():
        sync(path, os.O_RDWR)
    return modified_at
