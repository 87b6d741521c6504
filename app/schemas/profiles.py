"""Profiles and topics as JSON. Their headline fields come from the measure catalogue: topics are data, not code."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, Field, create_model

from app.derived.headlines import by_measure, headline
from app.derived.indicators import indicators_of
from app.queries.observations import StoredObservation
from app.queries.profiles import ProfileRows
from app.queries.statements import StatementRow
from app.schemas.common import ROUND, FieldsQuery, Output
from app.schemas.forces import Force
from app.schemas.indicators import ForceIndicators, Indicator, indicator, unstated_indicator
from app.schemas.observations import Note, Observation, note, stored_observation
from app.schemas.official import OfficialFigure, official_figure
from app.schemas.reconciliations import Reconciliation, reconciliation
from app.schemas.statements import Statement, statement
from app.vocabulary.measures import Topic, headline_measures, measures
from app.vocabulary.sources import Source

STATEMENT_OF_FIGURES = "The statement that the figures are of; null where there is none of the force yet."


class RoundQuery(BaseModel):
    """The parameter that picks a statement of a force."""

    round: str | None = Field(
        default=None,
        description="The round of the statement, such as 2021-22; the newest by default.",
        json_schema_extra=ROUND,
    )


class IndicatorQuery(RoundQuery, FieldsQuery):
    """The parameters of the indicators of a force."""

    source: Source | None = Field(
        default=None,
        description="`stated` derives them from a statement, `official` from official statistics of matching dates. By "
        "default stated, unless `at` is given.",
    )
    at: str | None = Field(
        default=None,
        description="Official statistics of this time: a year such as 2023, a financial year or a date; by default the "
        "newest of each indicator.",
    )


def _headline_fields(topic: Topic) -> dict[str, Any]:
    return {
        measure.id: (
            Observation | None,
            Field(description=f"{measure.description} Null: the statement does not state it for the whole force area."),
        )
        for measure in headline_measures(topic)
    }


HEADLINES: Mapping[Topic, type[Output]] = MappingProxyType(
    {
        topic: create_model(
            f"{topic.title()}Headlines",
            __base__=Output,
            __doc__=f"The leading {topic} figure of each measure.",
            **_headline_fields(topic),
        )
        for topic in Topic
    }
)
"""For each topic, the model of its named headline fields."""


class TopicDetails(Output):
    """What follows the headline fields of a topic."""

    official: list[OfficialFigure] = Field(
        description="The newest official figure of each measure of the topic that has one, on each basis: what is "
        "counted of the force, whatever it states."
    )
    observations: list[Observation] = Field(description="Every figure of the topic that the statement states.")
    notes: list[Note] = Field(description="The claims of the topic without a number.")
    indicators: list[Indicator] = Field(description="The indicators of the topic that the statement allows.")
    reconciliations: list[Reconciliation] = Field(
        description="The figures of the topic that official statistics count too, and how the two agree."
    )


class TopicEnd(Output):
    """What the answer of a topic ends with: whose it is, and from which statement."""

    force: str = Field(description="The force, by its slug.")
    topic: Topic = Field(description="The topic.")
    statement: Statement | None = Field(description=STATEMENT_OF_FIGURES)


TOPICS: Mapping[Topic, type[Output]] = MappingProxyType(
    {
        topic: create_model(
            topic.title(),
            __base__=(TopicEnd, TopicDetails, HEADLINES[topic]),
            __doc__=f"What a statement says of the {topic} of a force, and what is counted: headline fields, then all.",
        )
        for topic in Topic
    }
)
"""For each topic, the model of its answer."""


class ProfileBase(Output):
    """What a profile says besides its topics."""

    force: Force = Field(description="The force.")
    statement: Statement | None = Field(description=STATEMENT_OF_FIGURES)
    statements: list[Statement] = Field(
        description="Its statements, newest round first, of at most 20 rounds: /v1/forces/{force}/statements has all."
    )


class ProfileEnd(Output):
    """What ends a profile."""

    official: list[OfficialFigure] = Field(
        description="The newest official figure of each measure that has a headline field, on each basis."
    )
    notes: list[Note] = Field(description="The claims of the statement without a number.")
    indicators: list[Indicator] = Field(description="The indicators that the statement allows.")
    reconciliations: list[Reconciliation] = Field(
        description="The figures of the statement that official statistics count too, and how the two agree."
    )


_PROFILE_FIELDS: dict[str, Any] = {
    topic.value: (model, Field(description=f"The leading {topic} figures.")) for topic, model in HEADLINES.items()
}
Profile = create_model(
    "Profile",
    __base__=(
        ProfileEnd,
        create_model("ProfileTopics", __base__=Output, **_PROFILE_FIELDS),
        ProfileBase,
    ),
    __doc__="A force's profile: who it is, its statements, the leading figures of every topic, and what is counted.",
)
"""The model of a profile."""


class Stated:
    """The figures of a statement as an answer tells them: each is converted once, however often it is told."""

    def __init__(self, observations: Sequence[StoredObservation]) -> None:
        self._by_measure = by_measure(observations)
        self._told: dict[str, Observation] = {}

    def __call__(self, found: StoredObservation) -> Observation:
        """Return a figure."""
        told = self._told.get(found.id)
        if told is None:
            told = self._told[found.id] = stored_observation(found)
        return told

    def headlines(self, topic: Topic) -> dict[str, Observation | None]:
        """Return the headline fields of a topic: for each measure its leading figure, or ``None``."""
        told: dict[str, Observation | None] = {}
        for measure in headline_measures(topic):
            stated = self._by_measure.get(measure.id)
            found = None if stated is None else headline(stated, measure)
            told[measure.id] = None if found is None else self(found)
        return told


LEADING = frozenset(measure.id for topic in Topic for measure in headline_measures(topic))
"""The measures that have a headline field."""
OF_TOPIC = {topic: [measure.id for measure in measures().values() if measure.topic is topic] for topic in Topic}
"""The measures of each topic."""


def profile(rows: ProfileRows) -> BaseModel:
    """Return a force's profile."""
    stated = Stated(rows.observations)
    return Profile(
        force=Force.model_validate(rows.force),
        statement=rows.statement and statement(rows.statement),
        statements=[statement(row) for row in rows.statements],
        **{topic.value: model(**stated.headlines(topic)) for topic, model in HEADLINES.items()},
        official=[official_figure(figure) for figure in rows.official if figure.measure in LEADING],
        notes=_notes(rows),
        indicators=[indicator(found, stated=stated) for found in indicators_of(rows.observations)[0]],
        reconciliations=[reconciliation(row) for row in rows.reconciliations],
    )


def topic_of_force(topic: Topic, rows: ProfileRows) -> Output:
    """Return one topic of a force."""
    stated = Stated(rows.observations)
    return TOPICS[topic](
        **stated.headlines(topic),
        official=[official_figure(figure) for figure in rows.official if measures()[figure.measure].topic is topic],
        observations=[stated(o) for o in rows.observations if o.topic is topic],
        notes=[claim for claim in _notes(rows) if claim.topic is topic],
        indicators=[indicator(found, stated=stated) for found in indicators_of(rows.observations, topic)[0]],
        reconciliations=[reconciliation(row) for row in rows.reconciliations if row.stated.topic is topic],
        force=rows.force.id,
        topic=topic,
        statement=rows.statement and statement(rows.statement),
    )


def force_indicators(source: StatementRow | None, observations: Sequence[StoredObservation]) -> ForceIndicators:
    """Return the indicators that the figures of a statement give, and those they do not allow."""
    derived, unavailable = indicators_of(observations)
    stated = Stated(observations)
    complete = source is None or source.complete
    return ForceIndicators(
        source=Source.STATED,
        statement=source and statement(source),
        items=[indicator(found, stated=stated) for found in derived],
        total=len(derived),
        next=None,
        unavailable=[unstated_indicator(missing, complete=complete) for missing in unavailable],
    )


def _notes(rows: ProfileRows) -> list[Note]:
    source = rows.statement
    return [note(claim, f"{source.force}/{source.round}", source.url) for claim in rows.notes] if source else []
