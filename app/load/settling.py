"""Settle what is derived of current figures when something came in: how they agree with official ones, and warnings.

What came in is all that is looked at, with what lies next to it: the areas of the rounds before and after, and, where
official statistics came in, what they count. The result is the same as if all were settled again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import Session

from app.db import models
from app.db.rows import bounds_of, observation_of, period_of, reconciliation_of
from app.derived.candidates import counted
from app.derived.checks import (
    ACROSS_ROUNDS,
    NEIGHBOURS,
    OF_OFFICIAL,
    SQUARE,
    FigureKey,
    across_rounds,
    beside_official,
    within_statement,
)
from app.derived.reconciliation import reconciliations_of
from app.load.bulk_insert import bulk_insert
from app.load.counts import Changes
from app.load.statements import END_RECONCILIATION, CameIn, Key, stored_warnings
from app.queries.observations import newest_first
from app.queries.paging import AnyRow
from app.queries.releases import standing
from app.vocabulary.measures import measures
from app.vocabulary.official import PublishedFigure
from app.vocabulary.qualifiers import Status
from app.vocabulary.reconciliations import Reconciliation
from app.vocabulary.records import Observation
from app.vocabulary.warnings import FigureWarning, WarningCode


@dataclass(slots=True)
class Due:
    """What is to be settled: statements that came in, rounds that state another area, and what is counted otherwise.

    ``counted`` are the measures of which official figures came in, by force; all that is said of a force that is
    ``whole`` is settled.
    """

    statements: Mapping[Key, CameIn]
    areas: Mapping[str, Collection[str]]
    counted: Mapping[str, Collection[str]]
    whole: Collection[str]


@dataclass(slots=True)
class _Figure:
    """A current figure with what is stored of it, and the warnings that it has now."""

    id: int
    round: str
    n: int
    said: Observation
    stored: Reconciliation | None
    reconciliation: int | None
    warned: list[FigureWarning]
    warnings: list[FigureWarning]

    def warn(self, codes: Collection[WarningCode], warnings: Sequence[FigureWarning]) -> None:
        """Replace the warnings with some codes; all are in the order of the codes."""
        others = [warning for warning in self.warnings if warning.code not in codes]
        self.warnings = sorted([*others, *warnings], key=lambda warning: _PLACE[warning.code])


_PLACE = {code: n for n, code in enumerate(WarningCode)}
_OF_STATEMENT = frozenset(WarningCode) - ACROSS_ROUNDS - OF_OFFICIAL


def settle(session: Session, due: Due, release: Callable[[], int], changes: Changes) -> bool:
    """Settle what is due, a force after the other, and return whether anything of it is not as before.

    What agrees as before keeps its row. ``release`` returns the release that other changes belong to.
    """
    came_in: dict[str, dict[str, CameIn]] = defaultdict(dict)
    for (force, round_), statement in due.statements.items():
        came_in[force][round_] = statement
    found = _Found(session, release, changes)
    for force in sorted({*came_in, *due.areas, *due.counted, *due.whole}):
        whole = force in due.whole
        figures = [figure for figure in _held(session, force, due) if figure.round not in came_in[force]]
        if whole:
            _check_statements(figures)
        figures += (figure for round_, one in came_in[force].items() for figure in _figures_of(round_, one))
        reconciled = _reconcile(session, force, figures)
        if whole or due.areas.get(force):
            figures += _check_areas(session, force, None if whole else due.areas[force], figures)
        found.keep(force, figures, reconciled)
    found.write()
    return found.changed


def _figures_of(round_: str, statement: CameIn) -> Iterator[_Figure]:
    """Yield the figures of a statement that came in, with the warnings that are already in their rows."""
    for n, (said, warnings) in enumerate(zip(statement.observations, statement.warnings, strict=True)):
        yield _Figure(statement.first + n, round_, n, said, None, None, warnings, warnings)


def _held(session: Session, force: str, due: Due) -> Iterator[_Figure]:
    """Yield the figures of a force that are held and to be settled, by round, with how they were found to agree."""
    measures_counted = _counting(due.counted.get(force, ()))
    query = _HELD.where(_OBSERVATION.force_id == force)
    if force not in due.whole:
        if not measures_counted:
            return
        actual = _OBSERVATION.status == Status.ACTUAL
        positions = _POSITIONS.where(models.Measure.id.in_(measures_counted))
        query = query.where(_OBSERVATION.measure_position.in_(positions), actual)
    for row in session.execute(query.order_by(_OBSERVATION.round, _OBSERVATION.ordinal)):
        stored = None if row.reconciliation is None else reconciliation_of(row)
        yield _figure(row, stored, row.reconciliation)


def _figure(row: AnyRow, stored: Reconciliation | None = None, reconciliation: int | None = None) -> _Figure:
    warned = [FigureWarning(WarningCode(w["check"]), w["detail"]) for w in row.warnings or ()]
    return _Figure(row.id, row.round, row.ordinal - 1, observation_of(row), stored, reconciliation, warned, warned)


def _counting(counts: Collection[str]) -> list[str]:
    """Return the measures that some of the measures of official statistics are counted for."""
    return [id_ for id_ in sorted(counted()) if any(not set(counts).isdisjoint(d) for d in measures()[id_].counted_as)]


def _check_statements(figures: Sequence[_Figure]) -> None:
    """Check the statements again that figures are of, each with all its figures."""
    for round_, group in groupby(figures, lambda figure: figure.round):
        of_statement = list(group)
        warnings: dict[int, list[FigureWarning]] = defaultdict(list)
        for n, warning in within_statement(round_, [figure.said for figure in of_statement]):
            warnings[n].append(warning)
        for n, figure in enumerate(of_statement):
            figure.warn(_OF_STATEMENT, warnings[n])


def _reconcile(session: Session, force: str, figures: Sequence[_Figure]) -> dict[int, Reconciliation]:
    """Return how figures agree with official ones, by their ids, and have them warn where they differ."""
    compared = [f for f in figures if f.said.measure in counted() and f.said.status is Status.ACTUAL]
    if not compared:
        return {}
    by_round: dict[str, list[_Figure]] = defaultdict(list)
    for figure in compared:
        by_round[figure.round].append(figure)
    of_whole_area = {f.said.measure for f in compared if f.said.area is None}
    parts = {part for measure in of_whole_area for d in measures()[measure].counted_as for part in d}
    statements = {round_: [figure.said for figure in of_round] for round_, of_round in by_round.items()}
    found: dict[int, Reconciliation] = {}
    for (round_, n), one in reconciliations_of(force, statements, _counts(session, force, parts)).items():
        by_round[round_][n].warn(OF_OFFICIAL, list(beside_official(one)))
        found[by_round[round_][n].id] = one
    return found


def _counts(session: Session, force: str, measures_counted: Collection[str]) -> Iterator[PublishedFigure]:
    """Yield the official figures of a force that stand."""
    rows = session.connection().execute(_COUNTS, {"force": force, "measures": sorted(measures_counted)})
    for dataset, edition, grade, vintage, measure, basis, *of_period, value, unit, qualifier, low, high in rows:
        yield PublishedFigure(
            dataset=dataset,
            edition=edition,
            grade=grade,
            vintage=vintage,
            force=force,
            measure=measure,
            basis=basis,
            period=period_of(*of_period),
            value=value,
            unit=unit,
            qualifier=qualifier,
            bounds=bounds_of(low, high),
        )


def _check_areas(
    session: Session, force: str, rounds: Collection[str] | None, figures: Sequence[_Figure]
) -> list[_Figure]:
    """Compare areas with their neighbours where these may have changed, and return those that are not of ``figures``.

    If no rounds are named, it is all areas.
    """
    read, affected = (_EVER, _EVER) if rounds is None else _near(session, force, rounds)
    found = session.execute(_AREAS.where(_OBSERVATION.force_id == force, _PLACE_OF_ROUND.between(*read))).all()
    areas = {(row.round, row.ordinal - 1): _figure(row) for row in found}
    known = {figure.id: figure for figure in figures}
    warnings: dict[FigureKey, list[FigureWarning]] = defaultdict(list)
    for key, warning in across_rounds({key: figure.said for key, figure in areas.items()}):
        warnings[key].append(warning)
    checked = [key for key, row in zip(areas, found, strict=True) if affected[0] <= row.newest_first <= affected[1]]
    for key in checked:
        area = areas[key]
        known.get(area.id, area).warn(ACROSS_ROUNDS, warnings[key])
    return [areas[key] for key in checked if areas[key].id not in known]


_EVER = (-(2**31), 2**31 - 1)


def _near(session: Session, force: str, rounds: Collection[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return from where to where rounds have changed neighbours or are those of such, and where the former are."""
    changed = [newest_first(round_) for round_ in rounds]
    first, last = min(changed), max(changed)
    stating = select(_PLACE_OF_ROUND).distinct().where(_OBSERVATION.force_id == force, *_COMPARED)
    before = stating.where(first > _PLACE_OF_ROUND).order_by(_PLACE_OF_ROUND.desc()).limit(2 * NEIGHBOURS)
    after = stating.where(last < _PLACE_OF_ROUND).order_by(_PLACE_OF_ROUND).limit(2 * NEIGHBOURS)
    newer, older = [first, *session.scalars(before)], [last, *session.scalars(after)]
    return (newer[-1], older[-1]), (newer[: NEIGHBOURS + 1][-1], older[: NEIGHBOURS + 1][-1])


class _Found:
    """What is found otherwise than it is stored, which is written when there is much of it."""

    def __init__(self, session: Session, release: Callable[[], int], changes: Changes) -> None:
        self.changed = False
        self._session = session
        self._release = release
        self._changes = changes
        self._warnings: list[dict[str, Any]] = []
        self._past: list[dict[str, int]] = []
        self._new: list[tuple[Any, ...]] = []

    def keep(self, force: str, figures: Iterable[_Figure], reconciled: Mapping[int, Reconciliation]) -> None:
        """Keep what is found of the figures of a force."""
        for figure in figures:
            if figure.warnings != figure.warned:
                self._warnings.append({"figure": figure.id, "found": stored_warnings(figure.warnings)})
            found = reconciled.get(figure.id)
            if found == figure.stored:
                continue
            release = self._release()
            if figure.reconciliation is not None:
                self._past.append({"reconciliation": figure.reconciliation, "release": release})
                self._count(force, figure, release, -1)
            if found is not None:
                self._new.append((figure.id, release, *_columns(found)))
                self._count(force, figure, release, 1)
        if len(self._new) + len(self._warnings) >= _ENOUGH:
            self.write()

    def _count(self, force: str, figure: _Figure, release: int, by: int) -> None:
        self._changes.count(models.StatedCount, (force, figure.said.measure), reconciliations=by)
        self._changes.count(models.Release, (release,), reconciled=1)

    def write(self) -> None:
        """Write what is kept: first what does not stand any more, because only one may stand of a figure."""
        connection = self._session.connection()
        self.changed |= bool(self._warnings or self._past or self._new)
        for statement, rows in ((_WARN, self._warnings), (END_RECONCILIATION, self._past)):
            if rows:
                connection.execute(statement, rows)
        bulk_insert(connection, models.Reconciliation, _OF_RECONCILIATION, self._new)
        self._warnings, self._past, self._new = [], [], []


_ENOUGH = 10_000
"""How many rows wait until they are written."""
_OF_RECONCILIATION = (
    *("observation_id", "taken_in_by", "relation", "reasons", "primary_candidate", "closest_candidate", "candidates"),
    *("difference", "explanation"),
)


def _columns(found: Reconciliation) -> tuple[Any, ...]:
    return (
        *(found.relation, found.reasons, found.primary, found.closest, found.candidates),
        *(found.difference, found.explanation),
    )


_OBSERVATION, _RECONCILIATION, _FIGURE = models.Observation, models.Reconciliation, models.OfficialFigure
_PLACE_OF_ROUND = models.Observation.newest_first
_HELD = (
    select(
        *_OBSERVATION.__table__.columns,
        _RECONCILIATION.id.label("reconciliation"),
        *(_RECONCILIATION.relation, _RECONCILIATION.reasons, _RECONCILIATION.primary_candidate),
        *(_RECONCILIATION.closest_candidate, _RECONCILIATION.candidates),
        *(_RECONCILIATION.difference, _RECONCILIATION.explanation),
    )
    .outerjoin(_RECONCILIATION, and_(_RECONCILIATION.observation_id == _OBSERVATION.id, standing(of=_RECONCILIATION)))
    .where(standing(of=_OBSERVATION))
)
_POSITIONS = select(models.Measure.position)
_AREA = _POSITIONS.where(models.Measure.id == "area").scalar_subquery()
_COMPARED = (
    _OBSERVATION.measure_position == _AREA,
    standing(of=_OBSERVATION),
    _OBSERVATION.area.is_(None),
    _OBSERVATION.status == Status.ACTUAL,
    _OBSERVATION.high.is_not(None),
    _OBSERVATION.unit.in_(SQUARE),
)
_AREAS = select(*_OBSERVATION.__table__.columns).where(*_COMPARED)
_COUNTS = (
    select(
        *(_FIGURE.dataset_id, models.Edition.released, models.Edition.grade, models.Edition.vintage),
        *(_FIGURE.measure_id, _FIGURE.basis),
        *(_FIGURE.period_label, _FIGURE.period_kind, _FIGURE.period_start, _FIGURE.period_end),
        *(_FIGURE.value, _FIGURE.unit, _FIGURE.qualifier, _FIGURE.low, _FIGURE.high),
    )
    .join(models.Edition, _FIGURE.edition_id == models.Edition.id)
    .where(
        standing(of=_FIGURE),
        _FIGURE.force_id == bindparam("force"),
        _FIGURE.measure_id.in_(bindparam("measures", expanding=True)),
    )
)
_WARN = update(_OBSERVATION).where(_OBSERVATION.id == bindparam("figure")).values(warnings=bindparam("found"))
