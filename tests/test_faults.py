"""Every fault once, for real. `make faults` tries each many times and writes docs/reliability.md."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from faults.catalogue import FAULTS
from faults.fault import Fault
from faults.lab import BACKENDS, Lab, laboratory
from tests import postgres

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="faults are made by means of Linux")


@pytest.fixture(scope="session")
def labs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Lab]]:
    """Laboratories, each made once: databases of other tests are not to be lost and stopped."""
    with ExitStack() as made:
        yield cache(lambda backend: made.enter_context(laboratory(backend, tmp_path_factory.mktemp(backend))))


@pytest.mark.parametrize(
    ("backend", "fault"),
    [
        pytest.param(backend, fault, id=f"{backend}-{fault.name}")
        for backend in BACKENDS
        for fault in FAULTS
        if backend in fault.backends and fault.quick
    ],
)
def test_the_service_holds_when(labs: Callable[[str], Lab], backend: str, fault: Fault) -> None:
    if backend == "postgresql" and postgres.binaries() is None:
        pytest.skip("no PostgreSQL that can be lost: no binaries on this machine, and no package")
    seen = fault.try_on(labs(backend), fault.quick)
    if seen.lacking:
        pytest.skip(seen.lacking)
    assert not seen.broken
    assert seen.held >= fault.quick
