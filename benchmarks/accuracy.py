"""How right the extractor is: its figures against those a careful reader labelled, in ``benchmarks/labelled``.

A figure is a hit where it has the label's measure and value and stands where the label's words stand. Precision is the
part of the figures read that are hits, recall the part of the labels that are hit, coverage the part of the numbers of
a text that are a figure, unassigned, or part of a date or a name. The attributes are counted over the hits.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path

from app.extract.observations import Extraction, extract
from app.load.bundled import stated_resolution
from app.statements.page import read_page
from app.statements.statement import Statement
from app.statements.text import normalised
from app.vocabulary.bounds import unhedged
from app.vocabulary.forces import Force
from app.vocabulary.measures import measures
from app.vocabulary.records import Observation
from app.vocabulary.units import Unit

LABELLED = Path(__file__).parent / "labelled"
ATTRIBUTES = ("unit", "qualifier", "period", "area", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A figure as a reader labelled it; ``start`` to ``end`` are its characters of the statement's text.

    One that is ``doubtful``, because careful readers could disagree, is counted neither way.
    """

    measure: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    qualifier: str
    period: str | None
    area: str | None
    status: str
    words: str
    start: int
    end: int
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was read of one labelled statement: hits, figures that are no label's, and labels that were missed."""

    name: str
    hits: tuple[tuple[Label, Observation], ...]
    wrong: tuple[Observation, ...]
    missed: tuple[Label, ...]
    numbers: int
    lost: int


def labelled_statements(folder: Path = LABELLED) -> Iterator[tuple[str, Statement, tuple[Label, ...]]]:
    """Yield the labelled statements by name. Raises ``ValueError`` for a label whose words are not there once."""
    for file in sorted(folder.glob("*.toml")):
        entry = tomllib.loads(file.read_text(encoding="utf-8"))
        statement = _statement(entry)
        yield file.stem, statement, tuple(_label(file.stem, statement, figure) for figure in entry.get("figure", ()))


def _statement(entry: dict[str, object]) -> Statement:
    name = str(entry["force"])
    page = f"The logo of {name}\n\nThe force says...\n\n{entry['text']}"
    force = Force(
        id=re.sub(r"[^a-z]+", "-", name.lower()),
        name=name,
        country="England",
        region="Nowhere",
        ons_code="E23999999",
        website="https://force.example",
        aliases=(),
        places=tuple(_strings(entry.get("places", ()))),
        area_names=tuple(_strings(entry.get("area_names", ()))),
    )
    return replace(read_page(page, round_=str(entry["round"])), force=force)


def _strings(values: object) -> Iterator[str]:
    if isinstance(values, list | tuple):
        yield from map(str, values)


def _label(name: str, statement: Statement, figure: dict[str, object]) -> Label:
    words = normalised(str(figure["words"]))
    if statement.text.count(words) != 1 or figure["measure"] not in measures():
        raise ValueError(f"{name}: {words!r} must be in the text once, and its measure in the catalogue")
    start = statement.text.index(words)
    highest, value, unit = figure.get("value_max"), Decimal(str(figure["value"])), Unit(str(figure["unit"]))
    return Label(
        measure=str(figure["measure"]),
        value=value,
        value_max=None if highest is None else Decimal(str(highest)),
        unit=unit.value,
        qualifier=str(figure.get("qualifier", unhedged(value, stated_resolution(words, value), unit))),
        period=_text(figure.get("period")),
        area=_text(figure.get("area")),
        status=str(figure.get("status", "actual")),
        words=words,
        start=start,
        end=start + len(words),
        doubtful=bool(figure.get("doubtful")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


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


def part(of: int, whole: int) -> float:
    """Return a part of a whole; all of nothing is 1."""
    return of / whole if whole else 1.0


def summary(results: Sequence[Result]) -> dict[str, float]:
    """Return precision, recall, coverage and the part of the hits with each attribute right."""
    hits = [hit for result in results for hit in result.hits]
    wrong = sum(len(result.wrong) for result in results)
    missed = sum(len(result.missed) for result in results)
    numbers = sum(result.numbers for result in results)
    figures = {
        "precision": part(len(hits), len(hits) + wrong),
        "recall": part(len(hits), len(hits) + missed),
        "coverage": part(numbers - sum(result.lost for result in results), numbers),
    }
    for name in ATTRIBUTES:
        right = sum(labelled == read for labelled, read in (attribute(*hit, name) for hit in hits))
        figures[name] = part(right, len(hits))
    return figures


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


def _print_report(results: Sequence[Result], misses: int) -> None:
    labels = sum(len(result.hits) + len(result.missed) for result in results)
    print(f"{len(results)} statements, {labels} labelled figures")
    for name, part_right in summary(results).items():
        print(f"  {name:<10} {part_right:.3f}")
    print("\nby measure: hits, wrong, missed (those with misses)")
    for id_, hit, wrong, missed in _by_measure(results):
        if wrong or missed:
            print(f"  {id_:<30} {hit:>4} {wrong:>4} {missed:>4}")
    print("\nworst statements")
    shown = 0
    for result in sorted(results, key=lambda result: -len(result.wrong) - len(result.missed)):
        if shown < misses:
            shown += len(result.wrong) + len(result.missed)
            print(*_faults(result), sep="\n")


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print, and return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--misses", type=int, default=20, help="about how many wrong and missed figures to list")
    parser.add_argument("--folder", type=Path, default=LABELLED, help="where the labelled statements are")
    options = parser.parse_args(arguments)
    results = [compare(*statement) for statement in labelled_statements(options.folder)]
    _print_report(results, options.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
