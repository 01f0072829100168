"""A practitioner's week or month: a cell for each day, with names, times and what is free."""
