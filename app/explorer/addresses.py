"""Addresses of pages, with what they are asked for."""

from urllib.parse import quote, urlencode


def part(text: str) -> str:
    """Return a text as a part of the path of an address."""
    return quote(text, safe="")


def asked(path: str, **parameters: object) -> str:
    """Return the address of a path with those parameters that have a value; a list has each of its values."""
    given = {name: value for name, value in parameters.items() if value not in (None, [], "")}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def files_of(chart: str, data: str, **parameters: object) -> dict[str, str]:
    """Return the addresses of a chart in all forms, and of what it shows, by the names of these."""
    shown = {name: value for name, value in parameters.items() if name not in {"kind", "beside", "size"}}
    return {
        "PNG": asked(f"{chart}.png", **parameters),
        "SVG": asked(f"{chart}.svg", **parameters),
        "Vega-Lite": asked(f"{chart}.vl.json", **parameters),
        "CSV": asked(data, **shown, format="csv"),
        "JSON": asked(data, **shown),
    }
