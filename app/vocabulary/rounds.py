"""Rounds of inspections, which are named by their years: 2016, 2021-22."""

import re

ROUND_PATTERN = r"20[0-9]{2}(?: ?(?:[-/‐‑‒–—−]|to) ?(?:20)?[0-9]{2})?"
"""How a round may be spelled: 2021-22, 2021/22, 2021/2022, 2021-2022, 2021–22."""

_ROUND = re.compile(ROUND_PATTERN)


def parse_round(text: str) -> str | None:
    """Return a round in its usual spelling, ``2021-22`` or ``2016``, or ``None`` where the text names none."""
    if _ROUND.fullmatch(text) is None:
        return None
    first, last = text[:4], text[4:][-2:]
    return f"{first}-{last}" if last else first
