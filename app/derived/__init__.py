"""What is derived from observations: headline figures, indicators, comparisons, series, changes and warnings."""
