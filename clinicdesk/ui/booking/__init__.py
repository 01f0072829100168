"""Booking: who comes, what for, when it suits, the best days, and one Enter."""
