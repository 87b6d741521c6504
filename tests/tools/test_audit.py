"""The audit of the locked packages, with a source of advisories of its own: it needs no network."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.postgres import free_port
from tools.audit import accepted, findings_of, told

HASH = "a" * 64
ADVISORY = {
    "id": "PYSEC-2019-217",
    "summary": "It can be left.",
    "published": "2019-04-08T13:29:00Z",
    "modified": "2020-11-05T00:00:00Z",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.10.1"}]}],
        }
    ],
}


class Advisories(BaseHTTPRequestHandler):
    """Answers as the OSV database does: jinja2 2.10 has a weakness, nothing else has."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        weak = asked["package"]["name"] == "jinja2" and asked["version"] == "2.10"
        body = json.dumps({"vulns": [ADVISORY]} if weak else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as the base class has it
        pass


@pytest.fixture
def osv() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Advisories) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()
        thread.join()


def audit(lock: Path, *pins: str, url: str) -> tuple[int, str]:
    lock.write_text("".join(f"{pin} --hash=sha256:{HASH}\n" for pin in pins))
    done = subprocess.run(
        [sys.executable, "-m", "tools.audit", "--lock", str(lock), "--source", "osv", "--osv-url", url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout


def test_a_known_weakness_fails(osv: str, tmp_path: Path) -> None:
    code, said = audit(tmp_path / "lock", "jinja2==2.10", "six==1.17.0", url=osv)
    assert code == 1
    assert said.splitlines() == [
        "audit: 2 packages looked up at osv: 1 known weaknesses",
        "audit: jinja2 2.10: PYSEC-2019-217 (mended in 2.10.1)",
    ]


def test_packages_without_a_known_weakness_pass(osv: str, tmp_path: Path) -> None:
    code, said = audit(tmp_path / "lock", "jinja2==2.10.1", "six==1.17.0", url=osv)
    assert (code, said) == (0, "audit: 2 packages looked up at osv: 0 known weaknesses\n")


def test_a_source_that_cannot_be_reached_is_said_and_fails_nothing(tmp_path: Path) -> None:
    code, said = audit(tmp_path / "lock", "jinja2==2.10", url=f"http://127.0.0.1:{free_port()}/v1/query")
    assert code == 0
    assert said.startswith("audit: NOT DONE: no source of advisories can be reached")
    assert len(said.splitlines()) == 1


def test_a_lock_file_that_cannot_be_read_is_no_unreached_source(osv: str, tmp_path: Path) -> None:
    code, said = audit(tmp_path / "lock", "jinja2=2.10", url=osv)
    assert code == 1
    assert "cannot be read" in said


def test_a_source_that_knows_no_package_was_not_reached() -> None:
    """As a mirror of the index without its advisories, at which pip-audit says that no weaknesses are known."""
    unknown = {"name": "six", "skip_reason": "Dependency not found on PyPI and could not be audited: six (1.17.0)"}
    assert findings_of(json.dumps({"dependencies": [unknown], "fixes": []})) is None
    known = {"name": "jinja2", "version": "2.10", "vulns": []}
    findings = findings_of(json.dumps({"dependencies": [unknown, known], "fixes": []}))
    assert findings is not None
    assert list(told(findings, "pypi")) == [
        "audit: 1 packages looked up at pypi: 0 known weaknesses",
        "audit: not known there, so not looked up: six",
    ]


def test_an_accepted_weakness_has_a_reason_and_an_end(tmp_path: Path) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text(
        "[[tool.audit.accepted]]\nid = 'A'\nreason = 'not reached'\nuntil = 2026-12-31\n"
        "[[tool.audit.accepted]]\nid = 'B'\nreason = ''\nuntil = 2026-12-31\n"
    )
    assert accepted(project, date(2026, 12, 31)) == ["A"]
    assert accepted(project, date(2027, 1, 1)) == []


def test_the_bill_of_materials_names_every_locked_package_and_is_the_same_each_time(tmp_path: Path) -> None:
    bills = [tmp_path / "one.json", tmp_path / "two.json"]
    for bill in bills:
        # What the environment holds is given: it is the one that runs the tests.
        command = ["make", "--silent", "--old-file=.venv/.dev", "sbom", f"SBOM={bill}"]
        subprocess.run([*command, f"BIN={Path(sys.executable).parent}"], cwd=ROOT, check=True)
    one, two = (bill.read_text(encoding="utf-8") for bill in bills)
    assert one == two
    content = json.loads(one)
    assert content["bomFormat"] == "CycloneDX"
    assert content["metadata"]["component"]["name"] == "force-profiles"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {line.split("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith((" ", "#"))}
    assert {component["name"] for component in content["components"]} == pinned
    assert all(component["externalReferences"][0]["hashes"] for component in content["components"])
