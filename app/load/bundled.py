"""The bundled statements, whose figures a person reviewed: read and write the files of ``app/data/statements/``."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from app.extract.numbers import find_numbers
from app.vocabulary.bounds import stated_bounds, unhedged
from app.vocabulary.measures import Topic, measures
from app.vocabulary.periods import Period, parse_period
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import REVIEWED, Note, NoteKind, Observation, Place, StatementRecord, Unassigned
from app.vocabulary.units import Unit

Json = dict[str, Any]


def bundled_statements() -> Iterator[StatementRecord]:
    """Yield the bundled statements by force and round. Raises ``ValueError`` naming the file for an invalid one."""
    folder = files("app.data") / "statements"
    for entry in sorted(folder.iterdir(), key=lambda file: file.name):
        try:
            yield _record(json.loads(entry.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{entry.name}: {error}") from error


def bundled_statement(force: str, round_: str) -> StatementRecord | None:
    """Return the bundled statement of a force and round, or ``None``."""
    return next((r for r in bundled_statements() if (r.force, r.round) == (force, round_)), None)


def written(record: StatementRecord) -> str:
    """Return a reviewed statement as the file that ``app/data/statements/`` has of it, without its text.

    Raises ``ValueError`` for a figure that could not be read from the file again as it is.
    """
    observations = list(map(_written_observation, record.observations))
    for figure, fact in zip(record.observations, observations, strict=True):
        if _observation(fact).bounds != figure.bounds:
            raise ValueError(f"{figure.as_stated!r} alone does not allow {figure.value}: quote the words that do")
    entry = {
        "force": record.force,
        "round": record.round,
        "url": record.url,
        "title": record.title,
        "language": record.language,
        "published": record.published and str(record.published),
        "complete": record.complete,
        "disclaimer": record.disclaimer,
        "sha256": record.sha256,
        "observations": observations,
        "notes": list(map(_written_note, record.notes)),
        "unassigned": list(map(_written_unassigned, record.unassigned)),
    }
    lines = [f'  "{key}": {_rows(value) if isinstance(value, list) else _json(value)}' for key, value in entry.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _rows(entries: list[Json]) -> str:
    return "[" + ",".join(f"\n    {_json(entry)}" for entry in entries) + ("\n  ]" if entries else "]")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_number)


def _number(value: Decimal) -> int | float:
    return float(value) if "." in f"{value:f}" else int(value)


def _written_observation(figure: Observation) -> Json:
    return {
        "measure": figure.measure,
        "label": figure.label,
        "value": figure.value,
        "value_max": figure.value_max,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "area": figure.area,
        "period": figure.period and figure.period.label,
        "status": figure.status,
        "as_stated": figure.as_stated,
        "source": figure.place and asdict(figure.place),
    }


def _written_note(note: Note) -> Json:
    return {
        "topic": note.topic,
        "kind": note.kind,
        "text": note.text,
        "year": note.year,
        "month": note.month,
        "source": note.place and asdict(note.place),
    }


def _written_unassigned(number: Unassigned) -> Json:
    return {
        "as_stated": number.as_stated,
        "value": number.value,
        "unit": number.unit,
        "qualifier": number.qualifier,
        "source": number.place and asdict(number.place),
    }


def _record(entry: Json) -> StatementRecord:
    return StatementRecord(
        force=entry["force"],
        round=entry["round"],
        url=entry["url"],
        title=entry["title"],
        published=_day(entry["published"]),
        language=entry["language"],
        complete=entry["complete"],
        disclaimer=entry["disclaimer"],
        sha256=entry["sha256"],
        text=None,
        observations=tuple(_observation(fact) for fact in entry["observations"]),
        notes=tuple(_note(note) for note in entry["notes"]),
        unassigned=tuple(_unassigned(number) for number in entry["unassigned"]),
        reason=entry.get("reason"),
    )


def _day(published: str | None) -> date | None:
    return None if published is None else date.fromisoformat(published)


def _observation(fact: Json) -> Observation:
    value, value_max = fact["value"], fact["value_max"]
    unit, qualifier = Unit(fact["unit"]), Qualifier(fact["qualifier"])
    resolution = stated_resolution(fact["as_stated"], value)
    if qualifier in {Qualifier.EXACT, Qualifier.ROUNDED} and qualifier is not unhedged(value, resolution, unit):
        raise ValueError(f"{fact['as_stated']!r} is {unhedged(value, resolution, unit)}, not {qualifier}")
    return Observation(
        measure=fact["measure"],
        label=fact["label"],
        value=value,
        value_max=value_max,
        unit=unit,
        qualifier=qualifier,
        bounds=stated_bounds(
            value,
            value_max=value_max,
            qualifier=qualifier,
            resolution=resolution,
            kind=measures()[fact["measure"]].kind,
        ),
        period=_period(fact["period"]),
        area=fact["area"],
        status=Status(fact["status"]),
        as_stated=fact["as_stated"],
        place=_place(fact["source"]),
        method=REVIEWED,
    )


def stated_resolution(as_stated: str, value: Decimal) -> Decimal:
    """Return the place value of the last digit that ``as_stated`` gives; 1 if the value is not written as a number."""
    found = (n.resolution for n in find_numbers(as_stated) if n.value == abs(value))
    return next(found, Decimal(1))


def _period(label: str | None) -> Period | None:
    if label is None:
        return None
    period = parse_period(label)
    if period is None:
        raise ValueError(f"{label!r} names no period")
    return period


def _place(source: Json | None) -> Place | None:
    if source is None:
        return None
    return Place(int(source["paragraph"]), int(source["start"]), int(source["end"]))


def _note(note: Json) -> Note:
    return Note(
        topic=Topic(note["topic"]),
        kind=NoteKind(note["kind"]),
        text=note["text"],
        year=None if note["year"] is None else int(note["year"]),
        month=None if note["month"] is None else int(note["month"]),
        place=_place(note["source"]),
        method=REVIEWED,
    )


def _unassigned(number: Json) -> Unassigned:
    return Unassigned(
        as_stated=number["as_stated"],
        value=number["value"],
        unit=None if number["unit"] is None else Unit(number["unit"]),
        qualifier=Qualifier(number["qualifier"]),
        place=_place(number["source"]),
    )
