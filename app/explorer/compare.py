"""The page that compares the forces and measures that one chooses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.api.reading import ReadingSession
from app.derived.comparison import Sort
from app.derived.indicators import DEFINITIONS
from app.explorer.addresses import asked
from app.explorer.compared import APART, NAMES, Choice, Compared, compared, formula_of, indistinct, rests_on
from app.explorer.pages import About, Pages, show
from app.http.problems import InvalidParameter
from app.queries import catalogue
from app.queries.paging import Window
from app.schemas.common import Listed
from app.schemas.comparison import Comparison, ComparisonAsked, MissingForce, RankedFigure
from app.vocabulary.forces import Force, forces, regions, resolve
from app.vocabulary.measures import Measure, Topic
from app.vocabulary.periods import parse_period
from app.vocabulary.sources import Source
from app.vocabulary.warnings import CaveatCode

router = Pages()

MOST_SUBJECTS = 6
MOST_MEASURES = 1000
OF_ONE = frozenset({"at", "source"})
"""The parameters that may be wrong for one of the subjects and right for another."""
WARNED = frozenset(CaveatCode) - {CaveatCode.COUNTED, CaveatCode.FORCES_MISSING, CaveatCode.PUBLISHED_WITH}
"""What is said of a comparison wherever its figures stand; the rest is in the frame of its chart."""
EXAMPLES = {
    "Leicestershire beside the forces most like it: police officers per 1,000 people": asked(
        "/compare", indicator="officers_per_1000_people", similar_to="leicestershire"
    ),
    "The four forces of Wales: police officers, population and recorded crime": asked(
        "/compare", region="Wales", measure=["police_officers", "population", "recorded_crimes"], at="2023"
    ),
    "What forces say their budgets are, and how much that is for each person": asked(
        "/compare", measure="budget_total", indicator="budget_per_person", source="stated"
    ),
}
"""What may be compared, by what it is."""
ORDERS = {"-value": "By the first: highest first", "value": "By the first: lowest first", "force": "By name"}
"""The orders that forces may be shown in, by what asks for them; the first is that by default."""


class ChosenQuery(BaseModel):
    """What is compared: parameters of the API's comparison, of which measures and indicators may be several."""

    measure: Listed[str] = []
    indicator: Listed[str] = []
    forces: Listed[str] = []
    similar_to: str | None = None
    region: str | None = None
    source: Source | None = None
    at: str | None = None
    sort: str = "-value"
    embed: bool = False

    @property
    def state(self) -> dict[str, Any]:
        """What is asked for, but for what is as by default."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude={"embed"})

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """The measures and indicators, each once, with the parameter that names it."""
        measures = [("measure", id_) for id_ in self.measure]
        return list(dict.fromkeys([*measures, *(("indicator", id_) for id_ in self.indicator)]))


@dataclass(frozen=True, slots=True)
class Part:
    """A measure or an indicator that is compared; ``framed_at`` is the address of its chart for other pages."""

    found: Compared
    framed_at: str

    @property
    def of(self) -> dict[str, RankedFigure | MissingForce]:
        """By force, its figure or why there is none."""
        answer = self.found.answer
        every: list[RankedFigure | MissingForce] = [*answer.items, *answer.apart, *answer.missing]
        return {one.force: one for one in every}

    @property
    def inputs(self) -> Sequence[str]:
        """What the figures of several forces are all computed from, in words; nothing where that is not so."""
        answer = self.found.answer
        names = [tuple(rests_on(item)) for item in (*answer.items, *answer.apart)]
        alike = len(names) > 1 and len(set(names)) == 1
        return names[0] if alike and len(names[0]) > 1 else ()

    def alone(self, force: str) -> str:
        """Return the address of the page of one force alone, which leads to what its figure is computed from."""
        rest = {name: value for name, value in self.found.asked.items() if name not in {"region", "similar_to"}}
        return asked("/compare", **{**rest, "forces": force})

    @property
    def told(self) -> list[str]:
        """What to know of all its figures."""
        return [one.detail for one in self.found.answer.caveats if one.code in WARNED]

    @property
    def indistinct(self) -> list[list[str]]:
        """The forces whose order is not known, in groups."""
        return indistinct(self.found.answer.items)


@dataclass(frozen=True, slots=True)
class Unshown:
    """A measure or an indicator that is not shown, why, and the address where it is: of another time or source."""

    id: str
    why: str
    alone: str


@router.get("/compare")
def get_compare(request: Request, session: ReadingSession, query: Annotated[ChosenQuery, Query()]) -> Response:
    """Answer a comparison, the chart of one alone, or what may be compared where nothing is chosen."""
    _refuse_too_many(query)
    found, unshown = _parts(session, query)
    answers = [part.found.answer for part in found]
    names = ", ".join(answer.subject.label for answer in answers)
    like = None if query.similar_to is None else resolve(query.similar_to)
    title = names if like is None else f"{names}: {like.short_name} and the forces most like it"
    years = _years(answers)
    about = About(
        title=(title if like else f"{names}: {_whose(query)} compared") if names else "Compare police forces",
        description=f"{names or 'Measures and indicators'} of police forces of England and Wales side by side, with "
        "times, sources, bounds and what keeps them from being compared.",
        address=asked("/compare", **query.state),
        data={part.found.answer.subject.label: part.found.address for part in found}
        or {"comparisons of all forces": "/v1/compare?measure=population"},
        picture=found[0].found.preview if found else None,
        embedded=len(found) == 1,
    )
    if query.embed:
        return show(request, "compare.html", about, framed=True, found=found[0].found)
    return show(
        request,
        "compare.html",
        about,
        query=query,
        title=title,
        like=like,
        state=query.state,
        found=found,
        unshown=unshown,
        rows=_rows(found, query.sort),
        warnings=[*_warnings(answers)],
        years=years,
        nearby=_nearby(query, years, answers),
        examples=EXAMPLES,
        orders=ORDERS,
        sources=NAMES,
        why_apart=APART,
        rests_on=rests_on,
        formula_of=formula_of,
        regions={region: [force for force in forces().values() if force.region == region] for region in regions()},
        indicators=DEFINITIONS.values(),
        offered=_offered(session),
    )


def _whose(query: ChosenQuery) -> str:
    """Return which forces are chosen, in words."""
    if query.forces:
        return ", ".join(forces()[id_].name if id_ in forces() else id_ for id_ in query.forces)
    return f"police forces of {query.region}" if query.region else "police forces"


def _nearby(query: ChosenQuery, years: Sequence[str], answers: Sequence[Comparison]) -> dict[str, Choice]:
    """Return the years before and after the one that is shown, by the word for each."""
    newest = max((str(answer.at.end.year) for answer in answers if answer.at and answer.at.end), default="")
    order = ["", *(year for year in years if query.at or year < newest)]
    now = order.index(query.at or "") if (query.at or "") in order else 0
    nearby = {"Earlier": now + 1, "Later": now - 1}
    return {
        word: Choice(order[at] or "newest of each", asked("/compare", **{**query.state, "at": order[at]}), chosen=False)
        for word, at in nearby.items()
        if 0 <= at < len(order)
    }


def _refuse_too_many(query: ChosenQuery) -> None:
    mistakes = Mistakes()
    if len(query.subjects) > MOST_SUBJECTS:
        mistakes.wrong("measure", f"up to {MOST_SUBJECTS} measures and indicators are compared at once")
    if query.embed and len(query.subjects) != 1:
        mistakes.wrong("embed", "it shows one measure or indicator: name one alone")
    mistakes.refuse()


def _parts(session: Session, query: ChosenQuery) -> tuple[list[Part], list[Unshown]]:
    """Return what is found of each subject, and what is not shown.

    Raises ``InvalidParameter`` for what is wrong whichever the subject is, and where none is shown.
    """
    found, unshown, refusals = [], [], []
    rest = {name: value for name, value in query.state.items() if name not in {"measure", "indicator"}}
    of_any = {name: value for name, value in rest.items() if name not in OF_ONE}
    for parameter, id_ in query.subjects:
        of = {parameter: id_}
        try:
            comparison = compared(session, ComparisonAsked(**of, **rest))
        except InvalidParameter as refusal:
            if not OF_ONE.issuperset(error.parameter for error in refusal.errors):
                raise
            refusals.append(refusal)
            unshown.append(Unshown(id_, refusal.detail, asked("/compare", **of, **of_any)))
        else:
            found.append(Part(comparison, asked("/compare", **of, **rest, embed="1")))
    if refusals and not found:
        raise refusals[0]
    return found, unshown


def _rows(found: Sequence[Part], sort: str) -> list[tuple[Force, list[RankedFigure | MissingForce | None]]]:
    """Return the forces that are compared, in the order of the first subject or of their names, with what each has."""
    cells = [part.of for part in found]
    ids = list(dict.fromkeys(force for of in cells for force in of))
    if sort.removeprefix("-") == Sort.FORCE:
        ids.sort(reverse=sort.startswith("-"))
    return [(forces()[id_], [of.get(id_) for of in cells]) for id_ in ids]


def _warnings(answers: Sequence[Comparison]) -> Iterator[str]:
    """Yield why the figures of several subjects do not go together."""
    times = {answer.subject.label: answer.at.label for answer in answers if answer.at is not None}
    if len(set(times.values())) > 1:
        named = "; ".join(f"{label}: {time}" for label, time in times.items())
        yield f"The columns are of different times. {named}."
    by_source = {source: [of.subject.label for of in answers if of.source is source] for source in NAMES}
    if all(by_source.values()):
        named = "; ".join(f"{NAMES[source]}: {', '.join(labels)}" for source, labels in by_source.items())
        yield f"The columns are from different sources, which count in different ways. {named}."
    bases = {answer.subject.label: answer.basis for answer in answers if answer.basis not in {None, "none"}}
    if len(set(bases.values())) > 1:
        named = "; ".join(f"{label}: {basis}" for label, basis in bases.items())
        yield f"People at work are counted in different ways. {named}."


def _years(answers: Sequence[Comparison]) -> list[str]:
    """Return the years that any of the subjects is counted in, the newest first."""
    times = {time for answer in answers for time in answer.times}
    ends = (period.end for period in map(parse_period, times) if period is not None)
    return sorted({str(end.year) for end in ends if end is not None}, reverse=True)


def _offered(session: Session) -> Mapping[Topic, list[Measure]]:
    """Return the measures that have figures to compare, by topic."""
    rows = catalogue.list_measures(session, Window(MOST_MEASURES)).items
    held = [row.of for row in rows if row.of.catalogued and (row.observations or row.official_figures)]
    return {topic: [of for of in held if of.topic is topic] for topic in Topic}
