"""Booking a visit: for whom, what for, when it suits, the best days to choose from, and Enter."""
