"""The day: a column for each resource, every appointment, and one of them in the hand."""
