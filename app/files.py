"""Write files atomically, to a temporary file beside the destination, which then replaces it; digests of files."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path


@contextmanager
def written_beside(*places: Path) -> Iterator[list[Path]]:
    """Yield a temporary path beside each place to write to, and move all into place if the block succeeds.

    All files are synced to disk before the first is moved, so a file that cannot be written leaves every older one
    unchanged. Even if the power or the process fails, each place holds the complete old or new file. Leftover temporary
    files are removed by the next call for the same place, so of two concurrent writers only the one that started last
    succeeds. Raises ``OSError`` if a file cannot be written.
    """
    for place in places:
        if place.exists() and not place.is_file():  # a folder or a device
            raise OSError(errno.EINVAL, "there is something else than a file", str(place))
    parts = [place.with_name(f".{place.name}.{secrets.token_hex(4)}.part") for place in places]
    for place in places:
        for left in place.parent.glob(f".{escape(place.name)}.{'[0-9a-f]' * 8}.part"):  # of no place with a longer name
            left.unlink(missing_ok=True)
    try:
        yield parts
        for part in parts:
            sync(part, os.O_RDWR)
        for part, place in zip(parts, places, strict=True):
            part.replace(place)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    if os.name != "nt":  # where folders cannot be opened
        for folder in {place.parent for place in places}:
            sync(folder, os.O_RDONLY)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path, flags: int) -> None:
    """Wait until a file's content, or a folder's entries, are on the disk."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
