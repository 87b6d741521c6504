"""What is derived from figures, stated or counted: indicators, comparisons, series, reconciliations, warnings."""
