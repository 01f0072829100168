"""Every change as an entry of the journal: recorded, described, verified."""
