"""Force Profiles: what police forces state, and what official statistics count of them, as data."""

__version__ = "0.1.0"
