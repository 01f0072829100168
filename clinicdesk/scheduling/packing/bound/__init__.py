"""A proven lower bound on the cost of a packing."""
