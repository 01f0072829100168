"""The best days to choose from, and what would help when none fits."""
