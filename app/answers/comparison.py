"""A measure or an indicator across forces, and of one force through the rounds."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from app.answers.figures import refuse_unknown_values
from app.answers.mistakes import Mistakes
from app.derived.compared import Compared, in_unit, inputs_of
from app.derived.comparison import Order, Sort, compare
from app.derived.indicators import DEFINITIONS, Definition
from app.derived.series import series
from app.queries.comparison import statements_with
from app.queries.observations import ObservationFilter, StoredObservation, observations_in
from app.schemas.comparison import CompareQuery, Comparison, Series, answer_comparison, answer_series
from app.vocabulary.areas import NATIONAL, SIMILAR_FORCES
from app.vocabulary.forces import forces as register
from app.vocabulary.forces import regions
from app.vocabulary.measures import Measure, measures
from app.vocabulary.periods import parse_period


def comparison_asked(session: Session, query: CompareQuery, as_of: int | None = None) -> Comparison:
    """Return the comparison that a query asks for. Raises ``InvalidParameter`` with all that is wrong with it."""
    mistakes = Mistakes()
    forces = _forces_of(query, mistakes)
    rounds = mistakes.rounds([] if query.round is None else [query.round])
    since, order = since_of(query.since, mistakes), order_of(query.sort, mistakes)
    subject = subject_of(query.measure, query.indicator, mistakes)
    refuse_unknown_values(session, ObservationFilter(rounds=rounds), as_of)
    return comparison_of_forces(session, subject, forces, rounds, since=since, order=order, as_of=as_of)


def _forces_of(query: CompareQuery, mistakes: Mistakes) -> list[str]:
    """Return the forces to compare, all where none is named, that are of the country and region asked for."""
    named = mistakes.forces(query.forces, "forces")
    mistakes.one_of("region", [] if query.region is None else [query.region], regions())
    found = [
        force.id
        for force in register().values()
        if (not query.forces or force.id in named)
        and query.country in {None, force.country}
        and query.region in {None, force.region}
    ]
    if not found and not mistakes.errors:
        mistakes.wrong("forces", "none of them is of the country and region asked for: see /v1/forces")
    return found


def subject_of(measure: str | None, indicator: str | None, mistakes: Mistakes) -> Measure | Definition:
    """Return the one measure or indicator that is asked for.

    Raises ``InvalidParameter`` for anything else, including the mistakes already collected.
    """
    catalogued = {id_: entry for id_, entry in measures().items() if entry.catalogued}
    if (measure is None) == (indicator is None):
        mistakes.wrong("measure", "give exactly one of measure and indicator")
    if measure is not None and measure in measures() and measure not in catalogued:
        mistakes.wrong("measure", f"the figures of {measure!r} count different things and cannot be compared")
        mistakes.refuse()
    mistakes.one_of("measure", [] if measure is None else [measure], catalogued)
    mistakes.one_of("indicator", [] if indicator is None else [indicator], DEFINITIONS)
    mistakes.refuse()
    return DEFINITIONS[indicator] if indicator is not None else catalogued[str(measure)]


def since_of(name: str | None, mistakes: Mistakes) -> date | None:
    """Return the first day of the time that figures are wanted from."""
    period = None if name is None else parse_period(name)
    if name is not None and (period is None or period.start is None):
        mistakes.wrong("since", f"{name!r} names no time to begin at; write it as 2021, 2021/22 or 2022-03-31")
    return None if period is None else period.start


def order_of(name: str, mistakes: Mistakes) -> Order:
    """Return the order that is asked for: one of the sorts, with ``-`` before it for descending."""
    [by] = mistakes.one_of("sort", [name.removeprefix("-")], list(Sort))
    return Order(Sort(by), descending=name.startswith("-")) if by in set(Sort) else Order()


def comparison_of_forces(  # noqa: PLR0913 - what is compared, by whom, of when, and how it is shown
    session: Session,
    subject: Measure | Definition,
    forces: Collection[str],
    rounds: Collection[str],
    *,
    since: date | None = None,
    order: Order = Order(),  # noqa: B008 - it is frozen
    as_of: int | None = None,
) -> Comparison:
    """Return a measure or an indicator across forces, all of them unless some are named."""
    stated = statements_with(session, inputs_of(subject), forces=forces, rounds=rounds, as_of=as_of)

    def quoted(area: str) -> list[Compared[StoredObservation]]:
        """Return the figures of another area that the same rounds quote, if they can be converted to the same unit."""
        if isinstance(subject, Definition):
            return []
        wanted = ObservationFilter(measures=[subject.id], rounds=rounds, areas=[area])
        found = (in_unit(subject, o.force, o.round, o) for o in observations_in(session, wanted, as_of))
        return [figure for figure in found if figure is not None]

    peers = [figure for figure in quoted(SIMILAR_FORCES) if figure.force in stated]
    return answer_comparison(
        subject, compare(subject, stated, since=since, order=order), national=quoted(NATIONAL), peers=peers
    )


def series_of_force(session: Session, subject: Measure | Definition, force: str, as_of: int | None = None) -> Series:
    """Return a measure or an indicator of a force for each round."""
    stated = statements_with(session, inputs_of(subject), forces=[force], as_of=as_of)
    return answer_series(subject, force, series(subject, force, stated[force]))
