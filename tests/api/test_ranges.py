"""Parts of answers: what a range asks for is a part of the same bytes, and nothing else is."""

import subprocess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.http.ranges import Part, UnsatisfiableRangeError, part_asked
from tests.builders import properties
from tests.conftest import Databases, running, sqlite_alone

FILES = (
    "/v1/bulk/observations.parquet",
    "/v1/bulk/observations.csv",
    "/v1/bulk/force-profiles.zip",
    "/v1/observations?format=csv",
    "/v1/observations?format=ndjson&force=kent",
    "/v1/forces?format=parquet",
    "/v1/compare?measure=population&format=csv",
    "/v1/forces",
    "/static/docs/swagger-ui.css",
)
PLAIN = {"Accept-Encoding": "identity"}


@sqlite_alone
@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-100", -100, None),
        ("bytes=5-5", 5, 6),
        ("bytes=1-999999999", 1, None),
        ("bytes=-999999999", 0, None),
        ("Bytes = 0-9 ,", 0, 10),
    ],
)
def test_a_range_is_answered_with_its_bytes(
    client: TestClient, path: str, asked: str, start: int, stop: int | None
) -> None:
    whole = client.get(path, headers=PLAIN)
    part = client.get(path, headers={"Range": asked, "Accept-Encoding": "gzip, br"})

    assert (part.status_code, part.content) == (206, whole.content[start:stop])
    first = start % len(whole.content) if start < 0 else start
    last = first + len(part.content) - 1
    assert part.headers["Content-Range"] == f"bytes {first}-{last}/{len(whole.content)}"
    assert part.headers["Content-Length"] == str(len(part.content))
    assert "Content-Encoding" not in part.headers
    for same in ("ETag", "Cache-Control", "Vary", "Content-Type", "Accept-Ranges"):
        assert part.headers[same] == whole.headers[same]
    assert whole.headers["Accept-Ranges"] == "bytes"


@sqlite_alone
@pytest.mark.parametrize("path", FILES)
def test_head_has_the_length_of_get_and_knows_no_ranges(client: TestClient, path: str) -> None:
    for coding in ("identity", "gzip", "br", "zstd", "*"):
        headers = {"Accept-Encoding": coding}
        length = client.get(path, headers=headers).headers["Content-Length"]
        assert client.head(path, headers=headers).headers["Content-Length"] == length
        head = client.head(path, headers={**headers, "Range": "bytes=0-9"})
        assert (head.status_code, head.headers["Content-Length"]) == (200, length)


@sqlite_alone
@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-2",
        "bytes=-",
        "bytes=a-b",
        "items=0-9",
        "bytes 0-9",
        "nonsense",
        "bytes=0-1,5-9",
        f"bytes={'9' * 5000}-",
    ],
)
def test_what_is_no_single_range_is_answered_whole(client: TestClient, asked: str) -> None:
    answer = client.get("/v1/forces", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, client.get("/v1/forces").content)
    assert "Content-Range" not in answer.headers


@sqlite_alone
@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-100000000", "bytes=-0"])
def test_a_range_without_a_byte_of_the_answer_is_refused_with_its_length(client: TestClient, asked: str) -> None:
    answer = client.get("/v1/forces", headers={"Range": asked})
    assert (answer.status_code, answer.json()["type"]) == (416, "/v1/problems/range-not-satisfiable")
    assert answer.headers["Content-Range"] == f"bytes */{len(client.get('/v1/forces', headers=PLAIN).content)}"
    assert "ETag" not in answer.headers


@sqlite_alone
def test_a_part_is_sent_only_of_what_is_held(client: TestClient) -> None:
    path, asked = "/v1/observations?format=csv", {"Range": "bytes=100-"}
    whole = client.get(path, headers=PLAIN)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    for held in (whole.headers["ETag"], whole.headers["Last-Modified"]):
        assert client.get(path, headers={**asked, "If-Range": held}).status_code == 206
    for other in (
        '"other"',
        f"W/{whole.headers['ETag']}",
        packed.headers["ETag"],
        "Thu, 01 Jan 1998 00:00:00 GMT",
        "-",
    ):
        answer = client.get(path, headers={**asked, "If-Range": other})
        assert (answer.status_code, answer.content) == (200, whole.content)
    beyond = {"Range": "bytes=999999999-", "If-Range": '"other"'}
    assert client.get(path, headers=beyond).status_code == 200


@sqlite_alone
def test_other_conditions_are_decided_before_ranges(client: TestClient) -> None:
    tag = client.get("/v1/forces", headers=PLAIN).headers["ETag"]
    asked = {"Range": "bytes=0-9"}
    assert client.get("/v1/forces", headers={**asked, "If-None-Match": tag}).status_code == 304
    assert client.get("/v1/forces", headers={**asked, "If-Match": '"other"'}).status_code == 412
    assert client.get("/v1/forces/nowhere", headers=asked).status_code == 404
    assert client.get("/health/live", headers=asked).status_code == 200


@properties
@given(st.integers(0, 50), st.integers(0, 60), st.integers(0, 60))
def test_the_parts_of_an_answer_are_those_of_its_bytes(length: int, first: int, last: int) -> None:
    content = bytes(range(length))
    for asked, wanted in (
        (f"bytes={first}-{last}", content[first : last + 1] if first <= last else None),
        (f"bytes={first}-", content[first:]),
        (f"bytes=-{last}", content[-last:] if last else b""),
    ):
        try:
            part = part_asked(asked, length)
        except UnsatisfiableRangeError:
            assert not wanted
        else:
            assert (content if part is None else content[part.start : part.stop]) == (wanted or content)


def test_a_part_is_told_with_both_ends() -> None:
    assert str(Part(0, 100, 250)) == "bytes 0-99/250"


@sqlite_alone
def test_a_download_is_resumed(databases: Databases, tmp_path: Path) -> None:
    with running(databases.seeded) as address:
        file = f"{address}/v1/bulk/force-profiles.zip"
        subprocess.run(["curl", "-sfo", "whole", file], cwd=tmp_path, check=True)  # noqa: S607 - of this machine
        whole = (tmp_path / "whole").read_bytes()
        (tmp_path / "part").write_bytes(whole[:5000])
        subprocess.run(["curl", "-sfC", "-", "-o", "part", file], cwd=tmp_path, check=True)  # noqa: S607
    assert (tmp_path / "part").read_bytes() == whole
