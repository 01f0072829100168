"""Packings in which only the latest end costs: open shops, with a search of their own."""
