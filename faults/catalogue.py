"""All faults, in the order of the report."""

from faults import clock, connections, database, disk, files, killed, pages, requests, stopping, together
from faults.fault import FAULTS

KINDS = (killed, together, disk, database, files, connections, requests, pages, stopping, clock)
FAULTS.sort(key=lambda fault: [kind.__name__ for kind in KINDS].index(fault.run.__module__))

__all__ = ["FAULTS", "KINDS"]
