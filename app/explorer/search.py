"""Search: forces by name, place, Welsh name or code, and measures, indicators and datasets by what they count."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from app.derived.indicators import DEFINITIONS
from app.explorer.addresses import asked
from app.explorer.pages import About, Pages, show
from app.official.catalogue import datasets
from app.vocabulary import forces
from app.vocabulary.forces import Force
from app.vocabulary.measures import measures
from app.vocabulary.names import folded, nearest

router = Pages()

POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?(?:\s*\d[a-z]{2})?", re.IGNORECASE)

Words = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds: an address of a page, its name, what it was found by or is, and a Welsh name of that."""

    address: str
    name: str
    why: str
    welsh: str = ""


@router.get("/search")
def search(request: Request, q: Words = "") -> HTMLResponse:
    """Answer the forces, measures, indicators and datasets that some words find."""
    about = About(
        title=f"Search: {q}" if q else "Search",
        description="Find a police force by name, place or code, and what is known of all of them.",
        address=asked("/search", q=q),
        data={"the forces that these words find": asked("/v1/forces", q=q)},
        indexed=False,
    )
    found = [*_forces(q), *_subjects(q)]
    postcode = not found and POSTCODE.fullmatch(q.strip()) is not None
    near = [] if found or postcode or not q else _near(q)
    return show(request, "search.html", about, words=q, found=found, near=near, postcode=postcode)


def _forces(words: str) -> Iterable[Found]:
    for force in forces.search(words):
        by = _found_by(force, words)
        if by and by == force.welsh_name:
            yield Found(f"/forces/{force.id}", force.name, force.region, welsh=by)
        else:
            yield Found(f"/forces/{force.id}", force.name, f"{by}, {force.region}" if by else force.region)


def _found_by(force: Force, words: str) -> str | None:
    """Return the name that the words are part of, unless that is the force's own."""
    wanted = f" {folded(words)}"
    if wanted in f" {folded(force.name)}":
        return None
    return next((name for name in force.names if wanted in f" {folded(name)}"), None)


def _subjects(words: str) -> Iterable[Found]:
    """Yield the measures, indicators and datasets of which every word is the beginning of a word of the name."""
    wanted = folded(words).split()
    for found, names in _all_subjects():
        if wanted and all(any(name.startswith(word) for name in names) for word in wanted):
            yield found


@cache
def _all_subjects() -> list[tuple[Found, list[str]]]:
    """Return the measures, indicators and datasets, with the words of their names."""
    of_measures = (
        (id_, Found(f"/measures/{id_}", measure.label, f"a measure of {measure.topic}"))
        for id_, measure in measures().items()
        if measure.catalogued
    )
    of_indicators = (
        (id_, Found(asked("/compare", indicator=id_), definition.label, "an indicator, compared across forces"))
        for id_, definition in DEFINITIONS.items()
    )
    of_datasets = (
        (id_, Found(f"/datasets/{id_}", dataset.title, f"official statistics of the {dataset.publisher}"))
        for id_, dataset in datasets().items()
    )
    return [
        (found, folded(f"{id_} {found.name}").split()) for id_, found in (*of_measures, *of_indicators, *of_datasets)
    ]


def _near(words: str) -> Iterable[Found]:
    for id_ in forces.nearest_forces(words):
        yield Found(f"/forces/{id_}", forces.forces()[id_].name, "did you mean")
    labels = {measure.label: id_ for id_, measure in measures().items() if measure.catalogued}
    for label in nearest(words, labels):
        yield Found(f"/measures/{labels[label]}", label, "did you mean")
