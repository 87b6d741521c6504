"""Faults: what may happen to the service and its database, done for real, and what was seen of it."""
