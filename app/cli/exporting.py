"""The command that writes the whole dataset to files."""

import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli import terminal
from app.cli.common import DatabaseUrl, fail, reading
from app.files import written_beside
from app.settings import DEFAULT_DATABASE

Files = dict[str, Iterable[bytes]]
"""Files to write, by name, in pieces."""

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
    database_url: DatabaseUrl = DEFAULT_DATABASE,
) -> None:
    """Write the whole dataset to files: what /v1/bulk serves. The same data gives the same bytes.

    Files of an earlier export are replaced or removed once everything is written; other files are left alone. An
    export that fails changes nothing.
    """
    from app.bulk.release import make_release
    from app.bulk.tables import TABLES
    from app.flat.writers import WRITERS

    with reading(database_url) as session:
        if form is ExportFormat.PACKAGE:
            files: Files = {file.name: [file.content] for file in make_release(session).files.values()}
        else:
            files = {f"{t.name}.{form}": WRITERS[form](t.columns, t.rows(session)) for t in TABLES}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write(folder, files)
        except OSError as error:
            raise fail(f"cannot write to {folder}: {error.strerror}") from None
    terminal.err.print(f"{len(files)} files in {folder}", soft_wrap=True)


def write(folder: Path, files: Files) -> None:
    """Write files to a folder, replacing those of an earlier export. Raises ``OSError`` if one cannot be written."""
    older = list(written_before(folder))
    with written_beside(*(folder / name for name in files), folder / WRITTEN) as (*parts, listing):
        for part, pieces in zip(parts, files.values(), strict=True):
            with part.open("xb") as file:
                file.writelines(pieces)
        lines = (f"{digest_of(part)}  {name}\n" for part, name in zip(parts, files, strict=True))
        listing.write_text("".join(lines), encoding="utf-8")
    for name in older:
        if name not in files:
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
        if Path(name).name == name and path.is_file() and digest_of(path) == digest:
            yield name


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
