"""What a fault is, how often it is tried, and what was seen of it."""

import inspect
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from faults.lab import BACKENDS, Lab

SQLITE = ("sqlite",)
"""The databases of a fault of files; also of one that no database is part of, which one is enough for."""
POSTGRESQL = ("postgresql",)


class DidNotHoldError(Exception):
    """The service did not do what it must."""


class CannotBeTriedError(Exception):
    """This machine lacks what the fault needs."""


def expect(held: object, otherwise: object) -> None:
    """Raise ``DidNotHoldError`` with what was seen unless something held."""
    if not held:
        raise DidNotHoldError(str(otherwise)[-600:])


@dataclass
class Seen:
    """What was seen of a fault on a database, over all tries."""

    held: int = 0
    broken: list[str] = field(default_factory=list)
    kills: int = 0
    worst: float = 0.0
    lacking: str = ""
    """What this machine lacks to try it, where it was not."""


@dataclass
class Try:
    """One try of a fault. What it raises is noted, and the next is made.

    ``moment`` is when in the course of things to strike, from 0 for the beginning to 1 for the end: the moments of all
    tries cover that evenly.
    """

    moment: float
    seen: Seen

    def __enter__(self) -> Self:
        return self

    def killed(self) -> None:
        """Note that a process was killed while it ran."""
        self.seen.kills += 1

    def took(self, seconds: float) -> None:
        """Note how long what matters took, for the worst to be told."""
        self.seen.worst = max(self.seen.worst, seconds)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None:
            self.seen.held += 1
            return False
        if not isinstance(error, Exception) or isinstance(error, CannotBeTriedError):
            return False
        told = str(error) if isinstance(error, DidNotHoldError) else f"{type(error).__name__}: {error}"
        self.seen.broken.append(f"at {self.moment:.2f}: {told}")
        return True


@dataclass(frozen=True)
class Tries:
    """The tries of a fault, one after the other."""

    count: int
    seen: Seen

    def __iter__(self) -> Iterator[Try]:
        for nth in range(self.count):
            yield Try((nth + 0.5) / self.count, self.seen)


Run = Callable[[Lab, Tries], None]


@dataclass(frozen=True)
class Fault:
    """A fault: what is done, how often in a full run and in a quick one, and on which databases."""

    run: Run
    tries: int
    quick: int
    backends: tuple[str, ...]
    worst: str
    """What the worst time is of."""

    @property
    def kind(self) -> str:
        """The sort of fault: the module it is in."""
        return self.run.__module__.rpartition(".")[2]

    @property
    def name(self) -> str:
        """How the fault is named on the command line."""
        return f"{self.kind}.{self.run.__name__}"

    @property
    def told(self) -> str:
        """What is done and what must hold: the docstring, on one line."""
        return " ".join(inspect.getdoc(self.run).split())  # type: ignore[union-attr]

    def try_on(self, lab: Lab, count: int) -> Seen:
        """Try the fault on a database and return what was seen."""
        seen = Seen()
        began = time.monotonic()
        try:
            self.run(lab, Tries(count, seen))
        except CannotBeTriedError as error:
            seen.lacking = str(error)
        except Exception as error:  # noqa: BLE001 - what keeps a fault from being tried is a result of it too
            seen.broken.append(f"could not be tried: {type(error).__name__}: {error}")
        finally:
            lab.clear()
        if not self.worst:
            seen.worst = time.monotonic() - began
        return seen


FAULTS: list[Fault] = []


def fault(tries: int, quick: int = 1, *, on: tuple[str, ...] = BACKENDS, worst: str = "") -> Callable[[Run], Run]:
    """Make a function a fault. Its docstring is its line in the report."""

    def collect(run: Run) -> Run:
        FAULTS.append(Fault(run, tries, quick, on, worst))
        return run

    return collect
