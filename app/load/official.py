"""Store editions of official statistics. Of all rows of a key, those of the newest edition stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.db import models
from app.db.models import Origin
from app.db.rows import official_figure_of
from app.load.bulk_insert import bulk_insert
from app.vocabulary.official import Basis, Edition, Gap, OfficialFigure


class DatasetNotSeededError(LookupError):
    """The dataset of an edition is not in the database."""


class OtherContentError(ValueError):
    """An edition of the same dataset and date is held, which says something else."""


Table = type[models.OfficialFigure | models.OfficialGap]
Key = tuple[str, str, Basis, date | None, date | None]
"""What identifies a row of a dataset: force, measure, basis, first and last day."""
TABLES: tuple[Table, ...] = (models.OfficialFigure, models.OfficialGap)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A row that stands, and when its edition was released."""

    table: Table
    id: int
    released: date


def is_held(session: Session, edition: Edition, origin: Origin) -> bool:
    """Return whether an edition is stored. An ingested one also counts for the bundled one of its date.

    Raises ``DatasetNotSeededError`` if its dataset is not stored, and ``OtherContentError`` if one of its date is that
    says something else.
    """
    if session.get(models.Dataset, edition.dataset) is None:
        raise DatasetNotSeededError(f"{edition.dataset} is not in the database: run `force-profiles seed` first")
    held = session.execute(
        select(models.Edition.digest, models.Edition.origin).where(
            models.Edition.dataset_id == edition.dataset, models.Edition.released == edition.date
        )
    ).one_or_none()
    if held is None:
        return False
    if held.digest == edition.digest or (origin is Origin.BUNDLED and held.origin is Origin.INGESTED):
        return True
    raise OtherContentError(
        f"the edition {edition.id} is held with other content: an edition never changes, and a correction of it is an "
        "edition of the date on which it was released"
    )


def store(session: Session, edition: Edition, origin: Origin, release: int) -> bool:
    """Store an edition, and return whether others said something of the same forces, measures and times.

    Its rows supersede those of older editions. Where a newer edition has one, its own is set aside.
    """
    standing = _standing(session, edition)
    rows: tuple[OfficialFigure | Gap, ...] = (*edition.figures, *edition.gaps)
    met = [standing[key] for key in map(_key, rows) if key in standing]
    _supersede(session, (row for row in met if row.released < edition.date), release)
    newer = {key for key, row in standing.items() if row.released > edition.date}
    stored = _edition(edition, origin, release)
    session.add(stored)
    session.flush()

    def columns(row: OfficialFigure | Gap) -> dict[str, Any]:
        key = _key(row)
        force, measure, basis, start, end = key
        return {
            "edition_id": stored.id,
            "dataset_id": edition.dataset,
            "force_id": force,
            "measure_id": measure,
            "basis": basis,
            "period_label": row.period.label,
            "period_kind": row.period.kind,
            "period_start": start,
            "period_end": end,
            "taken_in_by": release,
            "superseded_in": release if key in newer else None,
        }

    figures = [columns(figure) | _values(figure) for figure in edition.figures]
    gaps = [columns(gap) | {"code": gap.code, "detail": gap.detail} for gap in edition.gaps]
    bulk_insert(session.connection(), models.OfficialFigure, figures)
    bulk_insert(session.connection(), models.OfficialGap, gaps)
    return bool(met)


def standing_figures(session: Session, dataset: str) -> list[OfficialFigure]:
    """Return the figures of a dataset that stand."""
    table = models.OfficialFigure
    query = select(table).where(table.dataset_id == dataset, table.superseded_in.is_(None))
    return [official_figure_of(row) for row in session.scalars(query)]


def _standing(session: Session, edition: Edition) -> dict[Key, _Standing]:
    """Return the rows that stand of a dataset and the times that an edition speaks of, by key."""
    found: dict[Key, _Standing] = {}
    rows: tuple[OfficialFigure | Gap, ...] = (*edition.figures, *edition.gaps)
    ends = {row.period.end for row in rows}
    for table in TABLES:
        query = (
            select(
                *(table.force_id, table.measure_id, table.basis, table.period_start, table.period_end),
                *(table.id, models.Edition.released),
            )
            .join(models.Edition, models.Edition.id == table.edition_id)
            .where(models.Edition.dataset_id == edition.dataset)
            .where(table.superseded_in.is_(None), table.period_end.in_(ends))
        )
        for force, measure, basis, start, end, id_, released in session.execute(query):
            found[force, measure, basis, start, end] = _Standing(table, id_, released)
    return found


def _supersede(session: Session, rows: Iterable[_Standing], release: int) -> None:
    ids: dict[Table, list[dict[str, int]]] = {}
    for row in rows:
        ids.setdefault(row.table, []).append({"row": row.id})
    for table, some in ids.items():
        statement = update(table).where(table.id == bindparam("row")).values(superseded_in=release)
        session.connection().execute(statement, some)


def _key(row: OfficialFigure | Gap) -> Key:
    return row.force, row.measure, row.basis, row.period.start, row.period.end


def _edition(edition: Edition, origin: Origin, release: int) -> models.Edition:
    return models.Edition(
        dataset_id=edition.dataset,
        released=edition.date,
        taken_in_by=release,
        origin=origin,
        title=edition.title,
        url=edition.url,
        grade=edition.grade,
        designation=edition.designation,
        vintage=edition.vintage,
        obtained=edition.obtained,
        processing=edition.processing,
        caveats=list(edition.caveats),
        sha256=edition.sha256,
        digest=edition.digest,
    )


def _values(figure: OfficialFigure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "low": figure.bounds.low,
        "high": figure.bounds.high,
    }
