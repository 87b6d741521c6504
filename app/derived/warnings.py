"""The warnings for derived and compared figures."""

from collections.abc import Iterable, Iterator, Sequence

from app.vocabulary.figures import Figure
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Status
from app.vocabulary.records import Observation
from app.vocabulary.warnings import FigureWarning, WarningCode


def of_inputs(inputs: Sequence[Figure]) -> Iterator[FigureWarning]:
    """Yield the warnings for a figure derived from others."""
    yield from _without_period(inputs)
    stated = [figure for figure in inputs if isinstance(figure, Observation)]  # counted ones are paired by their times
    labels = list(dict.fromkeys(figure.period.label for figure in stated if figure.period is not None))
    if len(labels) > 1:
        yield FigureWarning(WarningCode.MIXED_PERIODS, f"the inputs are of different periods: {'; '.join(labels)}")
    for figure in inputs:
        if figure.status is not Status.ACTUAL:
            yield FigureWarning(
                WarningCode.TARGET_AS_STRENGTH,
                f"{_label(figure)} is a {figure.status.noun}, used for a strength not stated",
            )
    yield from _checked(inputs)


def of_figure(figure: Figure, *, converted: bool) -> Iterator[FigureWarning]:
    """Yield the warnings for a figure that is not derived, which is ``converted`` if it is shown in another unit."""
    yield from _without_period([figure])
    if figure.status is not Status.ACTUAL:
        yield FigureWarning(WarningCode.INTENTION, f"{_label(figure)} is a {figure.status.noun}, not a fact")
    if converted:
        words = f": “{figure.as_stated}”" if isinstance(figure, Observation) else ""
        detail = f"{_label(figure)} is given in {figure.unit.in_words}{words}"
        yield FigureWarning(WarningCode.CONVERTED, detail)
    yield from _checked([figure])


def _without_period(figures: Iterable[Figure]) -> Iterator[FigureWarning]:
    for figure in figures:
        if figure.period is None and measures()[figure.measure].dated:
            yield FigureWarning(WarningCode.NO_PERIOD, f"{_label(figure)} has no period: the statement names none")


def _checked(figures: Iterable[Figure]) -> Iterator[FigureWarning]:
    for figure in figures:
        for warning in figure.warnings:
            yield FigureWarning(WarningCode.CHECKS_WARN, f"the checks warn of {_label(figure)}: {warning.detail}")


def _label(figure: Figure) -> str:
    return measures()[figure.measure].in_words
