"""The page of a force: what it says of itself, beside what is counted of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, product
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy.orm import Session

from app.answers.comparison import series_of_each_source
from app.answers.similar import similar_forces
from app.answers.statements import profile_rows
from app.api.deps import ForceInPath
from app.api.reading import ReadingSession
from app.charts.series import of_series
from app.charts.svg import NARROW, drawn_in_page
from app.derived.explanations import counted
from app.explorer.addresses import asked, files_of
from app.explorer.pages import About, Pages, show
from app.explorer.sentences import summary
from app.official.catalogue import datasets
from app.schemas.comparison import SeriesAsked
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
AMOUNTS = MappingProxyType({"funding_government_share": "government_grant", "funding_local_share": "precept"})
"""What is not missed where there is the other one: shares of the funding, and the amounts."""
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
    """A topic: the subjects that are stated or lead it, those that are counted alone, and what neither source has.

    ``caveats`` are what to know of its official figures where these are of something else than the measure that comes
    first, such as grants beside a budget.
    """

    topic: Topic
    answer: Any
    subjects: list[Subject]
    counted_only: list[Subject]
    lacking: list[str]
    caveats: list[str]


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
    indicators = [one for section in sections for one in section.answer.indicators]
    cautions = dict.fromkeys(warning.detail for one in indicators for warning in one.warnings)
    path = f"/v1/forces/{named.id}"
    return show(
        request,
        "force.html",
        About(
            title=f"{rows.force.name}, statement of {round_}" if round_ else rows.force.name,
            description=" ".join(map(str, sentences[:IN_DESCRIPTION])),
            address=asked(f"/forces/{named.id}", round=round_),
            data={"the profile": asked(path, round=round_)}
            | {f"its {topic}": asked(f"{path}/{topic}", round=round_) for topic in Topic}
            | {"similar forces": f"{path}/similar"},
            picture=asked("/v1/charts/series.png", force=named.id, measure=CHARTED[0], size="preview"),
        ),
        force=Force.model_validate(rows.force),
        statement=rows.statement and statement(rows.statement),
        statements=[statement(row) for row in rows.statements],
        sentences=sentences,
        sections=sections,
        beside={one.observation: one for one in reconciliations},
        relations=_tally(reconciliations),
        indicators=indicators,
        cautions={detail: n for n, detail in enumerate(cautions, 1)},
        similar=similar_forces(session, named),
        charts=[_drawn(session, named.id, measure) for measure in CHARTED],
    )


def _drawn(session: Session, force: str, measure: str) -> dict[str, Any]:
    """Return what is counted and stated of a measure through the years: a small chart, or what it would tell.

    What has no more than one figure, or none, is not drawn.
    """
    series = series_of_each_source(session, force, SeriesAsked(measure=measure))
    chart = of_series(series.get(Source.OFFICIAL), series.get(Source.STATED))
    figures = sum(map(len, (*chart.runs, chart.stated, chart.undated)))
    data = f"/v1/forces/{force}/series"
    drawings = files_of("/v1/charts/series", data, force=force, measure=measure)
    return {
        "label": measures()[measure].label,
        "chart": chart,
        "drawn": drawn_in_page(chart, measure, (NARROW,)) if figures > 1 else None,
        "alone": chart.summary if figures == 1 else "",
        "official": bool(chart.runs),
        "gaps": [point.missing.detail for point in series[Source.OFFICIAL].items if point.missing]
        if Source.OFFICIAL in series
        else [],
        "files": {form: drawings[form] for form in ("PNG", "SVG", "Vega-Lite")}
        | {
            f"{form}: {source}": asked(data, measure=measure, source=source.value, format=form.lower())
            for form, source in product(("CSV", "JSON"), series)
        },
    }


def _section(topic: Topic, answer: Any) -> Section:  # noqa: ANN401 - a model that is made of the catalogue
    """Return a topic with its leading measures first."""
    leading = [measure.id for measure in headline_measures(topic)]
    stated = _by_subject(answer.observations)
    for id_ in leading:
        first: Observation | None = getattr(answer, id_)
        if first is not None:
            of_measure = stated[id_, first.label]
            of_measure.remove(first)
            of_measure.insert(0, first)
    official: dict[str, list[OfficialFigure]] = {}
    for figure in sorted(answer.official, key=lambda figure: [*Basis].index(figure.basis or Basis.NONE)):
        official.setdefault(figure.measure, []).append(figure)
    catalogued = ((id_, measures()[id_].label) for id_ in (*leading, *official))
    subjects = [
        Subject(key[0], key[1], stated.get(key, []), _counted(official.get(key[0], ()), stated.get(key, [])))
        for key in dict.fromkeys((*catalogued, *stated))
    ]
    shown = {one.measure for one in subjects if one.stated or one.counted}
    figures = () if leading[0] in official else chain.from_iterable(official.values())
    sets = dict.fromkeys(figure.dataset for figure in figures)
    return Section(
        topic,
        answer,
        subjects=[one for one in subjects if one.stated or (one.counted and one.measure in leading)],
        counted_only=[one for one in subjects if one.counted and not one.stated and one.measure not in leading],
        lacking=[
            measures()[one.measure].in_words
            for one in subjects
            if one.measure not in shown and AMOUNTS.get(one.measure) not in shown
        ],
        caveats=[*dict.fromkeys(caveat for dataset in sets for caveat in datasets()[dataset].caveats)],
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
