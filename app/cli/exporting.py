"""The command that writes the whole dataset to files."""

from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app.cli import terminal
from app.cli.common import DatabaseUrl, fail, reading, settings_of
from app.files import sha256_of, written_beside
from app.settings import DEFAULT_DATABASE

Write = Callable[[Callable[[str], Path]], object]
"""Writes files, each to the path that it is given for its name."""

WRITTEN = ".force-profiles-export"
"""The file that lists what an export wrote, as `sha256sum` does, so that the next export recognises it."""


class ExportFormat(StrEnum):
    """What `export` writes."""

    PACKAGE = "package"
    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


def export(
    folder: Annotated[Path, typer.Option("--output", help="The folder to write to; created if needed.")] = Path(
        "force-profiles-data"
    ),
    form: Annotated[
        ExportFormat, typer.Option("--format", help="The data package, or its tables alone in one format.")
    ] = ExportFormat.PACKAGE,
    to_serve: Annotated[
        bool,
        typer.Option(
            "--to-serve",
            help="Make the package where the service looks for it (FORCE_PROFILES_BULK_DIRECTORY), so that nobody who "
            "asks for it waits. --output and --format do not apply.",
        ),
    ] = False,
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Write the whole dataset to files: what /v1/bulk serves. The same data gives the same bytes.

    Files of an earlier export are replaced or removed once everything is written; other files are left alone. An
    export that fails changes nothing.
    """
    from app.bulk.tables import TABLES

    if to_serve:
        make_to_serve(database_url)
        return
    with reading(database_url) as session:
        if form is ExportFormat.PACKAGE:
            names, write = package_of(session)
        else:
            names, write = [f"{table.name}.{form}" for table in TABLES], tables_of(session, form)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_over(folder, names, write)
        except OSError as error:
            raise fail(f"cannot write to {folder}: {error.strerror}") from None
    terminal.err.print(f"{len(names)} files in {folder}", soft_wrap=True)


def make_to_serve(database_url: str) -> None:
    """Make the files that the service sends, unless they are made."""
    from app.bulk.kept import Directory

    directory = Directory(settings_of().bulk_directory)
    with reading(database_url):  # which says what is wrong with the database
        try:
            made = directory.make(database_url)
        except OSError as error:
            raise fail(f"the files cannot be made: {error}") from None
    terminal.err.print(f"{len(made.files)} files in {made.folder}", soft_wrap=True)


def package_of(session: Session) -> tuple[Collection[str], Write]:
    """Return the names of the files of the package, and what writes them."""
    from app.bulk.files import FILES, version_of
    from app.bulk.release import write_release
    from app.queries import releases

    version = version_of(releases.newest(session) or 0)
    return FILES, lambda place: write_release(session, version, place)


def tables_of(session: Session, form: ExportFormat) -> Write:
    """Return what writes the tables alone."""
    from app.bulk.tables import TABLES
    from app.flat.writers import WRITERS

    def write(place: Callable[[str], Path]) -> None:
        for table in TABLES:
            with place(f"{table.name}.{form}").open("xb") as file:
                file.writelines(WRITERS[form](table.columns, table.rows(session)))

    return write


def write_over(folder: Path, names: Collection[str], write: Write) -> None:
    """Write files to a folder, replacing those of an earlier export. Raises ``OSError`` if one cannot be written."""
    older = list(written_before(folder))
    with written_beside(*(folder / name for name in names), folder / WRITTEN) as (*parts, listing):
        write(dict(zip(names, parts, strict=True)).__getitem__)
        lines = (f"{sha256_of(part)}  {name}\n" for part, name in zip(parts, names, strict=True))
        listing.write_text("".join(lines), encoding="utf-8")
    for name in older:
        if name not in names:
            (folder / name).unlink(missing_ok=True)


def written_before(folder: Path) -> Iterator[str]:
    """Yield the files that an earlier export wrote to a folder and that nobody has changed since."""
    try:
        lines = (folder / WRITTEN).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return
    for line in lines:
        digest, _, name = line.partition("  ")
        path = folder / name
        if Path(name).name == name and path.is_file() and sha256_of(path) == digest:
            yield name
