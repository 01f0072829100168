"""What belongs to the care of a patient around their visits: requirements."""
