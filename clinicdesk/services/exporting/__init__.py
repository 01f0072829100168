"""Everything that a clinic's file holds, in files that other programs read."""
