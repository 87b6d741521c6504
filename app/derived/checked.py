"""Figures with the warnings that the checks give them."""

from dataclasses import dataclass
from typing import TypeVar

from app.vocabulary.records import Observation
from app.vocabulary.warnings import FigureWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedObservation(Observation):
    """An observation with its warnings, so that what is derived from it can pass them on."""

    warnings: tuple[FigureWarning, ...]


Figure = TypeVar("Figure", bound=CheckedObservation)
"""A figure that something is derived from."""
