"""The base of the enumerations that answers are made of."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any


class Word(StrEnum):
    """One of the words that a field may have. It goes out as the text that it is."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: Callable[[type], Any]) -> Any:  # noqa: ANN401 - pydantic's
        """Return how pydantic reads and writes one: by itself it would ask each for its value, which is slow."""
        return {**handler(source), "serialization": {"type": "str"}}
