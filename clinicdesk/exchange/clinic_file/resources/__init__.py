"""Whom and what a clinic has, as a clinic file says it."""
