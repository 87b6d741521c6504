"""What issue 13 found of the service before it was made fast, to stand beside what is found today.

These were measured apart, on a machine of the same kind, so that only their order of magnitude is to be compared.
"""

from typing import NamedTuple


class Warm(NamedTuple):
    """A request that was asked before: parts of the throughput of peers, and microseconds of a core."""

    of_bare: str
    of_naive: str
    cpu_bare: str
    cpu_ours: str

    @property
    def milliseconds(self) -> str:
        """What ours took, in milliseconds."""
        return f"{int(self.cpu_ours.replace(',', '')) / 1000:.3g}"


WARM = {
    "profile": Warm("0.007", "0.50", "40", "8,500"),
    "one topic": Warm("0.0075", "0.55", "37", "6,200"),
    "50 observations": Warm("0.0048", "0.72", "36", "10,300"),
    "compare a measure": Warm("0.002", "0.45", "37", "15,500"),
    "compare an indicator": Warm("0.002", "0.63", "37", "21,000"),
    "304": Warm("0.0055", "–", "32", "8,400"),
}

FLAT = {
    "first page of figures": {"bundled": "6.9", "100k": "50", "1M": "410", "10M": "3,721", "history": "254"},
    "force + measure": {"bundled": "3.4", "100k": "46", "1M": "892", "10M": "9,945", "history": "293"},
    "compare a measure": {"bundled": "11", "100k": "545", "1M": "7,778", "history": "657"},
    "profile": {"bundled": "6.2", "100k": "11", "1M": "53", "10M": "810", "history": "4.8"},
    "measures": {"bundled": "8.1", "100k": "378", "1M": "8,661", "history": "7,153"},
    "releases": {"bundled": "3.9", "100k": "88", "1M": "5,134", "history": "4,914"},
}
"""Milliseconds of a core for an answer, by route and size; ``bundled`` were 1,260 figures."""

CSV_OF_ALL = {"bundled": "0.103", "100k": "9.5", "1M": "314"}
"""Seconds of a core."""

LOADING = {"page": "16", "page at 1M": "2,900", "of executemany": "0.013", "COPY of executemany": "–"}
"""Milliseconds to store a page, and parts of the rows a second of raw inserts."""

START = {"first answer": "1.72", "memory": "175", "empty answer": "0.25", "empty memory": "47"}
"""Seconds, and MiB."""

BULK = {"seconds": "24", "peak": "1,000"}
"""Making the files of 100 thousand figures: seconds of a core, and MiB."""
