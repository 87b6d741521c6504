"""Store editions of official statistics. Of all rows of a key, those of the newest edition stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.db import models
from app.db.models import Origin
from app.db.rows import official_figure_of, period_of
from app.load.bulk_insert import bulk_insert
from app.load.counts import Changes, count_gaps
from app.vocabulary.official import Basis, Edition, Gap, OfficialFigure
from app.vocabulary.periods import Period


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
    """A row that stands, of which time, and when its edition was released."""

    table: Table
    id: int
    period: Period
    released: date


def held_of_date(session: Session, edition: Edition) -> models.Edition | None:
    """Return what is stored of the dataset and date of an edition.

    Raises ``DatasetNotSeededError`` if its dataset is not stored.
    """
    if session.get(models.Dataset, edition.dataset) is None:
        raise DatasetNotSeededError(f"{edition.dataset} is not in the database: run `force-profiles seed` first")
    of_date = (models.Edition.dataset_id == edition.dataset, models.Edition.released == edition.date)
    return session.scalar(select(models.Edition).where(*of_date))


def reword(session: Session, held: models.Edition, edition: Edition, origin: Origin) -> bool:
    """Make what is told of a bundled edition as a newer version tells it, and return whether anything changed.

    An ingested edition stays for a bundled one of its date. Raises ``OtherContentError`` if the two count other things.
    """
    if held.digest == edition.digest or (origin is Origin.BUNDLED and held.origin is Origin.INGESTED):
        return False
    gaps: dict[Key, models.OfficialGap] = {
        (row.force_id, row.measure_id, row.basis, row.period_start, row.period_end): row
        for row in session.scalars(select(models.OfficialGap).where(models.OfficialGap.edition_id == held.id))
    }
    if origin is Origin.BUNDLED and held.digest == _in_words_of(held, gaps, edition).digest:
        for name, words in (_told(edition) | {"digest": edition.digest, "sha256": edition.sha256}).items():
            setattr(held, name, words)
        for gap in edition.gaps:
            gaps[_key(gap)].detail = gap.detail
        session.flush()
        count_gaps(session, {gap.measure for gap in edition.gaps})
        return True
    raise OtherContentError(
        f"the edition {edition.id} is held with other content: an edition never changes, and a correction of it is an "
        "edition of the date on which it was released"
    )


def store(session: Session, edition: Edition, origin: Origin, release: int, changes: Changes) -> bool:
    """Store an edition, and return whether others said something of the same forces, measures and times.

    ``changes`` are those of the counts of what stands. Its rows supersede those of older editions. Where a newer
    edition has one, its own is set aside.
    """
    standing = _standing(session, edition)
    rows: tuple[OfficialFigure | Gap, ...] = (*edition.figures, *edition.gaps)
    met = {key: standing[key] for key in map(_key, rows) if key in standing}
    older = {key: row for key, row in met.items() if row.released < edition.date}
    newer = met.keys() - older.keys()
    _supersede(session, older.values(), release)
    stored = _edition(edition, origin, release)
    session.add(stored)
    session.flush()

    def row(of: OfficialFigure | Gap) -> tuple[Any, ...]:
        key = _key(of)
        force, measure, basis, start, end = key
        set_aside = release if key in newer else None
        return (
            *(stored.id, edition.dataset, force, measure, basis, of.period.label, of.period.kind, start, end),
            *(release, set_aside),
        )

    figures = [row(figure) + _values(figure) for figure in edition.figures]
    gaps = [(*row(gap), gap.code, gap.detail) for gap in edition.gaps]
    bulk_insert(session.connection(), models.OfficialFigure, (*_COLUMNS, *_VALUES), figures)
    bulk_insert(session.connection(), models.OfficialGap, (*_COLUMNS, "code", "detail"), gaps)
    for key, old in older.items():
        _count(changes, edition.dataset, key, old.period, old.table, -1)
    for of in rows:
        if (key := _key(of)) not in newer:
            table: Table = models.OfficialGap if isinstance(of, Gap) else models.OfficialFigure
            _count(changes, edition.dataset, key, of.period, table, 1)
    changes.count(models.Release, (release,), editions_added=1)
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
                *(table.period_label, table.period_kind, table.id, models.Edition.released),
            )
            .join(models.Edition, models.Edition.id == table.edition_id)
            .where(models.Edition.dataset_id == edition.dataset)
            .where(table.superseded_in.is_(None), table.period_end.in_(ends))
        )
        for force, measure, basis, start, end, label, kind, id_, released in session.execute(query):
            period = period_of(label, kind, start, end)
            found[force, measure, basis, start, end] = _Standing(table, id_, period, released)
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


def _in_words_of(held: models.Edition, gaps: Mapping[Key, models.OfficialGap], edition: Edition) -> Edition:
    """Return an edition with what is told of it as one that is stored tells it."""
    return replace(
        edition,
        title=held.title,
        url=held.url,
        grade=held.grade,
        designation=held.designation,
        vintage=held.vintage,
        obtained=held.obtained,
        processing=held.processing,
        caveats=tuple(held.caveats),
        gaps=tuple(replace(gap, detail=gaps[key].detail) for gap in edition.gaps if (key := _key(gap)) in gaps),
    )


def _edition(edition: Edition, origin: Origin, release: int) -> models.Edition:
    return models.Edition(
        dataset_id=edition.dataset,
        released=edition.date,
        taken_in_by=release,
        origin=origin,
        sha256=edition.sha256,
        digest=edition.digest,
        **_told(edition),
    )


def _told(edition: Edition) -> dict[str, Any]:
    """Return what is told of an edition, apart from its figures and gaps."""
    return {
        "title": edition.title,
        "url": edition.url,
        "grade": edition.grade,
        "designation": edition.designation,
        "vintage": edition.vintage,
        "obtained": edition.obtained,
        "processing": edition.processing,
        "caveats": list(edition.caveats),
    }


_COLUMNS = (
    *("edition_id", "dataset_id", "force_id", "measure_id", "basis"),
    *("period_label", "period_kind", "period_start", "period_end", "taken_in_by", "superseded_in"),
)
_VALUES = ("value", "unit", "qualifier", "low", "high")


def _values(figure: OfficialFigure) -> tuple[Any, ...]:
    return figure.value, figure.unit, figure.qualifier, figure.bounds.low, figure.bounds.high


def _count(changes: Changes, dataset: str, key: Key, period: Period, table: Table, by: int) -> None:  # noqa: PLR0913, PLR0917 - of what, and how many
    force, measure, basis, start, end = key
    counted = {"figures": by} if table is models.OfficialFigure else {"gaps": by}
    changes.count(models.OfficialCount, (dataset, force, measure), **counted)
    time = (measure, dataset, basis, start, end, period.kind, period.label)
    changes.count(models.OfficialTimeCount, time, **counted)
    if table is models.OfficialFigure:
        changes.count(models.StatedCount, (force, measure), official=by)
