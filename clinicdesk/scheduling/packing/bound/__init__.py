"""A proven lower bound on the cost of every packing."""
