"""Say what is wrong with a value in the service's words, whichever library found it: what came, and what may."""

import re
from collections.abc import Iterator, Mapping
from reprlib import repr as shortened
from typing import Any

from app.schemas.problems import ParameterError
from app.vocabulary.names import abridged, nearest, suggestion

Schema = Mapping[str, Any]


def wrong_value(found: Mapping[str, Any], name: str, schema: Schema) -> ParameterError:
    """Return an error of validation as that of a parameter, of which ``schema`` says what it may be."""
    choices = _choices(found)
    near = nearest(str(found["input"]), choices)
    detail = _said(found, name, schema)
    if choices:
        instead = suggestion(near, f"known: {', '.join(choices)}")
        detail = f"no such {name}: {shortened(found['input'])}{instead}"
    return ParameterError(parameter=abridged(name), detail=abridged(f"{name}: {detail}"), nearest=near)


def _choices(found: Mapping[str, Any]) -> list[str]:
    """Return the values that may be chosen from, where they are listed: ``'a' or 'b'``, ``<Which.A: 'a'>``."""
    return re.findall(r"'([^']+)'", str(found.get("ctx", {}).get("expected", "")))


def _said(found: Mapping[str, Any], name: str, schema: Schema) -> str:
    kind: str = found["type"]
    if kind == "missing":
        return "it is required"
    if kind.startswith("bool"):
        return f"{shortened(found['input'])} is neither true nor false; write {name}=true or {name}=false"
    if kind == "string_too_long":
        return f"it has {len(found['input']):,} characters, but may have {found['ctx']['max_length']:,}"
    if kind.startswith(("int", "decimal", "float", "finite", "greater", "less")):
        return f"{shortened(found['input'])} is not {_number(schema)}"
    return f"{found['msg'][:1].lower()}{found['msg'][1:]}"


def _number(schema: Schema) -> str:
    """Return which numbers are possible, with an example: "a whole number from 1 to 1,000, such as 100"."""
    told = {keyword: value for part in _parts(schema) for keyword, value in part.items()}
    least, most = told.get("minimum"), told.get("maximum")
    ends = "" if least is None or most is None else f" from {least:,.0f} to {most:,.0f}"
    default = told.get("default")
    example = default if isinstance(default, int) else max(1, least or 0)
    return f"{'a whole number' if told.get('type') == 'integer' else 'a number'}{ends}, such as {example:.0f}"


def _parts(schema: Schema) -> Iterator[Schema]:
    """Yield a schema after what it is made of, but for null."""
    for part in (*schema.get("anyOf", ()), schema.get("items", {})):
        if part.get("type") != "null":
            yield from _parts(part) if part else ()
    yield schema
