"""The bookings that this desk has begun and put aside."""
