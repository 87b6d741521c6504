"""Extract observations from prose, in stages (docs/decisions/0035). Pure functions: no I/O, no database."""
