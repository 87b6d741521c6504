"""Caveats: what a reader must know when comparing figures of several forces or several rounds."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from app.derived.compared import Compared
from app.derived.indicators import Indicator
from app.derived.said import Stated
from app.derived.terms import TERMS
from app.vocabulary.forces import forces
from app.vocabulary.measures import Kind, measures
from app.vocabulary.periods import Period, PeriodKind
from app.vocabulary.qualifiers import Status
from app.vocabulary.records import Observation
from app.vocabulary.warnings import Absence, AbsenceCode, Caveat, CaveatCode, WarningCode

AnyCompared = Compared[Any]

OWN_ACCOUNTS = Caveat(
    CaveatCode.OWN_ACCOUNTS,
    "Each force writes its own statement: what it counts, and how, may differ from force to force.",
)
"""What to know before comparing statements of several forces."""
OWN_ACCOUNTS_IN_TIME = Caveat(
    CaveatCode.OWN_ACCOUNTS, "Each statement is written anew: what it counts, and how, may differ between rounds."
)
"""What to know before comparing statements of one force."""


def caveats_of_comparison(
    figures: Sequence[AnyCompared], *, overlapping: int, apart: int, missing: Sequence[Absence]
) -> Iterator[Caveat]:
    """Yield the caveats for the ranked figures of several forces.

    ``overlapping`` is how many of them have more than one possible rank, ``apart`` how many are not ranked because they
    are from another time, and ``missing`` the reasons why other forces have no figure.
    """
    yield from _of_figures(figures, lambda figure: forces()[figure.force].name)
    if overlapping:
        yield Caveat(
            CaveatCode.ORDER_UNKNOWN,
            f"The order of {overlapping} of {len(figures)} forces cannot be told: what their figures allow overlaps.",
        )
    rounds = sorted({figure.said.round for figure in figures if isinstance(figure.said, Stated)})
    if len(rounds) > 1:
        detail = f"The statements are of {len(rounds)} different rounds: {', '.join(rounds)}."
        yield Caveat(CaveatCode.ROUNDS_DIFFER, detail)
    if apart:
        whose = "1 force is" if apart == 1 else f"{apart} forces are"
        detail = f"{whose} apart, without a rank: their figures are of another time."
        yield Caveat(CaveatCode.TIMES_DIFFER, detail)
    if missing:
        nowhere = not figures and not apart and all(absence.code is not AbsenceCode.OLDER for absence in missing)
        among = "there is no such figure" if nowhere else "ranks are among the others only"
        verb = "is" if len(missing) == 1 else "are"
        detail = f"{len(missing)} of {len(missing) + len(figures) + apart} forces {verb} missing: {among}."
        yield Caveat(CaveatCode.FORCES_MISSING, detail)
    if in_part := sum(absence.code is AbsenceCode.NOT_IN_PART_READ for absence in missing):
        detail = f"Of {in_part} of them only a part of the statement was read: it may give the figure all the same."
        yield Caveat(CaveatCode.READ_IN_PART, detail)


def caveats_of_series(figures: Sequence[AnyCompared]) -> Iterator[Caveat]:
    """Yield the caveats for the figures of one force across rounds or years."""
    yield from _of_figures(figures, lambda figure: figure.said.name)


def _of_figures(figures: Sequence[AnyCompared], name: Callable[[AnyCompared], str]) -> Iterator[Caveat]:
    """Yield the caveats common to comparisons and series; ``name`` labels a figure by its force or its round."""
    if details := _terms(figures, name):
        yield Caveat(CaveatCode.DEFINITIONS_DIFFER, f"They may count different things. {'. '.join(details)}.")
    yield from _statuses(figures, name)
    if warned := [name(figure) for figure in figures if _has(figure, WarningCode.CHECKS_WARN)]:
        detail = f"The checks warn of the figures of {', '.join(warned)}: see their warnings."
        yield Caveat(CaveatCode.CHECKS_WARN, detail)
    periods = {
        _period_told(period, figure.said.name): period
        for figure in figures
        if isinstance(figure.said, Stated)
        for period in figure.periods
    }
    if len(periods) > 1:
        ends = sorted(period.end for period in periods.values() if period.is_dated and period.end is not None)
        apart = f" They end between {ends[0]:%B %Y} and {ends[-1]:%B %Y}." if ends and ends[0] != ends[-1] else ""
        listed = "; ".join(sorted(periods))
        yield Caveat(
            CaveatCode.PERIODS_DIFFER, f"The figures are of {len(periods)} different periods: {listed}.{apart}"
        )
    changes = [figure for figure in figures if any(measures()[o.measure].kind is Kind.CHANGE for o in figure.inputs)]
    if unlike := [name(figure) for figure in changes if not all(period.is_a_year for period in figure.periods)]:
        detail = f"Not all are changes within a year: those of {', '.join(unlike)} are over another time."
        yield Caveat(CaveatCode.SPANS_DIFFER, detail)
    if undated := sum(_has(figure, WarningCode.NO_PERIOD) for figure in figures):
        what = "an input of " if isinstance(figures[0].of, Indicator) else ""
        yield Caveat(CaveatCode.NO_PERIOD, f"The statements name no period for {what}{undated} of the figures.")
    if converted := [name(figure) for figure in figures if _has(figure, WarningCode.CONVERTED)]:
        yield Caveat(CaveatCode.CONVERTED, f"Converted from another unit for {', '.join(converted)}.")


def _statuses(figures: Iterable[AnyCompared], name: Callable[[AnyCompared], str]) -> Iterator[Caveat]:
    by_status: dict[Status, list[AnyCompared]] = defaultdict(list)
    for figure in figures:
        by_status[figure.status].append(figure)
    intended = [
        f"a {status.noun} for {', '.join(map(name, found))}"
        for status, found in by_status.items()
        if status is not Status.ACTUAL
    ]
    if intended and any(isinstance(figure.of, Indicator) for figure in figures):
        yield Caveat(
            CaveatCode.TARGETS_USED, f"What is aimed at stands for a strength not stated: {'; '.join(intended)}."
        )
    elif len(by_status) > 1:
        facts = ["a fact for the others"] if Status.ACTUAL in by_status else []
        yield Caveat(CaveatCode.STATUSES_DIFFER, f"Not all are of one status: {'; '.join([*intended, *facts])}.")


def _period_told(period: Period, round_: str) -> str:
    """Return the label of a period, with the round if the label means another time in another round."""
    if period.kind in {PeriodKind.RELATIVE, PeriodKind.SINCE}:
        return f"{period.label} (round {round_})"
    return period.label


def _has(figure: AnyCompared, code: WarningCode) -> bool:
    return any(warning.code is code for warning in figure.warnings)


def _terms(figures: Iterable[AnyCompared], name: Callable[[AnyCompared], str]) -> list[str]:
    """Return, for each measure whose figures are counted in different ways, how each of them is counted."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        for stated in figure.inputs:
            terms = ""
            if isinstance(stated, Observation):
                terms = ", ".join(term for term, pattern in _open(stated.measure) if pattern.search(stated.as_stated))
            said[measures()[stated.measure].label][terms].append(name(figure))
    return [f"{label}: {_told(terms)}" for label, terms in said.items() if len(terms) > 1]


@cache
def _open(measure: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the terms that a measure leaves open; one in its name applies to all its figures."""
    entry = measures()[measure]
    return [term for term in TERMS.get(entry.topic, ()) if not term[1].search(entry.label)]


def _told(terms: Mapping[str, Sequence[str]]) -> str:
    told = [f"{term} for {', '.join(names)}" for term, names in sorted(terms.items()) if term]
    unsaid = [f"not said for {len(terms[''])} more"] if "" in terms else []
    return "; ".join([*told, *unsaid])
