"""What part of a whole something is: "20% of residents are over 65", "grants make up 51% of our budget"."""
