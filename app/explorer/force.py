"""The page of a force: what it says of itself, beside what is counted of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy.orm import Session

from app.answers.comparison import series_asked
from app.answers.similar import similar_forces
from app.answers.statements import profile_rows
from app.api.deps import ForceInPath
from app.api.reading import ReadingSession
from app.derived.explanations import counted
from app.explorer.addresses import asked, files_of
from app.explorer.pages import About, Pages, show
from app.explorer.sentences import summary
from app.schemas.comparison import Series, SeriesQuery
from app.schemas.forces import Force
from app.schemas.observations import Observation
from app.schemas.official import OfficialFigure
from app.schemas.profiles import RoundQuery, topic_of_force
from app.schemas.reconciliations import Reconciliation
from app.schemas.statements import statement
from app.vocabulary.measures import Topic, headline_measures, measures
from app.vocabulary.official import Basis
from app.vocabulary.reconciliations import Relation
from app.vocabulary.sources import Source
from app.vocabulary.units import Unit

router = Pages()

CHARTED = ("population", "police_officers", "recorded_crimes", "budget_total")
"""What is drawn through the years."""
IN_DESCRIPTION = 2
"""How many sentences of the summary describe the page to who has not opened it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The newest official figure of a measure on a basis, and the same in the unit that people here use."""

    figure: OfficialFigure
    converted: str | None


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure: what is stated of it, the headline figure first, and what is counted."""

    measure: str
    label: str
    stated: list[Observation]
    counted: list[Counted]


@dataclass(frozen=True, slots=True)
class Section:
    """A topic: the subjects that are stated or lead it, those that are counted alone, and what neither source has."""

    topic: Topic
    answer: Any
    subjects: list[Subject]
    counted_only: list[Subject]
    lacking: list[str]


@router.get("/forces/{force}")
def get_force(
    request: Request, session: ReadingSession, named: ForceInPath, query: Annotated[RoundQuery, Query()]
) -> Response:
    """Answer the page of a force."""
    rows = profile_rows(session, named, query.round)
    round_ = query.round and rows.statement and rows.statement.round
    sentences = summary(rows)
    sections = [_section(topic, topic_of_force(topic, rows)) for topic in Topic]
    reconciliations = [one for section in sections for one in section.answer.reconciliations]
    path = f"/v1/forces/{named.id}"
    return show(
        request,
        "force.html",
        About(
            title=rows.force.name,
            description=" ".join(map(str, sentences[:IN_DESCRIPTION])),
            address=asked(f"/forces/{named.id}", round=round_),
            data={"the profile": asked(path, round=round_)}
            | {f"its {topic}": asked(f"{path}/{topic}", round=round_) for topic in Topic}
            | {"similar forces": f"{path}/similar"},
        ),
        force=Force.model_validate(rows.force),
        statement=rows.statement and statement(rows.statement),
        statements=[statement(row) for row in rows.statements],
        sentences=sentences,
        sections=sections,
        beside={one.observation: one for one in reconciliations},
        relations=_tally(reconciliations),
        indicators=[one for section in sections for one in section.answer.indicators],
        similar=similar_forces(session, named),
        charts=[
            _drawn(named.id, measure, *found) for measure in CHARTED if (found := _series(session, named.id, measure))
        ],
    )


def _series(session: Session, force: str, measure: str) -> tuple[Series | None, Series | None] | None:
    """Return what is counted of a measure and what is stated through time; ``None`` where neither has any figure."""
    first = series_asked(session, force, SeriesQuery(measure=measure))
    official = first if first.source is Source.OFFICIAL else None
    stated = None if official else first
    if official and official.other_source:
        stated = series_asked(session, force, SeriesQuery(measure=measure, source=Source.STATED))
    has_any = any(point.figure for series in (official, stated) if series for point in series.items)
    return (official, stated) if has_any else None


def _drawn(force: str, measure: str, official: Series | None, stated: Series | None) -> dict[str, Any]:
    """Return a small chart of a series, drawn, and the addresses of the same in other forms."""
    from app.charts.series import of_series  # a service that shows nothing draws nothing
    from app.charts.svg import NARROW, drawn_in_page

    chart = of_series(official, stated)
    path = f"forces/{force}/series"
    return {
        "label": measures()[measure].label,
        "chart": chart,
        "drawn": drawn_in_page(chart, measure, (NARROW,)),
        "files": files_of(f"/v1/charts/{path}", f"/v1/{path}", measure=measure),
    }


def _section(topic: Topic, answer: Any) -> Section:  # noqa: ANN401 - a model that is made of the catalogue
    """Return a topic with its leading measures first."""
    leading = [measure.id for measure in headline_measures(topic)]
    stated = _by_subject(answer.observations)
    for id_ in leading:
        first = getattr(answer, id_)
        if first is not None:
            stated[id_, first.label].sort(key=lambda figure, first=first: figure.id != first.id)
    official: dict[str, list[OfficialFigure]] = {}
    for figure in sorted(answer.official, key=lambda figure: [*Basis].index(figure.basis or Basis.NONE)):
        official.setdefault(figure.measure, []).append(figure)
    order = {id_: n for n, id_ in enumerate(dict.fromkeys([*leading, *official]))}
    keys = [*stated, *((id_, measures()[id_].label) for id_ in official if (id_, measures()[id_].label) not in stated)]
    subjects = [
        Subject(id_, label, stated.get((id_, label), []), _counted(official.get(id_, ()), stated.get((id_, label), [])))
        for id_, label in sorted(keys, key=lambda key: order.get(key[0], len(order)))
    ]
    return Section(
        topic,
        answer,
        [one for one in subjects if one.stated or one.measure in leading],
        [one for one in subjects if not one.stated and one.measure not in leading],
        [
            measures()[id_].in_words
            for id_ in leading
            if id_ not in official and (id_, measures()[id_].label) not in stated
        ],
    )


def _by_subject(figures: Iterable[Observation]) -> dict[tuple[str, str], list[Observation]]:
    found: dict[tuple[str, str], list[Observation]] = {}
    for figure in figures:
        found.setdefault((figure.measure, figure.label), []).append(figure)
    return found


def _counted(official: Iterable[OfficialFigure], stated: list[Observation]) -> list[Counted]:
    """Return official figures, areas also in the unit that the force uses or, by default, people here do."""
    found = []
    for figure in official:
        unit = stated[0].unit if stated else measures()[figure.measure].unit
        area = counted(figure.value, figure.unit, unit) if figure.unit is Unit.SQUARE_KM is not unit else None
        found.append(Counted(figure, area))
    return found


def _tally(reconciliations: Iterable[Reconciliation]) -> Mapping[Relation, int]:
    """Return how many stated figures stand how beside what is counted, the closest first."""
    found = Counter(one.relation for one in reconciliations)
    return {relation: found[relation] for relation in Relation if found[relation]}
