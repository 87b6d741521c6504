"""Faults tried one after the other, on each database in a process of its own."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from faults.catalogue import FAULTS
from faults.fault import Fault, Seen
from faults.lab import laboratory
from faults.report import Results


def tried(chosen: Sequence[Fault], backends: Sequence[str], *, quick: bool) -> Results:
    """Try faults on databases, on both at the same time, and return what was seen."""
    names = [fault.name for fault in chosen]
    with ProcessPoolExecutor(len(backends), get_context("spawn")) as processes:
        runs = {backend: processes.submit(tried_on, backend, names, quick=quick) for backend in backends}
        seen = {backend: run.result() for backend, run in runs.items()}
    return {fault: {b: seen[b][fault.name] for b in backends if fault.name in seen[b]} for fault in chosen}


def tried_on(backend: str, names: Sequence[str], *, quick: bool) -> dict[str, Seen]:
    """Try faults on a database, tell of each what came of it, and return what was seen of each, by name."""
    found = {}
    with TemporaryDirectory(prefix="force-profiles-faults-") as folder, laboratory(backend, Path(folder)) as lab:
        for fault in FAULTS:
            count = fault.quick if quick else fault.tries
            if fault.name in names and backend in fault.backends and count:
                began = time.monotonic()
                found[fault.name] = fault.try_on(lab, count)
                tell(fault, backend, found[fault.name], time.monotonic() - began)
    return found


def tell(fault: Fault, backend: str, seen: Seen, seconds: float) -> None:
    """Print what came of a fault."""
    came = f"not tried: {seen.lacking}" if seen.lacking else f"{seen.held} held, {len(seen.broken)} broke"
    print(f"{fault.name:32} {backend:10} {came} ({seconds:.0f} s)", flush=True)
    for broken in seen.broken:
        print(f"    {broken}", flush=True)
