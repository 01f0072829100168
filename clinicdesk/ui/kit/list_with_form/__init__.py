"""A list of entries beside the form of the one that is chosen, driven by keys alone."""
