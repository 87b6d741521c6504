"""Figures with the warnings from the checks."""

from dataclasses import dataclass
from typing import TypeVar

from app.vocabulary.records import Observation
from app.vocabulary.warnings import FigureWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedObservation(Observation):
    """An observation with its warnings, which are passed on to whatever is derived from it."""

    warnings: tuple[FigureWarning, ...]


Figure = TypeVar("Figure", bound=CheckedObservation)
"""A figure that something is derived from."""
