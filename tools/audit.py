"""Look up what is known of weaknesses of the locked packages: 0 is none or nothing could be looked up, 1 is some.

pip-audit asks. Alone it does not tell apart a source that knows of no weakness from one that does not even know the
packages (a mirror of the index: it calls them clean), nor weaknesses from a source that cannot be reached (it ends with
1 for both).
"""

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCES = ("pypi", "osv")
"""Where advisories are looked up, the first that answers: the package index, else the OSV database."""


@dataclass(frozen=True)
class Findings:
    """What a source answered: how many packages it knew, those that it did not, and their weaknesses."""

    known: int
    unknown: list[str]
    weaknesses: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit the lock file, say what was found, and return the exit code."""
    parser = argparse.ArgumentParser(prog="tools.audit", description=__doc__)
    parser.add_argument("--lock", default=str(ROOT / "requirements.lock"), help="The file that pins the packages.")
    parser.add_argument("--source", action="append", choices=SOURCES, help="Where to look (all in turn by default).")
    parser.add_argument("--osv-url", help="Where the OSV database answers, if it is another than the public one.")
    options = parser.parse_args(arguments)
    asked = ["--requirement", options.lock, *(["--osv-url", options.osv_url] if options.osv_url else [])]
    asked += [f"--ignore-vuln={advisory}" for advisory in accepted(ROOT / "pyproject.toml", datetime.now(UTC).date())]
    read = pip_audit(*asked, "--dry-run")
    if read.returncode:
        print(f"audit: {options.lock} cannot be read: {read.stderr.strip()}")
        return 1
    for source in options.source or SOURCES:
        findings = findings_of(pip_audit(*asked, "--vulnerability-service", source).stdout)
        if findings is not None:
            print("\n".join(told(findings, source)))
            return 1 if findings.weaknesses else 0
    print("audit: NOT DONE: no source of advisories can be reached from here, so nothing is known of weaknesses")
    return 0


def pip_audit(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pip-audit on pinned packages: nothing is resolved or installed."""
    fixed = ("--disable-pip", "--format=json", "--progress-spinner=off", "--desc=off", "--timeout=10")
    return subprocess.run(
        [sys.executable, "-m", "pip_audit", *fixed, *arguments], capture_output=True, text=True, check=False
    )


def findings_of(report: str) -> Findings | None:
    """Return what a report of pip-audit tells; ``None`` where its source was not reached or knew no package at all."""
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except json.JSONDecodeError:  # it ended before there was any
        return None
    known = [package for package in packages if "skip_reason" not in package]
    if packages and not known:
        return None
    return Findings(
        known=len(known),
        unknown=[package["name"] for package in packages if "skip_reason" in package],
        weaknesses=[weakness(package, found) for package in known for found in package["vulns"]],
    )


def weakness(package: dict[str, Any], found: dict[str, Any]) -> str:
    """Return one weakness in words."""
    mended = ", ".join(found["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']}: {found['id']} (mended in {mended})"


def told(findings: Findings, source: str) -> Iterator[str]:
    """Yield what to say of the findings."""
    yield f"audit: {findings.known} packages looked up at {source}: {len(findings.weaknesses)} known weaknesses"
    if findings.unknown:
        yield f"audit: not known there, so not looked up: {', '.join(findings.unknown)}"
    yield from (f"audit: {line}" for line in findings.weaknesses)


def accepted(project: Path, today: date) -> Iterable[str]:
    """Return the advisories that are accepted for now: ``[[tool.audit.accepted]]`` has id, reason and until."""
    entries = tomllib.loads(project.read_text(encoding="utf-8")).get("tool", {}).get("audit", {}).get("accepted", [])
    return [entry["id"] for entry in entries if entry["reason"] and entry["until"] >= today]


if __name__ == "__main__":
    sys.exit(main())
