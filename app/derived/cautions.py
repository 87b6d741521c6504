"""Cautions: why a figure that is derived or compared should be read with care."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.derived.findings import CheckedObservation
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Status


class Caution(StrEnum):
    """A reason for care, by the name that warnings carry."""

    NO_PERIOD = "no_period"
    MIXED_PERIODS = "mixed_periods"
    TARGET_AS_STRENGTH = "target_as_strength"
    INTENTION = "intention"
    DOUBTED = "doubted"
    CONVERTED = "converted"


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """A caution, in words for readers."""

    caution: Caution
    detail: str


def of_inputs(inputs: Sequence[CheckedObservation]) -> Iterator[ReadingWarning]:
    """Yield what to keep in mind of a figure that is derived from others."""
    yield from _without_period(inputs)
    labels = list(dict.fromkeys(figure.period.label for figure in inputs if figure.period is not None))
    if len(labels) > 1:
        yield ReadingWarning(Caution.MIXED_PERIODS, f"the inputs are of different periods: {'; '.join(labels)}")
    for figure in inputs:
        if figure.status is not Status.ACTUAL:
            yield ReadingWarning(
                Caution.TARGET_AS_STRENGTH,
                f"{figure.measure} is a {figure.status.noun}, used for a strength not stated",
            )
    yield from _doubted(inputs)


def of_stated(figure: CheckedObservation, *, converted: bool) -> Iterator[ReadingWarning]:
    """Yield what to keep in mind of a stated figure, ``converted`` where it is told in another unit."""
    yield from _without_period([figure])
    if figure.status is not Status.ACTUAL:
        yield ReadingWarning(Caution.INTENTION, f"{_label(figure)} is a {figure.status.noun}, not a fact")
    if converted:
        detail = f"{_label(figure)} is stated in {figure.unit.in_words}: “{figure.as_stated}”"
        yield ReadingWarning(Caution.CONVERTED, detail)
    yield from _doubted([figure])


def _without_period(figures: Iterable[CheckedObservation]) -> Iterator[ReadingWarning]:
    for figure in figures:
        if figure.period is None and measures()[figure.measure].dated:
            yield ReadingWarning(Caution.NO_PERIOD, f"{_label(figure)} has no period: the statement names none")


def _doubted(figures: Iterable[CheckedObservation]) -> Iterator[ReadingWarning]:
    for figure in figures:
        for finding in figure.warnings:
            yield ReadingWarning(Caution.DOUBTED, f"{_label(figure)} is doubted: {finding.detail}")


def _label(figure: CheckedObservation) -> str:
    return measures()[figure.measure].label.lower()
