"""Forces and the rounds of their statements."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import Session

from app.db import models
from app.queries.observations import newest_first
from app.queries.paging import (
    LISTINGS,
    MOST_ROUNDS,
    RELEASES_AT_ONCE,
    AnyRow,
    AnySelect,
    Listing,
    Page,
    SortKey,
    Window,
)
from app.queries.releases import standing
from app.vocabulary.forces import forces


@dataclass(frozen=True, slots=True)
class ForceRow:
    """A force of the register; ``rounds`` are the rounds of its statements, newest first."""

    id: str
    name: str
    country: str
    region: str
    ons_code: str
    website: str
    aliases: tuple[str, ...]
    places: tuple[str, ...]
    rounds: tuple[str, ...]

    @property
    def welsh_name(self) -> str | None:
        """Its name in Welsh, which the register alone has: no answer is looked up by it."""
        return forces()[self.id].welsh_name


@dataclass(frozen=True, slots=True)
class ForceFilter:
    """Which forces to list: by id, country, region, or whether they have a statement. ``None`` means any."""

    ids: Collection[str] | None = None
    country: str | None = None
    region: str | None = None
    has_statement: bool | None = None


SORT = (SortKey(models.Force.id.expression, str),)


def list_forces(session: Session, wanted: ForceFilter, window: Window, as_of: int | None = None) -> Page[ForceRow]:
    """Return a page of forces by id, with the rounds of the statements current now or as of a release."""
    asked = {
        "ids": wanted.ids if wanted.ids is None else [*wanted.ids],
        "country": wanted.country,
        "region": wanted.region,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    return _listing(tuple(given), wanted.has_statement, as_of).page(session.connection(), window, _row, given)


@lru_cache(maxsize=LISTINGS)
def _listing(given: tuple[str, ...], has_statement: bool | None, as_of: int | None) -> Listing:
    query = _forces(as_of)
    if "ids" in given:
        query = query.where(models.Force.id.in_(bindparam("ids", expanding=True)))
    if "country" in given:
        query = query.where(models.Force.country == bindparam("country"))
    if "region" in given:
        query = query.where(models.Force.region == bindparam("region"))
    if has_statement is not None:
        has_one = exists().where(models.Statement.force_id == models.Force.id, _stands(as_of))
        if as_of is None:
            has_one = exists().where(models.ForceCount.force_id == models.Force.id, models.ForceCount.statements > 0)
        query = query.where(has_one if has_statement else ~has_one)
    return Listing(query, SORT)


def force(
    session: Session, force_id: str, as_of: int | None = None, *, rounds: Collection[str] | None = None
) -> ForceRow | None:
    """Return a force by its id, or ``None`` if it is not stored. Its ``rounds`` are looked up unless they are known."""
    query = _one_force(as_of, with_rounds=rounds is None)
    found = session.connection().execute(query, {"force": force_id}).one_or_none()
    return None if found is None else _row(found, rounds)


@lru_cache(maxsize=2 * RELEASES_AT_ONCE)
def _one_force(as_of: int | None, *, with_rounds: bool) -> AnySelect:
    query = _forces(as_of) if with_rounds else _FORCES
    return query.where(models.Force.id == bindparam("force"))


_FORCES: AnySelect = select(*models.Force.__table__.columns)


def _forces(as_of: int | None) -> AnySelect:
    """Return the query of forces with the newest rounds of their statements, in one text and any order."""
    of_force = select(models.Statement.round).where(models.Statement.force_id == models.Force.id, _stands(as_of))
    newest = of_force.order_by(models.Statement.newest_first).limit(MOST_ROUNDS).correlate(models.Force).subquery()
    return _FORCES.add_columns(select(func.aggregate_strings(newest.c.round, " ")).scalar_subquery().label("rounds"))


def _stands(as_of: int | None) -> ColumnElement[bool]:
    """Return the condition that a revision of a statement stands."""
    if as_of is None:
        return models.Statement.complete.is_not(None)
    return exists().where(models.Revision.statement_id == models.Statement.id, standing(as_of))


def _row(found: AnyRow, rounds: Collection[str] | None = None) -> ForceRow:
    return ForceRow(
        id=found.id,
        name=found.name,
        country=found.country,
        region=found.region,
        ons_code=found.ons_code,
        website=found.website,
        aliases=tuple(found.aliases),
        places=tuple(found.places),
        rounds=tuple(sorted((found.rounds or "").split(), key=newest_first) if rounds is None else rounds),
    )
