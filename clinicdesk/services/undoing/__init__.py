"""Taking changes back and making them again, as new entries of the journal."""
