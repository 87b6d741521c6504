"""HTTP itself, whatever is served by it: middleware, negotiation, conditions, limits, failures as problems."""
