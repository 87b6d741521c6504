"""A measure or an indicator across forces, and of one force through the rounds or the years."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.answers.figures import refuse_unknown_values
from app.answers.held import (
    Held,
    basis_of,
    caveats_at,
    caveats_of_subject,
    caveats_through_time,
    editions_used,
    held,
)
from app.answers.mistakes import Mistakes
from app.answers.similar import similar_to
from app.derived.caveats import OWN_ACCOUNTS, OWN_ACCOUNTS_IN_TIME
from app.derived.compared import Compared, in_unit, inputs_of
from app.derived.comparison import Order, Search, Sort, compare, ranking
from app.derived.indicators import DEFINITIONS, Definition
from app.derived.pairing import Counting
from app.derived.said import Stated
from app.derived.series import series
from app.queries.comparison import (
    any_stated,
    has_older_rounds,
    newest_statements_with,
    quotes_with,
    statements_with,
)
from app.queries.observations import ObservationFilter, StoredObservation
from app.queries.paging import MOST_ROUNDS
from app.schemas.comparison import (
    Comparison,
    ComparisonAsked,
    EditionUsed,
    FromSource,
    Series,
    SeriesAsked,
    answer_comparison,
    answer_series,
)
from app.vocabulary.areas import NATIONAL, SIMILAR_FORCES
from app.vocabulary.forces import forces as register
from app.vocabulary.forces import regions, resolve
from app.vocabulary.measures import Measure, measures
from app.vocabulary.periods import parse_period
from app.vocabulary.rounds import rounds as known_rounds
from app.vocabulary.sources import Source
from app.vocabulary.warnings import Caveat, CaveatCode

OF_STATEMENTS = frozenset({"round", "since"})
"""The parameters that only statements answer to."""
OF_STATISTICS = frozenset({"at", "basis"})
"""The parameters that only official statistics answer to."""


def comparison_asked(session: Session, query: ComparisonAsked, as_of: int | None = None) -> Comparison:
    """Return the comparison that a query asks for. Raises ``InvalidParameter`` with all that is wrong with it."""
    mistakes = Mistakes()
    forces = _forces_of(session, query, mistakes, as_of)
    rounds = mistakes.rounds([] if query.round is None else [query.round])
    since, order = since_of(query.since, mistakes), order_of(query.sort, mistakes)
    subject = subject_of(query.measure, query.indicator, mistakes)
    refuse_unknown_values(session, ObservationFilter(rounds=rounds), as_of)
    official = held(session, subject, forces, query.basis, as_of)
    source = source_of(query, official, mistakes)
    if source is Source.OFFICIAL:
        return _counted(session, official, official.at(query.at, mistakes), order, query)
    mistakes.refuse()
    search = Search[StoredObservation](subject, sorted(forces or register()), since)
    for force, said in statements_with(session, inputs_of(subject), search.waiting, rounds=rounds, as_of=as_of):
        search.look(force, said)
    quoted = _quoted(session, subject, rounds, as_of)
    return answer_comparison(
        subject,
        ranking(search.found, order=order, told=[OWN_ACCOUNTS, *_of_likeness(query, forces)]),
        _of_statements(official, query),
        national=quoted[NATIONAL],
        peers=[figure for figure in quoted[SIMILAR_FORCES] if not forces or figure.force in forces],
    )


def comparisons_beside(
    session: Session, query: ComparisonAsked, as_of: int | None = None
) -> tuple[Comparison, Comparison | None]:
    """Return a comparison by official statistics, and that by statements of the same forces where there is one.

    By default it is of the newest time that the newest round of statements may speak of. Raises ``InvalidParameter``
    with all that is wrong with the query.
    """
    if query.source is Source.STATED:
        mistakes = Mistakes()
        mistakes.wrong("beside", "it goes with source=official: what forces state is drawn beside what is counted")
        mistakes.refuse()
    official = query.model_copy(update={"source": Source.OFFICIAL})
    found = comparison_asked(session, official, as_of)
    spoken_of = next((time for time in found.times if _is_spoken_of(time)), None)
    if query.at is None and spoken_of is not None:
        found = comparison_asked(session, official.model_copy(update={"at": spoken_of}), as_of)
    if found.other_source is None:
        return found, None
    stated = query.model_copy(update={"source": Source.STATED} | dict.fromkeys(OF_STATISTICS))
    return found, comparison_asked(session, stated, as_of)


def _is_spoken_of(time: str) -> bool:
    """Return whether a time has ended by the day that the newest round of statements stands for."""
    period = parse_period(time)
    newest = max(of.day for of in known_rounds().values())
    return period is not None and period.end is not None and period.end <= newest


def _quoted(
    session: Session, subject: Measure | Definition, rounds: Collection[str], as_of: int | None
) -> dict[str, list[Compared[StoredObservation]]]:
    """Return the figures of other areas that the same rounds quote, if they can be converted to the same unit."""
    quoted: dict[str, list[Compared[StoredObservation]]] = {NATIONAL: [], SIMILAR_FORCES: []}
    if isinstance(subject, Measure):
        for quote in quotes_with(session, subject.id, quoted, rounds=rounds, as_of=as_of):
            figure = in_unit(subject, quote.force, Stated([quote], quote.round, complete=True), quote)
            if figure is not None and quote.area is not None:
                quoted[quote.area.lower()].append(figure)
    return quoted


def _counted(session: Session, official: Held, counting: Counting, order: Order, query: ComparisonAsked) -> Comparison:
    """Return a comparison by official figures of one time."""
    counts = official.counted(session, [counting])
    editions, told = editions_used(session, counts)
    about = (
        *caveats_at(counting, editions),
        *_of_another_year(query.at, counting),
        *caveats_of_subject(official.subject),
    )
    caveats = [*about, *told, *_of_likeness(query, official.forces)]
    return answer_comparison(
        official.subject,
        compare(official.subject, counts, order=order, told=caveats),
        _of_statistics(session, official, [counting], editions, query),
        at=counting.period,
        times=official.times,
    )


def series_asked(session: Session, force: str, query: SeriesAsked, as_of: int | None = None) -> Series:
    """Return the series that a query asks for. Raises ``InvalidParameter`` with all that is wrong with it."""
    mistakes = Mistakes()
    subject = subject_of(query.measure, query.indicator, mistakes)
    official = held(session, subject, [force], query.basis, as_of)
    source = source_of(query, official, mistakes)
    mistakes.refuse()
    if source is Source.STATED:
        stated = newest_statements_with(session, inputs_of(subject), force, as_of)
        told = [OWN_ACCOUNTS_IN_TIME, *_of_older_rounds(session, force)]
        return answer_series(
            subject, force, series(subject, force, stated[::-1], told=told), _of_statements(official, query, force)
        )
    chosen = official.through_time
    counts = official.counted(session, chosen)
    editions, told = editions_used(session, counts)
    caveats = [*caveats_through_time(official, chosen, editions), *caveats_of_subject(subject), *told]
    found = series(subject, force, counts[force], told=caveats)
    return answer_series(subject, force, found, _of_statistics(session, official, chosen, editions, query, force))


def series_of_each_source(
    session: Session, force: str, query: SeriesAsked, as_of: int | None = None
) -> dict[Source, Series]:
    """Return the series that a query asks for and, unless it names its source, that of the other one where it has any.

    Raises ``InvalidParameter`` with all that is wrong with the query.
    """
    found = series_asked(session, force, query, as_of)
    series = {found.source: found}
    if query.source is None and found.other_source is not None:
        other = Source.STATED if found.source is Source.OFFICIAL else Source.OFFICIAL
        series[other] = series_asked(session, force, query.model_copy(update={"source": other, "basis": None}), as_of)
    return series


def _forces_of(session: Session, query: ComparisonAsked, mistakes: Mistakes, as_of: int | None) -> list[str]:
    """Return the forces to compare, those named that are of the country and region asked for; none where it is all."""
    named = mistakes.forces(query.forces, "forces")
    if query.similar_to is not None:
        if query.forces:
            mistakes.wrong("similar_to", "it names the forces to compare, and so does forces: leave one of them out")
        for force in mistakes.forces([query.similar_to], "similar_to"):
            named = [force, *similar_to(session, force, as_of)]
            if named == [force]:
                mistakes.wrong("similar_to", f"no force is similar to it: /v1/forces/{force}/similar says why")
    mistakes.one_of("region", [] if query.region is None else [query.region], regions())
    found = [
        force.id
        for force in register().values()
        if (force.id in named or not (query.forces or query.similar_to))
        and query.country in {None, force.country}
        and query.region in {None, force.region}
    ]
    if not found and not mistakes.errors:
        mistakes.wrong("forces", "none of them is of the country and region asked for: see /v1/forces")
    return [] if len(found) == len(register()) else found


def subject_of(measure: str | None, indicator: str | None, mistakes: Mistakes) -> Measure | Definition:
    """Return the one measure or indicator that is asked for.

    Raises ``InvalidParameter`` for anything else, including the mistakes already collected.
    """
    catalogued = _catalogued()
    if (measure is None) == (indicator is None):
        mistakes.wrong("measure", "give exactly one of measure and indicator")
    if measure is not None and measure in measures() and measure not in catalogued:
        mistakes.wrong("measure", f"the figures of {measure!r} count different things and cannot be compared")
        mistakes.refuse()
    if measure in DEFINITIONS:
        mistakes.wrong("measure", f"{measure!r} is an indicator: give it as indicator, not as measure")
        mistakes.refuse()
    if indicator in catalogued:
        mistakes.wrong("indicator", f"{indicator!r} is a measure: give it as measure, not as indicator")
        mistakes.refuse()
    mistakes.one_of("measure", [] if measure is None else [measure], catalogued)
    mistakes.one_of("indicator", [] if indicator is None else [indicator], DEFINITIONS)
    mistakes.refuse()
    return DEFINITIONS[indicator] if indicator is not None else catalogued[str(measure)]


@cache
def _catalogued() -> dict[str, Measure]:
    """Return the measures that can be compared."""
    return {id_: entry for id_, entry in measures().items() if entry.catalogued}


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


def _of_another_year(asked: str | None, counting: Counting | None) -> Iterator[Caveat]:
    """Yield that what is counted over twelve months is not of the twelve months asked for."""
    wanted = None if asked is None else parse_period(asked)
    if wanted is None or counting is None or not (wanted.is_a_year and counting.period.is_a_year):
        return
    found = counting.period
    if (wanted.start, wanted.end) != (found.start, found.end):
        detail = f"No official figures of {wanted.label} itself are held here; the time of these: {found.label}."
        yield Caveat(CaveatCode.TIMES_DIFFER, detail)


def _of_older_rounds(session: Session, force: str) -> Iterator[Caveat]:
    """Yield that a series begins later than the statements of the force, if it does."""
    if has_older_rounds(session, force):
        detail = f"Left out is what came before the newest {MOST_ROUNDS} rounds: /v1/observations has it."
        yield Caveat(CaveatCode.TIMES_DIFFER, detail)


def _of_likeness(query: ComparisonAsked, forces: Collection[str]) -> Iterator[Caveat]:
    """Yield how the forces were picked, if that is by likeness, or that there is none but the one itself."""
    if query.similar_to is None:
        return
    itself = resolve(query.similar_to)
    if itself is None:
        return
    address = f"/v1/forces/{itself.id}/similar"
    if set(forces) == {itself.id}:
        detail = f"No similar force is among these: {address} says which there are, or why none is."
        yield Caveat(CaveatCode.NO_CLOSE_MATCH, detail)
    else:
        yield Caveat(
            CaveatCode.SIMILAR_FORCES,
            "The forces are the most similar ones as computed here, and not the Home Office's Most Similar Groups: "
            f"{address} says how near they are.",
        )


def source_of(query: ComparisonAsked | SeriesAsked, official: Held, mistakes: Mistakes) -> Source:
    """Return the source that a query asks for or, by default, the official one where it has any figure.

    Parameters that only the other source answers to are mistakes.
    """
    given = {name for name in OF_STATEMENTS | OF_STATISTICS if getattr(query, name, None) is not None}
    source = query.source
    if source is None:
        source = Source.OFFICIAL if official and not given & OF_STATEMENTS else Source.STATED
    for name in sorted(given & (OF_STATEMENTS if source is Source.OFFICIAL else OF_STATISTICS)):
        other = Source.STATED if source is Source.OFFICIAL else Source.OFFICIAL
        why = f"it goes with source={other.value}, and the answer is {source.value}"
        if other is Source.OFFICIAL and not official:
            why = "no official statistics held here have the figure of these forces, and statements do not answer to it"
        mistakes.wrong(name, f"{why}: leave it out")
    if source is Source.OFFICIAL:
        if not official:
            mistakes.wrong("source", "no official statistics held here have it of these forces; ask for stated")
        elif query.basis is not None and basis_of(official.countings) is not query.basis:
            mistakes.wrong("basis", f"official statistics held here do not count it by {query.basis.value}")
    return source


def _of_statements(official: Held, query: ComparisonAsked | SeriesAsked, force: str | None = None) -> FromSource:
    other = _address(Source.OFFICIAL, query, force) if official else None
    return FromSource(source=Source.STATED, other_source=other, basis=None, editions=[])


def _of_statistics(  # noqa: PLR0913, PLR0917 - what was asked, and what is answered
    session: Session,
    official: Held,
    chosen: Collection[Counting],
    editions: list[EditionUsed],
    query: ComparisonAsked | SeriesAsked,
    force: str | None = None,
) -> FromSource:
    stated = any_stated(session, inputs_of(official.subject), forces=official.forces, as_of=official.as_of)
    other = _address(Source.STATED, query, force) if stated else None
    return FromSource(source=Source.OFFICIAL, other_source=other, basis=basis_of(chosen), editions=editions)


def _address(source: Source, query: ComparisonAsked | SeriesAsked, force: str | None) -> str:
    """Return the address of the same question to one of the sources, without what only the other answers to."""
    asked = query.model_dump(mode="json", exclude_defaults=True, exclude={*OF_STATEMENTS, *OF_STATISTICS, "fields"})
    path = "/v1/compare" if force is None else f"/v1/forces/{force}/series"
    return f"{path}?{urlencode(asked | {'source': source.value}, doseq=True)}"
