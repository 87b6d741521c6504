"""The figures of a sentence: of each tied quantity its value, its scope and the words quoted for it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.extract.clauses import Parse
from app.extract.places import PlaceMention
from app.extract.scope.area import area_of
from app.extract.scope.period import period_of
from app.extract.scope.status import status_of
from app.extract.scope.value import stated
from app.extract.scope.words import quoted
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.extract.unassigned import place_of
from app.vocabulary.periods import Period
from app.vocabulary.records import Observation


def figures_of(
    parse: Parse, ties: Sequence[Tie | None], previous: Tie | None, places: Sequence[PlaceMention]
) -> Iterator[Observation | None]:
    """Yield the figure that each quantity of a sentence is, or ``None``. ``previous`` is the last tie before it."""
    beside: Period | None = None
    for n, tie in enumerate(ties):
        figure = None if tie is None else _figure(Spot(parse, n, ties[:n], previous), tie, places, beside)
        beside = beside if figure is None else figure.period
        yield figure


def _figure(spot: Spot, tie: Tie, places: Sequence[PlaceMention], beside: Period | None) -> Observation | None:
    """Return the observation of a tied quantity, or ``None`` if its value is impossible or it cannot be quoted.

    ``beside`` is the period of the figure before it, which an aside shares.
    """
    told = stated(spot, tie)
    area = area_of(spot, tie, places)
    if told is None or (tie.role is Role.IN_PLACE and area is None):
        return None
    words = quoted(spot, replace(tie, end=told.end))
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
        area=area,
        status=status_of(spot, tie, period),
        as_stated=sentence.text[slice(*words)],
        place=place_of(sentence, *words),
        method=tie.method,
        certainty=tie.certainty,
    )
