"""Stage 10: joins of groups that say what a quantity counts. Each looks at one quantity in its clause."""
