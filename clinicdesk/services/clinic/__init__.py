"""The clinic itself: its setup, its hours, how it is founded."""
