"""A practitioner's own calendar as a file: written once, or kept up to date in a folder."""
