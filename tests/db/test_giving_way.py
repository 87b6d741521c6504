"""Readers give way to a writer, and to nobody where the writer has gone."""

import signal
import subprocess
import sys
import time

from app.db.deadlines import Deadlines
from app.db.engine import make_engine
from tests.conftest import ROOT, Databases, sqlite_alone
from tests.db.test_sqlite import path_of

pytestmark = sqlite_alone

KILLED = """
import os, signal, sys
from app.db.engine import make_engine
with make_engine(sys.argv[1], read_only=False).begin() as connection:
    connection.exec_driver_sql("DELETE FROM note")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_writer_that_was_killed_before_its_commit_is_not_waited_for_again_and_again(databases: Databases) -> None:
    address = databases.copy()
    killed = subprocess.run([sys.executable, "-c", KILLED, address], check=False, cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    path = path_of(address)
    assert path.with_name(f"{path.name}-journal").read_bytes()[:8] == bytes(8)  # which SQLite takes for none
    engine = make_engine(address, read_only=True, deadlines=Deadlines(connect=2, read=30, queue=10))
    with engine.connect():
        begun = time.monotonic()
        for _ in range(12):
            engine.connect().close()
        assert time.monotonic() - begun < 12  # each of them for two seconds would be twice that
    engine.dispose()
