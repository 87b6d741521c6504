"""Making a release: the whole dataset as self-describing files. The same data gives the same bytes.

It is a Frictionless data package with CSVW metadata (W3C), checksums, and an archive of all files. However much data
there is, only some rows of it are held in memory at a time.
"""

import zipfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfileobj

from sqlalchemy.orm import Session

from app.bulk.descriptions import csvw, package, readme
from app.bulk.files import ARCHIVE, CHECKSUMS, CSVW, PACKAGE, README, File
from app.bulk.tables import TABLES, Table
from app.files import sha256_of
from app.flat.writers import CsvEncoder, Encoder, in_columns

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry in the archive: a constant, the earliest of the format, so that the bytes stay the same."""
_PIECE = 2**20

Places = Callable[[str], Path]
"""Where to write a file, by its name."""


def write_release(session: Session, version: str, place: Places) -> list[File]:
    """Write the release of the data that a session reads, and return its files. Raises ``OSError`` without room."""
    files: dict[str, File] = {}
    for table in TABLES:
        files |= {name: _file(name, place) for name in _write_table(session, table, place)}
    for name, content in ((PACKAGE, package(files, version)), (CSVW, csvw(version)), (README, readme(version))):
        place(name).write_bytes(content)
        files[name] = _file(name, place)
    place(CHECKSUMS).write_text("".join(f"{file.sha256}  {file.name}\n" for file in files.values()), encoding="ascii")
    files[CHECKSUMS] = _file(CHECKSUMS, place)
    _write_archive(files.values(), place)
    return [*files.values(), _file(ARCHIVE, place)]


def _write_table(session: Session, table: Table, place: Places) -> list[str]:
    """Write a table in both formats while its rows come, and return the names of the files."""
    from app.flat.parquet import ParquetEncoder  # the library takes long to import, and a service sends what is made

    columns = table.columns
    encoders: dict[str, Encoder] = {
        f"{table.name}.csv": CsvEncoder(columns, marked=False),
        f"{table.name}.parquet": ParquetEncoder(columns),
    }
    with ExitStack() as stack:
        outputs = [(stack.enter_context(place(name).open("xb")), encoder) for name, encoder in encoders.items()]
        for cells in in_columns(columns, table.rows(session)):
            for output, encoder in outputs:
                output.write(encoder.rows(cells))
        for output, encoder in outputs:
            output.write(encoder.end())
    return list(encoders)


def _write_archive(files: Iterable[File], place: Places) -> None:
    """Write an archive of files. It is a data package itself, with the descriptor at its root."""
    with zipfile.ZipFile(place(ARCHIVE), "x") as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _EARLIEST)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every system
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.file_size = file.bytes
            with place(file.name).open("rb") as content, archive.open(entry, "w") as packed:
                copyfileobj(content, packed, _PIECE)


def _file(name: str, place: Places) -> File:
    """Return a file that is written."""
    path = place(name)
    return File(name, path.stat().st_size, sha256_of(path))
