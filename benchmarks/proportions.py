"""How many of how many are right, and between what bounds that is known."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Z = 1.96
"""So many standard errors either way hold 95% of what may be."""
LIKENESS = 0.1
"""How alike the figures of one text are in being read right (an intraclass correlation, taken, not measured)."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many are ``right``, ``of`` how many, in each text: those of one text are right or wrong together."""

    right: tuple[int, ...]
    of: tuple[int, ...]

    @property
    def value(self) -> float:
        """The part that is right; all of nothing is 1."""
        return sum(self.right) / sum(self.of) if sum(self.of) else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95% interval, for as many independent figures as those of so many texts are worth."""
        if not sum(self.of):
            return 0.0, 1.0
        in_a_text = sum(count**2 for count in self.of) / sum(self.of)
        independent = sum(self.of) / (1 + (in_a_text - 1) * LIKENESS)
        shrunk = 1 + Z**2 / independent
        centre = (self.value + Z**2 / (2 * independent)) / shrunk
        half = Z * math.sqrt(self.value * (1 - self.value) / independent + (Z / (2 * independent)) ** 2) / shrunk
        return max(centre - half, 0.0), min(centre + half, 1.0)

    def __str__(self) -> str:
        """Return the part, its interval, and the counts: "0.920 (0.818 to 0.967), 92 of 100"."""
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f} to {high:.3f}), {sum(self.right):,} of {sum(self.of):,}"


def proportion(counts: Iterable[tuple[int, int]]) -> Proportion:
    """Return the proportion of counts, right and of how many, text by text."""
    pairs = [(right, of) for right, of in counts if of]
    return Proportion(tuple(right for right, _ in pairs), tuple(of for _, of in pairs))
