"""Templates, and how they write what they are filled with: dates, numbers, addresses as people here write them."""

import re
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.explorer.addresses import asked, part
from app.explorer.assets import address_of
from app.official.catalogue import datasets
from app.vocabulary.display import day, with_unit
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures


@cache
def templates() -> Environment:
    """Return the templates, which escape whatever they are filled with."""
    environment = Environment(
        loader=PackageLoader("app.explorer"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {
        "asset": address_of,
        "force_names": _names_of_forces(),
        "measures": measures(),
        "datasets": datasets(),
    }
    environment.filters |= {
        "day": day,
        "count": count,
        "linked": linked,
        "part": part,
        "asked": asked,
        "with_links": with_links,
        "with_unit": with_unit,
    }
    return environment


def _names_of_forces() -> Mapping[str, str]:
    return {force.id: force.name for force in forces().values()}


_ADDRESS = re.compile(r"(/v1/[\w/-]+)")


def linked(told: str) -> Markup:
    """Return what is told to programs and to people, with a link in place of each address of the API."""
    parts = _ADDRESS.split(told)
    link = Markup('<a href="{}">{} API</a>')
    return Markup("").join(
        link.format(one, "The" if parts[at - 1].endswith(". ") else "the") if at % 2 else one
        for at, one in enumerate(parts)
    )


_ID = re.compile(r"\b([a-z]+(?:[_-][a-z0-9]+)+)\b")


def with_links(description: str) -> Markup:
    """Return a description in which measures and datasets are called by their names, and lead to their pages."""
    return Markup("").join(map(_named, _ID.split(description)))


def _named(text: str) -> Markup | str:
    if text in measures():
        address, name = f"/measures/{text}", measures()[text].in_words
    elif text in datasets():
        address, name = f"/datasets/{text}", datasets()[text].title
    else:
        return text
    return Markup('<a href="{}">{}</a>').format(address, name)


def count(number: int) -> str:
    """Return a number with commas between thousands."""
    return f"{number:,}"
