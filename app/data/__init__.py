"""Reference data and the bundled statements: facts, places and hashes, no prose."""
