"""The best days to choose from, and what to do when none fits."""
