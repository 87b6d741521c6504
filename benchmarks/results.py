"""What parts of the benchmarks found, kept in a file for each, so that a part can be run again alone."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import machine

FOLDER = machine.ROOT / "docs" / "performance"
MISSING = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report; what was not measured is ``MISSING``."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Results:
    """What a part found: its tables, what could not be measured and why, and of which code on which machine."""

    tables: Sequence[Table]
    skipped: Sequence[str] = ()
    versions: dict[str, str] = field(default_factory=machine.versions)
    where: str = field(default_factory=machine.description)
    code: str = field(default_factory=machine.code)
    measured: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%d %H:%M"))


def keep(part: str, results: Results) -> None:
    """Write what a part found."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(asdict(results), indent=1, ensure_ascii=False)
    (FOLDER / f"{part}.json").write_text(text + "\n", encoding="utf-8")


def kept(part: str, folder: Path = FOLDER) -> Results | None:
    """Return what a part found when it was last run, if it ever was."""
    try:
        stored = json.loads((folder / f"{part}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Results(**stored | {"tables": [Table(**table) for table in stored["tables"]]})


def ratio(ours: Iterable[float], theirs: Iterable[float]) -> str:
    """Return the median of the ratios of each round, and their quartiles."""
    ratios = sorted(mine / other for mine, other in zip(ours, theirs, strict=True))
    if len(ratios) < 2:  # noqa: PLR2004 - quartiles need two
        return figure(ratios[0]) if ratios else MISSING
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return f"{figure(middle)} ({figure(low)}–{figure(high)})"


def median(samples: Sequence[float]) -> str:
    """Return the median of samples as text."""
    return figure(statistics.median(samples)) if samples else MISSING


def figure(number: float) -> str:
    """Return a number in as many digits as a measurement on a busy machine is worth."""
    if number == 0:
        return "0"
    if abs(number) >= 100:  # noqa: PLR2004 - whole from three digits
        return f"{number:,.0f}"
    return f"{number:.3g}" if abs(number) >= 1 else f"{number:.2g}"
