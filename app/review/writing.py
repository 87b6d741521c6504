"""Write what is read from a page as a review file: its figures and other numbers in order, below their sentences."""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from app.extract.observations import Extraction
from app.review.file import FIGURE, NOTE
from app.review.numbers import PageNumber, numbers_of, unit_of_bare_numbers
from app.review.suggestions import suggestions
from app.statements.statement import Statement
from app.statements.text import Sentence, sentences
from app.vocabulary.forces import Force
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from app.vocabulary.records import Note, Observation, Place, Unassigned
from app.vocabulary.warnings import FigureWarning

DOUBT = "DOUBT"
"""What marks a figure to look at first."""
_WIDTH = 100
_HOW = f"""\
Read each sentence and correct what is below it: docs/review.md says how. In short:
- a number that is not what its measure says: another measure, or none ("") to leave it unassigned;
- a unit or qualifier that is left out is as the words say, or as the measure counts;
- words may be made longer or shorter (to eight), as they stand in the page; place need not be changed then;
- a value that the words do not say needs because = "why".
{DOUBT} marks what to look at first. `ingest --reviewed` takes this file in."""

Said = str | Decimal | int | Place | None


def review_of(
    statement: Statement,
    force: Force,
    extraction: Extraction,
    warnings: Mapping[int, Sequence[FigureWarning]],
    page: str,
) -> str:
    """Return the review file of a page that was read, which is named ``page``.

    ``warnings`` are those of its observations, by their index.
    """
    by_start = {number.place.start: number for number in numbers_of(statement)}
    entries: list[tuple[Place, str]] = []
    doubts = [list(_doubts_of(figure, warnings.get(n, ()))) for n, figure in enumerate(extraction.observations)]
    entries.extend(
        (_placed(figure), _figure(figure, of)) for figure, of in zip(extraction.observations, doubts, strict=True)
    )
    for unassigned in extraction.unassigned:
        place = _placed(unassigned)
        number = by_start.get(place.start)
        likely = [] if number is None else suggestions(number, force)
        entries.append((place, _unassigned(unassigned, number, likely)))
    entries.extend((_placed(note), _note(note)) for note in extraction.notes)
    entries.sort(key=lambda entry: entry[0].start)
    counts = {
        "figures": f"{len(extraction.observations)} ({sum(map(bool, doubts))} in doubt)",
        "unassigned numbers": len(extraction.unassigned),
        "claims without a number": len(extraction.notes),
    }
    told = [f"{statement.title}: {', '.join(f'{what}: {count}' for what, count in counts.items())}", *_HOW.splitlines()]
    header = {
        "page": page,
        "sha256": statement.sha256,
        "force": force.id,
        "round": statement.round,
        "title": statement.title,
        "url": statement.url or "",
    }
    return "\n".join([*map(comment, told), "", *_lines(header), *_below_sentences(entries, statement)]) + "\n"


def _doubts_of(figure: Observation, warnings: Sequence[FigureWarning]) -> Iterator[str]:
    """Yield why a figure is in doubt: its words may be read otherwise, or a check finds it odd."""
    if figure.certainty is Certainty.LIKELY:
        yield "this reading is likely, but not certain"
    yield from (warning.detail for warning in warnings)


def _below_sentences(entries: Sequence[tuple[Place, str]], statement: Statement) -> Iterator[str]:
    """Yield the lines of entries, each after the sentence that it begins in, which is told once."""
    following = sentences(statement.paragraphs)
    sentence: Sentence | None = None
    for place, entry in entries:
        told = sentence
        while sentence is None or sentence.start + len(sentence.text) <= place.start:
            sentence = next(following)
        if sentence is not told:
            yield from ("", "", comment(f"¶{sentence.paragraph} {sentence.text}"))
        yield from ("", entry)


def _figure(figure: Observation, doubts: Sequence[str]) -> str:
    hedged = figure.qualifier not in {Qualifier.EXACT, Qualifier.ROUNDED}
    counted = figure.unit.counted and figure.unit is unit_of_bare_numbers(measures()[figure.measure])
    said: dict[str, Said] = {
        "measure": figure.measure,
        "label": figure.label,
        "value": figure.value,
        "value_max": figure.value_max,
        "unit": None if counted else figure.unit,
        "qualifier": figure.qualifier if hedged else None,
        "period": figure.period.label if figure.period else "",
        "area": figure.area,
        "status": None if figure.status is Status.ACTUAL else figure.status,
        "words": figure.as_stated,
        "place": figure.place,
    }
    return "\n".join([*(comment(f"{DOUBT}: {doubt}") for doubt in doubts), f"[[{FIGURE}]]", *_lines(said)])


def _unassigned(unassigned: Unassigned, number: PageNumber | None, likely: Sequence[str]) -> str:
    said: dict[str, Said] = {
        "measure": "",
        "value": unassigned.value,
        "value_max": None if number is None else number.quantity.value_max,
        "unit": unassigned.unit,
        "qualifier": None if unassigned.qualifier in {Qualifier.EXACT, Qualifier.ROUNDED} else unassigned.qualifier,
        "words": unassigned.as_stated,
        "place": unassigned.place,
    }
    measure, *rest = _lines(said)
    return "\n".join([f"[[{FIGURE}]]", f"{measure}  # {', '.join(likely)}?" if likely else measure, *rest])


def _note(note: Note) -> str:
    said: dict[str, Said] = {
        "topic": note.topic,
        "kind": note.kind,
        "text": note.text,
        "year": note.year,
        "month": note.month,
        "place": note.place,
    }
    return "\n".join([f"[[{NOTE}]]", *_lines(said)])


def _lines(said: Mapping[str, Said]) -> list[str]:
    return [f"{key} = {written}" for key, value in said.items() if (written := _written(value)) is not None]


def _written(value: Said) -> str | None:
    match value:
        case None:
            return None
        case Place():
            return f"[{value.start}, {value.end}]"
        case Decimal():
            return f"{value:,f}".replace(",", "_")
        case int():
            return str(value)
        case _:
            return string(value)


def string(text: str) -> str:
    """Return a text as a string of TOML, in which what cannot be printed is escaped."""
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped)


def comment(text: str) -> str:
    """Return a text as lines of a comment."""
    printable = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    hanging = "  " if text.startswith("- ") else ""
    return "\n".join(f"# {line}" for line in textwrap.wrap(printable, _WIDTH, subsequent_indent=hanging))


def _placed(item: Observation | Unassigned | Note) -> Place:
    """Return the place of what is read from a page, which always has one."""
    assert item.place is not None  # noqa: S101 - it was read there
    return item.place
