"""Try every fault and write what was seen: ``python -m faults``, or ``make faults``."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from faults.catalogue import FAULTS
from faults.lab import BACKENDS
from faults.report import report
from faults.trying import tried

REPORT = Path(__file__).parents[1] / "docs" / "reliability.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the faults that are asked for, and return 1 where one did not hold."""
    parser = argparse.ArgumentParser(prog="faults", description="Try faults of the service for real.")
    parser.add_argument("--quick", action="store_true", help="try each fault once or twice")
    parser.add_argument("--only", default="", help="the faults whose names begin so: killed, killed.seed")
    parser.add_argument("--on", choices=BACKENDS, action="append", help="the database; both by default")
    parser.add_argument("--output", type=Path, help=f"where to write the report; {REPORT.name} after a whole run")
    asked = parser.parse_args(arguments)
    chosen = [fault for fault in FAULTS if fault.name.startswith(asked.only)]
    whole = not (asked.quick or asked.only or asked.on)
    began = time.monotonic()
    results = tried(chosen, asked.on or BACKENDS, quick=asked.quick)
    output = asked.output or (REPORT if whole else None)
    if output is not None:
        output.write_text(report(results, time.monotonic() - began), encoding="utf-8")
    return int(any(seen.broken for found in results.values() for seen in found.values()))


if __name__ == "__main__":
    sys.exit(main())
