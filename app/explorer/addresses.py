"""Addresses of pages, with what they are asked for."""

from urllib.parse import quote, urlencode


def part(text: str) -> str:
    """Return a text as a part of the path of an address."""
    return quote(text, safe="")


def asked(path: str, **parameters: object) -> str:
    """Return the address of a path with those parameters that have a value; a list has each of its values."""
    given = {name: value for name, value in parameters.items() if value not in (None, [], "")}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path
