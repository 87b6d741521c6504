"""The page of a measure: all forces by it, at one time. And the list of the measures, by topic."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from sqlalchemy.orm import Session

from app.answers.figures import observation_filter
from app.answers.measures import bases_of, measure_named
from app.answers.mistakes import Mistakes
from app.api.reading import ReadingSession
from app.charts.telling import as_sentence
from app.derived.indicators import DEFINITIONS
from app.derived.terms import IN_WORDS
from app.explorer.addresses import asked, part
from app.explorer.compared import (
    APART,
    Choice,
    Compared,
    compared,
    compared_with_stated,
    headings,
    highest,
    lowest,
    rests_on,
    sources,
)
from app.explorer.pages import About, Pages, show
from app.queries import catalogue
from app.queries.observations import list_observations
from app.queries.paging import Window
from app.schemas.charts import Beside
from app.schemas.comparison import ComparisonAsked
from app.schemas.measures import Measure, measure
from app.schemas.observations import ObservationQuery, stored_observation
from app.vocabulary.forces import regions
from app.vocabulary.measures import Topic, measures
from app.vocabulary.sources import Source

router = Pages()

MOST_MEASURES = 1000
MOST_LABELLED = 200
"""How many figures the page of a measure that is not compared lists."""
ORDERS = {
    "-value": "Highest first",
    "value": "Lowest first",
    "force": "By name",
    "-force": "By name, from Z",
    "-period": "Newest first",
    "period": "Oldest first",
}
"""The orders that figures may be shown in, by what asks for them; the first is that by default."""
BASES = {basis: words for basis, words in IN_WORDS.items() if words}
"""How people at work may be counted, in words."""


class MeasureQuery(ComparisonAsked):
    """What the page is asked: what a comparison is, and whether it is to stand in a page of somebody else's."""

    beside: Beside | None = None
    embed: bool = False


@router.get("/measures")
def list_measures(request: Request, session: ReadingSession) -> Response:
    """Answer the list of the measures."""
    found = [measure(row) for row in catalogue.list_measures(session, Window(MOST_MEASURES)).items]
    about = About(
        title="Measures: what is counted",
        description="What forces state and what official statistics count: every measure by topic, with what it means "
        "and how many figures there are of it.",
        address="/measures",
        data={"the measures": "/v1/measures"},
    )
    held = [of for of in found if of.observations or of.official_figures]
    return show(
        request,
        "measures.html",
        about,
        topics={topic: [of for of in held if of.topic is topic] for topic in Topic},
        bare={topic: [of for of in found if of.topic is topic and of not in held] for topic in Topic},
        derived={topic: [of for of in DEFINITIONS.values() if of.topic is topic] for topic in Topic},
    )


@router.get("/measures/{measure}")
def get_measure(
    request: Request,
    session: ReadingSession,
    id_: Annotated[str, Path(alias="measure")],
    query: Annotated[MeasureQuery, Query()],
) -> Response:
    """Answer the page of a measure, or its chart alone."""
    of = measure_named(session, id_)
    if not measures()[id_].catalogued:
        return _labelled(request, session, of)
    path = f"/measures/{part(id_)}"
    state = query.model_dump(mode="json", exclude_defaults=True, exclude={"measure", "indicator", "embed"})
    wanted = ComparisonAsked(measure=id_, **{name: value for name, value in state.items() if name != "beside"})
    found = compared_with_stated(session, wanted) if query.beside else compared(session, wanted)
    answer = found.answer
    when = f", {answer.at.label}" if answer.at else ""
    about = About(
        title=f"{of.label}{when}: {_compared(found)}",
        description=f"{of.label} of the police forces of England and Wales{when}. {of.description}",
        address=asked(path, **state),
        data={"this comparison": found.address, "the measure": f"/v1/measures/{part(id_)}"},
        picture=found.preview,
        embedded=True,
    )
    if query.embed:
        return show(request, "measure.html", about, framed=True, found=found)
    return show(
        request,
        "measure.html",
        about,
        of=of,
        found=found,
        state=state,
        framed_at=asked(path, **state, embed="1"),
        sources=sources(path, state, found),
        bases=_bases(session, path, state, found),
        nearby=_times_nearby(path, state, found),
        regions=regions(),
        orders=ORDERS,
        headings=headings(path, state, query.sort),
        why_apart=APART,
        rests_on=rests_on,
        lowest=lowest,
        highest=highest,
    )


def _compared(found: Compared) -> str:
    """Return what is compared, in words: which forces, by figures of which kind."""
    whose = f"police forces of {found.query.region}" if found.query.region else "police forces"
    if found.answer.source is Source.STATED:
        return f"{whose} compared by what they state"
    return f"{whose} compared" + (f", {BASES[basis]}" if (basis := found.answer.basis) in BASES else "")


def _bases(session: Session, path: str, state: dict[str, Any], found: Compared) -> list[Choice]:
    """Return the choice of how people at work are counted, where there is one."""
    if found.answer.basis not in BASES:
        return []
    bases = bases_of(session, found.answer.subject.id)
    return [
        Choice(as_sentence(BASES[basis]), asked(path, **{**state, "basis": basis.value}), basis is found.answer.basis)
        for basis in bases
        if len(bases) > 1
    ]


def _times_nearby(path: str, state: dict[str, Any], found: Compared) -> dict[str, Choice]:
    """Return the times before and after that of a comparison, by the word for each."""
    times = found.answer.times
    if found.answer.at is None or found.answer.at.label not in times:
        return {}
    now = times.index(found.answer.at.label)
    return {
        word: Choice(times[at], asked(path, **{**state, "at": times[at]}), chosen=False)
        for word, at in (("Earlier", now + 1), ("Later", now - 1))
        if 0 <= at < len(times)
    }


def _labelled(request: Request, session: Session, of: Measure) -> Response:
    """Answer the page of a measure whose figures each say themselves what they count."""
    wanted = ObservationQuery(measure=[of.id], limit=MOST_LABELLED)
    listed = list_observations(session, observation_filter(wanted, Mistakes()), wanted.sort, Window(MOST_LABELLED))
    data = asked("/v1/observations", measure=of.id)
    about = About(
        title=f"{of.label}: figures that cannot be compared",
        description=of.description,
        address=f"/measures/{part(of.id)}",
        data={"its figures": data, "the measure": f"/v1/measures/{part(of.id)}"},
    )
    figures = sorted(map(stored_observation, listed.items), key=lambda figure: figure.label)
    return show(request, "labelled.html", about, of=of, figures=figures, total=listed.total, data=data)
