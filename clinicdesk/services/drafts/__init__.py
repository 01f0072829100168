"""Bookings that are not finished: kept for the desk that began them, seen by no other."""
