"""Files written beside their places, so that a place never holds half of one."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path


@contextmanager
def written_beside(*places: Path) -> Iterator[list[Path]]:
    """Yield a path beside each place to write a file to; left without an error, all are put in their places.

    They are on the disk before the first of them takes its place, so that one that cannot be written leaves every older
    file as it was. Each place has its old file or the new one, whole, whenever the power or the process fails; what is
    left beside is removed by who writes the same place next. So of two that write one place at the same time only the
    one that began last does it. Raises ``OSError`` for what cannot be written.
    """
    for place in places:
        if place.exists() and not place.is_file():  # a folder, or a device that is more than a file
            raise OSError(errno.EINVAL, "there is something else than a file", str(place))
    parts = [place.with_name(f".{place.name}.{secrets.token_hex(4)}.part") for place in places]
    for place in places:
        for left in place.parent.glob(f".{escape(place.name)}.*.part"):
            left.unlink(missing_ok=True)
    try:
        yield parts
        for part in parts:
            _sync(part, os.O_RDWR)
        for part, place in zip(parts, places, strict=True):
            part.replace(place)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    if os.name != "nt":  # where folders cannot be opened
        for folder in {place.parent for place in places}:
            _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    """Wait until what is written to a file, or what names a folder has, is on the disk."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
