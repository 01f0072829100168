"""Every change as an entry: written, taken back, told, checked."""
