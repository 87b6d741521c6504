"""Prose to observations, in stages: numbers, hedges, periods, quantities, rules. Pure: no I/O, no database."""
