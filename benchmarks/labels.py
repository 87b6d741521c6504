"""Texts about invented forces with the figures that a careful reader labelled in them, as their folders hold them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from app.load.bundled import stated_resolution
from app.statements.page import read_page
from app.statements.statement import Statement
from app.statements.text import normalised
from app.vocabulary.bounds import unhedged
from app.vocabulary.forces import Force
from app.vocabulary.measures import measures
from app.vocabulary.units import Unit

BENCHMARKS = Path(__file__).parent
LABELLED = BENCHMARKS / "labelled"
WRITTEN_ON = (LABELLED, BENCHMARKS / "unseen")
"""What the rules were written on: the first reading of an unseen batch is recorded before it is opened."""
HELD_OUT = (BENCHMARKS / "held-out",)
"""What they were not: nobody who writes rules has read these."""


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


def folders(*within: Path) -> list[Path]:
    """Return the folders, among these and those inside, that hold labelled statements."""
    return sorted({file.parent for folder in within for file in folder.rglob("*.toml")})


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
