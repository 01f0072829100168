"""Whom a booking is for: found, new, or here already."""
