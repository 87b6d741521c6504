"""Forces and the rounds of their statements."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from app.db import models
from app.queries.paging import LISTINGS, MOST_NAMED, RELEASES_AT_ONCE, AnyRow, AnySelect, Listing, Page, SortKey, Window
from app.queries.releases import standing
from app.queries.statements import revision_standing, round_of


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


@dataclass(frozen=True, slots=True)
class ForceFilter:
    """Which forces to list: by id, country, region, or whether they have a statement. ``None`` means any."""

    ids: Collection[str] | None = None
    country: str | None = None
    region: str | None = None
    has_statement: bool | None = None


_FORCES: AnySelect = select(*models.Force.__table__.columns)
SORT = (SortKey(models.Force.id.expression, str),)


def list_forces(session: Session, wanted: ForceFilter, window: Window, as_of: int | None = None) -> Page[ForceRow]:
    """Return a page of forces by id, with the rounds of the statements current now or as of a release."""
    asked = {
        "ids": wanted.ids if wanted.ids is None else [*wanted.ids],
        "country": wanted.country,
        "region": wanted.region,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    listing = _listing(tuple(given), wanted.has_statement, as_of)
    found: Page[AnyRow] = listing.page(session.connection(), window, lambda row: row, given)
    rounds = _rounds(session, [row.id for row in found.items], as_of)
    return Page([_row(row, rounds[row.id]) for row in found.items], found.total, found.next_after)


@lru_cache(maxsize=LISTINGS)
def _listing(given: tuple[str, ...], has_statement: bool | None, as_of: int | None) -> Listing:
    query = _FORCES
    if "ids" in given:
        query = query.where(models.Force.id.in_(bindparam("ids", expanding=True)))
    if "country" in given:
        query = query.where(models.Force.country == bindparam("country"))
    if "region" in given:
        query = query.where(models.Force.region == bindparam("region"))
    if has_statement is not None:
        has_one = exists().where(
            models.Statement.force_id == models.Force.id,
            models.Revision.statement_id == models.Statement.id,
            standing(as_of),
        )
        query = query.where(has_one if has_statement else ~has_one)
    return Listing(query, SORT)


_ONE_FORCE = _FORCES.where(models.Force.id == bindparam("force"))


def force(
    session: Session, force_id: str, as_of: int | None = None, *, rounds: Collection[str] | None = None
) -> ForceRow | None:
    """Return a force by its id, or ``None`` if it is not stored. Its ``rounds`` are looked up unless they are known."""
    found = session.connection().execute(_ONE_FORCE, {"force": force_id}).one_or_none()
    if found is None:
        return None
    return _row(found, _rounds(session, [force_id], as_of)[force_id] if rounds is None else rounds)


def _rounds(session: Session, forces: Collection[str], as_of: int | None) -> dict[str, list[str]]:
    """Return the rounds of each force's statements, the newest first."""
    rounds: dict[str, list[str]] = {id_: [] for id_ in forces}
    for id_, round_ in session.connection().execute(_rounds_of(as_of), {"forces": list(forces)}):
        rounds[id_].append(round_)
    return rounds


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _rounds_of(as_of: int | None) -> AnySelect:
    return (
        select(models.Force.id, models.Statement.round)
        .join(models.Statement, models.Statement.force_id == models.Force.id)
        .join(models.Revision, revision_standing(as_of))
        .where(models.Force.id.in_(bindparam("forces", expanding=True)))
        .where(models.Statement.newest_first <= round_of(models.Force.id.expression, MOST_NAMED - 1, as_of))
        .order_by(models.Force.id, models.Statement.newest_first)
    )


def _row(found: AnyRow, rounds: Collection[str]) -> ForceRow:
    return ForceRow(
        id=found.id,
        name=found.name,
        country=found.country,
        region=found.region,
        ons_code=found.ons_code,
        website=found.website,
        aliases=tuple(found.aliases),
        places=tuple(found.places),
        rounds=tuple(rounds),
    )
