"""Stage 12: what a tied figure holds for: its period, its area, its status, and the words that are quoted for it."""
