"""Measure parts of the service, and write docs/performance.md: ``python -m benchmarks [PART ...]``, or ``make bench``.

Without a part, all are measured one after the other. Each takes less than three minutes, but that a database of ten
million figures takes longer to make, which is done only when asked for: ``flat --figures 10000000``.
"""

import argparse
import time
from collections.abc import Sequence

from benchmarks import bulk, cold, extraction, flat, loading, machine, others, pages, report, results, start, warm

PARTS = {
    "warm": warm,
    "others": others,
    "cold": cold,
    "flat": flat,
    "loading": loading,
    "bulk": bulk,
    "start": start,
    "reading": extraction,
    "pages": pages,
}
SIZED = {"flat"}
"""Those that are told how many figures there are."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the parts that are named, and write the report of all."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"One of {', '.join(PARTS)}.")
    parser.add_argument("--figures", type=int, default=1_000_000, help="How many figures the largest database has.")
    parser.add_argument("--report", action="store_true", help="Measure nothing: tell what was found before.")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    machine.require_linux()
    for part in () if options.report else options.parts or PARTS:
        began = time.monotonic()
        print(f"benchmarks: {part}", end="", flush=True)
        measure = PARTS[part].measure
        found = measure(options.figures) if part in SIZED else measure()
        results.keep(part, found)
        print(f", {time.monotonic() - began:.0f} seconds")
        for table in found.tables:
            print(report.table_text(table), end="\n\n")
        for why in found.skipped:
            print(f"left out: {why}")
        report.write(PARTS)
    report.write(PARTS)
    print(f"benchmarks: wrote {report.FILE.relative_to(machine.ROOT)}")


if __name__ == "__main__":
    main()
