"""Print how fast statements are read, databases seeded and answers served: ``python -m benchmarks``, or ``make bench``.

Ratios between targets of one run say more than the figures themselves, which belong to the machine.
"""

from benchmarks import extraction, seeding, serving


def main() -> None:
    """Run every benchmark, one after the other."""
    extraction.report()
    print()
    seeding.report()
    print()
    serving.report()


if __name__ == "__main__":
    main()
