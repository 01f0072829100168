"""The page of one day: a column for each resource, every appointment, one of them being dragged."""
