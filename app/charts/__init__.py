"""Charts: described by what the API answers, and drawn as SVG, as PNG and as a specification for others to draw."""
