"""Which columns the day shows: choosing them, saving them, bringing them back."""
