"""A level told of a thing that is named before or beside its number: "a population of", "the budget is"."""
