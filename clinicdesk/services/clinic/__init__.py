"""The clinic itself: its book, its hours, how it is founded."""
