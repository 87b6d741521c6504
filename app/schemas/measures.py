"""The measure catalogue as JSON."""

from functools import cache

from pydantic import Field

from app.queries.catalogue import MeasureRow
from app.schemas.common import Count, Listed, ListQuery, Output, Page
from app.vocabulary import measures as vocabulary
from app.vocabulary.measures import Aggregation, Kind, Topic
from app.vocabulary.units import Unit


class Measure(Output):
    """An entry of the measure catalogue."""

    id: str = Field(description="Its id.")
    label: str = Field(description="What is counted, in a few words.")
    description: str = Field(description="What is counted, and what is not.")
    topic: Topic = Field(description="The topic that it belongs to.")
    unit: Unit = Field(description="The preferred unit.")
    units: list[Unit] = Field(description="The units it may be stated in, the preferred one first.")
    kind: Kind = Field(description="What sort of quantity it is.")
    aggregation: Aggregation = Field(description="Whether figures of several forces may be added up.")
    related: list[str] = Field(description="Measures that are easily taken for it or read together with it.")
    part_of: str | None = Field(description="The measure that counts it in; null where there is none.")
    observations: Count = Field(description="How many current observations it has: figures that statements state.")
    official_figures: Count = Field(description="How many figures of it stand in official statistics.")
    datasets: list[str] = Field(description="The datasets that have them, the preferred one first; see `/v1/datasets`.")


class MeasurePage(Page[Measure]):
    """A page of measures."""


class MeasureQuery(ListQuery):
    """The parameters of the list of measures."""

    topic: Listed[Topic] = Field(default=[], description="Only measures of these topics; may be repeated.")


def measure(row: MeasureRow) -> Measure:
    """Return an entry of the catalogue with its counts, which alone change."""
    counts = {"observations": row.observations, "official_figures": row.official_figures, "datasets": [*row.datasets]}
    return _uncounted(row.of.id).model_copy(update=counts)


@cache
def _uncounted(id_: str) -> Measure:
    counts: dict[str, object] = {"observations": 0, "official_figures": 0, "datasets": []}
    of = vocabulary.measures()[id_]
    return Measure.model_validate(counts | {name: getattr(of, name) for name in Measure.model_fields.keys() - counts})
