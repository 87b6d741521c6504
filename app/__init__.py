"""Force Profiles: the statements of police forces, read into data."""

__version__ = "0.1.0"
