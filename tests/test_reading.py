"""Reading in processes of their own: what is costly, what kills them, and what comes back."""

import os
import pickle
import signal
import subprocess
import sys
import threading
from multiprocessing import Pipe, active_children

import pytest

from app import reading
from app.reading import MOST_TAGS, Page, Readers, ReadingFailedError, TooCostlyError, TooLargeError, read_here
from app.statements.statement import NotAStatementError
from app.vocabulary.forces import forces
from tests.builders import OPENING, formatting_bomb

GOOD = Page(text=OPENING + "It has 4,100 police officers.")


def pids() -> set[int | None]:
    return {child.pid for child in active_children() if child.name == "reader"}


def test_what_is_read_elsewhere_is_what_is_read_here() -> None:
    page = Page(
        text="It has 300 PCSOs and five sites.", round="2016", url="https://example.org/", force=forces()["kent"]
    )
    with Readers() as readers:
        assert readers.read(page) == read_here(page)


def test_a_process_reads_page_after_page_and_ends_with_the_last() -> None:
    before = pids()
    with Readers() as readers:
        readers.read(GOOD)
        [first] = pids() - before
        with pytest.raises(NotAStatementError) as refusal:
            readers.read(Page(text="hello"))
        assert len(refusal.value.missing) == 3
        readers.read(GOOD)
        assert pids() - before == {first}
    assert pids() == before


def test_an_error_of_a_page_is_the_same_in_another_process() -> None:
    error = NotAStatementError(["no words", "no round"])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    assert (again.missing, str(again)) == (error.missing, str(error))


@pytest.mark.parametrize("size", [1_500, 4_900])
def test_a_page_that_takes_all_memory_ends_its_reader_alone(size: int) -> None:
    with Readers() as readers:
        with pytest.raises(TooCostlyError, match="256 MB"):
            readers.read(Page(text=formatting_bomb(size)))
        readers.read(GOOD)


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0)
    before = pids()
    with Readers() as readers:
        with pytest.raises(TooCostlyError):
            readers.read(GOOD)
        assert pids() == before


@pytest.mark.parametrize(
    ("text", "what"), [(OPENING + "<div>" * 80_000, "tags"), (OPENING + "5 PCSOs. " * 6_000, "numbers")]
)
def test_a_page_with_too_much_of_something_is_told_so(text: str, what: str) -> None:
    with Readers() as readers, pytest.raises(TooLargeError, match=what):
        readers.read(Page(text=text))
    assert f"{MOST_TAGS:,}" == "10,000"


def test_a_reader_that_somebody_else_ended_is_replaced() -> None:
    with Readers() as readers:
        before = pids()
        readers.read(GOOD)
        for number in (signal.SIGTERM, signal.SIGKILL):
            [reader] = pids() - before
            assert reader is not None
            os.kill(reader, number)
            os.waitid(os.P_PID, reader, os.WEXITED | os.WNOWAIT)
            readers.read(GOOD)


def test_a_terminals_interrupt_does_not_end_a_reader() -> None:
    with Readers() as readers:
        before = pids()
        readers.read(GOOD)
        [reader] = pids() - before
        assert reader is not None
        os.kill(reader, signal.SIGINT)
        readers.read(GOOD)
        assert pids() - before == {reader}


def test_several_threads_read_at_once() -> None:
    with Readers() as readers:
        found: list[int] = []
        threads = [
            threading.Thread(target=lambda: found.append(len(readers.read(GOOD)[1].observations))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [1, 1, 1]


def test_a_process_that_has_grown_reads_no_other_page(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([0, 2**30])
    monkeypatch.setattr(reading, "_resident", lambda: next(sizes))
    monkeypatch.setattr(reading, "_limit_memory", lambda: None)  # it would be that of the tests
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    ours, theirs = Pipe()
    ours.send(GOOD)
    reading.serve(theirs)
    assert ours.recv() is True
    answer, kept = ours.recv()
    assert (answer, kept) == (read_here(GOOD), False)


class Faulty(str):
    """A text whose reading meets a fault of the program."""

    __slots__ = ()

    def count(self, *_: object) -> int:
        raise KeyError("odd")


def test_a_fault_of_ours_is_told_with_where_it_was() -> None:
    with Readers() as readers, pytest.raises(ReadingFailedError, match="KeyError: 'odd'") as failed:
        readers.read(Page(text=Faulty("x")))
    assert "read_here" in failed.value.__notes__[0]


def test_a_program_may_read_whatever_its_main_module_is() -> None:
    """A process that reads imports the module that was run: it must not run it again."""
    program = "from app.reading import *\nwith Readers() as r: print(len(r.read(Page(text=%r))[1].observations))"
    done = subprocess.run(
        [sys.executable, "-c", program % GOOD.text], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("1", "")
