"""The directory at the side: a few words find who treats, speaks and does that, and is free."""
