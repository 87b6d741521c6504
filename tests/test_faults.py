"""Every fault once, for real. `make faults` tries each many times and writes docs/reliability.md."""

import sys
from collections.abc import Iterator

import pytest

from faults.catalogue import FAULTS
from faults.fault import Fault
from faults.lab import BACKENDS, Lab, laboratory
from tests import postgres

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="faults are made by means of Linux")


@pytest.fixture(scope="module")
def lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Databases of our own: those of other tests are not to be lost and stopped."""
    if request.param == "postgresql" and postgres.binaries() is None:
        pytest.skip("no PostgreSQL that can be lost: no binaries on this machine, and no package")
    with laboratory(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


@pytest.mark.parametrize(
    ("lab", "fault"),
    [
        pytest.param(backend, fault, id=f"{backend}-{fault.name}")
        for backend in BACKENDS
        for fault in FAULTS
        if backend in fault.backends and fault.quick
    ],
    indirect=["lab"],
)
def test_the_service_holds_when(lab: Lab, fault: Fault) -> None:
    seen = fault.try_on(lab, fault.quick)
    if seen.lacking:
        pytest.skip(seen.lacking)
    assert not seen.broken
    assert seen.held >= fault.quick
