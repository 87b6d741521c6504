"""Commands that set up a database: its schema and its bundled data."""

from collections.abc import Sequence

from rich.progress import track
from sqlalchemy import Engine

from app.cli import terminal
from app.cli.common import DatabaseUrl, database, fail, require_current_schema
from app.db.migrate import SchemaError
from app.db.migrate import migrate as migrate_database
from app.load.backup import BackupError, copy_before_migrating
from app.load.bundled import bundled_statements
from app.load.official import OtherContentError
from app.load.outcomes import Outcome
from app.load.seed import seed as seed_database
from app.official.bundled import bundled_editions
from app.official.catalogue import datasets
from app.settings import DEFAULT_DATABASE
from app.vocabulary.forces import forces as register
from app.vocabulary.measures import measures


def migrate(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Bring the database to the schema of this version."""
    with database(database_url) as engine:
        migrate_with_words(engine)


def seed(database_url: DatabaseUrl = DEFAULT_DATABASE) -> None:
    """Fill the database with all bundled data: statements and official statistics. Repeating it changes nothing."""
    with database(database_url) as engine:
        seed_with_words(engine)


def migrate_with_words(engine: Engine) -> None:
    """Migrate, and print what was done."""
    try:
        done = migrate_database(engine, copy_before_migrating)
    except (SchemaError, BackupError, OSError) as error:
        raise fail(str(error)) from None
    if done.before == done.after:
        terminal.say("schema: up to date")
    else:
        if done.copy is not None:
            terminal.say(f"a copy of the database before the migration is in {done.copy}")
        terminal.say(f"schema: migrated from {done.before or 'nothing'} to {done.after}")


def seed_with_words(engine: Engine) -> None:
    """Seed, and print what was done."""
    require_current_schema(engine)
    records, editions = list(bundled_statements()), bundled_editions()
    steps = seed_database(engine, records, editions)
    total = len(records) + len(editions)
    try:
        outcomes = list(
            track(steps, "seeding", total, console=terminal.err, transient=True, disable=not terminal.err.is_terminal)
        )
    except OtherContentError as error:
        raise fail(str(error)) from None
    statements, official = counts(outcomes[: len(records)]), counts(outcomes[len(records) :])
    reference = f"{len(register())} forces, {len(measures())} measures, {len(datasets())} datasets"
    terminal.say(f"data: {reference}, statements: {statements}, official editions: {official}")


def counts(outcomes: Sequence[Outcome]) -> str:
    """Return how many there are of each outcome, in words."""
    return ", ".join(f"{outcomes.count(o)} {o}" for o in Outcome if o in outcomes)
