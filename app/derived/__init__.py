"""What follows from observations without storing it: which figure of a measure leads, and the indicators."""
