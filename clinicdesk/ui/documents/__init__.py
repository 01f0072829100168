"""Documents that leave the clinic from the window."""
