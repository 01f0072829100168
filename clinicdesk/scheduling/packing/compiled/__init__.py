"""A problem compiled for packing: whole units of time, sets of minutes as integers."""
