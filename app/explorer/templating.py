"""Templates, and how they write what they are filled with: dates, numbers, addresses as people here write them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.explorer.addresses import asked, part
from app.explorer.assets import address_of
from app.official.catalogue import datasets
from app.vocabulary.display import with_unit
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
        "with_unit": with_unit,
    }
    return environment


def _names_of_forces() -> Mapping[str, str]:
    return {force.id: force.name for force in forces().values()}


def day(moment: date | datetime) -> str:
    """Return a day as it is written: 1 April 2023."""
    return f"{moment.day} {moment:%B %Y}"


_ADDRESS = re.compile(r"(/v1/[\w/-]+)")


def linked(told: str) -> Markup:
    """Return what is told to programs and to people, with a link in place of each address of the API."""
    parts = _ADDRESS.split(told)
    link = Markup('<a href="{}">{} API</a>')
    return Markup("").join(
        link.format(one, "The" if parts[at - 1].endswith(". ") else "the") if at % 2 else one
        for at, one in enumerate(parts)
    )


def count(number: int) -> str:
    """Return a number with commas between thousands."""
    return f"{number:,}"
