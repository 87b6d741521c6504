"""How right the extractor is: what it reads against what a careful reader labelled.

A figure is a hit where it has the label's measure and value and stands where the label's words stand. Precision is the
part of the figures read that are hits, recall the part of the labels that are hit, coverage the part of the numbers of
a text that are a figure, unassigned, or part of a date or a name. The attributes are counted over the hits, and the
precision of ``certain`` and ``likely`` figures apart.

What the rules were written on is told apart from what they were not. Of the latter, misses are listed only where its
folder is asked for: who reads them opens it, and it is held out no longer.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.extract.observations import Extraction, extract
from app.statements.statement import Statement
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.records import Observation
from benchmarks import kinds
from benchmarks.labels import HELD_OUT, WRITTEN_ON, Label, folders, labelled_statements
from benchmarks.proportions import Proportion, proportion

ATTRIBUTES = ("unit", "qualifier", "period", "area", "status")


@dataclass(frozen=True, slots=True)
class Result:
    """What was read of one labelled statement: hits, figures that are no label's, and labels that were missed."""

    name: str
    hits: tuple[tuple[Label, Observation], ...]
    wrong: tuple[Observation, ...]
    missed: tuple[Label, ...]
    numbers: int
    lost: int


def compare(name: str, statement: Statement, labels: Sequence[Label]) -> Result:
    """Return how what is extracted of a statement compares with its labels. A label is hit at most once."""
    extraction = extract(statement)
    open_labels = list(labels)
    hits: list[tuple[Label, Observation]] = []
    wrong: list[Observation] = []
    for figure in extraction.observations:
        label = next((label for label in open_labels if _is_hit(label, figure)), None)
        if label is None:
            if not any(label.doubtful and _stands_at(label, figure) for label in labels):
                wrong.append(figure)
        else:
            open_labels.remove(label)
            if not label.doubtful:
                hits.append((label, figure))
    numbers, lost = _coverage(statement, extraction)
    missed = tuple(label for label in open_labels if not label.doubtful)
    return Result(name, tuple(hits), tuple(wrong), missed, numbers, lost)


def _is_hit(label: Label, figure: Observation) -> bool:
    same = (figure.measure, figure.value, figure.value_max) == (label.measure, label.value, label.value_max)
    return same and _stands_at(label, figure)


def _stands_at(label: Label, figure: Observation) -> bool:
    """Return whether a figure stands where the words of a label do."""
    return figure.place is not None and figure.place.start < label.end and label.start < figure.place.end


def _coverage(statement: Statement, extraction: Extraction) -> tuple[int, int]:
    """Return how many numbers in digits a text has, and how many of them no part of what was read of it holds."""
    places = [
        *(figure.place for figure in extraction.observations),
        *(number.place for number in extraction.unassigned),
        *extraction.dates,
        *extraction.names,
    ]
    held = set(chain.from_iterable(range(place.start, place.end) for place in places if place is not None))
    numbers = list(re.finditer(r"\d+(?:[.,]\d+)*", statement.text))
    return len(numbers), sum(not held.issuperset(range(*number.span())) for number in numbers)


def attribute(label: Label, figure: Observation, name: str) -> tuple[str | None, str | None]:
    """Return an attribute as labelled and as read."""
    read = {
        "unit": figure.unit.value,
        "qualifier": figure.qualifier.value,
        "period": None if figure.period is None else figure.period.label,
        "area": figure.area,
        "status": figure.status.value,
    }
    return getattr(label, name), read[name]


def summary(results: Sequence[Result]) -> dict[str, Proportion]:
    """Return precision (of all, of certain and of likely figures), recall, coverage, and each attribute of the hits."""
    figures = {
        "precision": proportion((len(result.hits), len(result.hits) + len(result.wrong)) for result in results),
        "recall": proportion((len(result.hits), len(result.hits) + len(result.missed)) for result in results),
        "coverage": proportion((result.numbers - result.lost, result.numbers) for result in results),
    }
    figures |= {
        certainty.value: proportion(_of_certainty(result, certainty) for result in results) for certainty in Certainty
    }
    for name in ATTRIBUTES:
        figures[name] = proportion((_right(result, name), len(result.hits)) for result in results)
    return figures


def _of_certainty(result: Result, certainty: Certainty) -> tuple[int, int]:
    """Return how many of the figures of a certainty are hits, of how many."""
    hits = sum(figure.certainty is certainty for _, figure in result.hits)
    return hits, hits + sum(figure.certainty is certainty for figure in result.wrong)


def _right(result: Result, name: str) -> int:
    """Return how many hits have an attribute as it is labelled."""
    return sum(labelled == read for labelled, read in (attribute(*hit, name) for hit in result.hits))


def _by_measure(results: Iterable[Result]) -> list[tuple[str, int, int, int]]:
    """Return each measure with its hits, wrong figures and missed labels, the worst first."""
    hits: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for result in results:
        hits.update(label.measure for label, _ in result.hits)
        wrong.update(figure.measure for figure in result.wrong)
        missed.update(label.measure for label in result.missed)
    return sorted(
        ((id_, hits[id_], wrong[id_], missed[id_]) for id_ in {*hits, *wrong, *missed}),
        key=lambda row: (-row[2] - row[3], row[0]),
    )


def _faults(result: Result) -> Iterator[str]:
    """Yield what is not right in a statement, a line each."""
    for figure in result.wrong:
        yield f"  {result.name}: wrong  {figure.measure} {figure.value} “{figure.as_stated}” ({figure.method})"
    for label in result.missed:
        yield f"  {result.name}: missed {label.measure} {label.value} “{label.words}”"
    for label, figure in result.hits:
        for name in ATTRIBUTES:
            labelled, read = attribute(label, figure, name)
            if labelled != read:
                yield f"  {result.name}: {name} {read}, not {labelled}: “{label.words}” ({figure.method})"


def read(*within: Path) -> dict[Path, list[Result]]:
    """Return, by folder, how the labelled statements in these folders and those inside them are read."""
    return {folder: [compare(*statement) for statement in labelled_statements(folder)] for folder in folders(*within)}


def figures_of(title: str, by_folder: Mapping[Path, Sequence[Result]]) -> Iterator[str]:
    """Yield, a line each, the figures of all folders together, and then precision and recall of each."""
    results = list(chain.from_iterable(by_folder.values()))
    labels = sum(len(result.hits) + len(result.missed) for result in results)
    yield f"{title}: {len(results)} statements, {labels:,} labelled figures"
    for name, found in summary(results).items():
        yield f"  {name:<10} {found}"
    for folder, own in by_folder.items():
        precision, recall = (f"{name} {summary(own)[name].value:.3f}" for name in ("precision", "recall"))
        yield f"  {folder.parent.name + '/' + folder.name:<24} {len(own):>3} statements, {precision}, {recall}"


def faults_of(results: Sequence[Result], misses: int) -> Iterator[str]:
    """Yield, a line each, the measures that have misses, and about so many misses of the worst statements."""
    yield "by measure: hits, wrong, missed (those with misses)"
    for id_, hit, wrong, missed in _by_measure(results):
        if wrong or missed:
            yield f"  {id_:<30} {hit:>4} {wrong:>4} {missed:>4}"
    yield "worst statements"
    shown = 0
    for result in sorted(results, key=lambda result: -len(result.wrong) - len(result.missed)):
        if shown < misses:
            shown += len(result.wrong) + len(result.missed)
            yield from _faults(result)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print, and return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--misses", type=int, default=20, help="about how many wrong and missed figures to list")
    parser.add_argument("--folder", type=Path, help="read the labelled statements in this folder alone")
    options = parser.parse_args(arguments)
    own = (options.folder,) if options.folder else WRITTEN_ON
    by_folder = read(*own)
    print(*figures_of(str(options.folder or "What the rules were written on"), by_folder), sep="\n")
    if not options.folder:
        print(*figures_of("\nWhat they were not", read(*HELD_OUT)), "", *kinds.report(), sep="\n")
    print("", *faults_of(list(chain.from_iterable(by_folder.values())), options.misses), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
