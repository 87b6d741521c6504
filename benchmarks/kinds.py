"""Kinds of language, each with cases that are read right or not: a case counts if all of its figures are right.

Rules were written on the ``open`` cases. Nobody who writes rules has read the ``sealed`` ones of the same kinds.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.cases import cases_of, is_right
from benchmarks.proportions import Proportion, proportion

KINDS = Path(__file__).parent / "kinds"
SETS = ("open", "sealed")


def right_by_kind(folder: Path) -> dict[str, tuple[int, int]]:
    """Return how many cases of each kind of a folder are read right, of how many."""
    by_kind = {file.stem: list(map(is_right, cases_of(file))) for file in sorted(folder.glob("*.toml"))}
    return {kind: (sum(right), len(right)) for kind, right in by_kind.items()}


def report(folder: Path = KINDS) -> Iterator[str]:
    """Yield, a line each, how many cases of each kind are read right, and how many in all."""
    by_set = {name: right_by_kind(folder / name) for name in SETS}
    yield f"Kinds of language: cases read right{'':<14}{SETS[0]:>10}{SETS[1]:>10}"
    for kind in sorted(set().union(*by_set.values())):
        counts = (by_set[name].get(kind, (0, 0)) for name in SETS)
        yield f"  {kind:<47}" + "".join(f"{f'{right} of {of}':>10}" for right, of in counts)
    for name, counts_by_kind in by_set.items():
        yield f"  {name:<9} {_all_of(counts_by_kind)}"


def _all_of(by_kind: dict[str, tuple[int, int]]) -> Proportion:
    return proportion(by_kind.values())
