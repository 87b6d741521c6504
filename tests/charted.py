"""Answers of the API as charts are made of them, and what is in a drawing."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from app.schemas.comparison import Comparison, MissingForce, RankedFigure, Series, SeriesPoint

NAMESPACE = "{http://www.w3.org/2000/svg}"


def figure(value: str | None, low: str | None, high: str | None, **others: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a figure as the answers have it."""
    return {
        "display": f"{value} of them",
        "value": value,
        "value_max": None,
        "nominal": value,
        "unit": "people",
        "qualifier": "exact",
        "bounds": {"low": low, "high": high},
        "period": None,
        "status": "actual",
        "as_stated": None,
        "warnings": [],
    } | others


def exactly(value: str, **others: Any) -> dict[str, Any]:  # noqa: ANN401
    return figure(value, value, value, **others)


def ranked(force: str, of: dict[str, Any], name: str = "") -> RankedFigure:
    return RankedFigure.model_validate(
        {
            "subject": "police_officers",
            "force": force,
            "force_name": name or f"{force.title()} Police",
            "round": None,
            "figure": of,
            "observations": [f"{force}.2016.1.1"],
            "official_figures": [],
            "sources": [],
            "standing": "ranked",
            "position": None,
        }
    )


SUBJECT = {"kind": "measure", "id": "police_officers", "label": "Police officers", "description": "", "unit": "people"}
EDITION = {
    "dataset": "workforce-march",
    "title": "Police workforce",
    "publisher": "Home Office",
    "released": "2023-07-26",
    "grade": "original",
    "vintage": "first",
    "designation": "official",
    "url": "https://example.org/",
}
OFFICIAL: dict[str, Any] = {"source": "official", "other_source": None, "basis": "fte", "editions": [EDITION]}
STATED: dict[str, Any] = {"source": "stated", "other_source": None, "basis": None, "editions": []}


def comparison(*items: RankedFigure, **others: Any) -> Comparison:  # noqa: ANN401
    return Comparison.model_validate(
        OFFICIAL
        | {
            "subject": SUBJECT,
            "at": period("31 March 2023", "2023-03-31"),
            "times": [],
            "caveats": [],
            "items": [*items],
            "total": len(items),
            "next": None,
            "apart": [],
            "missing": [],
            "median": None,
            "days": None,
            "national": [],
            "peers": [],
        }
        | others
    )


def missing(force: str, code: str = "not_stated") -> MissingForce:
    return MissingForce.model_validate({"force": force, "code": code, "detail": "a long detail"})


def period(label: str, end: str | None, kind: str = "date") -> dict[str, Any]:
    return {"label": label, "kind": kind, "start": end, "end": end}


def counted(year: int, value: str | None, dataset: str = "workforce-march", basis: str = "fte") -> SeriesPoint:
    """Return an official point of a series; one without a value is missing."""
    day = f"{year}-03-31"
    return SeriesPoint.model_validate(
        {
            "subject": "police_officers",
            "force": "kent",
            "round": None,
            "at": period(f"31 March {year}", day),
            "figure": None if value is None else exactly(value),
            "missing": None,
            "change": None,
            "direction": None,
            "observations": [],
            "official_figures": [f"{dataset}.2023-07-26.kent.police_officers.{basis}.{day}"],
            "sources": [],
        }
    )


def told(round_: str, of: dict[str, Any]) -> SeriesPoint:
    """Return a stated point of a series."""
    return counted(2016, "1").model_copy(
        update={
            "round": round_,
            "at": None,
            "official_figures": [],
            "figure": ranked("kent", of).figure,
        }
    )


def series(*points: SeriesPoint, **others: Any) -> Series:  # noqa: ANN401
    return Series.model_validate(
        OFFICIAL
        | {"force": "kent", "subject": SUBJECT, "caveats": [], "items": [*points], "total": len(points), "next": None}
        | others
    )


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - drawn here


def found(root: ET.Element, tag: str, **attributes: str) -> list[ET.Element]:
    """Return the elements of a name that have some attributes."""
    named = [*root.iter(f"{NAMESPACE}{tag}"), *root.iter(tag)]
    return [one for one in named if all(one.get(name) == value for name, value in attributes.items())]


def groups(root: ET.Element) -> dict[str, ET.Element]:
    """Return what is drawn of each force, or of each time, by its key."""
    return {key: one for one in found(root, "g") if (key := one.get("data-key"))}


def words(root: ET.Element) -> str:
    return " ".join("".join(one.itertext()) for one in found(root, "text"))


def numbers(texts: Iterable[str]) -> Iterator[Decimal]:
    for text in texts:
        yield Decimal(text.replace(",", ""))
