"""Extract observations from prose, in stages (docs/decisions/0006). Pure functions: no I/O, no database."""
