"""Forces and the rounds of their statements."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.db import models
from app.queries.paging import Page, SortKey, Window, page
from app.queries.releases import standing


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


SORT = (SortKey(models.Force.id.expression, str),)


def list_forces(session: Session, wanted: ForceFilter, window: Window, as_of: int | None = None) -> Page[ForceRow]:
    """Return a page of forces by id, with the rounds of the statements current now or as of a release."""
    query = select(models.Force)
    if wanted.ids is not None:
        query = query.where(models.Force.id.in_(wanted.ids))
    if wanted.country is not None:
        query = query.where(models.Force.country == wanted.country)
    if wanted.region is not None:
        query = query.where(models.Force.region == wanted.region)
    if wanted.has_statement is not None:
        found = exists().where(
            models.Statement.force_id == models.Force.id,
            models.Revision.statement_id == models.Statement.id,
            standing(as_of),
        )
        query = query.where(found if wanted.has_statement else ~found)
    rounds = _rounds(session, as_of)
    return page(session, query, SORT, window, lambda row: _row(row[0], rounds.get(row[0].id, [])))


def force(session: Session, force_id: str, as_of: int | None = None) -> ForceRow | None:
    """Return a force by its id, or ``None`` if it is not stored."""
    found = session.get(models.Force, force_id)
    return None if found is None else _row(found, _rounds(session, as_of, force_id).get(force_id, []))


def _rounds(session: Session, as_of: int | None, force_id: str | None = None) -> dict[str, list[str]]:
    query: Select[str, str] = (
        select(models.Statement.force_id, models.Statement.round)
        .join(models.Revision, models.Revision.statement_id == models.Statement.id)
        .where(standing(as_of))
    )
    if force_id is not None:
        query = query.where(models.Statement.force_id == force_id)
    rounds: dict[str, list[str]] = {}
    for id_, round_ in session.execute(query.order_by(models.Statement.round.desc())):
        rounds.setdefault(id_, []).append(round_)
    return rounds


def _row(found: models.Force, rounds: list[str]) -> ForceRow:
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
