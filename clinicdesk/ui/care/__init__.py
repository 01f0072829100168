"""What must be there before visits, at the side: what is open, by the day on which it is due."""
