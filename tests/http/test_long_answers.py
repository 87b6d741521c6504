"""Long answers: sent while they are made, and whole where what is asked for takes all of them to tell."""

import time

import httpx2 as httpx
import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.http.spool import IN_MEMORY
from app.queries import official
from app.queries.official import OfficialFilter, StoredOfficialFigure
from app.queries.paging import Page, Window
from tests.conftest import Databases, running, sqlite_alone

PATH = "/v1/official-figures?format=ndjson"
PLAIN = {"Accept-Encoding": "identity"}

pytestmark = sqlite_alone


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[Window]:
    """The pages that are read of the official figures, of which each takes its time."""
    read: list[Window] = []
    real = official.list_official_figures

    def slowly(
        session: Session, wanted: OfficialFilter, sort: str, window: Window, as_of: int | None = None
    ) -> Page[StoredOfficialFigure]:
        read.append(window)
        if len(read) > 6:
            time.sleep(0.1)
        return real(session, wanted, sort, window, as_of)

    monkeypatch.setattr("app.queries.official.list_official_figures", slowly)
    return read


def test_a_long_answer_comes_before_all_of_it_is_read(databases: Databases, slow: list[Window]) -> None:
    with running(databases.seeded) as root, httpx.stream("GET", root + PATH, headers=PLAIN, timeout=60) as answer:
        pieces = answer.iter_raw()
        first = next(pieces)
        pages_then = len(slow)
        rest = b"".join(pieces)
    assert answer.status_code == 200
    assert not answer.headers.keys() & {"content-length", "etag"}
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert len(first) + len(rest) > IN_MEMORY
    assert pages_then < len(slow)
    assert rest.endswith(b"}\n")


def test_the_length_and_the_tag_of_a_long_answer_are_told_to_who_asks_by_them(databases: Databases) -> None:
    with running(databases.seeded) as root:
        whole = httpx.get(root + PATH, headers=PLAIN, timeout=60).content
        head = httpx.head(root + PATH, headers=PLAIN, timeout=60)
        assert int(head.headers["Content-Length"]) == len(whole)
        part = httpx.get(root + PATH, headers={"Range": "bytes=-100"}, timeout=60)
        assert (part.status_code, part.content) == (206, whole[-100:])
        assert part.headers["ETag"] == head.headers["ETag"]
        held = httpx.get(root + PATH, headers={**PLAIN, "If-None-Match": head.headers["ETag"]}, timeout=60)
        assert (held.status_code, held.content) == (304, b"")


def test_a_long_answer_that_fails_is_not_taken_for_complete(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = official.list_official_figures
    read: list[Window] = []

    def fail(
        session: Session, wanted: OfficialFilter, sort: str, window: Window, as_of: int | None = None
    ) -> Page[StoredOfficialFigure]:
        read.append(window)
        if len(read) > 10:
            raise OperationalError("SELECT", {}, Exception("the server is gone"))
        return real(session, wanted, sort, window, as_of)

    monkeypatch.setattr("app.queries.official.list_official_figures", fail)
    with running(databases.seeded) as root, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(root + PATH, headers=PLAIN, timeout=60)


def test_who_reads_slowly_keeps_no_reader_of_the_database(databases: Databases) -> None:
    """More clients than may read at once take the first piece alone; others are answered all the same."""
    with running(databases.seeded, queue_seconds=2) as root, httpx.Client(timeout=60) as client:
        slow = [client.send(client.build_request("GET", root + PATH, headers=PLAIN), stream=True) for _ in range(12)]
        try:
            for answer in slow:
                next(answer.iter_raw(1024))
            time.sleep(1)
            assert httpx.get(f"{root}/v1/forces/kent", timeout=60).status_code == 200
        finally:
            for answer in slow:
                answer.close()
