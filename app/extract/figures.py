"""The figures of a sentence: of each tied quantity its value, its scope and the words quoted for it."""

from collections.abc import Iterator, Sequence

from app.extract.scope.period import period_of
from app.extract.scope.status import status_of
from app.extract.scope.value import stated
from app.extract.scope.words import quoted
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.extract.unassigned import place_of
from app.vocabulary.periods import Period
from app.vocabulary.records import Observation


def figures_of(spots: Sequence[Spot | None], ties: Sequence[Tie | None]) -> Iterator[Observation | None]:
    """Yield the figure that each quantity of a sentence is by its tie, or ``None``."""
    beside: Period | None = None
    for spot, tie in zip(spots, ties, strict=True):
        figure = None if spot is None or tie is None else _figure(spot, tie, beside)
        beside = beside if figure is None else figure.period
        yield figure


def _figure(spot: Spot, tie: Tie, beside: Period | None) -> Observation | None:
    """Return the observation of a tied quantity, or ``None`` if its value is impossible or it cannot be quoted.

    ``beside`` is the period of the figure before it, which an aside shares.
    """
    told = stated(spot, tie)
    if told is None or (tie.role is Role.IN_PLACE and tie.area is None):
        return None
    words = quoted(spot, tie, told.end)
    if words is None:
        return None
    sentence, period = spot.parse.reading.sentence, period_of(spot, tie, beside)
    return Observation(
        measure=tie.measure.id,
        label=None,
        value=told.value,
        value_max=told.value_max,
        unit=tie.unit,
        qualifier=told.qualifier,
        bounds=told.bounds,
        period=period,
        area=tie.area,
        status=status_of(spot, tie, period),
        as_stated=sentence.text[slice(*words)],
        place=place_of(sentence, *words),
        method=tie.method,
        certainty=tie.certainty,
    )
