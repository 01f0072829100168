"""A practitioner's own day: large, readable between two patients, with the week beside it."""
