"""Fill a database with the reference data, the bundled statements and the bundled official statistics.

Doing it again changes nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import DeclarativeBase, Session

from app import __version__
from app.db import models
from app.db.models import Origin
from app.load.outcomes import Outcome
from app.load.store import Intake, touch
from app.official.catalogue import datasets
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from app.vocabulary.official import Edition
from app.vocabulary.records import StatementRecord
from app.vocabulary.rounds import rounds


def seed(engine: Engine, records: Sequence[StatementRecord], editions: Sequence[Edition]) -> Iterator[Outcome]:
    """Load all bundled data in one transaction, and yield the outcome for each statement, then for each edition.

    An interrupted run changes nothing. The hash of the bundled data is stored last, so that the service can tell
    whether it is up to date.
    """
    intake = Intake(engine)
    with intake.together() as session:
        _seed_reference(session)
        yield from intake.store_all(records, Origin.BUNDLED)
        for edition in editions:
            yield intake.take_in(edition, Origin.BUNDLED)
        state, bundle = session.get_one(models.DataState, 1), bundle_hash(records, editions)
        if state.bundle != bundle:
            intake.settle_again(forces())  # what is derived may be so by newer rules, even if nothing came in
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("ANALYZE"))  # until it does so itself, it plans as if the tables were empty
        state.bundle = bundle


def bundle_hash(records: Iterable[StatementRecord], editions: Iterable[Edition]) -> str:
    """Return the hash of all that makes the data: the version with its rules, reference data, statements, editions."""
    reference = [*forces().values(), *measures().values(), *_dataset_rows().values()]
    rules = [(d.id, d.lag_months, d.replaces, dict(d.series)) for d in datasets().values()]
    parts = [
        __version__,
        repr(rules),
        repr(rounds()),
        *map(repr, reference),
        *(record.digest for record in records),
        *(edition.digest for edition in editions),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


Rows = dict[tuple[Any, ...], dict[str, Any]]
"""The rows of a table by primary key."""


def _seed_reference(session: Session) -> None:
    """Make the forces, measures, units and datasets in the database match the reference data."""
    tables: tuple[tuple[type[DeclarativeBase], Rows], ...] = (
        (models.Force, _force_rows()),
        (models.Measure, _measure_rows()),
        (models.MeasureUnit, _unit_rows()),
        (models.Dataset, _dataset_rows()),
    )
    changed = [_sync(session, table, rows) for table, rows in tables]
    if any(changed):
        touch(session)


def _force_rows() -> Rows:
    return {
        (force.id,): {
            "id": force.id,
            "name": force.name,
            "country": force.country,
            "region": force.region,
            "ons_code": force.ons_code,
            "website": force.website,
            "aliases": list(force.aliases),
            "places": list(force.places),
        }
        for force in forces().values()
    }


def _measure_rows() -> Rows:
    return {
        (measure.id,): {
            "id": measure.id,
            "position": position,
            "label": measure.label,
            "description": measure.description,
            "topic": measure.topic,
            "kind": measure.kind,
            "aggregation": measure.aggregation,
        }
        for position, measure in enumerate(measures().values(), start=1)
    }


def _unit_rows() -> Rows:
    return {
        (measure.id, unit): {"measure_id": measure.id, "unit": unit, "position": position}
        for measure in measures().values()
        for position, unit in enumerate(measure.units, start=1)
    }


def _dataset_rows() -> Rows:
    return {
        (dataset.id,): {
            "id": dataset.id,
            "position": position,
            "title": dataset.title,
            "description": dataset.description,
            "publisher": dataset.publisher,
            "url": dataset.url,
        }
        for position, dataset in enumerate(datasets().values(), start=1)
    }


def _sync(session: Session, table: type[DeclarativeBase], wanted: Rows) -> bool:
    """Make a table hold exactly the wanted rows, matched by primary key, and return whether anything changed."""
    key = table.__mapper__.primary_key
    changed = False
    for row in session.scalars(select(table)).all():
        identity = tuple(getattr(row, str(column.key)) for column in key)
        values = wanted.pop(identity, None)
        if values is None:
            session.execute(delete(table).where(*(column == part for column, part in zip(key, identity, strict=True))))
            changed = True
            continue
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
                changed = True
    session.add_all(table(**values) for values in wanted.values())
    session.flush()
    return changed or bool(wanted)
