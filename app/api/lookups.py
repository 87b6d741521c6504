"""Look-ups: what is asked for in the names of people, checked once, for routes and for the tools of assistants."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.answers.problems import UnknownStatement
from app.api.deps import Checks
from app.derived.compared import Compared, in_unit, inputs_of
from app.derived.comparison import compare
from app.derived.indicators import DEFINITIONS, Definition
from app.http.problems import NotReady
from app.queries import profiles, statements
from app.queries.comparison import statements_with
from app.queries.observations import ObservationFilter, StoredObservation, observation_by_id, observations_in
from app.queries.profiles import ProfileRows
from app.queries.statements import StatementRow
from app.schemas.comparison import Comparison, answer_comparison
from app.schemas.observations import ObservationDetail, ObservationQuery, observation_detail
from app.vocabulary.areas import NATIONAL, SIMILAR_FORCES
from app.vocabulary.forces import Force
from app.vocabulary.measures import Measure, measures
from app.vocabulary.periods import parse_period

WHOLE_AREA = "force"


def observation_filter(query: ObservationQuery, checks: Checks) -> ObservationFilter:
    """Return what a query asks for; what is wrong with it goes into ``checks``."""
    periods = []
    for name in query.period:
        period = parse_period(name)
        if period is None:
            checks.wrong(
                "period", f"{name!r} is no period; write it as 2022/23, 2016, March 2022 or year to March 2022"
            )
        else:
            periods.append(period.label)
    if not all(area.isprintable() for area in query.area):
        checks.wrong("area", "a name has only printable characters")
    if query.min_value is not None and query.max_value is not None and query.min_value > query.max_value:
        checks.wrong("min_value", "it is greater than max_value, so nothing could match")
    return ObservationFilter(
        forces=checks.forces(query.force),
        measures=checks.one_of("measure", query.measure, measures()),
        topics=query.topic,
        rounds=checks.rounds(query.round),
        periods=periods,
        areas=[None if area == WHOLE_AREA else area for area in query.area],
        qualifiers=query.qualifier,
        statuses=query.status,
        min_value=query.min_value,
        max_value=query.max_value,
    )


def subject_of(measure: str | None, indicator: str | None, checks: Checks) -> Measure | Definition:
    """Return the one measure or indicator that is asked for.

    Raises ``InvalidParameter`` for anything else, and with it for all that is in ``checks`` already.
    """
    catalogued = {id_: entry for id_, entry in measures().items() if entry.catalogued}
    if (measure is None) == (indicator is None):
        checks.wrong("measure", "give exactly one of measure and indicator")
    if measure is not None and measure in measures() and measure not in catalogued:
        checks.wrong("measure", f"the figures of {measure!r} count different things and cannot be compared")
        checks.finish()
    checks.one_of("measure", [] if measure is None else [measure], catalogued)
    checks.one_of("indicator", [] if indicator is None else [indicator], DEFINITIONS)
    checks.finish()
    return DEFINITIONS[indicator] if indicator is not None else catalogued[str(measure)]


def comparison_of_forces(
    session: Session,
    subject: Measure | Definition,
    forces: Collection[str],
    rounds: Collection[str],
    as_of: int | None = None,
) -> Comparison:
    """Return a measure or an indicator across forces, all of them unless some are named."""
    stated = statements_with(session, inputs_of(subject), forces=forces, rounds=rounds, as_of=as_of)

    def quoted(area: str) -> list[Compared[StoredObservation]]:
        """Return what the statements of the same rounds quote of others, where it can be told in the same unit."""
        if isinstance(subject, Definition):
            return []
        wanted = ObservationFilter(measures=[subject.id], rounds=rounds, areas=[area])
        found = (in_unit(subject, o.force, o.round, o) for o in observations_in(session, wanted, as_of))
        return [figure for figure in found if figure is not None]

    peers = [figure for figure in quoted(SIMILAR_FORCES) if figure.force in stated]
    return answer_comparison(subject, compare(subject, stated), national=quoted(NATIONAL), peers=peers)


def profile_rows(session: Session, named: Force, round_: str | None, as_of: int | None = None) -> ProfileRows:
    """Return what a profile is made of. Raises ``UnknownStatement`` where a round is asked for that there is not."""
    checks = Checks()
    rounds = checks.rounds([] if round_ is None else [round_])
    checks.finish()
    rows = profiles.profile(session, named.id, rounds[0] if rounds else None, as_of)
    if rows is None:
        raise NotReady(f"{named.name} is not in the database. Bring it up to date with `force-profiles seed`.")
    if rounds and rows.statement is None:
        raise no_statement(named, rounds[0], [row.round for row in rows.statements])
    return rows


def statement_revisions(session: Session, named: Force, round_: str) -> list[StatementRow]:
    """Return the revisions of a statement, newest first. Raises ``UnknownStatement`` where there is no such one."""
    found = statements.revisions_of(session, named.id, round_) if round_.isprintable() else []
    if not found:
        raise no_statement(named, round_, [row.round for row in statements.statements_of(session, named.id)])
    return found


def figure_by_id(session: Session, id_: str) -> ObservationDetail | None:
    """Return a figure by its id, and whether it still stands; ``None`` where there is none."""
    found = observation_by_id(session, id_)
    if found is None:
        return None
    revisions = statements.revisions_of(session, found.force, found.round)
    return observation_detail(found, next(row for row in revisions if row.revision == found.revision))


def no_statement(named: Force, round_: str, rounds: list[str]) -> UnknownStatement:
    """Return the problem that a force has no statement for a round, which tells the rounds that it has one for."""
    has = f"there is one for {', '.join(rounds)}" if rounds else "there is none of any round yet"
    return UnknownStatement(f"{named.name} has no statement for {round_!r}; {has}.", nearest=rounds)
