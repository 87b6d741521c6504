"""Sums that are saved or still to be saved: "has saved £25m", "needs to find £9m", "savings of £3m"."""
