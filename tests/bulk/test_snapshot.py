"""One state of the data: it is read for as long as that takes, and others write meanwhile."""

import time
from pathlib import Path

from sqlalchemy import Engine

from app.bulk.snapshot import one_state, reading
from app.load.store import Intake
from app.queries import releases


def test_a_writer_commits_while_files_are_made_of_the_data_before(
    own_database: str, engine: Engine, tmp_path: Path
) -> None:
    with reading(own_database) as reader, one_state(reader, tmp_path) as session:
        assert releases.newest(session) == 1
        began = time.monotonic()
        Intake(engine).withdraw("kent", "2023-25", "a test")
        assert time.monotonic() - began < 4
        assert releases.newest(session) == 1
    assert not list(tmp_path.iterdir())
