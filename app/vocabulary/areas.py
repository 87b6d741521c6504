"""Areas to compare figures with. None of them is a force's own area or a part of it."""

NATIONAL = "national"
REGION = "region"
SIMILAR_FORCES = "similar forces"
COMPARED = frozenset({NATIONAL, REGION, SIMILAR_FORCES})
