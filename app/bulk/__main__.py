"""Make the files of the data as it stands, in a process of its own: ``python -m app.bulk [DIRECTORY]``.

The database is named by a variable, since others can read command lines. What is printed is JSON: the moment of the
data that the files are of, or what to tell those who wait for them, with the reason for the log.
"""

import gc
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from app.bulk.kept import Directory
from app.db.troubles import reason_of
from app.http.failures import UNREADABLE
from app.http.problems import Problem
from app.settings import PREFIX

DATABASE = f"{PREFIX}DATABASE_URL"
POLITENESS = 2
"""How much the system is to prefer those who answer: with this, each of their threads has half as much again of a core.

With 5 it has three times as much, and making files waited for minutes where four of them answered without a pause.
"""
SELDOM = (50_000, 20, 100)
"""How seldom ``gc`` looks for garbage: among rows that come and go by thousands, that takes a fifth of the time."""


def main() -> None:
    """Make the files, and print what came of it."""
    if sys.platform != "win32":
        os.nice(POLITENESS)
        os.setpgrp()  # keys that interrupt a terminal's processes are for the service, which ends this one
    gc.freeze()
    gc.set_threshold(*SELDOM)
    sys.stdout.write(json.dumps(made(Directory(Path(sys.argv[1]) if len(sys.argv) > 1 else None))))


def made(directory: Directory) -> Mapping[str, str]:
    """Make the files, and return what came of it."""
    try:
        return {"modified_at": directory.make(os.environ[DATABASE]).modified_at.isoformat()}
    except Problem as problem:
        return {"detail": problem.detail}
    except UNREADABLE as error:
        return {"detail": "The database cannot be read now. Try again in a moment.", "reason": reason_of(error)}
    except OSError as error:
        detail = "There is no room for the files, or no folder to write them to. Lists have other formats, such as CSV."
        return {"detail": detail, "reason": str(error)}


if __name__ == "__main__":
    main()
