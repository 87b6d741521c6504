"""Keep what is costly to make for as long as the data does not change."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Version = TypeVar("Version")
Made = TypeVar("Made")


class Latest(Generic[Version, Made]):
    """Holds what was made of the newest version asked for. Those who ask at the same time wait for one to make it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: tuple[Version, Made] | None = None

    def of(self, version: Version, make: Callable[[], Made]) -> Made:
        """Return what is made of a version."""
        with self._lock:
            if self._held is None or self._held[0] != version:
                self._held = (version, make())
            return self._held[1]
