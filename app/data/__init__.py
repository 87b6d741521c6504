"""Reference data, the bundled statements (facts, places and hashes, no prose) and official statistics."""
