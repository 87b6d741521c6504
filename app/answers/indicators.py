"""The indicators of a force, from a statement or from official statistics."""

from sqlalchemy.orm import Session

from app.answers.held import Held, held_of_each
from app.answers.mistakes import Mistakes
from app.answers.statements import stated_figures
from app.derived.compared import Compared, figure_of
from app.derived.indicators import DEFINITIONS, Indicator
from app.derived.pairing import Counting
from app.derived.said import Counted
from app.queries.comparison import counts_with
from app.queries.official import StoredOfficialFigure
from app.schemas.indicators import ForceIndicators, indicator, unavailable_indicator
from app.schemas.profiles import IndicatorQuery, force_indicators
from app.vocabulary.forces import Force
from app.vocabulary.sources import Source
from app.vocabulary.warnings import Absence, AbsenceCode


def indicators_asked(
    session: Session, force: Force, query: IndicatorQuery, as_of: int | None = None
) -> ForceIndicators:
    """Return the indicators that a query asks for. Raises ``InvalidParameter`` with all that is wrong with it."""
    mistakes = Mistakes()
    source = query.source or (Source.STATED if query.at is None else Source.OFFICIAL)
    if source is Source.OFFICIAL:
        if query.round is not None:
            mistakes.wrong("round", "it goes with source=stated, and the answer is official: leave it out")
        return _counted(session, force.id, query.at, mistakes, as_of)
    if query.at is not None:
        mistakes.wrong("at", "it goes with source=official, and the answer is stated: leave it out")
    mistakes.refuse()
    return force_indicators(*stated_figures(session, force, query.round, as_of))


def _counted(session: Session, force: str, at: str | None, mistakes: Mistakes, as_of: int | None) -> ForceIndicators:
    held = held_of_each(session, DEFINITIONS.values(), [force], as_of)
    chosen = [of.of_time(at) for of in held]
    if at is not None and not any(chosen):
        next((of for of in held if of), held[0]).at(at, mistakes)
    mistakes.refuse()
    countings = [counting for counting in chosen if counting is not None]
    counts = dict(zip(countings, counts_with(session, countings, forces=[force], as_of=as_of)[force], strict=True))
    found = [_found(of, force, counting, counts) for of, counting in zip(held, chosen, strict=True)]
    items = [
        indicator(figure.of, figure.said.time)
        for figure in found
        if isinstance(figure, Compared) and isinstance(figure.of, Indicator) and isinstance(figure.said, Counted)
    ]
    missing = zip(DEFINITIONS.values(), found, strict=True)
    return ForceIndicators(
        source=Source.OFFICIAL,
        statement=None,
        items=items,
        total=len(items),
        next=None,
        unavailable=[unavailable_indicator(of, why) for of, why in missing if isinstance(why, Absence)],
    )


def _found(
    of: Held, force: str, counting: Counting | None, counts: dict[Counting, Counted[StoredOfficialFigure]]
) -> Compared[StoredOfficialFigure] | Absence:
    if counting is None:
        return Absence(AbsenceCode.NOT_HELD, "official statistics held here do not have all that it needs for one time")
    return figure_of(of.subject, force, counts[counting])
