"""Areas that figures are compared with. They are never the force's own, nor a part of it."""

NATIONAL = "national"
REGION = "region"
SIMILAR_FORCES = "similar forces"
COMPARED = frozenset({NATIONAL, REGION, SIMILAR_FORCES})
