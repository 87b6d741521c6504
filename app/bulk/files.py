"""The files of a release: which there are, known without making any, and what is known of those that are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app import __version__
from app.bulk.tables import TABLES

NAME = "force-profiles"
TITLE = "Force Profiles: what the police forces of England and Wales state, and what is counted of them"
PACKAGE, CSVW, README, CHECKSUMS = "datapackage.json", "csv-metadata.json", "README.md", "checksums.txt"
ARCHIVE = f"{NAME}.zip"

FILES: Mapping[str, str] = MappingProxyType(
    {f"{table.name}.{ending}": f"{table.title}." for table in TABLES for ending in ("csv", "parquet")}
    | {
        PACKAGE: "The package: its tables and columns (Frictionless).",
        CSVW: "The same for tools that know CSV on the Web (W3C).",
        README: "What is in the package, and how to say where it is from.",
        CHECKSUMS: "The SHA-256 of every file, for `sha256sum --check`.",
        ARCHIVE: "All of these files in one archive.",
    }
)
"""What is in each file, by its name; the archive last."""
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that is made: its length, and its SHA-256 in hexadecimal digits."""

    name: str
    bytes: int
    sha256: str


def media_type(name: str) -> str:
    """Return the media type of a file, by the extension of its name."""
    return _MEDIA_TYPES[name.rpartition(".")[2]]


def bare_type(name: str) -> str:
    """Return the media type of a file without parameters."""
    return media_type(name).partition(";")[0]


def version_of(release: int) -> str:
    """Return the version of the dataset: that of the service, which makes it, and the newest release of the data."""
    return f"{__version__}+release.{release}"
