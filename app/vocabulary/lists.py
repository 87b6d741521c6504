"""Closed lists of words about numbers, which patterns are built from. The entries are in ``app/data/numbers.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("app.data") / "numbers.toml").read_text(encoding="utf-8"))


def words_of(table: str, name: str) -> tuple[str, ...]:
    """Return the entries of a list, in order."""
    return tuple(entry.replace("_", " ") for entry in _lists()[table][name].split())
