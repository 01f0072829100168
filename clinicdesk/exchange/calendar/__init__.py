"""A visit as a calendar file."""
