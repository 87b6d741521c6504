"""What words mean: forces, measures, units, qualifiers, periods, bounds, and the records made of them."""
