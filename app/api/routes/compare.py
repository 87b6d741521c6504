"""Comparisons across forces, and series of one through the rounds."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from app.api.deps import AsOf, Checks, ForceInPath, ReadingSession, known_parameters_only
from app.api.formats import LIST_RESPONSES, InFormat
from app.api.problems import InvalidParameter, NotReady, UnknownForce, responses
from app.derived.comparison import compare, inputs_of
from app.derived.indicators import DEFINITIONS, Definition
from app.derived.series import series
from app.queries.comparison import statements_with
from app.queries.observations import observations_in
from app.schemas import comparison as schemas
from app.schemas.comparison import CompareQuery, Comparison, RankedFigure, Series, SeriesPoint, SeriesQuery
from app.vocabulary.areas import NATIONAL
from app.vocabulary.measures import Measure, measures

router = APIRouter(
    prefix="/v1", dependencies=[Depends(known_parameters_only)], responses=responses(InvalidParameter, NotReady)
)


@router.get(
    "/compare",
    tags=["comparison"],
    summary="A figure across forces",
    response_model=Comparison,
    responses=LIST_RESPONSES,
)
def compare_forces(
    session: ReadingSession, answering: InFormat, as_of: AsOf, query: Annotated[CompareQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """Compare a measure or an indicator across forces: with bounds, periods, ranks as ranges, and caveats.

    Each force writes its own statement, so this is no league table: read the caveats first.
    """
    checks = Checks()
    subject = _subject(query.measure, query.indicator, checks)
    named = [*query.force, *(name.strip() for name in (query.forces or "").split(",") if name.strip())]
    forces = checks.forces(named)
    rounds = checks.rounds([] if query.round is None else [query.round])
    checks.finish()
    wanted = inputs_of(subject)
    statements = statements_with(session, wanted, forces=forces, rounds=rounds, as_of=as_of)
    national = observations_in(session, wanted, as_of, NATIONAL) if isinstance(subject, Measure) else []
    answer = schemas.comparison(subject, compare(subject, statements), national)
    return answering.answer(answer, answer.items, RankedFigure, query.fields)


@router.get(
    "/forces/{force}/series",
    tags=["comparison"],
    summary="A figure of a force through the rounds",
    response_model=Series,
    responses=responses(UnknownForce) | LIST_RESPONSES,
)
def get_force_series(
    session: ReadingSession,
    named: ForceInPath,
    answering: InFormat,
    as_of: AsOf,
    query: Annotated[SeriesQuery, Query()],
) -> Any:  # noqa: ANN401 - a model or a response
    """Answer a measure or an indicator of a force for each round, with what the bounds allow to say of its changes."""
    checks = Checks()
    subject = _subject(query.measure, query.indicator, checks)
    checks.finish()
    rounds = statements_with(session, inputs_of(subject), forces=[named.id], as_of=as_of)[named.id]
    answer = schemas.series(subject, named.id, series(subject, named.id, rounds))
    return answering.answer(answer, answer.items, SeriesPoint, query.fields)


def _subject(measure: str | None, indicator: str | None, checks: Checks) -> Measure | Definition:
    """Return the one measure or indicator that is asked for. Raises ``InvalidParameter`` for anything else."""
    catalogued = {id_: entry for id_, entry in measures().items() if entry.catalogued}
    if (measure is None) == (indicator is None):
        checks.wrong("measure", "give one of measure= and indicator=; /v1/measures and a force's indicators list them")
    checks.one_of("measure", [] if measure is None else [measure], catalogued)
    checks.one_of("indicator", [] if indicator is None else [indicator], DEFINITIONS)
    checks.finish()
    return DEFINITIONS[indicator] if indicator is not None else catalogued[str(measure)]
